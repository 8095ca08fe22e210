import type { EntityManager } from 'typeorm';
import { ProblemError } from '../../domain/problems.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { ChassisEntity } from '../../entities/chassis.ts';
import type { JsonObject } from '../../entities/json.ts';
import type { Checker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { lockObject } from '../lock-object.ts';
import type { ChassisRow } from '../read/chassis.ts';
import { requireAdministrator, visibleToSystem } from '../visibility.ts';

export interface ChassisValues {
  readonly description?: string | null;
  readonly extra?: JsonObject | null;
}

export function checkChassis(checker: Checker, { description, extra }: ChassisValues): void {
  checker.text('description', description, 255);
  checker.json('extra', extra);
}

const FIELDS = ['id', 'description', 'extra', 'version', 'createdAt', 'updatedAt'] as const;

/** @throws {ProblemError} INVALID_INPUT, NOT_FOUND */
export function lockChassis(ctx: ServiceContext, tx: EntityManager, viewer: Viewer, id: string): Promise<ChassisRow> {
  const visible = visibleToSystem(viewer);
  return lockObject(ctx, tx, {
    entity: ChassisEntity,
    fields: FIELDS,
    type: 'chassis',
    field: 'chassisId',
    id,
    visible,
  });
}

/**
 * For a node that is put into it; its id is well-formed. It is held until the commit, so that it is not deleted meanwhile.
 * @throws {ProblemError} NOT_ALLOWED_NOW, NOT_FOUND
 */
export async function requireChassis(tx: EntityManager, viewer: Viewer, id: string): Promise<void> {
  requireAdministrator(viewer, 'putting a node into a chassis', 'chassisId');
  const rows: unknown[] = await tx.query('SELECT id FROM chassis WHERE id = ? LOCK IN SHARE MODE', [id]);
  if (rows.length === 0)
    throw new ProblemError({ code: 'NOT_FOUND', type: 'chassis', id, path: ['input', 'chassisId'] });
}
