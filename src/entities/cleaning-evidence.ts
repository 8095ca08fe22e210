import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { NodeEntity } from './node.ts';

/** What a clean step did to a machine, or could not do. It outlives the job and the event log. */
@Entity('cleaning_evidence')
@Index('cleaning_evidence_node', ['nodeId', 'id'])
export class CleaningEvidenceEntity {
  @PrimaryColumn({ type: 'char', length: 36 })
  id!: string;

  @ForeignKey(() => NodeEntity, { onDelete: 'CASCADE' })
  @Column({ type: 'char', length: 36, name: 'node_id' })
  nodeId!: string;

  /** No foreign key: jobs are purged some day. */
  @Column({ type: 'char', length: 36, name: 'job_id', nullable: true })
  jobId!: string | null;

  /** As users name it: `deploy.erase_devices`. */
  @Column({ type: 'varchar', length: 255 })
  step!: string;

  /** What was erased: `disk /dev/sda`. */
  @Column({ type: 'varchar', length: 255 })
  what!: string;

  @Column({ type: 'varchar', length: 255 })
  method!: string;

  @Column({ type: 'varchar', length: 16 })
  result!: 'DONE' | 'FAILED';

  @Column({ type: 'varchar', length: 1024, nullable: true })
  error!: string | null;

  @Column({ type: 'datetime', precision: 6 })
  at!: string;
}
