/**
 * Who holds a node. Locks are taken and given back here and nowhere else; what they protect is checked in
 * `node-transaction.ts`, once for each transaction.
 *
 * A lock that is taken from its holder is followed by a quiet time (`freeFrom`): the old holder may not have noticed yet,
 * and a command of it may be on its way to the machine. Nobody gets the node before that is over.
 */
import type { EntityManager } from 'typeorm';
import { affectedRows } from '../entities/transaction.ts';
import type { NodeTx } from './node-transaction.ts';

export interface NewHolder {
  readonly jobId: string;
  readonly conductorId: string;
  /** What the job does, in a few words: shown to everybody who waits. */
  readonly purpose: string;
}

/**
 * Takes nodes of one transaction for a job each, or finds that somebody has one: then false.
 *
 * One conditional UPDATE decides the race and increments the epochs in the same statement: of two conductors that try
 * at once, the database changes the rows for one and none for the other.
 */
export async function takeNodeLocks(
  grants: readonly { readonly node: NodeTx; readonly holder: NewHolder }[],
): Promise<boolean> {
  const [first] = grants;
  if (first === undefined) return true;
  const perNode = `CASE node_id ${grants.map(() => 'WHEN ? THEN ?').join(' ')} END`;
  const result: unknown = await first.node.tx.query(
    `UPDATE node_locks
        SET epoch = epoch + 1, holder_job_id = ${perNode}, holder_conductor_id = ?, purpose = ${perNode},
            since = UTC_TIMESTAMP(6), free_from = NULL
      WHERE node_id IN (?) AND holder_job_id IS NULL AND (free_from IS NULL OR free_from <= UTC_TIMESTAMP(6))`,
    [
      ...grants.flatMap(({ node, holder }) => [node.nodeId, holder.jobId]),
      first.holder.conductorId,
      ...grants.flatMap(({ node, holder }) => [node.nodeId, holder.purpose]),
      grants.map(({ node }) => node.nodeId),
    ],
  );
  if (affectedRows(result) !== grants.length) return false;
  for (const { node, holder } of grants) {
    node.lock.epoch += 1;
    node.lock.holderJobId = holder.jobId;
    node.lock.holderConductorId = holder.conductorId;
    node.lock.freeFrom = null;
    node.emit(
      'LOCK_GRANTED',
      [{ field: 'lock.epoch', before: node.lock.epoch - 1, after: node.lock.epoch }],
      holder.jobId,
    );
  }
  return true;
}

/** Gives the node back. The caller's transaction was fenced with the epoch, so this cannot free another's lock. */
export async function releaseNodeLock(node: NodeTx): Promise<void> {
  const jobId = node.lock.holderJobId;
  await clearHolder(node.tx, node.nodeId, 0, null);
  node.lock.holderJobId = null;
  node.lock.holderConductorId = null;
  node.emit('LOCK_RELEASED', [], jobId);
}

/**
 * Takes the node from a holder: one that was lost, or one that an administrator puts an end to. The epoch goes up, so
 * whatever the old holder still writes is refused even before somebody else takes the node.
 *
 * @param quietMs how long the old holder may still be sending commands; nobody gets the node before that
 */
export async function breakNodeLock(node: NodeTx, reason: string, quietMs: number): Promise<void> {
  const jobId = node.lock.holderJobId;
  await clearHolder(node.tx, node.nodeId, 1, quietMs);
  // One row of one column, which this transaction has locked.
  const [row] = await node.tx.query<{ freeFrom: string | null }[]>(
    'SELECT free_from AS freeFrom FROM node_locks WHERE node_id = ?',
    [node.nodeId],
  );
  node.lock.epoch += 1;
  node.lock.holderJobId = null;
  node.lock.holderConductorId = null;
  node.lock.freeFrom = row?.freeFrom ?? null;
  node.emit('LOCK_BROKEN', [{ field: 'lock.reason', before: null, after: reason }], jobId);
}

/**
 * The old holder has noticed and stopped: what it sent last needs `quietMs` to arrive, and nobody has to wait longer.
 * `epoch` is the one it held; when somebody else has the node already there is nothing to shorten.
 */
export async function shortenQuietTime(node: NodeTx, epoch: number, quietMs: number): Promise<void> {
  const { freeFrom } = node.lock;
  if (node.lock.epoch !== epoch + 1 || node.lock.holderJobId !== null || freeFrom === null) return;
  await node.tx.query(
    `UPDATE node_locks SET free_from = LEAST(free_from, UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND) WHERE node_id = ?`,
    [quietMs * 1_000, node.nodeId],
  );
  // The job that is next waits for that very moment: see `promoteNext`.
  await node.tx.query(
    `UPDATE jobs SET run_after = LEAST(run_after, UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND), version = version + 1
      WHERE node_id = ? AND state = 'QUEUED' AND ready = 1 AND lock_mode = 'EXCLUSIVE' AND run_after = ?`,
    [quietMs * 1_000, node.nodeId, freeFrom],
  );
  node.jobIsReady();
}

async function clearHolder(tx: EntityManager, nodeId: string, epochStep: 0 | 1, quietMs: number | null): Promise<void> {
  await tx.query(
    `UPDATE node_locks
        SET epoch = epoch + ?, holder_job_id = NULL, holder_conductor_id = NULL, purpose = NULL, since = NULL,
            free_from = UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND
      WHERE node_id = ?`,
    [epochStep, quietMs === null ? null : quietMs * 1_000, nodeId],
  );
}
