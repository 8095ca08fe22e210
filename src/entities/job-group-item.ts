import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Problem } from '../domain/problems.ts';
import { JobGroupEntity } from './job-group.ts';
import { JobEntity } from './job.ts';

/** One node of a bulk mutation: it has a job, or it was refused with a problem. */
@Entity('job_group_items')
export class JobGroupItemEntity {
  @ForeignKey(() => JobGroupEntity, { onDelete: 'CASCADE' })
  @PrimaryColumn({ type: 'char', length: 36, name: 'job_group_id' })
  jobGroupId!: string;

  /** Place in the input, from 0. */
  @PrimaryColumn({ type: 'int' })
  position!: number;

  /** As it was asked for. No foreign key: there may be no such node. */
  @Column({ type: 'char', length: 36, name: 'node_id' })
  nodeId!: string;

  @ForeignKey(() => JobEntity, { onDelete: 'CASCADE' })
  @Index('job_group_items_job', { unique: true })
  @Column({ type: 'char', length: 36, name: 'job_id', nullable: true })
  jobId!: string | null;

  /** Why it was refused. */
  @Column({ type: 'json', nullable: true })
  error!: Problem | null;
}
