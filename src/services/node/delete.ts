import { endAllocation } from '../../conductor/allocation/record.ts';
import { lockedProblem } from '../../conductor/queue.ts';
import { PROVISION_STATES, PROVISION_TABLE } from '../../domain/provision-states.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { ServiceContext } from '../context.ts';
import { mutateNode, type Answer } from '../mutation.ts';
import { checkVersion } from '../versions.ts';
import { readNode, type NodeRow } from './node-row.ts';
import { hasChildren } from './parent.ts';

export interface DeleteNodeInput {
  readonly nodeId: string;
  readonly expectedVersion?: number | null;
  readonly idempotencyKey?: string | null;
}

/**
 * Removes a node with its ports and attachments; its jobs stay, without it. Takes effect at once, so it cannot wait
 * for a job: while one is at work or queued it is refused.
 */
export function deleteNode(ctx: ServiceContext, viewer: Viewer, input: DeleteNodeInput): Promise<Answer> {
  return mutateNode(ctx, viewer, { mutation: 'deleteNode', input, nodeId: input.nodeId }, async (node) => {
    const row = await readNode(ctx, node);
    checkVersion('node', row, input.expectedVersion);
    const unsettled: unknown[] = await node.tx.query(
      `SELECT id FROM jobs WHERE node_id = ? AND state IN ('QUEUED', 'RUNNING', 'WAITING')`,
      [node.nodeId],
    );
    if (node.lock.holderJobId !== null || unsettled.length > 0) throw lockedProblem(node, unsettled.length);
    checkGuards(row);
    if (await hasChildren(node)) refuse('other nodes live in it', 'Delete them first, or give them another parent.');
    await endAllocation(node);
    node.emit('NODE_DELETED', [
      { field: 'provisionState', before: row.provisionState, after: null },
      // Whoever could see it is told that it is gone, and afterwards only this says who that was.
      ...(['owner', 'lessee'] as const).flatMap((field) =>
        row[field] === null ? [] : [{ field, before: row[field], after: null }],
      ),
    ]);
    await node.tx.query('DELETE FROM nodes WHERE id = ?', [node.nodeId]);
    return { objectId: node.nodeId };
  });
}

function checkGuards(row: NodeRow): void {
  if (row.protected) refuse('it is protected', 'Set protected to false with updateNode first.');
  if (row.maintenance) return; // an operator who took the node out of automation may remove it anywhere
  if (!PROVISION_TABLE[row.provisionState].deletable) {
    const allowed = PROVISION_STATES.filter((state) => PROVISION_TABLE[state].deletable).join(', ');
    refuse(`it is in ${row.provisionState}`, `Bring it to one of ${allowed}, or set maintenance.`);
  }
  if (row.instanceId !== null) refuse('an instance is on it', 'Undeploy it first, or set maintenance.');
}

function refuse(reason: string, remedy: string): never {
  throw new ProblemError({ code: 'NOT_ALLOWED_NOW', action: 'deleting the node', reason, remedy });
}
