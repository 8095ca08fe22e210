import { ProblemError } from '../../domain/problems.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { ServiceContext } from '../context.ts';
import { mutateObject, type Answer } from '../mutation.ts';
import { checkVersion } from '../versions.ts';
import { requireAdministrator } from '../visibility.ts';
import { lockChassis } from './chassis-row.ts';

export interface DeleteChassisInput {
  readonly chassisId: string;
  readonly expectedVersion?: number | null;
  readonly idempotencyKey?: string | null;
}

/** Only an empty one goes; who puts a node into it holds its row, as this does. */
export function deleteChassis(ctx: ServiceContext, viewer: Viewer, input: DeleteChassisInput): Promise<Answer> {
  return mutateObject(ctx, viewer, { mutation: 'deleteChassis', input }, async ({ tx, emit }) => {
    requireAdministrator(viewer, 'deleting a chassis');
    const chassis = await lockChassis(ctx, tx, viewer, input.chassisId);
    checkVersion('chassis', chassis, input.expectedVersion);
    const nodes: unknown[] = await tx.query('SELECT id FROM nodes WHERE chassis_id = ? LIMIT 1', [chassis.id]);
    if (nodes.length > 0) {
      throw new ProblemError({
        code: 'NOT_ALLOWED_NOW',
        action: 'deleting the chassis',
        reason: 'nodes are in it',
        remedy: 'Take them out of it first: updateNode with chassisId null.',
        path: ['input', 'chassisId'],
      });
    }
    await tx.query('DELETE FROM chassis WHERE id = ?', [chassis.id]);
    emit('CHASSIS_DELETED', [{ field: 'chassis', before: chassis.id, after: null }]);
    return { objectId: chassis.id };
  });
}
