import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { WebhookSubject } from '../domain/webhook.ts';
import { WebhookEntity } from './webhook.ts';

/** A message outside the order of the log: one that could not be delivered, or one that was asked for. Gone once it is. */
@Entity('webhook_letters')
@Index('webhook_letters_webhook', ['webhookId', 'id'])
export class WebhookLetterEntity {
  /** In the order of time. */
  @PrimaryColumn({ type: 'char', length: 36 })
  id!: string;

  @ForeignKey(() => WebhookEntity, { onDelete: 'CASCADE' })
  @Column({ type: 'char', length: 36, name: 'webhook_id' })
  webhookId!: string;

  @Column({ type: 'json' })
  subject!: WebhookSubject;

  @Column({ type: 'int' })
  attempts!: number;

  /** What the receiver answered last; null: nothing. */
  @Column({ type: 'int', name: 'last_status', nullable: true })
  lastStatus!: number | null;

  @Column({ type: 'varchar', length: 1024, name: 'last_error', nullable: true })
  lastError!: string | null;

  /** Since when it waits to be sent; null: it does not. */
  @Column({ type: 'datetime', precision: 6, name: 'requested_at', nullable: true })
  requestedAt!: string | null;

  @Index('webhook_letters_created')
  @Column({ type: 'datetime', precision: 6, name: 'created_at' })
  createdAt!: string;
}
