import type { EntityManager } from 'typeorm';
import { MAX_STEPS, stepName } from '../../domain/steps.ts';
import { isTrait, TRAIT_FORM } from '../../domain/traits.ts';
import type { Problem } from '../../domain/problems.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { DeployTemplateEntity, type DeployTemplateStep } from '../../entities/deploy-template.ts';
import type { JsonObject } from '../../entities/json.ts';
import type { Checker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { lockObject } from '../lock-object.ts';
import { checkStepInputs, requestedStep, type StepInput } from '../node/asked-steps.ts';
import type { DeployTemplateRow } from '../read/deploy-templates.ts';
import { visibleToSystem } from '../visibility.ts';

export interface DeployTemplateStepInput extends StepInput {
  readonly priority: number;
}

export interface DeployTemplateValues {
  readonly name?: string | null;
  readonly steps?: readonly DeployTemplateStepInput[] | null;
  readonly extra?: JsonObject | null;
}

export function checkDeployTemplate(checker: Checker, { name, steps, extra }: DeployTemplateValues): void {
  if (typeof name === 'string' && !isTrait(name)) {
    checker.invalid(
      'name',
      `"${name.slice(0, 64)}" is not a trait.`,
      `A template is called as its trait: ${TRAIT_FORM}.`,
    );
  }
  if (steps !== null && steps !== undefined) {
    checkStepInputs(checker, 'steps', steps);
    checkPriorities(checker, steps);
  }
  checker.json('extra', extra);
}

/** A step has one place among those of a deployment, so it can be named once. */
function checkPriorities(checker: Checker, steps: readonly DeployTemplateStepInput[]): void {
  const seen = new Set<string>();
  for (const [index, step] of steps.slice(0, MAX_STEPS).entries()) {
    const at = ['steps', String(index)];
    if (step.priority < 0) {
      checker.invalid([...at, 'priority'], `priority is ${step.priority}.`, 'Use 0 or more.');
    }
    const name = stepName(requestedStep(step));
    if (seen.has(name)) checker.invalid(at, `${name.slice(0, 128)} is named before.`, 'Name each step once.');
    seen.add(name);
  }
}

export const stepsToStore = (
  steps: readonly DeployTemplateStepInput[],
): { readonly list: readonly DeployTemplateStep[] } => ({
  list: steps.map((step) => ({ ...requestedStep(step), priority: step.priority })),
});

export const duplicatesOf = ({ name }: DeployTemplateValues): Readonly<Record<string, Problem>> => ({
  deploy_templates_name: {
    code: 'ALREADY_EXISTS',
    type: 'deploy template',
    path: ['input', 'name'],
    value: name ?? '',
  },
});

const FIELDS = ['id', 'name', 'steps', 'extra', 'version', 'createdAt', 'updatedAt'] as const;

/** @throws {ProblemError} INVALID_INPUT, NOT_FOUND */
export function lockDeployTemplate(
  ctx: ServiceContext,
  tx: EntityManager,
  viewer: Viewer,
  id: string,
): Promise<DeployTemplateRow> {
  return lockObject(ctx, tx, {
    entity: DeployTemplateEntity,
    fields: FIELDS,
    type: 'deploy template',
    field: 'deployTemplateId',
    id,
    visible: visibleToSystem(viewer),
  });
}
