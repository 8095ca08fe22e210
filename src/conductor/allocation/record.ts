/** What is written of an allocation, on its node and in the log. */
import type { EntityManager } from 'typeorm';
import type { JsonObject } from '../../entities/json.ts';
import { appendEvents } from '../../events/append.ts';
import type { NodeTx } from '../node-transaction.ts';

/** What the node knows of it: its instance id, and which traits the next deployment is for. */
export async function giveNode(node: NodeTx, allocationId: string, traits: readonly string[]): Promise<void> {
  // One row of one column: the lock row that the caller holds cannot be without its node.
  const [row] = await node.tx.query<{ instanceInfo: JsonObject }[]>(
    'SELECT instance_info AS instanceInfo FROM nodes WHERE id = ?',
    [node.nodeId],
  );
  const instanceInfo = { ...row?.instanceInfo, traits };
  await node.tx.query(
    `UPDATE nodes SET instance_id = ?, instance_info = ?, version = version + 1, updated_at = UTC_TIMESTAMP(6) WHERE id = ?`,
    [allocationId, JSON.stringify(instanceInfo), node.nodeId],
  );
  node.emit('NODE_UPDATED', [
    { field: 'instanceId', before: null, after: allocationId },
    { field: 'instanceInfo', before: null, after: null },
  ]);
  node.emit('ALLOCATION_ACTIVE', [{ field: 'allocation', before: null, after: allocationId }]);
}

/** For an allocation that has no node. */
export async function appendAllocationEvent(
  tx: EntityManager,
  actor: string,
  type: 'ALLOCATION_CREATED' | 'ALLOCATION_UPDATED' | 'ALLOCATION_FAILED' | 'ALLOCATION_DELETED',
  id: string,
): Promise<void> {
  const changes = [
    type === 'ALLOCATION_DELETED'
      ? { field: 'allocation', before: id, after: null }
      : { field: 'allocation', before: type === 'ALLOCATION_CREATED' ? null : id, after: id },
  ];
  await appendEvents(tx, [{ type, actor, nodeId: null, nodeSequence: null, jobId: null, changes }]);
}

/** Takes the node back from its allocation, which ends with that; nothing when it has none. */
export async function endAllocation(node: NodeTx): Promise<void> {
  // One column, as this query names it.
  const [row] = await node.tx.query<{ id: string }[]>('SELECT id FROM allocations WHERE node_id = ?', [node.nodeId]);
  if (row === undefined) return;
  await node.tx.query('DELETE FROM allocations WHERE id = ?', [row.id]);
  node.emit('ALLOCATION_DELETED', [{ field: 'allocation', before: row.id, after: null }]);
}
