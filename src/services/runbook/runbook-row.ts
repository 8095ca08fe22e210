import type { EntityManager } from 'typeorm';
import { ProblemError, type Problem } from '../../domain/problems.ts';
import { MAX_STEPS } from '../../domain/steps.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { JsonObject } from '../../entities/json.ts';
import { RunbookEntity } from '../../entities/runbook.ts';
import type { Checker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { lockObject } from '../lock-object.ts';
import { checkStepInputs, requestedStep, type StepInput } from '../node/asked-steps.ts';
import { checkTraits } from '../node/traits.ts';
import type { RunbookRow } from '../read/runbooks.ts';
import { requireAdministrator, visibleRunbooks } from '../visibility.ts';

export interface RunbookStepInput extends StepInput {
  readonly order: number;
}

export interface RunbookValues {
  readonly name?: string | null;
  readonly description?: string | null;
  readonly steps?: readonly RunbookStepInput[] | null;
  readonly traits?: readonly string[] | null;
  readonly isPublic?: boolean | null;
  readonly owner?: string | null;
  readonly disableRamdisk?: boolean | null;
  readonly extra?: JsonObject | null;
}

export function checkRunbook(checker: Checker, runbook: RunbookValues): void {
  checker.name('name', runbook.name);
  checker.text('description', runbook.description, 255);
  checker.text('owner', runbook.owner, 255);
  checkTraits(checker, runbook.traits);
  checker.json('extra', runbook.extra);
  const { steps } = runbook;
  if (steps === null || steps === undefined) return;
  checkStepInputs(checker, 'steps', steps);
  for (const [index, { order }] of steps.slice(0, MAX_STEPS).entries()) {
    if (order < 0) checker.invalid(['steps', String(index), 'order'], `order is ${order}.`, 'Use 0 or more.');
  }
}

/** In the order in which they run; those of the same order stay as they were given. */
export const stepsToStore = (steps: readonly RunbookStepInput[]): RunbookRow['steps'] => ({
  list: steps
    .map((step) => ({ ...requestedStep(step), order: step.order }))
    .sort((one, other) => one.order - other.order),
});

export const traitsToStore = (traits: readonly string[]): RunbookRow['traits'] => ({
  list: [...new Set(traits)].sort(),
});

/** What everybody may use belongs to nobody. */
export function checkOwner(checker: Checker, isPublic: boolean, owner: string | null | undefined): void {
  if (!isPublic || owner === null || owner === undefined) return;
  checker.invalid('owner', 'A public runbook has no owner.', 'Leave owner out, or set isPublic to false.');
}

/**
 * Who writes for a project writes its own runbooks, and only administrators make one public.
 * @throws {ProblemError} NOT_ALLOWED_NOW
 */
export function requireOwnership(viewer: Viewer, { isPublic, owner }: Pick<RunbookRow, 'isPublic' | 'owner'>): void {
  if (isPublic) return requireAdministrator(viewer, 'writing a public runbook');
  if (viewer.scope.kind === 'all' || (owner !== null && viewer.scope.projects.includes(owner))) return;
  throw new ProblemError({
    code: 'NOT_ALLOWED_NOW',
    action: 'writing this runbook',
    reason: 'it belongs to another project, or to none',
    remedy: 'Give a project of yours as its owner, or ask an administrator of the system.',
    path: ['input', 'owner'],
  });
}

export const duplicatesOf = ({ name }: RunbookValues): Readonly<Record<string, Problem>> => ({
  runbooks_name: { code: 'ALREADY_EXISTS', type: 'runbook', path: ['input', 'name'], value: name ?? '' },
});

const FIELDS = [
  'id',
  'name',
  'description',
  'steps',
  'traits',
  'isPublic',
  'owner',
  'disableRamdisk',
  'extra',
  'version',
  'createdAt',
  'updatedAt',
] as const;

/** @throws {ProblemError} INVALID_INPUT, NOT_FOUND, NOT_ALLOWED_NOW */
export async function lockRunbook(
  ctx: ServiceContext,
  tx: EntityManager,
  viewer: Viewer,
  id: string,
): Promise<RunbookRow> {
  const row = await lockObject(ctx, tx, {
    entity: RunbookEntity,
    fields: FIELDS,
    type: 'runbook',
    field: 'runbookId',
    id,
    visible: visibleRunbooks(viewer, 't'),
  });
  requireOwnership(viewer, row);
  return row;
}
