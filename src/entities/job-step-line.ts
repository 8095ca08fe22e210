import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { JobStepEntity } from './job-step.ts';

/** What a step said while it ran, in its driver's words. Only its latest lines are kept. */
@Entity('job_step_lines')
export class JobStepLineEntity {
  @ForeignKey(() => JobStepEntity, { onDelete: 'CASCADE' })
  @PrimaryColumn({ type: 'char', length: 36, name: 'step_id' })
  stepId!: string;

  /** Counts the lines of the step from 1, those among them that are no longer kept. */
  @PrimaryColumn({ type: 'int' })
  number!: number;

  @Column({ type: 'datetime', precision: 6 })
  at!: string;

  @Column({ type: 'varchar', length: 1024 })
  text!: string;
}
