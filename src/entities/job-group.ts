import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { JsonObject } from './json.ts';

/** What one bulk mutation asked of many nodes. How far it is stands in the jobs of its items, and nowhere else. */
@Entity('job_groups')
export class JobGroupEntity {
  @PrimaryColumn({ type: 'char', length: 36 })
  id!: string;

  /** As in the schema: `deployNodes`. */
  @Column({ type: 'varchar', length: 64 })
  mutation!: string;

  @Column({ type: 'varchar', length: 255, name: 'requested_by' })
  requestedBy!: string;

  /** The input without the nodes and the key: enough to ask for the same again. */
  @Column({ type: 'json' })
  args!: JsonObject;

  /** Number of its items. */
  @Column({ type: 'int' })
  total!: number;

  /** The group whose failed items this one repeats. */
  @Column({ type: 'char', length: 36, name: 'retry_of', nullable: true })
  retryOf!: string | null;

  @Column({ type: 'datetime', precision: 6, name: 'created_at' })
  createdAt!: string;
}
