import { ProblemError } from '../../domain/problems.ts';
import { stepName, type RankedStep } from '../../domain/steps.ts';
import { validateDriverInfo } from '../../drivers/hardware-type.ts';
import type { JsonObject } from '../../entities/json.ts';
import {
  found,
  NOTHING_FOUND,
  ownStep,
  type Finding,
  type JobNode,
  type JobType,
  type PlannedStep,
  type Planning,
  type StepHandler,
} from '../job-type.ts';
import { deploySteps, type RankedPlan } from './chosen-steps.ts';
import { giveBackAll } from './give-back.ts';
import { giveBackNetwork, joinNetwork, joinTenantNetworks, leaveNetwork, leaveTenantNetworks } from './networks.ts';
import { restartConsole } from './console.ts';
import { bringPowerTo, turnOff } from './power-steps.ts';
import {
  bootRamdiskRow,
  bootRamdiskStep,
  bootsRamdisk,
  hasAgent,
  NOTHING_GIVEN,
  restartSteps,
  stageBoot,
  stageRamdisk,
  unstageRamdisk,
  waitUntilOff,
} from './ramdisk.ts';
import { reservedSteps } from './reserved-steps.ts';

/** Long enough for a machine with much memory to test it and boot. */
const BOOT_TIMEOUT_MS = 15 * 60_000;

const prepareDeploy: StepHandler = {
  description: 'Record the instance, stage the ramdisk and join the provisioning network',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: BOOT_TIMEOUT_MS,
  async run(ctx) {
    validateDriverInfo(ctx.node.hardware, ctx.node.interfaces, ctx.node);
    const files = await ctx.driver('deploy').prepare(ctx.node, ctx);
    if (!bootsRamdisk(ctx.node)) return found(...(await turnOff(ctx)));
    await stageRamdisk(ctx, 'DEPLOY', () => joinNetwork(ctx, 'PROVISIONING'));
    return hasAgent(ctx.node) ? found({ kind: 'staged', files }) : NOTHING_FOUND;
  },
  undo: (ctx) =>
    giveBackAll(ctx, [
      async () => ctx.found(...(await unstageRamdisk(ctx))),
      () => giveBackNetwork(ctx, 'PROVISIONING'),
      () => ctx.driver('deploy').cleanUp(ctx.node, ctx),
    ]),
};

/** The reference's core step `deploy`, priority 100. What comes after it is known once the agent has said what it can do. */
const bootRamdisk = bootRamdiskStep('DEPLOY', (ctx, announced) => {
  const asked = ctx.args['asked'] as readonly RankedStep[]; // `planDeploy` wrote it
  const offer = { node: ctx.node, flow: 'DEPLOY' } as const;
  const before = deploySteps({ ...offer, announced: null }, asked, coreSteps(ctx.node, asked), ctx.stepSettings);
  const done = before.slice(0, before.findIndex(isBootRamdisk) + 1);
  const isDone = (step: PlannedStep): boolean =>
    done.some(({ name, interface: slot }) => name === step.name && slot === step.interface);
  const all = deploySteps({ ...offer, announced }, asked, coreSteps(ctx.node, asked), ctx.stepSettings);
  return all.filter((step) => !isDone(step));
});

const isBootRamdisk = ({ name, interface: slot }: PlannedStep): boolean => slot === null && name === 'boot_ramdisk';

/** Priority 30. */
const switchToTenantNetwork: StepHandler = {
  description: 'Leave the provisioning network and connect the VIFs',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: BOOT_TIMEOUT_MS,
  async run(ctx) {
    if (bootsRamdisk(ctx.node)) {
      ctx.found(...(await waitUntilOff(ctx)));
      ctx.found(...(await unstageRamdisk(ctx)));
      ctx.found(await leaveNetwork(ctx, 'PROVISIONING'));
    }
    await joinTenantNetworks(ctx);
    return NOTHING_FOUND;
  },
  undo: leaveTenantNetworks,
};

/** Priority 20. */
const bootInstance: StepHandler = {
  description: 'Restart the machine into the instance',
  abortable: false,
  repeat: 'idempotent',
  timeoutMs: BOOT_TIMEOUT_MS,
  async run(ctx) {
    ctx.found(...(await stageBoot(ctx, await ctx.driver('boot').prepareInstance(ctx.node, ctx))));
    const power = await bringPowerTo(ctx, 'REBOOT');
    return found(power, ...(await restartConsole(ctx)));
  },
  async undo(ctx) {
    ctx.found(...NOTHING_GIVEN);
  },
};

/** The instance's connections, before the machine boots the ramdisk. */
const leaveTenant: StepHandler = {
  description: 'Cut the VIFs off',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: BOOT_TIMEOUT_MS,
  async run(ctx) {
    await leaveTenantNetworks(ctx);
    return NOTHING_FOUND;
  },
};

const steps = {
  ...reservedSteps,
  leave_tenant_networks: leaveTenant,
  prepare_deploy: prepareDeploy,
  boot_ramdisk: bootRamdisk,
  ...restartSteps('DEPLOY'),
  switch_to_tenant_network: switchToTenantNetwork,
  boot_instance: bootInstance,
};

