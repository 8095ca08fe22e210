import type { Viewer } from '../../domain/viewer.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { changesOf, differing, toColumn } from '../differences.ts';
import { mutateObject, type Answer } from '../mutation.ts';
import { checkNotNull, checkVersion, requireVersionFor } from '../versions.ts';
import {
  checkOwner,
  checkRunbook,
  duplicatesOf,
  lockRunbook,
  requireOwnership,
  stepsToStore,
  traitsToStore,
  type RunbookValues,
} from './runbook-row.ts';

export interface UpdateRunbookInput extends RunbookValues {
  readonly runbookId: string;
  readonly expectedVersion?: number | null;
  readonly idempotencyKey?: string | null;
}

const COLUMNS = {
  name: 'name',
  description: 'description',
  steps: 'steps',
  traits: 'traits',
  isPublic: 'is_public',
  owner: 'owner',
  disableRamdisk: 'disable_ramdisk',
  extra: 'extra',
} as const;
type Field = keyof typeof COLUMNS;

const NOT_NULL: readonly Field[] = ['name', 'steps', 'traits', 'isPublic', 'disableRamdisk', 'extra'];

/** Steps and traits are replaced as a whole. Flows that have begun keep the steps with which they did. */
export function updateRunbook(ctx: ServiceContext, viewer: Viewer, input: UpdateRunbookInput): Promise<Answer> {
  const call = { mutation: 'updateRunbook', input, duplicates: duplicatesOf(input) };
  return mutateObject(ctx, viewer, call, async ({ tx, emit }) => {
    const checker = createChecker();
    requireVersionFor(checker, input, ['steps', 'traits', 'extra']);
    checkRunbook(checker, input);
    checkNotNull(checker, input, NOT_NULL);
    checker.done();
    const runbook = await lockRunbook(ctx, tx, viewer, input.runbookId);
    const { id } = runbook;
    checkVersion('runbook', runbook, input.expectedVersion);
    const isPublic = input.isPublic ?? runbook.isPublic;
    checkOwner(checker, isPublic, input.owner);
    checker.done();
    const wanted = {
      ...runbook,
      ...input,
      ...(input.steps && { steps: stepsToStore(input.steps) }),
      ...(input.traits && { traits: traitsToStore(input.traits) }),
      isPublic,
      owner: isPublic ? null : input.owner === undefined ? runbook.owner : input.owner,
    };
    const changed = differing<Field>(Object.keys(COLUMNS) as Field[], runbook, wanted); // the table's own keys
    if (changed.length === 0) return { objectId: id };
    requireOwnership(viewer, wanted);

    await tx.query(
      `UPDATE runbooks SET ${changed.map((field) => `${COLUMNS[field]} = ?`).join(', ')}, version = version + 1,
                           updated_at = UTC_TIMESTAMP(6) WHERE id = ?`,
      [...changed.map((field) => toColumn(wanted[field])), id],
    );
    emit('RUNBOOK_UPDATED', [
      { field: 'runbook', before: id, after: id },
      ...changesOf('runbook', changed, runbook, wanted),
    ]);
    return { objectId: id };
  });
}
