import { v7 as newId } from 'uuid';
import { allocate } from '../../conductor/allocation/allocate.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { mutateObject, type Answer } from '../mutation.ts';
import { backfill } from './backfill.ts';
import { checkNewAllocation, duplicatesOf, insertAllocation, type CreateAllocationInput } from './new-allocation.ts';
import { resolveWanted } from './wanted-node.ts';

/** The process that accepted it looks for a node at once; a conductor does when that has not come to an end by then. */
const LOOKED_FOR_WITHIN_MS = 5_000;

/**
 * Records the request and looks for a node right away: no machine is touched by that, so the answer mostly says already
 * which one it is, or why there is none. When only busy nodes fit, or this process dies, conductors go on with it.
 */
export async function createAllocation(
  ctx: ServiceContext,
  viewer: Viewer,
  input: CreateAllocationInput,
): Promise<Answer> {
  if (typeof input.nodeId === 'string') return backfill(ctx, viewer, input, input.nodeId);
  const call = { mutation: 'createAllocation', input, duplicates: duplicatesOf(input.name) };
  const answer = await mutateObject(ctx, viewer, call, async ({ tx, emit }) => {
    const wanted = await resolveWanted(ctx, tx, viewer, { ...input, resourceClass: checked(input) });
    const id = newId();
    const row = { id, state: 'ALLOCATING', nodeId: null, nextTryInMs: LOOKED_FOR_WITHIN_MS } as const;
    await insertAllocation(tx, viewer, input, wanted, row);
    emit('ALLOCATION_CREATED', [{ field: 'allocation', before: null, after: id }]);
    return { objectId: id };
  });
  if (answer.objectId !== null && !answer.replayed) await lookAtOnce(ctx, viewer, answer.objectId);
  return answer;
}

/** @returns the resource class, which only a backfill may leave out */
function checked(input: CreateAllocationInput): string {
  const checker = createChecker();
  checkNewAllocation(checker, input);
  const { resourceClass } = input;
  if (resourceClass === null || resourceClass === undefined) {
    checker.invalid('resourceClass', 'resourceClass is missing.', 'Name the kind of machine that is wanted.');
  }
  checker.done();
  return resourceClass ?? '';
}

/** The request is accepted whatever becomes of this: a conductor looks again. */
async function lookAtOnce({ db, bell, log }: ServiceContext, viewer: Viewer, allocationId: string): Promise<void> {
  try {
    await allocate({ db, bell, actor: viewer.actor }, allocationId);
  } catch (error) {
    log.warn({ allocationId, err: error }, 'cannot look for a node now; a conductor will');
  }
}
