import type { Viewer } from '../../domain/viewer.ts';
import type { JsonObject } from '../../entities/json.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { changesOf, differing, toColumn } from '../differences.ts';
import { mutateObject, type Answer } from '../mutation.ts';
import { checkNotNull, checkVersion, requireVersionFor } from '../versions.ts';
import { lockAllocation } from './allocation-row.ts';
import { duplicatesOf } from './new-allocation.ts';

export interface UpdateAllocationInput {
  readonly allocationId: string;
  readonly expectedVersion?: number | null;
  readonly name?: string | null;
  readonly extra?: JsonObject | null;
  readonly idempotencyKey?: string | null;
}

const FIELDS = ['name', 'extra'] as const;

/** What is wanted of a node stays as it was asked: who wants another kind asks anew. */
export function updateAllocation(ctx: ServiceContext, viewer: Viewer, input: UpdateAllocationInput): Promise<Answer> {
  const call = { mutation: 'updateAllocation', input, duplicates: duplicatesOf(input.name) };
  return mutateObject(ctx, viewer, call, async ({ tx, emit }) => {
    checkValues(input);
    const allocation = await lockAllocation(ctx, tx, viewer, input.allocationId);
    const { id } = allocation;
    checkVersion('allocation', allocation, input.expectedVersion);
    const wanted = { ...allocation, ...input };
    const changed = differing(FIELDS, allocation, wanted);
    if (changed.length === 0) return { objectId: id };
    await tx.query(
      `UPDATE allocations SET ${changed.map((field) => `${field} = ?`).join(', ')}, version = version + 1,
                              updated_at = UTC_TIMESTAMP(6) WHERE id = ?`,
      [...changed.map((field) => toColumn(wanted[field])), id],
    );
    emit('ALLOCATION_UPDATED', [
      { field: 'allocation', before: id, after: id },
      ...changesOf('allocation', changed, allocation, wanted),
    ]);
    return { objectId: id };
  });
}

function checkValues(input: UpdateAllocationInput): void {
  const checker = createChecker();
  requireVersionFor(checker, input, ['extra']);
  checker.name('name', input.name);
  checker.json('extra', input.extra);
  checkNotNull(checker, input, ['extra']);
  checker.done();
}
