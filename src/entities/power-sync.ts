import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { PowerState } from '../domain/power.ts';
import { NodeEntity } from './node.ts';

/**
 * When the power of a node is read next, without a job, and by whom it is being read.
 *
 * A table of its own: whoever takes a turn writes a row here that no job and no request ever waits for.
 */
@Entity('power_syncs')
export class PowerSyncEntity {
  @ForeignKey(() => NodeEntity, { onDelete: 'CASCADE' })
  @PrimaryColumn({ type: 'char', length: 36, name: 'node_id' })
  nodeId!: string;

  /** While it is being read: when that claim is void. */
  @Index('power_syncs_due')
  @Column({ type: 'datetime', precision: 6, name: 'due_at' })
  dueAt!: string;

  /** Between two readings; longer while nothing changes. */
  @Column({ type: 'int', name: 'interval_seconds' })
  intervalSeconds!: number;

  /** In a row: readings that failed, or orders that the machine did not obey. */
  @Column({ type: 'int', default: 0 })
  failures!: number;

  /** The power that was told of as a drift, so that it is told of once; null while there is none. */
  @Column({ type: 'varchar', length: 8, nullable: true })
  told!: PowerState | null;

  /** The turn in which it is being read; null between turns. */
  @Column({ type: 'char', length: 36, name: 'claim_id', nullable: true })
  claimId!: string | null;

  /** The BMC that is being asked. Unique: nodes that share one are read one after the other, whoever reads. */
  @Index('power_syncs_bmc', { unique: true })
  @Column({ type: 'varchar', length: 255, nullable: true })
  bmc!: string | null;
}
