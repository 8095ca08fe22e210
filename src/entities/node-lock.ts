import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { NodeEntity } from './node.ts';

/**
 * Who holds a node. One row per node, born with it.
 *
 * Every transaction that changes anything about a node begins by locking this row, so all changes of one node are
 * in one order, the epoch can be checked once for a whole transaction, and `eventSequence` counts without gaps.
 */
@Entity('node_locks')
export class NodeLockEntity {
  @ForeignKey(() => NodeEntity, { onDelete: 'CASCADE' })
  @PrimaryColumn({ type: 'char', length: 36, name: 'node_id' })
  nodeId!: string;

  /** Fencing token: counts the grants. */
  @Column({ type: 'bigint' })
  epoch!: number;

  @Column({ type: 'char', length: 36, name: 'holder_job_id', nullable: true })
  holderJobId!: string | null;

  @Column({ type: 'char', length: 36, name: 'holder_conductor_id', nullable: true })
  holderConductorId!: string | null;

  @Column({ type: 'varchar', length: 255, nullable: true })
  purpose!: string | null;

  @Column({ type: 'datetime', precision: 6, nullable: true })
  since!: string | null;

  /**
   * After the lock was taken from its holder: nobody gets it before this moment, because what the old holder has sent
   * may still be on its way to the machine. Null when the holder gave it back itself.
   */
  @Column({ type: 'datetime', precision: 6, name: 'free_from', nullable: true })
  freeFrom!: string | null;

  /** Sequence of the node's latest event. */
  @Column({ type: 'bigint', name: 'event_sequence' })
  eventSequence!: number;
}
