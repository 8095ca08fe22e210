/**
 * The queue of each node: who comes next, and which rows a conductor may take.
 *
 * `promoteNext` is called at the end of every transaction that changed a node's queue or lock. It keeps `jobs.ready`
 * true on exactly the one EXCLUSIVE job that may take a free node, so claiming reads a short index and never the
 * queue (see `entities/job.ts`).
 */
import { v7 as newId } from 'uuid';
import { PRIORITY_CLASS, type LockMode } from '../domain/job.ts';
import { ProblemError } from '../domain/problems.ts';
import type { JsonObject } from '../entities/json.ts';
import type { JobType } from './job-type.ts';
import type { NodeTx } from './node-transaction.ts';

/**
 * Of a job that had begun and stands in the queue again: somebody should be at it by then. Twice the default lease, in
 * which the jobs of a conductor that died must run again (design, P3).
 */
export const RESUMES_SOON = 'deadline_at = UTC_TIMESTAMP(6) + INTERVAL 60 SECOND, overdue_since = NULL';

export interface NewJob {
  readonly type: JobType;
  readonly input: JsonObject;
  readonly requestedBy: string;
  readonly conductorGroup: string;
  /** FAIL: refuse when it could not start at once. */
  readonly onLocked: 'QUEUE' | 'FAIL';
  /** Overrides the type's own mode: detaching a VIF is SHARED or EXCLUSIVE by the node's state. */
  readonly lockMode?: LockMode;
}

/**
 * Accepts a job. Its row is committed with the caller's transaction, so an answered mutation is never forgotten.
 * @throws {ProblemError} NODE_LOCKED with `onLocked: FAIL`
 */
export async function enqueue(node: NodeTx, job: NewJob): Promise<string> {
  const lockMode = job.lockMode ?? job.type.lock;
  if (lockMode === 'EXCLUSIVE' && job.onLocked === 'FAIL') await refuseIfBusy(node);
  const id = newId();
  node.emit('JOB_QUEUED', [{ field: 'job.type', before: null, after: job.type.name }], id);
  await node.tx.query(
    `INSERT INTO jobs (id, type, purpose, node_id, lock_mode, state, ready, runs_between, uses_bmc, limit_class, priority, queue_number,
                       args, requested_by, conductor_group, attempt, run_after, next_step, version, created_at)
     VALUES (?, ?, ?, ?, ?, 'QUEUED', ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, UTC_TIMESTAMP(6), 0, 1, UTC_TIMESTAMP(6))`,
    [
      id,
      job.type.name,
      job.type.purpose,
      node.nodeId,
      lockMode,
      lockMode === 'SHARED' ? 1 : 0,
      job.type.runsBetween ? 1 : 0,
      job.type.usesBmc ? 1 : 0,
      job.type.limit ?? '',
      PRIORITY_CLASS[job.type.priority],
      node.lock.eventSequence,
      JSON.stringify(job.input),
      job.requestedBy,
      job.conductorGroup,
    ],
  );
  if (lockMode === 'EXCLUSIVE') await promoteNext(node);
  else node.jobIsReady();
  return id;
}

/** Makes the right job of the node claimable, and no other; after a broken lock, once the node's quiet time is over. */
export async function promoteNext(node: NodeTx): Promise<void> {
  if (node.lock.holderJobId !== null) return; // nothing is ready while somebody holds the node
  const next = await nextInTurn(node);
  if (next === null) return; // and none was: whoever was ready holds the node now, or is settled
  node.jobIsReady();
  if (next.ready === 1) return;
  await node.tx.query(
    `UPDATE jobs SET ready = (id = ?)${node.lock.freeFrom === null ? '' : ', run_after = GREATEST(run_after, ?)'}
      WHERE node_id = ? AND state = 'QUEUED' AND lock_mode = 'EXCLUSIVE' AND (ready = 1 OR id = ?)`,
    [next.id, ...(node.lock.freeFrom === null ? [] : [node.lock.freeFrom]), node.nodeId, next.id],
  );
}

/** The first that may run: a WAITING flow keeps others of its kind out until its signal comes. */
async function nextInTurn({ tx, nodeId }: NodeTx): Promise<{ id: string; ready: number } | null> {
  const [next] = await tx.query<{ id: string; ready: number }[]>(
    `SELECT id, ready FROM jobs
      WHERE node_id = ? AND state = 'QUEUED' AND lock_mode = 'EXCLUSIVE'
        AND (priority <= ? OR runs_between = 1
             OR NOT EXISTS (SELECT 1 FROM jobs w WHERE w.node_id = ? AND w.state = 'WAITING'))
      ORDER BY priority, queue_number LIMIT 1`,
    [nodeId, PRIORITY_CLASS.RESUME, nodeId],
  );
  return next ?? null;
}

async function refuseIfBusy(node: NodeTx): Promise<void> {
  const queued: unknown[] = await node.tx.query(
    `SELECT id FROM jobs WHERE node_id = ? AND state IN ('QUEUED', 'WAITING') AND lock_mode = 'EXCLUSIVE'`,
    [node.nodeId],
  );
  if (node.lock.holderJobId === null && queued.length === 0) return;
  throw lockedProblem(node, queued.length);
}

export function lockedProblem({ nodeId, lock }: NodeTx, queueLength: number): ProblemError {
  return new ProblemError({
    code: 'NODE_LOCKED',
    nodeId,
    holderJobId: lock.holderJobId,
    purpose: lock.purpose ?? 'jobs are waiting for it',
    since: lock.since,
    queueLength,
  });
}
