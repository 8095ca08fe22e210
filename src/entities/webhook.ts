import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { EventType } from '../domain/events.ts';
import type { WebhookState } from '../domain/webhook.ts';
import type { JsonObject } from './json.ts';

/**
 * A URL that events are sent to, and how far. Who delivers holds a lease: `holder` until `leaseUntil`, under `epoch`. Each
 * claim and each mutation raises the epoch, and every write of who delivers names its own, so that who has lost the
 * lease moves nothing.
 */
@Entity('webhooks')
export class WebhookEntity {
  @PrimaryColumn({ type: 'char', length: 36 })
  id!: string;

  @Index('webhooks_name', { unique: true })
  @Column({ type: 'varchar', length: 255 })
  name!: string;

  /** With user, password and query, if it has any: never shown whole. */
  @Column({ type: 'varchar', length: 2048 })
  url!: string;

  /** Which kinds of events; an empty list: all. */
  @Column({ type: 'json' })
  types!: { readonly list: readonly EventType[] };

  /** A NodeFilter as it was given; null: all nodes, and what belongs to none. */
  @Column({ type: 'json', name: 'node_filter', nullable: true })
  nodeFilter!: JsonObject | null;

  /** The project whose it is and as which it sees; null: the installation's. */
  @Index('webhooks_owner')
  @Column({ type: 'varchar', length: 255, nullable: true })
  owner!: string | null;

  @Column({ type: 'int', name: 'batch_size' })
  batchSize!: number;

  @Column({ type: 'varchar', length: 128 })
  secret!: string;

  @Column({ type: 'varchar', length: 128, name: 'previous_secret', nullable: true })
  previousSecret!: string | null;

  /** Until then messages are signed with both. */
  @Column({ type: 'datetime', precision: 6, name: 'previous_secret_until', nullable: true })
  previousSecretUntil!: string | null;

  @Column({ type: 'varchar', length: 16 })
  state!: WebhookState;

  @Column({ type: 'varchar', length: 1024, name: 'disabled_reason', nullable: true })
  disabledReason!: string | null;

  @Column({ type: 'varchar', length: 512, name: 'log_cursor' })
  cursor!: string;

  @Column({ type: 'datetime', precision: 6, name: 'last_delivered_at', nullable: true })
  lastDeliveredAt!: string | null;

  @Column({ type: 'varchar', length: 1024, name: 'last_error', nullable: true })
  lastError!: string | null;

  @Column({ type: 'datetime', precision: 6, name: 'last_error_at', nullable: true })
  lastErrorAt!: string | null;

  /** Of the event that stands in front. */
  @Column({ type: 'int' })
  attempts!: number;

  /** Since the last success. */
  @Column({ type: 'int', name: 'consecutive_failures' })
  consecutiveFailures!: number;

  @Column({ type: 'datetime', precision: 6, name: 'failing_since', nullable: true })
  failingSince!: string | null;

  @Column({ type: 'datetime', precision: 6, name: 'next_attempt_at', nullable: true })
  nextAttemptAt!: string | null;

  @Column({ type: 'char', length: 36, nullable: true })
  holder!: string | null;

  @Index('webhooks_lease')
  @Column({ type: 'datetime', precision: 6, name: 'lease_until', nullable: true })
  leaseUntil!: string | null;

  @Column({ type: 'bigint' })
  epoch!: number;

  @Column({ type: 'int' })
  version!: number;

  @Column({ type: 'datetime', precision: 6, name: 'created_at' })
  createdAt!: string;

  @Column({ type: 'datetime', precision: 6, name: 'updated_at' })
  updatedAt!: string;
}
