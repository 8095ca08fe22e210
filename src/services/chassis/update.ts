import type { Viewer } from '../../domain/viewer.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { changesOf, differing, toColumn } from '../differences.ts';
import { mutateObject, type Answer } from '../mutation.ts';
import { checkNotNull, checkVersion, requireVersionFor } from '../versions.ts';
import { requireAdministrator } from '../visibility.ts';
import { checkChassis, lockChassis, type ChassisValues } from './chassis-row.ts';

export interface UpdateChassisInput extends ChassisValues {
  readonly chassisId: string;
  readonly expectedVersion?: number | null;
  readonly idempotencyKey?: string | null;
}

const FIELDS = ['description', 'extra'] as const;

export function updateChassis(ctx: ServiceContext, viewer: Viewer, input: UpdateChassisInput): Promise<Answer> {
  return mutateObject(ctx, viewer, { mutation: 'updateChassis', input }, async ({ tx, emit }) => {
    requireAdministrator(viewer, 'changing a chassis');
    const checker = createChecker();
    requireVersionFor(checker, input, ['extra']);
    checkChassis(checker, input);
    checkNotNull(checker, input, ['extra']);
    checker.done();
    const chassis = await lockChassis(ctx, tx, viewer, input.chassisId);
    const { id } = chassis;
    checkVersion('chassis', chassis, input.expectedVersion);
    const changed = differing(FIELDS, chassis, input);
    if (changed.length === 0) return { objectId: id };

    await tx.query(
      `UPDATE chassis SET ${changed.map((field) => `${field} = ?`).join(', ')}, version = version + 1,
                          updated_at = UTC_TIMESTAMP(6) WHERE id = ?`,
      [...changed.map((field) => toColumn(input[field])), id],
    );
    emit('CHASSIS_UPDATED', [
      { field: 'chassis', before: id, after: id },
      ...changesOf('chassis', changed, chassis, input),
    ]);
    return { objectId: id };
  });
}
