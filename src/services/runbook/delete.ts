import type { Viewer } from '../../domain/viewer.ts';
import type { ServiceContext } from '../context.ts';
import { mutateObject, type Answer } from '../mutation.ts';
import { checkVersion } from '../versions.ts';
import { lockRunbook } from './runbook-row.ts';

export interface DeleteRunbookInput {
  readonly runbookId: string;
  readonly expectedVersion?: number | null;
  readonly idempotencyKey?: string | null;
}

/** Nothing holds on to a runbook: flows that have begun keep the steps with which they did. */
export function deleteRunbook(ctx: ServiceContext, viewer: Viewer, input: DeleteRunbookInput): Promise<Answer> {
  return mutateObject(ctx, viewer, { mutation: 'deleteRunbook', input }, async ({ tx, emit }) => {
    const runbook = await lockRunbook(ctx, tx, viewer, input.runbookId);
    checkVersion('runbook', runbook, input.expectedVersion);
    await tx.query('DELETE FROM runbooks WHERE id = ?', [runbook.id]);
    emit('RUNBOOK_DELETED', [
      { field: 'runbook', before: runbook.id, after: null },
      { field: 'runbook.name', before: runbook.name, after: null },
    ]);
    return { objectId: runbook.id };
  });
}
