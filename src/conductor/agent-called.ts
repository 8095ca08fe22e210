/**
 * A call of the agent in a ramdisk as a signal: recorded whoever holds the node, and heard by the job that waits for it.
 *
 * A call may come before the job says that it waits for one, while its step still runs. So it is marked on the agent's
 * row; the job looks there in the transaction in which it would begin to wait, behind the same row lock.
 */
import { affectedRows } from '../entities/transaction.ts';
import type { NodeTx } from './node-transaction.ts';
import { promoteNext, RESUMES_SOON } from './queue.ts';

/** To be called in the transaction that records what the agent said. Waits for nobody who holds the node. */
export async function agentCalled(node: NodeTx): Promise<void> {
  // One row of this column, if any: a flow that waits keeps others of its node out.
  const [job] = await node.tx.query<{ id: string }[]>(
    `SELECT id FROM jobs WHERE node_id = ? AND state = 'WAITING' AND wait_for = 'AGENT_HEARTBEAT' LIMIT 1`,
    [node.nodeId],
  );
  if (job !== undefined) return wakeForAgent(node, job.id);
  await node.tx.query('UPDATE agents SET has_called = 1 WHERE node_id = ?', [node.nodeId]);
}

/** Was there a call that no job has looked at? It counts as looked at from now on. */
export async function takeAgentCall({ tx, nodeId }: NodeTx): Promise<boolean> {
  const result: unknown = await tx.query('UPDATE agents SET has_called = 0 WHERE node_id = ? AND has_called = 1', [
    nodeId,
  ]);
  return affectedRows(result) === 1;
}

/** The job stands in the queue again, ahead of the others of its node. */
export async function wakeForAgent(node: NodeTx, jobId: string): Promise<void> {
  await node.tx.query(
    `UPDATE jobs SET state = 'QUEUED', ready = 0, ${RESUMES_SOON}, version = version + 1 WHERE id = ? AND state = 'WAITING'`,
    [jobId],
  );
  node.emit('JOB_QUEUED', [{ field: 'job.waitFor', before: 'AGENT_HEARTBEAT', after: null }], jobId);
  await promoteNext(node);
}
