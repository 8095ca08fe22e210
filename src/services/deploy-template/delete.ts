import type { Viewer } from '../../domain/viewer.ts';
import type { ServiceContext } from '../context.ts';
import { mutateObject, type Answer } from '../mutation.ts';
import { checkVersion } from '../versions.ts';
import { requireAdministrator } from '../visibility.ts';
import { lockDeployTemplate } from './deploy-template-row.ts';

export interface DeleteDeployTemplateInput {
  readonly deployTemplateId: string;
  readonly expectedVersion?: number | null;
  readonly idempotencyKey?: string | null;
}

/** Nothing holds on to a template: deployments that have begun keep the steps with which they did. */
export function deleteDeployTemplate(
  ctx: ServiceContext,
  viewer: Viewer,
  input: DeleteDeployTemplateInput,
): Promise<Answer> {
  return mutateObject(ctx, viewer, { mutation: 'deleteDeployTemplate', input }, async ({ tx, emit }) => {
    requireAdministrator(viewer, 'deleting a deploy template');
    const template = await lockDeployTemplate(ctx, tx, viewer, input.deployTemplateId);
    checkVersion('deploy template', template, input.expectedVersion);
    await tx.query('DELETE FROM deploy_templates WHERE id = ?', [template.id]);
    emit('DEPLOY_TEMPLATE_DELETED', [
      { field: 'deployTemplate', before: template.id, after: null },
      { field: 'deployTemplate.name', before: template.name, after: null },
    ]);
    return { objectId: template.id };
  });
}
