import { POWER_FAULT } from '../../domain/power.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { mutateNode, type Answer } from '../mutation.ts';
import { readNode } from './node-row.ts';

export interface SetNodeMaintenanceInput {
  readonly nodeId: string;
  readonly maintenance: boolean;
  readonly reason?: string | null;
  readonly idempotencyKey?: string | null;
}

/**
 * Takes effect at once, also while a job is at work: the operator who needs it cannot wait. Clearing it clears the fault. So
 * does setting it, with the one fault from which a node recovers by itself: what is set by hand is cleared by hand.
 */
export function setNodeMaintenance(
  ctx: ServiceContext,
  viewer: Viewer,
  input: SetNodeMaintenanceInput,
): Promise<Answer> {
  const { maintenance } = input;
  return mutateNode(ctx, viewer, { mutation: 'setNodeMaintenance', input, nodeId: input.nodeId }, async (node) => {
    const checker = createChecker();
    checker.text('reason', input.reason, 4096);
    if (!maintenance && typeof input.reason === 'string') {
      checker.invalid('reason', 'A reason goes with setting maintenance, not with clearing it.', 'Leave it out.');
    }
    checker.done();
    const before = await readNode(ctx, node);
    await node.tx.query(
      `UPDATE nodes SET maintenance = ?, maintenance_reason = ?, fault = IF(? AND fault <> ?, fault, NULL), version = version + 1,
                        updated_at = UTC_TIMESTAMP(6) WHERE id = ?`,
      [maintenance ? 1 : 0, maintenance ? (input.reason ?? null) : null, maintenance ? 1 : 0, POWER_FAULT, node.nodeId],
    );
    node.emit('NODE_MAINTENANCE_CHANGED', [{ field: 'maintenance', before: before.maintenance, after: maintenance }]);
    return { objectId: node.nodeId };
  });
}
