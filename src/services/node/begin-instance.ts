/** Verbs that begin an instance: deploy, deploy again in place, adopt. */
import { v7 as newId } from 'uuid';
import { adopt } from '../../conductor/jobs/adopt.ts';
import { deploy, rebuild, type DeployInput, type InstanceInput } from '../../conductor/jobs/deploy.ts';
import type { JobType } from '../../conductor/job-type.ts';
import type { RankedStep } from '../../domain/steps.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { ConfigDrive } from '../../drivers/interfaces/common.ts';
import type { JsonObject } from '../../entities/json.ts';
import type { Checker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import type { Answer } from '../mutation.ts';
import { assertSteps, checkStepInputs, requestedStep, type StepInput } from './asked-steps.ts';
import { slotOf } from '../driver-of.ts';
import { checkConfigDrive } from './config-drive.ts';
import type { NodeRow } from './node-row.ts';
import { workOnNode, type NodeWork, type VerbInput } from './node-work.ts';

export interface InstanceArguments {
  readonly instanceId?: string | null;
  readonly instanceInfo?: JsonObject | null;
}

export interface DeployStepInput extends StepInput {
  readonly priority: number;
}

export interface DeployArguments extends InstanceArguments {
  readonly steps?: readonly DeployStepInput[] | null;
  readonly configDrive?: ConfigDrive | null;
}

function checkInstance(checker: Checker, { instanceId, instanceInfo }: InstanceArguments): void {
  checker.id('instanceId', instanceId);
  checker.json('instanceInfo', instanceInfo);
}

/** What is deployed again, or was claimed by an allocation, stays the same instance unless another is named. */
const instanceArgs = ({ instanceId, instanceInfo }: InstanceArguments): InstanceInput => ({
  instanceId: instanceId ?? newId(),
  isInstanceChosen: typeof instanceId === 'string',
  instanceInfo: instanceInfo ?? null,
});

export const adoptWork: NodeWork<InstanceArguments> = {
  type: adopt,
  checkInput: checkInstance,
  args: (asked) => ({ ...instanceArgs(asked) }),
};

const deployment = (type: JobType): NodeWork<DeployArguments> => ({
  type,
  checkInput(checker, asked) {
    checkInstance(checker, asked);
    checkConfigDrive(checker, 'configDrive', asked.configDrive);
    checkDeploySteps(checker, asked.steps ?? []);
  },
  whyRefused(ctx, node, { steps, instanceInfo }) {
    assertSteps(ctx, node, 'DEPLOY', {
      field: 'steps',
      steps: (steps ?? []).map(requestedStep),
      withoutRamdisk: false,
    });
    assertInstance(ctx, node, instanceInfo ?? node.instanceInfo);
    return null;
  },
  args({ steps, ...asked }) {
    const args: DeployInput = {
      ...instanceArgs(asked),
      steps: (steps ?? []).map((step): RankedStep => ({ ...requestedStep(step), priority: step.priority })),
    };
    return { ...args };
  },
  secrets: ({ configDrive }) => (configDrive === null || configDrive === undefined ? {} : { configDrive }),
});

/** @throws {ProblemError} INSTANCE_INFO_INVALID: better now than when it is its turn */
function assertInstance(ctx: ServiceContext, node: NodeRow, instanceInfo: JsonObject): void {
  const { id, driverInfo, properties } = node;
  // Neither its name nor its ports say anything about an image.
  const known = { id, driverInfo, properties, instanceInfo, name: null, powerState: null, ports: [], portGroups: [] };
  slotOf(ctx, node, 'deploy').validateInstance?.(known);
}

const MAX_PRIORITY = 9_999;

function checkDeploySteps(checker: Checker, steps: readonly DeployStepInput[]): void {
  checkStepInputs(checker, 'steps', steps, 0);
  const seen = new Set<string>();
  steps.forEach(({ interface: slot, step, priority }, index) => {
    const at = ['steps', String(index)];
    if (priority < 0 || priority > MAX_PRIORITY) {
      checker.invalid([...at, 'priority'], `${priority} is no priority.`, `Use 0 to ${MAX_PRIORITY}.`);
    }
    const name = `${slot ?? ''}.${step}`;
    if (seen.has(name)) {
      checker.invalid([...at, 'step'], `${step} stands in the list twice.`, 'Name each step once.');
    }
    seen.add(name);
  });
}

export const deployWork = deployment(deploy);

export const rebuildWork = deployment(rebuild);

export const deployNode = (ctx: ServiceContext, viewer: Viewer, input: VerbInput & DeployArguments): Promise<Answer> =>
  workOnNode(ctx, viewer, 'deployNode', deployWork, input);

export const rebuildNode = (ctx: ServiceContext, viewer: Viewer, input: VerbInput & DeployArguments): Promise<Answer> =>
  workOnNode(ctx, viewer, 'rebuildNode', rebuildWork, input);

export const adoptNode = (ctx: ServiceContext, viewer: Viewer, input: VerbInput & InstanceArguments): Promise<Answer> =>
  workOnNode(ctx, viewer, 'adoptNode', adoptWork, input);
