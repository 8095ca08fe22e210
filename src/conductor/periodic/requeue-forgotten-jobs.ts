/**
 * Jobs that are this conductor's by the database, and that nobody here runs: the connection broke while their claim was
 * committed, or a bug broke their worker. The conductor lives, so nobody else would ever take them.
 */
import type { LiveContext } from '../context.ts';
import type { Worker } from '../worker.ts';
import { requeueLost, type LostJob } from './take-over-lost-jobs.ts';

/** One turn after the other: a job that is seen once may just be on its way here, or on its way out. */
export function createForgottenJobsRequeuer(ctx: LiveContext, worker: Worker): () => Promise<void> {
  let seenBefore: ReadonlySet<string> = new Set();
  return async () => {
    // Columns as this query names them.
    const claimed = await ctx.db.query<LostJob[]>(
      `SELECT id, node_id AS nodeId, claimed_by AS claimedBy, attempt FROM jobs
        WHERE claimed_by = ? AND state = 'RUNNING' AND node_id IS NOT NULL`,
      [ctx.conductorId],
    );
    // A claim whose answer is late is about to be run: queued again, it would be run twice.
    const forgotten = claimed.filter(({ id }) => !worker.runningJobs().has(id) && !worker.isClaiming(id));
    for (const job of forgotten.filter((one) => seenBefore.has(nameOf(one)))) {
      ctx.log.error({ jobId: job.id, nodeId: job.nodeId }, 'a job of ours is run by nobody: queueing it again');
      await requeueLost(ctx, job);
    }
    seenBefore = new Set(forgotten.map(nameOf));
  };
}

const nameOf = ({ id, attempt }: LostJob): string => `${id}/${attempt}`;
