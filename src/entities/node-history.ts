import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { ProvisionState } from '../domain/provision-states.ts';
import { NodeEntity } from './node.ts';

export const HISTORY_SEVERITIES = ['INFO', 'ERROR'] as const;
export type HistorySeverity = (typeof HISTORY_SEVERITIES)[number];

/**
 * What became of a node, in words, for longer than the event log keeps it: each error that stood in lastError, and each
 * flow's beginning and end.
 */
@Entity('node_history')
@Index('node_history_node', ['nodeId', 'id'])
export class NodeHistoryEntity {
  @PrimaryColumn({ type: 'char', length: 36 })
  id!: string;

  @ForeignKey(() => NodeEntity, { onDelete: 'CASCADE' })
  @Column({ type: 'char', length: 36, name: 'node_id' })
  nodeId!: string;

  @Index('node_history_at')
  @Column({ type: 'datetime', precision: 6 })
  at!: string;

  @Column({ type: 'varchar', length: 8 })
  severity!: HistorySeverity;

  /** The job type whose flow it is about; of errors without one, what found them. */
  @Column({ type: 'varchar', length: 64, name: 'event_type' })
  eventType!: string;

  @Column({ type: 'text' })
  text!: string;

  /** Who asked for the job, or caused it otherwise. */
  @Column({ type: 'varchar', length: 255 })
  actor!: string;

  @Column({ type: 'char', length: 36, name: 'job_id', nullable: true })
  jobId!: string | null;

  @Column({ type: 'varchar', length: 32, name: 'provision_state' })
  provisionState!: ProvisionState;

  @Column({ type: 'varchar', length: 32, name: 'target_provision_state', nullable: true })
  targetProvisionState!: ProvisionState | null;
}
