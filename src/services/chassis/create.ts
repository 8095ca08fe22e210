import { v7 as newId } from 'uuid';
import type { Viewer } from '../../domain/viewer.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { mutateObject, type Answer } from '../mutation.ts';
import { requireAdministrator } from '../visibility.ts';
import { checkChassis, type ChassisValues } from './chassis-row.ts';

export interface CreateChassisInput extends ChassisValues {
  readonly idempotencyKey?: string | null;
}

/** It is empty at first: nodes are put into it by `createNode` and `updateNode`. */
export function createChassis(ctx: ServiceContext, viewer: Viewer, input: CreateChassisInput): Promise<Answer> {
  return mutateObject(ctx, viewer, { mutation: 'createChassis', input }, async ({ tx, emit }) => {
    requireAdministrator(viewer, 'creating a chassis');
    const checker = createChecker();
    checkChassis(checker, input);
    checker.done();
    const id = newId();
    await tx.query(
      `INSERT INTO chassis (id, description, extra, version, created_at, updated_at)
       VALUES (?, ?, ?, 1, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))`,
      [id, input.description ?? null, JSON.stringify(input.extra ?? {})],
    );
    emit('CHASSIS_CREATED', [{ field: 'chassis', before: null, after: id }]);
    return { objectId: id };
  });
}
