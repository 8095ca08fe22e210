import { MAX_LINES_PER_STEP } from '../../domain/job.ts';
import { JobStepLineEntity } from '../../entities/job-step-line.ts';
import type { ServiceContext } from '../context.ts';
import { invalid } from './page.ts';

const FIELDS = ['stepId', 'number', 'at', 'text'] as const;
export type StepLineRow = Pick<JobStepLineEntity, (typeof FIELDS)[number]>;

export interface StepLinesArgs {
  /** The latest so many. */
  readonly last: number;
  /** Only those with a larger number. */
  readonly after: number;
}

/** @throws {ProblemError} INVALID_INPUT at the argument to blame */
export function checkStepLines({ last, after }: StepLinesArgs): void {
  if (last < 1 || last > MAX_LINES_PER_STEP) {
    throw invalid('last', `${last} lines are not possible.`, `Ask for 1 to ${MAX_LINES_PER_STEP}; no more are kept.`);
  }
  if (after < 0)
    throw invalid('after', 'Lines are numbered from 1.', 'Give the number of the last line that you have.');
}

/** Of each step the latest lines, in their order. */
export function linesOfSteps(
  ctx: ServiceContext,
  stepIds: readonly string[],
  { last, after }: StepLinesArgs,
): Promise<StepLineRow[]> {
  return ctx.select(ctx.db.manager, JobStepLineEntity, FIELDS, {
    where: `t.step_id IN (?) AND t.number > ?
            AND t.number > (SELECT s.line_count FROM job_steps s WHERE s.id = t.step_id) - ?`,
    params: [stepIds, after, last],
    orderBy: 't.step_id, t.number',
  });
}

/** Those of one event, as many of them as are still kept. */
export function linesBetween(
  ctx: ServiceContext,
  stepId: string,
  { after, upTo }: { readonly after: number; readonly upTo: number },
): Promise<StepLineRow[]> {
  return ctx.select(ctx.db.manager, JobStepLineEntity, FIELDS, {
    where: 't.step_id = ? AND t.number > ? AND t.number <= ?',
    params: [stepId, after, upTo],
    orderBy: 't.number',
  });
}
