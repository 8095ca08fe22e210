/**
 * The queue of each node: who comes next, and which rows a conductor may take.
 *
 * `promoteNext` is called at the end of every transaction that changed a node's queue or lock. It keeps `jobs.ready`
 * true on exactly the one EXCLUSIVE job that may take a free node, so claiming reads a short index and never the
 * queue (see `entities/job.ts`).
 */
import { v7 as newId } from 'uuid';
import type { EntityManager } from 'typeorm';
import { PRIORITY_CLASS, type LockMode } from '../domain/job.ts';
import { ProblemError, type Problem } from '../domain/problems.ts';
import type { JsonObject } from '../entities/json.ts';
import { inPortions } from '../entities/transaction.ts';
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
  /** Given to its steps alone (`StepContext.secrets`), and forgotten when it settles. */
  readonly secrets?: JsonObject | null;
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
  const accepted = accept(node, job);
  if (accepted.lockMode === 'EXCLUSIVE' && job.onLocked === 'FAIL') {
    const problem = (await whyBusy(node.tx, [node])).get(node.nodeId);
    if (problem !== undefined) throw new ProblemError(problem);
  }
  announce(accepted);
  await insertJobs(node.tx, [accepted]);
  if (accepted.lockMode === 'EXCLUSIVE') await promoteNext(node);
  else node.jobIsReady();
  return accepted.id;
}

/**
 * Accepts one EXCLUSIVE job for each of many nodes, in as many statements as for one. Answers with their ids, in the
 * order of the jobs. Never refuses: with `onLocked: FAIL` the caller has asked {@link whyBusy} before.
 */
export async function enqueueForEach(
  tx: EntityManager,
  jobs: readonly { readonly node: NodeTx; readonly job: NewJob }[],
): Promise<string[]> {
  const accepted = jobs.map(({ node, job }) => accept(node, job));
  for (const job of accepted) announce(job);
  await insertJobs(tx, accepted);
  await promoteNextOfEach(
    tx,
    jobs.map(({ node }) => node),
  );
  return accepted.map(({ id }) => id);
}

interface AcceptedJob {
  readonly id: string;
  readonly node: NodeTx;
  readonly job: NewJob;
  readonly lockMode: LockMode;
}

const accept = (node: NodeTx, job: NewJob): AcceptedJob => ({
  id: newId(),
  node,
  job,
  lockMode: job.lockMode ?? job.type.lock,
});

/** The event comes before the row: its number is the job's place in the queue. */
function announce({ id, node, job }: AcceptedJob): void {
  node.emit('JOB_QUEUED', [{ field: 'job.type', before: null, after: job.type.name }], id);
}

async function insertJobs(tx: EntityManager, jobs: readonly AcceptedJob[]): Promise<void> {
  if (jobs.length === 0) return;
  const row = `(?, ?, ?, ?, ?, 'QUEUED', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, UTC_TIMESTAMP(6), 0, 1, UTC_TIMESTAMP(6))`;
  await tx.query(
    `INSERT INTO jobs (id, type, purpose, node_id, lock_mode, state, ready, runs_between, uses_bmc, limit_class, priority, queue_number,
                       args, secrets, requested_by, conductor_group, attempt, run_after, next_step, version, created_at)
     VALUES ${jobs.map(() => row).join(', ')}`,
    jobs.flatMap(({ id, node, job, lockMode }) => [
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
      job.secrets === null || job.secrets === undefined ? null : JSON.stringify(job.secrets),
      job.requestedBy,
      job.conductorGroup,
    ]),
  );
}

/** Makes the right job of the node claimable, and no other; after a broken lock, once the node's quiet time is over. */
export async function promoteNext(node: NodeTx): Promise<void> {
  if (node.lock.holderJobId !== null) return; // nothing is ready while somebody holds the node
  // One row of these columns, if any.
  const [next] = await node.tx.query<{ id: string; ready: number }[]>(nextInTurn('j.id, j.ready', '?'), [
    node.nodeId,
    node.nodeId,
  ]);
  if (next === undefined) return; // and none was: whoever was ready holds the node now, or is settled
  node.jobIsReady();
  if (next.ready === 1) return;
  await node.tx.query(
    `UPDATE jobs SET ready = (id = ?)${node.lock.freeFrom === null ? '' : ', run_after = GREATEST(run_after, ?)'}
      WHERE node_id = ? AND state = 'QUEUED' AND lock_mode = 'EXCLUSIVE' AND (ready = 1 OR id = ?)`,
    [next.id, ...(node.lock.freeFrom === null ? [] : [node.lock.freeFrom]), node.nodeId, next.id],
  );
}

