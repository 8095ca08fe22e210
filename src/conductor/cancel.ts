/**
 * Stopping jobs from outside: cancelling one, or taking the node from the one that holds it. Both answer what they did,
 * because a job does not always end at once: it may have to give back what it took, or a step may not be interruptible.
 */
import { isSettled, PRIORITY_CLASS, type JobState, type StopReport } from '../domain/job.ts';
import { ProblemError, type Problem } from '../domain/problems.ts';
import type { JobType } from './job-type.ts';
import { loadJob, provisionStateOf, type JobRow } from './load-job.ts';
import { breakNodeLock } from './node-lock.ts';
import type { NodeTx } from './node-transaction.ts';
import { promoteNext, RESUMES_SOON } from './queue.ts';
import { cancelUnstarted, settleFailed } from './settle.ts';

/** Of a conductor that nobody knows any more. */
const DEFAULT_LEASE_MS = 30_000;

const ENDED: StopReport = { effect: 'ENDED', stepId: null, until: null };

/**
 * Cancels a job, inside a transaction of its node.
 * - Never started: it ends here and now.
 * - Interrupted or waiting for a signal: it goes to the head of the queue, gives back what it took, and ends. When the
 *   step that waits may not be stopped, its signal comes first.
 * - At work: its conductor is told; a step that may not be stopped ends first.
 * @param more `leavesState`: the caller's verb moves the node itself, from where the job leaves it
 * @throws {ProblemError} NOT_FOUND, NOT_ALLOWED_NOW when it is settled
 */
export async function cancelJob(
  node: NodeTx,
  jobTypes: ReadonlyMap<string, JobType>,
  jobId: string,
  reason: string,
  more: { readonly leavesState?: true } = {},
): Promise<StopReport> {
  const { job, type, state } = await find(node, jobTypes, jobId);
  if (isSettled(state)) {
    throw new ProblemError({
      code: 'NOT_ALLOWED_NOW',
      action: 'cancel',
      reason: `the job has ${state.toLowerCase()} already`,
      remedy: 'There is nothing left to stop.',
    });
  }
  const problem: Problem = { code: 'JOB_CANCELLED', reason, ...more };
  if (state === 'QUEUED' && job.attempt === 0) {
    await cancelUnstarted(node, job, type, problem);
    return ENDED;
  }

  node.emit('JOB_CANCEL_REQUESTED', [{ field: 'job.cancelReason', before: null, after: reason }], jobId);
  if (state === 'RUNNING') {
    await node.tx.query(
      `UPDATE jobs SET cancel_requested_at = UTC_TIMESTAMP(6), cancel_reason = ?, version = version + 1 WHERE id = ?`,
      [reason, jobId],
    );
    return stepAtWork(node, job);
  }
  await node.tx.query(`UPDATE jobs SET cancel_requested_at = UTC_TIMESTAMP(6), cancel_reason = ? WHERE id = ?`, [
    reason,
    jobId,
  ]);
  const waiting = await unstoppableWait(node, jobId);
  return waiting === null
    ? giveBackFirst(node, job, problem)
    : { effect: 'STOPS_AFTER_STEP', stepId: waiting.id, until: waiting.until };
}

/** The step whose signal has to come first; null when the job may be stopped right away. */
async function unstoppableWait(
  { tx }: NodeTx,
  jobId: string,
): Promise<{ readonly id: string; readonly until: string | null } | null> {
  // Columns as this query names them; one step of a job waits at a time.
  const [step] = await tx.query<{ id: string; until: string | null }[]>(
    `SELECT s.id, j.wait_until AS until FROM jobs j JOIN job_steps s ON s.job_id = j.id AND s.state = 'WAITING'
      WHERE j.id = ? AND j.state = 'WAITING' AND s.abortable = 0 LIMIT 1`,
    [jobId],
  );
  return step ?? null;
}

/**
 * Takes the node from the job that holds it, whatever that is doing.
 * - It was at work: it goes to the head of the queue, to give back what it took and to fail.
 * - It was giving back already, and does not get anywhere: it ends here, and what it took stays as it is.
 * Either way nobody gets the node before the old holder has noticed, or its lease would have run out.
 * @throws {ProblemError} NOT_ALLOWED_NOW when nobody holds the node
 */
