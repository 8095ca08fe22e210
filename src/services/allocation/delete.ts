import { endAllocation } from '../../conductor/allocation/record.ts';
import type { NodeTx } from '../../conductor/node-transaction.ts';
import { lockedProblem } from '../../conductor/queue.ts';
import { PROVISION_TABLE } from '../../domain/provision-states.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { ServiceContext } from '../context.ts';
import { mutateNodes, type Answer } from '../mutation.ts';
import { readNode } from '../node/node-row.ts';
import { checkVersion } from '../versions.ts';
import { lockAllocation, nodeOfAllocation } from './allocation-row.ts';

export interface DeleteAllocationInput {
  readonly allocationId: string;
  readonly expectedVersion?: number | null;
  readonly idempotencyKey?: string | null;
}

/** It got its node between the look and the lock, so the wrong rows are locked: begin again. */
class GotItsNodeError extends Error {}

/**
 * Ends the request, and frees the node if it has one. A node that is deployed, or on its way, keeps its allocation:
 * undeploying it ends that as well.
 */
export async function deleteAllocation(
  ctx: ServiceContext,
  viewer: Viewer,
  input: DeleteAllocationInput,
): Promise<Answer> {
  for (;;) {
    try {
      return await deleteOnce(ctx, viewer, input);
    } catch (error) {
      if (!(error instanceof GotItsNodeError)) throw error; // a node comes once and goes once: this ends
    }
  }
}

function deleteOnce(ctx: ServiceContext, viewer: Viewer, input: DeleteAllocationInput): Promise<Answer> {
  const find = async (): Promise<{ readonly nodeIds: readonly string[] }> => {
    const nodeId = await nodeOfAllocation(ctx, viewer, input.allocationId);
    return { nodeIds: nodeId === null ? [] : [nodeId] };
  };
  return mutateNodes(ctx, viewer, { mutation: 'deleteAllocation', input, find }, async ({ tx, nodes, emit }) => {
    const allocation = await lockAllocation(ctx, tx, viewer, input.allocationId);
    checkVersion('allocation', allocation, input.expectedVersion);
    if (allocation.nodeId === null) {
      await tx.query('DELETE FROM allocations WHERE id = ?', [allocation.id]);
      emit('ALLOCATION_DELETED', [{ field: 'allocation', before: allocation.id, after: null }]);
      return { objectId: allocation.id };
    }
    const node = nodes.get(allocation.nodeId);
    if (node === undefined) throw new GotItsNodeError();
    await freeNode(ctx, node);
    return { objectId: allocation.id };
  });
}

async function freeNode(ctx: ServiceContext, node: NodeTx): Promise<void> {
  const { provisionState: state, maintenance } = await readNode(ctx, node);
  const unsettled: unknown[] = await node.tx.query(
    `SELECT id FROM jobs WHERE node_id = ? AND state IN ('QUEUED', 'RUNNING', 'WAITING')`,
    [node.nodeId],
  );
  if (node.lock.holderJobId !== null || unsettled.length > 0) throw lockedProblem(node, unsettled.length);
  if (!PROVISION_TABLE[state].editable) refuse(`its node is in ${state}`, 'Wait until the node is at rest.');
  if ((state === 'ACTIVE' || state === 'RESCUE') && !maintenance) {
    refuse('an instance is on its node', 'Undeploy the node, which ends the allocation, or set maintenance.');
  }
  await endAllocation(node);
  await node.tx.query(
    `UPDATE nodes SET instance_id = NULL, instance_info = '{}', version = version + 1, updated_at = UTC_TIMESTAMP(6) WHERE id = ?`,
    [node.nodeId],
  );
  node.emit('NODE_UPDATED', [{ field: 'instanceId', before: null, after: null }]);
}

function refuse(reason: string, remedy: string): never {
  throw new ProblemError({ code: 'NOT_ALLOWED_NOW', action: 'deleting the allocation', reason, remedy });
}
