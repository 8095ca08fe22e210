import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { Change, EventType } from '../domain/events.ts';

/**
 * The log. A row is written in the transaction that makes the change it tells of.
 *
 * No foreign keys: the log outlives what it tells of. `id` is not in commit order (auto-increment never is);
 * `nodeSequence` is, per node.
 */
@Entity('events')
@Index('events_node', ['nodeId', 'nodeSequence'], { unique: true })
@Index('events_job', ['jobId', 'id'])
export class EventEntity {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: number;

  @Column({ type: 'varchar', length: 64 })
  type!: EventType;

  @Column({ type: 'char', length: 36, name: 'node_id', nullable: true })
  nodeId!: string | null;

  @Column({ type: 'bigint', name: 'node_sequence', nullable: true })
  nodeSequence!: number | null;

  @Column({ type: 'char', length: 36, name: 'job_id', nullable: true })
  jobId!: string | null;

  @Column({ type: 'varchar', length: 255 })
  actor!: string;

  /** `{ list: [...] }`, since a JSON column holds an object at the top. */
  @Column({ type: 'json' })
  changes!: { readonly list: readonly Change[] };

  /** Drawn by lot: tells this event from another that has its number in another log. See `domain/cursor.ts`. */
  @Column({ type: 'int', unsigned: true })
  stamp!: number;

  @Index('events_created')
  @Column({ type: 'datetime', precision: 6, name: 'created_at' })
  createdAt!: string;
}