export async function breakHold(
  node: NodeTx,
  jobTypes: ReadonlyMap<string, JobType>,
  broken: { readonly by: string; readonly reason: string },
): Promise<{ readonly jobId: string; readonly stop: StopReport }> {
  const { holderJobId, holderConductorId } = node.lock;
  if (holderJobId === null) {
    throw new ProblemError({
      code: 'NOT_ALLOWED_NOW',
      action: 'breaking the lock',
      reason: 'nobody holds the node',
      remedy: 'A job that is queued or waits for a signal is stopped with cancelJob.',
    });
  }
  const { job, type } = await find(node, jobTypes, holderJobId);
  await breakNodeLock(node, `${broken.reason} (by ${broken.by})`, await revoke(node, holderConductorId));
  const problem: Problem = { code: 'LOCK_BROKEN', by: broken.by, reason: broken.reason };
  if (job.error !== null) {
    await settleFailed(node, job, type, await provisionStateOf(node), problem);
    return { jobId: job.id, stop: { ...ENDED, until: node.lock.freeFrom } };
  }
  const stop = await giveBackFirst(node, job, problem);
  return { jobId: job.id, stop: { ...stop, until: node.lock.freeFrom } };
}

/** To the head of the queue, with its end already decided: whoever takes it gives back and settles. */
async function giveBackFirst(node: NodeTx, job: JobRow, problem: Problem): Promise<StopReport> {
  await node.tx.query(
    `UPDATE jobs SET state = 'QUEUED', ready = IF(lock_mode = 'SHARED', 1, 0), claimed_by = NULL, priority = ?, error = ?,
                     run_after = UTC_TIMESTAMP(6), ${RESUMES_SOON}, version = version + 1 WHERE id = ?`,
    [PRIORITY_CLASS.ABORT, JSON.stringify(problem), job.id],
  );
  node.emit('JOB_QUEUED', [{ field: 'job.error', before: null, after: problem.code }], job.id);
  await promoteNext(node);
  return { effect: 'GIVES_BACK_FIRST', stepId: null, until: null };
}

async function stepAtWork({ tx }: NodeTx, job: JobRow): Promise<StopReport> {
  // Columns as this query names them; one step of a job is at work at a time.
  const [step] = await tx.query<{ id: string; abortable: number; until: string | null }[]>(
    `SELECT id, abortable, started_at + INTERVAL timeout_ms * 1000 MICROSECOND AS until
       FROM job_steps WHERE job_id = ? AND state = 'RUNNING' ORDER BY position LIMIT 1`,
    [job.id],
  );
  if (step === undefined) return { effect: 'STOPS_NOW', stepId: null, until: null };
  // While it gives back, nothing is interrupted any more.
  const isStoppable = step.abortable === 1 && job.error === null;
  return { effect: isStoppable ? 'STOPS_NOW' : 'STOPS_AFTER_STEP', stepId: step.id, until: step.until };
}

async function find(
  node: NodeTx,
  jobTypes: ReadonlyMap<string, JobType>,
  jobId: string,
): Promise<{ readonly job: JobRow; readonly type: JobType; readonly state: JobState }> {
  const job = await loadJob(node.tx, jobId);
  const type = job === null ? undefined : jobTypes.get(job.type);
  if (job === null || type === undefined) throw new ProblemError({ code: 'NOT_FOUND', type: 'job', id: jobId });
  // One row of one column, which was there a statement ago.
  const [row] = await node.tx.query<{ state: JobState }[]>('SELECT state FROM jobs WHERE id = ?', [jobId]);
  return { job, type, state: row?.state ?? 'CANCELLED' };
}

/**
 * Tells the holder's conductor, and answers how long that may take: within one lease it has either heard of it, or its
 * lease thread has stopped it.
 */
async function revoke({ tx }: NodeTx, conductorId: string | null): Promise<number> {
  await tx.query('UPDATE conductors SET revocations = revocations + 1 WHERE id = ?', [conductorId]);
  // One row of one column, if the conductor is still known.
  const [row] = await tx.query<{ ms: number }[]>(
    'SELECT TIMESTAMPDIFF(MICROSECOND, heartbeat_at, lease_expires_at) DIV 1000 AS ms FROM conductors WHERE id = ?',
    [conductorId],
  );
  return Math.max(0, row?.ms ?? DEFAULT_LEASE_MS);
}
