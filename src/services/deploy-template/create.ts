import { v7 as newId } from 'uuid';
import type { Viewer } from '../../domain/viewer.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { mutateObject, type Answer } from '../mutation.ts';
import { requireAdministrator } from '../visibility.ts';
import {
  checkDeployTemplate,
  duplicatesOf,
  stepsToStore,
  type DeployTemplateStepInput,
  type DeployTemplateValues,
} from './deploy-template-row.ts';

export interface CreateDeployTemplateInput extends DeployTemplateValues {
  readonly name: string;
  readonly steps: readonly DeployTemplateStepInput[];
  readonly idempotencyKey?: string | null;
}

/** Deployments that have begun keep the steps with which they did. */
export function createDeployTemplate(
  ctx: ServiceContext,
  viewer: Viewer,
  input: CreateDeployTemplateInput,
): Promise<Answer> {
  const call = { mutation: 'createDeployTemplate', input, duplicates: duplicatesOf(input) };
  return mutateObject(ctx, viewer, call, async ({ tx, emit }) => {
    requireAdministrator(viewer, 'creating a deploy template');
    const checker = createChecker();
    checkDeployTemplate(checker, input);
    checker.done();
    const id = newId();
    await tx.query(
      `INSERT INTO deploy_templates (id, name, steps, extra, version, created_at, updated_at)
       VALUES (?, ?, ?, ?, 1, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))`,
      [id, input.name, JSON.stringify(stepsToStore(input.steps)), JSON.stringify(input.extra ?? {})],
    );
    emit('DEPLOY_TEMPLATE_CREATED', [
      { field: 'deployTemplate', before: null, after: id },
      { field: 'deployTemplate.name', before: null, after: input.name },
    ]);
    return { objectId: id };
  });
}
