import { v7 as newId } from 'uuid';
import type { Viewer } from '../../domain/viewer.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { mutateObject, type Answer } from '../mutation.ts';
import {
  checkOwner,
  checkRunbook,
  duplicatesOf,
  requireOwnership,
  stepsToStore,
  traitsToStore,
  type RunbookStepInput,
  type RunbookValues,
} from './runbook-row.ts';

export interface CreateRunbookInput extends RunbookValues {
  readonly name: string;
  readonly steps: readonly RunbookStepInput[];
  readonly isPublic: boolean;
  readonly disableRamdisk: boolean;
  readonly idempotencyKey?: string | null;
}

/** Who writes for one project and names no owner writes for that project. */
export function createRunbook(ctx: ServiceContext, viewer: Viewer, input: CreateRunbookInput): Promise<Answer> {
  return mutateObject(
    ctx,
    viewer,
    { mutation: 'createRunbook', input, duplicates: duplicatesOf(input) },
    async (object) => {
      const checker = createChecker();
      checkRunbook(checker, input);
      checkOwner(checker, input.isPublic, input.owner);
      checker.done();
      const { isPublic } = input;
      const owner = isPublic ? null : (input.owner ?? ownProject(viewer));
      requireOwnership(viewer, { isPublic, owner });
      const id = newId();
      await object.tx.query(
        `INSERT INTO runbooks (id, name, description, steps, traits, is_public, owner, disable_ramdisk, extra, version, created_at,
                             updated_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))`,
        [
          id,
          input.name,
          input.description ?? null,
          JSON.stringify(stepsToStore(input.steps)),
          JSON.stringify(traitsToStore(input.traits ?? [])),
          isPublic ? 1 : 0,
          owner,
          input.disableRamdisk ? 1 : 0,
          JSON.stringify(input.extra ?? {}),
        ],
      );
      object.emit('RUNBOOK_CREATED', [
        { field: 'runbook', before: null, after: id },
        { field: 'runbook.name', before: null, after: input.name },
      ]);
      return { objectId: id };
    },
  );
}

const ownProject = ({ scope }: Viewer): string | null =>
  scope.kind === 'projects' && scope.projects.length === 1 ? (scope.projects[0] ?? null) : null;
