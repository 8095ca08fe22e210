import type { EntityManager } from 'typeorm';
import { isUuid } from '../../domain/ids.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { AllocationEntity } from '../../entities/allocation.ts';
import type { ServiceContext } from '../context.ts';
import { lockObject } from '../lock-object.ts';
import { malformedId } from '../mutation.ts';
import { ALLOCATION_FIELDS, allocationsWhere, type AllocationRow } from '../read/allocations.ts';
import { visibleAllocations } from '../visibility.ts';

/** @throws {ProblemError} INVALID_INPUT, NOT_FOUND */
export function lockAllocation(
  ctx: ServiceContext,
  tx: EntityManager,
  viewer: Viewer,
  id: string,
): Promise<AllocationRow> {
  return lockObject(ctx, tx, {
    entity: AllocationEntity,
    fields: ALLOCATION_FIELDS,
    type: 'allocation',
    field: 'allocationId',
    id,
    visible: visibleAllocations(viewer, 't'),
  });
}

/** @throws {ProblemError} INVALID_INPUT, NOT_FOUND */
export async function nodeOfAllocation(ctx: ServiceContext, viewer: Viewer, id: string): Promise<string | null> {
  if (!isUuid(id)) throw malformedId('allocationId', id);
  const [row] = await allocationsWhere(ctx, viewer, 'id', [id]);
  if (row !== undefined) return row.nodeId;
  throw new ProblemError({ code: 'NOT_FOUND', type: 'allocation', id, path: ['input', 'allocationId'] });
}