/** {@link promoteNext} for many nodes: a few statements, whatever their number. */
export async function promoteNextOfEach(tx: EntityManager, nodes: readonly NodeTx[]): Promise<void> {
  // A node whose lock was just broken has a time of its own from which on it may be taken; few have.
  for (const node of nodes) if (node.lock.freeFrom !== null) await promoteNext(node);
  const isFree = ({ lock }: NodeTx): boolean => lock.holderJobId === null && lock.freeFrom === null;
  const free = new Map(nodes.filter(isFree).map((node) => [node.nodeId, node]));
  if (free.size === 0) return;
  // Columns as this query names them.
  const heads = await tx.query<{ nodeId: string; next: string | null; ready: string | null }[]>(
    `SELECT l.node_id AS nodeId, (${nextInTurn('j.id', 'l.node_id')}) AS next,
            (SELECT r.id FROM jobs r WHERE r.node_id = l.node_id AND r.state = 'QUEUED' AND r.lock_mode = 'EXCLUSIVE'
                AND r.ready = 1 LIMIT 1) AS ready
       FROM node_locks l WHERE l.node_id IN (?)`,
    [[...free.keys()]],
  );
  const changes: (readonly [id: string, ready: 0 | 1])[] = [];
  for (const { nodeId, next, ready } of heads) {
    if (next === null) continue;
    free.get(nodeId)?.jobIsReady();
    if (next !== ready) changes.push([next, 1], ...(ready === null ? [] : [[ready, 0] as const]));
  }
  // By primary key: a scan of the short index of ready jobs would lock those of other nodes.
  for (const value of [0, 1] as const) {
    const ids = changes.flatMap(([id, ready]) => (ready === value ? id : []));
    for (const portion of inPortions(ids))
      await tx.query('UPDATE jobs SET ready = ? WHERE id IN (?)', [value, portion]);
  }
}

/** The first that may run: a WAITING flow keeps others of its kind out until its signal comes. */
const nextInTurn = (columns: string, nodeId: string): string =>
  `SELECT ${columns} FROM jobs j
    WHERE j.node_id = ${nodeId} AND j.state = 'QUEUED' AND j.lock_mode = 'EXCLUSIVE'
      AND (j.priority <= ${PRIORITY_CLASS.RESUME} OR j.runs_between = 1
           OR NOT EXISTS (SELECT 1 FROM jobs w WHERE w.node_id = ${nodeId} AND w.state = 'WAITING'))
    ORDER BY j.priority, j.queue_number LIMIT 1`;

/** The nodes on which an EXCLUSIVE job could not start at once, and why. */
export async function whyBusy(tx: EntityManager, nodes: readonly NodeTx[]): Promise<ReadonlyMap<string, Problem>> {
  if (nodes.length === 0) return new Map();
  // Columns as this query names them.
  const queued = await tx.query<{ nodeId: string; length: number }[]>(
    `SELECT node_id AS nodeId, COUNT(*) AS length FROM jobs
      WHERE node_id IN (?) AND state IN ('QUEUED', 'WAITING') AND lock_mode = 'EXCLUSIVE' GROUP BY node_id`,
    [nodes.map(({ nodeId }) => nodeId)],
  );
  const lengths = new Map(queued.map(({ nodeId, length }) => [nodeId, length]));
  const busy = nodes.filter(({ nodeId, lock }) => lock.holderJobId !== null || lengths.has(nodeId));
  return new Map(busy.map((node) => [node.nodeId, lockedProblem(node, lengths.get(node.nodeId) ?? 0).problem]));
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
