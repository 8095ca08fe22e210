/** The end of a job: its row, its node's state, its lock, and who comes next, in one transaction. */
import { nextState, PROVISION_TABLE, type ProvisionState } from '../domain/provision-states.ts';
import { describeProblem, type Problem } from '../domain/problems.ts';
import { writeHistory, type HistoryEntry } from './history.ts';
import type { JobRow } from './load-job.ts';
import type { JobNode, JobType } from './job-type.ts';
import { releaseNodeLock } from './node-lock.ts';
import type { NodeTx } from './node-transaction.ts';
import { promoteNext } from './queue.ts';
import { isCleanedSinceTenancy, moveNode, setLastError, writeFindings } from './writes.ts';

export async function settleSucceeded(node: NodeTx, job: JobRow, type: JobType, jobNode: JobNode): Promise<void> {
  const { provisionState } = jobNode;
  if (type.leavesLastError !== true) await setLastError(node, null);
  if (type.begins !== null) {
    const event = type.succeeds?.(jobNode) ?? 'done';
    if (
      nextState(provisionState, event) === 'AVAILABLE' &&
      jobNode.automatedClean &&
      !(await isCleanedSinceTenancy(node))
    ) {
      return settleFailed(node, job, type, provisionState, NOT_CLEANED);
    }
    // A verb that needs no work (manage from AVAILABLE) has arrived already.
    if (PROVISION_TABLE[provisionState].kind === 'WORKING') await moveNode(node, provisionState, event, type.endsIn);
  } else if (type.succeeds !== undefined) {
    await moveNode(node, provisionState, type.succeeds(jobNode), type.endsIn);
  }
  if (type.begins !== null) await writeHistory(node, { ...aboutJob(job, type), severity: 'INFO', text: 'Done.' });
  await endJob(node, job, 'SUCCEEDED', null);
}

/** No flow of ours ends like this; a driver's whose steps leave no evidence does. */
const NOT_CLEANED: Problem = {
  code: 'NOT_ALLOWED_NOW',
  action: 'offering the node',
  reason: 'there is no evidence that it was cleaned after its last tenant',
  remedy: 'Look at cleaningEvidence; clean it again, or set automatedClean to false if it may be offered as it is.',
};

/**
 * Ends a job that failed or was cancelled: the node goes where the table says a failure leads.
 * @param more `isGivenBack`: everything that the job took was given back
 */
export async function settleFailed(
  node: NodeTx,
  job: JobRow,
  type: JobType,
  provisionState: ProvisionState,
  problem: Problem,
  { isGivenBack = false }: { readonly isGivenBack?: boolean } = {},
): Promise<void> {
  const { message } = describeProblem(problem);
  if (type.abandoned !== undefined) await writeFindings(node, type.abandoned(job.args, message, job.attempt > 0));
  const isCancelled = problem.code === 'JOB_CANCELLED';
  if (hasBegun(job, type) && !(isCancelled && problem.leavesState === true)) {
    const event = isCancelled && nextState(provisionState, 'abort') !== null ? 'abort' : 'fail';
    if (nextState(provisionState, event) !== null) {
      const failedIn = await moveNode(node, provisionState, event, type.endsIn);
      if (isCancelled && isGivenBack && type.abortsTo !== undefined && nextState(failedIn, 'abort') === type.abortsTo) {
        await moveNode(node, failedIn, 'abort', type.endsIn);
      }
    }
  }
  const about = aboutJob(job, type);
  if (type.leavesLastError !== true) await setLastError(node, message, about);
  else await writeHistory(node, { ...about, severity: 'ERROR', text: message });
  await endJob(node, job, problem.code === 'JOB_CANCELLED' ? 'CANCELLED' : 'FAILED', problem);
}

/** Cancels a job that has never run: the node's state was never touched by it. */
export async function cancelUnstarted(node: NodeTx, job: JobRow, type: JobType, problem: Problem): Promise<void> {
  if (type.abandoned !== undefined)
    await writeFindings(node, type.abandoned(job.args, describeProblem(problem).message, false));
  await endJob(node, job, 'CANCELLED', problem);
}

const aboutJob = (job: JobRow, type: JobType): Omit<HistoryEntry, 'severity' | 'text'> => ({
  eventType: type.name,
  actor: job.requestedBy,
  jobId: job.id,
});

const hasBegun = (job: JobRow, type: JobType): boolean => type.begins !== null && job.attempt > 0;

async function endJob(
  node: NodeTx,
  job: JobRow,
  state: 'SUCCEEDED' | 'FAILED' | 'CANCELLED',
  problem: Problem | null,
): Promise<void> {
  await node.tx.query(
    `UPDATE jobs SET state = ?, ready = 0, claimed_by = NULL, limited_by = NULL, deadline_at = NULL, overdue_since = NULL, secrets = NULL, error = ?,
                     finished_at = UTC_TIMESTAMP(6), version = version + 1, commits = commits + 1
      WHERE id = ?`,
    [state, problem === null ? null : JSON.stringify(problem), job.id],
  );
  if (state !== 'SUCCEEDED') {
    await node.tx.query(
      `UPDATE job_steps SET state = 'SKIPPED' WHERE job_id = ? AND state IN ('PLANNED', 'RUNNING', 'WAITING')`,
      [job.id],
    );
  }
  node.emit(
    `JOB_${state}`,
    problem === null ? [] : [{ field: 'job.error', before: null, after: problem.code }],
    job.id,
  );
  if (node.lock.holderJobId === job.id) await releaseNodeLock(node);
  await promoteNext(node);
}
