import type { EntityManager } from 'typeorm';
import { isTrait, TRAIT_FORM } from '../../domain/traits.ts';
import type { Problem } from '../../domain/problems.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { DeployTemplateEntity, type DeployTemplateStep } from '../../entities/deploy-template.ts';
import type { JsonObject } from '../../entities/json.ts';
import type { Checker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { lockObject } from '../lock-object.ts';
import type { DeployTemplateRow } from '../read/deploy-templates.ts';
import { visibleToSystem } from '../visibility.ts';
import { checkNoStepTwice, checkWrittenSteps, type WrittenStep } from '../written-steps.ts';

export interface DeployTemplateStepInput extends WrittenStep {
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
    checkWrittenSteps(checker, steps, { field: 'priority', of: ({ priority }) => priority });
    checkNoStepTwice(checker, steps);
  }
  checker.json('extra', extra);
}

export const stepsToStore = (
  steps: readonly DeployTemplateStepInput[],
): { readonly list: readonly DeployTemplateStep[] } => ({
  list: steps.map(({ interface: slot, step, args, priority }) => ({
    interface: slot,
    step,
    args: args ?? {},
    priority,
  })),
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
