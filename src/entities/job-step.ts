import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { InterfaceKind } from '../domain/interfaces.ts';
import type { RepeatMode, StepState } from '../domain/job.ts';
import type { Problem } from '../domain/problems.ts';
import type { ProvisionEvent } from '../domain/provision-states.ts';
import { JobEntity } from './job.ts';
import type { JsonObject } from './json.ts';

/** One step of a job: its attempt is recorded before the effect, its outcome after. */
@Entity('job_steps')
@Index('job_steps_job', ['jobId', 'position'], { unique: true })
export class JobStepEntity {
  @PrimaryColumn({ type: 'char', length: 36 })
  id!: string;

  @ForeignKey(() => JobEntity, { onDelete: 'CASCADE' })
  @Column({ type: 'char', length: 36, name: 'job_id' })
  jobId!: string;

  @Column({ type: 'int' })
  position!: number;

  @Column({ type: 'varchar', length: 255 })
  name!: string;

  /** The driver's slot it comes from; null for the service's own steps. */
  @Column({ type: 'varchar', length: 32, nullable: true })
  interface!: InterfaceKind | null;

  /** With `interface`: the driver's flow in which the step is declared. */
  @Column({ type: 'varchar', length: 16, nullable: true })
  flow!: string | null;

  /** Event of the provision table that is walked when the step first starts. */
  @Column({ type: 'varchar', length: 16, nullable: true })
  enters!: ProvisionEvent | null;

  @Column({ type: 'varchar', length: 255 })
  description!: string;

  @Column({ type: 'varchar', length: 16 })
  state!: StepState;

  @Column({ type: 'int' })
  attempt!: number;

  @Column({ type: 'int' })
  percent!: number;

  @Column({ type: 'varchar', length: 1024, nullable: true })
  message!: string | null;

  /** Lines it has said, those among them that are no longer kept. */
  @Column({ type: 'int', name: 'line_count', default: 0 })
  lineCount!: number;

  @Column({ type: 'boolean' })
  abortable!: boolean;

  /** How long it may take, in milliseconds. */
  @Column({ type: 'bigint', name: 'timeout_ms' })
  timeoutMs!: number;

  @Column({ type: 'varchar', length: 16, name: 'repeat_mode' })
  repeat!: RepeatMode;

  @Column({ type: 'json' })
  args!: JsonObject;

  @Column({ type: 'json', nullable: true })
  error!: Problem | null;

  @Column({ type: 'datetime', precision: 6, name: 'started_at', nullable: true })
  startedAt!: string | null;

  @Column({ type: 'datetime', precision: 6, name: 'finished_at', nullable: true })
  finishedAt!: string | null;
}
