/**
 * What a worker writes on its job's row besides a step's start and end. Every function works inside a node transaction,
 * fenced by its caller; what it writes raises `commits`, by which the worker knows whether its COMMIT went through.
 */
import { PRIORITY_CLASS, type Signal } from '../domain/job.ts';
import type { Problem } from '../domain/problems.ts';
import type { Outcome } from './job-type.ts';
import type { JobRow, StepRow } from './load-job.ts';
import type { NodeTx } from './node-transaction.ts';
import { RESUMES_SOON } from './queue.ts';

type Job = Pick<JobRow, 'id'>;

/** Nothing ends a hold but a person; after a day it is said once that it is still there (design, P7). */
const HOLD_OVERDUE_AFTER_MS = 24 * 3_600_000;

export async function writeNextStep({ tx }: NodeTx, job: Job, position: number): Promise<void> {
  await tx.query('UPDATE jobs SET next_step = ?, version = version + 1, commits = commits + 1 WHERE id = ?', [
    position,
    job.id,
  ]);
}

/** Kept on the row at once: whoever resumes from here gives back and settles, and does not run the step again. */
export async function writeError({ tx }: NodeTx, job: Job, problem: Problem): Promise<void> {
  await tx.query(
    'UPDATE jobs SET error = ?, interruptions = 0, version = version + 1, commits = commits + 1 WHERE id = ?',
    [JSON.stringify(problem), job.id],
  );
}

/** Nobody's until the signal comes. */
export async function writeWaiting(
  { tx }: NodeTx,
  job: Job,
  step: StepRow,
  signal: Signal,
  outcome: Exclude<Outcome, { readonly kind: 'done' }>,
): Promise<void> {
  await tx.query(`UPDATE job_steps SET state = 'WAITING' WHERE id = ?`, [step.id]);
  await tx.query(
    `UPDATE jobs SET state = 'WAITING', claimed_by = NULL, priority = ?, wait_for = ?, version = version + 1, commits = commits + 1,
                     deadline_at = UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND, wait_until = IF(?, deadline_at, NULL),
                     overdue_since = NULL WHERE id = ?`,
    [
      PRIORITY_CLASS.RESUME,
      signal,
      (outcome.kind === 'hold' ? HOLD_OVERDUE_AFTER_MS : outcome.timeoutMs) * 1_000,
      outcome.kind === 'wait' ? 1 : 0,
      job.id,
    ],
  );
}

/** Back into the queue, ahead of the others of its node. */
export async function writeHandedOver(
  { tx }: NodeTx,
  job: Job,
  { isReady }: { readonly isReady: boolean },
): Promise<void> {
  await tx.query(
    `UPDATE jobs SET state = 'QUEUED', ready = ?, claimed_by = NULL, priority = ?, ${RESUMES_SOON}, version = version + 1,
                     commits = commits + 1 WHERE id = ?`,
    [isReady ? 1 : 0, PRIORITY_CLASS.RESUME, job.id],
  );
}

/** Has somebody asked for its end? */
export async function whyCancelled({ tx }: NodeTx, job: Job): Promise<Problem | null> {
  // Columns as this query names them.
  const [row] = await tx.query<{ reason: string | null }[]>(
    'SELECT cancel_reason AS reason FROM jobs WHERE id = ? AND cancel_requested_at IS NOT NULL',
    [job.id],
  );
  return row === undefined ? null : { code: 'JOB_CANCELLED', reason: row.reason ?? 'asked for' };
}