/**
 * The core steps among the driver's, by the reference's priorities.
 * @param asked kept with the step after which they are looked at again
 */
function coreSteps(node: JobNode, asked: readonly RankedStep[]): readonly RankedPlan[] {
  const boot = { priority: 100, step: bootRamdiskRow(node, ownStep(steps, 'boot_ramdisk', { args: { asked } })) };
  return [
    ...(bootsRamdisk(node) ? [boot] : []),
    { priority: 30, step: ownStep(steps, 'switch_to_tenant_network') },
    { priority: 20, step: ownStep(steps, 'boot_instance') },
  ];
}

/** What the service writes into jobs that begin an instance; nothing else makes such jobs. */
export interface InstanceInput {
  readonly instanceId: string;
  /** The caller named it. Otherwise an instance that the node has by then, an allocation's, is kept. */
  readonly isInstanceChosen: boolean;
  /** Null: the node's instanceInfo as it is. */
  readonly instanceInfo: JsonObject | null;
}

/** What a deployment is given besides. */
export interface DeployInput extends InstanceInput {
  /** Absent in jobs of an earlier release. */
  readonly steps?: readonly RankedStep[];
}

/** Recorded when it is the job's turn: until then an earlier one may need what is there. */
export function instanceStarted(input: JsonObject, node: JobNode): readonly Finding[] {
  // The service wrote it as InstanceInput.
  const { instanceId, isInstanceChosen, instanceInfo } = input as unknown as InstanceInput;
  const instance = {
    kind: 'instance',
    instanceId: isInstanceChosen ? instanceId : (node.instanceId ?? instanceId),
  } as const;
  return [
    instanceInfo === null ? instance : { ...instance, instanceInfo: { ...askedByAllocation(node), ...instanceInfo } },
  ];
}

/** An instance that is there before its deployment is an allocation's, and the traits it asked for are for this deployment. */
const askedByAllocation = ({ provisionState, instanceId, instanceInfo: { traits } }: JobNode): JsonObject =>
  provisionState === 'AVAILABLE' && instanceId !== null && traits !== undefined ? { traits } : {};

/** AVAILABLE → ACTIVE. */
export const deploy: JobType = {
  name: 'node.deploy',
  purpose: 'deploying',
  lock: 'EXCLUSIVE',
  priority: 'USER',
  begins: 'deploy',
  endsIn: 'ACTIVE',
  runsBetween: false,
  usesBmc: true,
  limit: 'DEPLOY',
  plan: planDeploy,
  steps,
  started: instanceStarted,
};

/** ACTIVE, ERROR or DEPLOY_FAILED → ACTIVE with the same instance, its VIFs kept. */
export const rebuild: JobType = {
  ...deploy,
  name: 'node.rebuild',
  purpose: 'deploying again',
  begins: 'rebuild',
  plan: async (node, input, planning) => [
    ownStep(steps, 'leave_tenant_networks'),
    ...(await planDeploy(node, input, planning)),
  ],
};

/**
 * Steps that were asked for stand before those of templates, and these before the driver's.
 * @throws {ProblemError} NOT_ALLOWED_NOW when the node lacks a trait that the instance asks for, or templates contradict
 */
async function planDeploy(node: JobNode, input: JsonObject, planning: Planning): Promise<readonly PlannedStep[]> {
  const { steps: asked = [] } = input as unknown as DeployInput; // the service wrote it
  const traits = traitsAskedFor(node);
  const names = new Set(asked.map(stepName));
  const ofTemplates = withoutRepeats(await planning.deployTemplates(traits)).filter(
    (step) => !names.has(stepName(step)),
  );
  const chosen = [...asked, ...ofTemplates];
  const offer = { node, flow: 'DEPLOY', announced: null } as const;
  return [ownStep(steps, 'prepare_deploy'), ...deploySteps(offer, chosen, coreSteps(node, chosen), planning.settings)];
}

function traitsAskedFor({ instanceInfo: { traits }, traits: has }: JobNode): readonly string[] {
  const asked = Array.isArray(traits) ? traits.filter((trait) => typeof trait === 'string') : [];
  const missing = asked.filter((trait) => !has.includes(trait));
  if (missing.length === 0) return asked;
  throw new ProblemError({
    code: 'NOT_ALLOWED_NOW',
    action: 'deploying',
    reason: `instanceInfo asks for traits that the node does not have: ${missing.join(', ')}`,
    remedy: 'Ask for others, or add them with addNodeTraits if the machine has them.',
  });
}

function withoutRepeats(templates: ReadonlyMap<string, readonly RankedStep[]>): readonly RankedStep[] {
  const from = new Map<string, string>();
  for (const [template, ranked] of templates) {
    for (const name of ranked.map(stepName)) {
      const other = from.get(name);
      if (other !== undefined) {
        throw new ProblemError({
          code: 'NOT_ALLOWED_NOW',
          action: 'deploying',
          reason: `the deploy templates ${other} and ${template} both have the step ${name}`,
          remedy: 'Take it out of one of them, or name it in the deployment itself.',
        });
      }
      from.set(name, template);
    }
  }
  return [...templates.values()].flat();
}
