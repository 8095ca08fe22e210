import { isSettled, PRIORITY_CLASS, type JobState } from '../domain/job.ts';
import { ProblemError, type Problem } from '../domain/problems.ts';
import type { JobType } from './job-type.ts';
import { loadJob } from './load-job.ts';
import type { NodeTx } from './node-transaction.ts';
import { promoteNext } from './queue.ts';
import { cancelUnstarted } from './settle.ts';

/**
 * Cancels a job, inside a transaction of its node.
 * - Never started: it ends here and now.
 * - Interrupted or waiting for a signal: it goes to the head of the queue, gives back what it took, and ends.
 * - At work: its conductor is told; a step that may not be stopped ends first.
 * @throws {ProblemError} NOT_FOUND, NOT_ALLOWED_NOW when it is settled
 */
export async function cancelJob(
  node: NodeTx,
  jobTypes: ReadonlyMap<string, JobType>,
  jobId: string,
  reason: string,
): Promise<void> {
  const job = await loadJob(node.tx, jobId);
  const type = job === null ? undefined : jobTypes.get(job.type);
  if (job === null || type === undefined) throw new ProblemError({ code: 'NOT_FOUND', type: 'job', id: jobId });
  const state = await stateOf(node, jobId);
  if (isSettled(state)) {
    throw new ProblemError({
      code: 'NOT_ALLOWED_NOW',
      action: 'cancel',
      reason: `the job has ${state.toLowerCase()} already`,
      remedy: 'There is nothing left to stop.',
    });
  }
  const problem: Problem = { code: 'JOB_CANCELLED', reason };
  if (state === 'QUEUED' && job.attempt === 0) return cancelUnstarted(node, job, type, problem);

  node.emit('JOB_CANCEL_REQUESTED', [{ field: 'job.cancelReason', before: null, after: reason }], jobId);
  if (state === 'RUNNING') {
    await node.tx.query(
      `UPDATE jobs SET cancel_requested_at = UTC_TIMESTAMP(6), cancel_reason = ?, version = version + 1 WHERE id = ?`,
      [reason, jobId],
    );
    return;
  }
  await node.tx.query(
    `UPDATE jobs SET state = 'QUEUED', ready = IF(lock_mode = 'SHARED', 1, 0), priority = ?, error = ?,
                     run_after = UTC_TIMESTAMP(6), cancel_requested_at = UTC_TIMESTAMP(6), cancel_reason = ?,
                     version = version + 1 WHERE id = ?`,
    [PRIORITY_CLASS.ABORT, JSON.stringify(problem), reason, jobId],
  );
  await promoteNext(node);
}

async function stateOf(node: NodeTx, jobId: string): Promise<JobState> {
  // One row of one column, which the caller has just seen exist.
  const [row] = await node.tx.query<{ state: JobState }[]>('SELECT state FROM jobs WHERE id = ?', [jobId]);
  return row?.state ?? 'CANCELLED';
}
