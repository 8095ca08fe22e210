import type { Viewer } from '../../domain/viewer.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { changesOf, differing, toColumn } from '../differences.ts';
import { mutateObject, type Answer } from '../mutation.ts';
import { checkNotNull, checkVersion, requireVersionFor } from '../versions.ts';
import { requireAdministrator } from '../visibility.ts';
import {
  checkDeployTemplate,
  duplicatesOf,
  lockDeployTemplate,
  stepsToStore,
  type DeployTemplateValues,
} from './deploy-template-row.ts';

export interface UpdateDeployTemplateInput extends DeployTemplateValues {
  readonly deployTemplateId: string;
  readonly expectedVersion?: number | null;
  readonly idempotencyKey?: string | null;
}

const FIELDS = ['name', 'steps', 'extra'] as const;

/** Steps are replaced as a whole. Deployments that have begun keep the steps with which they did. */
export function updateDeployTemplate(
  ctx: ServiceContext,
  viewer: Viewer,
  input: UpdateDeployTemplateInput,
): Promise<Answer> {
  const call = { mutation: 'updateDeployTemplate', input, duplicates: duplicatesOf(input) };
  return mutateObject(ctx, viewer, call, async ({ tx, emit }) => {
    requireAdministrator(viewer, 'changing a deploy template');
    checkValues(input);
    const template = await lockDeployTemplate(ctx, tx, viewer, input.deployTemplateId);
    const { id } = template;
    checkVersion('deploy template', template, input.expectedVersion);
    const wanted = { ...template, ...input, ...(input.steps && { steps: stepsToStore(input.steps) }) };
    const changed = differing(FIELDS, template, wanted);
    if (changed.length === 0) return { objectId: id };

    await tx.query(
      `UPDATE deploy_templates SET ${changed.map((field) => `${field} = ?`).join(', ')}, version = version + 1,
                                   updated_at = UTC_TIMESTAMP(6) WHERE id = ?`,
      [...changed.map((field) => toColumn(wanted[field])), id],
    );
    emit('DEPLOY_TEMPLATE_UPDATED', [
      { field: 'deployTemplate', before: id, after: id },
      ...changesOf('deployTemplate', changed, template, wanted),
    ]);
    return { objectId: id };
  });
}

function checkValues(input: UpdateDeployTemplateInput): void {
  const checker = createChecker();
  requireVersionFor(checker, input, ['steps', 'extra']);
  checkDeployTemplate(checker, input);
  checkNotNull(checker, input, FIELDS);
  checker.done();
}
