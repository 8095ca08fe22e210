/**
 * Who holds a node. Locks are taken and given back here and nowhere else; what they protect is checked in
 * `node-transaction.ts`, once for each transaction.
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
 * Takes the node for a job, or finds that somebody has it.
 *
 * One conditional UPDATE decides the race and increments the epoch in the same statement: of two conductors that try
 * at once, the database changes the row for one and none for the other. Returns the new epoch, or null.
 */
export async function takeNodeLock(node: NodeTx, holder: NewHolder): Promise<number | null> {
  const result: unknown = await node.tx.query(
    `UPDATE node_locks
        SET epoch = epoch + 1, holder_job_id = ?, holder_conductor_id = ?, purpose = ?, since = UTC_TIMESTAMP(6)
      WHERE node_id = ? AND holder_job_id IS NULL`,
    [holder.jobId, holder.conductorId, holder.purpose, node.nodeId],
  );
  if (affectedRows(result) !== 1) return null;
  node.lock.epoch += 1;
  node.lock.holderJobId = holder.jobId;
  node.lock.holderConductorId = holder.conductorId;
  node.emit(
    'LOCK_GRANTED',
    [{ field: 'lock.epoch', before: node.lock.epoch - 1, after: node.lock.epoch }],
    holder.jobId,
  );
  return node.lock.epoch;
}

/** Gives the node back. The caller's transaction was fenced with the epoch, so this cannot free another's lock. */
export async function releaseNodeLock(node: NodeTx): Promise<void> {
  const jobId = node.lock.holderJobId;
  await clearHolder(node.tx, node.nodeId, 0);
  node.lock.holderJobId = null;
  node.lock.holderConductorId = null;
  node.emit('LOCK_RELEASED', [], jobId);
}

/**
 * Takes the node from a holder that was lost. The epoch goes up, so whatever the old holder still sends is refused
 * even before somebody else takes the node.
 */
export async function breakNodeLock(node: NodeTx, reason: string): Promise<void> {
  const jobId = node.lock.holderJobId;
  await clearHolder(node.tx, node.nodeId, 1);
  node.lock.epoch += 1;
  node.lock.holderJobId = null;
  node.lock.holderConductorId = null;
  node.emit('LOCK_BROKEN', [{ field: 'lock.reason', before: null, after: reason }], jobId);
}

async function clearHolder(tx: EntityManager, nodeId: string, epochStep: 0 | 1): Promise<void> {
  await tx.query(
    `UPDATE node_locks SET epoch = epoch + ?, holder_job_id = NULL, holder_conductor_id = NULL, purpose = NULL, since = NULL
      WHERE node_id = ?`,
    [epochStep, nodeId],
  );
}
