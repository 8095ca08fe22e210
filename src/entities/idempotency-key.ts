import type { StopReport } from '../domain/job.ts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What a keyed mutation answered, so that repeating it gives the same answer and does nothing. */
@Entity('idempotency_keys')
export class IdempotencyKeyEntity {
  @PrimaryColumn({ type: 'varchar', length: 255 })
  actor!: string;

  @PrimaryColumn({ type: 'varchar', length: 64 })
  mutation!: string;

  @PrimaryColumn({ type: 'varchar', length: 255, name: 'idempotency_key' })
  key!: string;

  /** SHA-256 of the canonical input, in hex. */
  @Column({ type: 'char', length: 64, name: 'input_hash' })
  inputHash!: string;

  @Column({ type: 'json' })
  result!: IdempotentResult;

  @Index('idempotency_keys_created')
  @Column({ type: 'datetime', precision: 6, name: 'created_at' })
  createdAt!: string;
}

/** What the first call made or changed, and its last event, from which the payload is built again. */
export interface IdempotentResult {
  readonly objectId: string | null;
  readonly jobId: string | null;
  /** The node of the last event, of mutations about one node. */
  readonly nodeId: string | null;
  readonly nodeSequence: number | null;
  /** Number of the last event, of all others; absent when there was none: a bulk mutation that every node refused. */
  readonly eventId?: number;
  readonly stop?: StopReport | null;
}
