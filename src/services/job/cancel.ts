import { cancelJob as cancel } from '../../conductor/cancel.ts';
import { isUuid } from '../../domain/ids.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { malformedId, mutateNode, type Answer } from '../mutation.ts';

export interface CancelJobInput {
  readonly jobId: string;
  readonly reason?: string | null;
  readonly idempotencyKey?: string | null;
}

/** Cancels one job, whatever it is: see `conductor/cancel.ts` for what that means in each state. */
export function cancelJob(ctx: ServiceContext, viewer: Viewer, input: CancelJobInput): Promise<Answer> {
  const { jobId } = input;
  const missing = { code: 'NOT_FOUND', type: 'job', id: jobId, path: ['input', 'jobId'] } as const;
  const nodeId = async (): Promise<string> => {
    if (!isUuid(jobId)) throw malformedId('jobId', jobId);
    // One row of one column, if any.
    const [job] = await ctx.db.query<{ nodeId: string | null }[]>('SELECT node_id AS nodeId FROM jobs WHERE id = ?', [
      jobId,
    ]);
    if (job === undefined || job.nodeId === null) throw new ProblemError(missing);
    return job.nodeId;
  };
  return mutateNode(ctx, viewer, { mutation: 'cancelJob', input, nodeId }, async (node) => {
    const checker = createChecker();
    checker.text('reason', input.reason, 1024);
    checker.done();
    try {
      const stop = await cancel(node, ctx.jobTypes, jobId, input.reason ?? `cancelled by ${viewer.actor}`);
      return { objectId: null, jobId, stop };
    } catch (error) {
      if (error instanceof ProblemError && error.problem.code === 'NOT_FOUND') throw new ProblemError(missing);
      throw error;
    }
  });
}
