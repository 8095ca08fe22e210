import { stepsOf, validateDriverInfo } from '../../drivers/hardware-type.ts';
import type { JsonObject } from '../../entities/json.ts';
import {
  found,
  ownStep,
  type Finding,
  type JobNode,
  type JobType,
  type PlannedStep,
  type StepHandler,
} from '../job-type.ts';
import { driverSteps } from './cleaning.ts';
import { giveBackAll } from './give-back.ts';
import { giveBackNetwork, joinNetwork, leaveNetwork, tenantVifs } from './networks.ts';
import { restartConsole } from './console.ts';
import { bringPowerTo } from './power-steps.ts';

/** Long enough for a machine with much memory to test it and boot. */
const BOOT_TIMEOUT_MS = 15 * 60_000;

const prepareDeploy: StepHandler = {
  description: 'Record the instance, stage the ramdisk and join the provisioning network',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: BOOT_TIMEOUT_MS,
  async run(ctx) {
    validateDriverInfo(ctx.node.hardware, ctx.node.interfaces, ctx.node);
    await ctx.driver('deploy').prepare(ctx.node, ctx);
    const joined = await joinNetwork(ctx, 'PROVISIONING');
    await ctx.driver('boot').prepareRamdisk(ctx.node, {}, ctx);
    return found(joined);
  },
  undo: (ctx) =>
    giveBackAll(ctx, [
      () => ctx.driver('boot').cleanUpRamdisk(ctx.node, ctx),
      () => giveBackNetwork(ctx, 'PROVISIONING'),
      () => ctx.driver('deploy').cleanUp(ctx.node, ctx),
    ]),
};

/** The reference's core step `deploy`, priority 100. */
const bootRamdisk: StepHandler = {
  description: 'Restart the machine into the ramdisk',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: BOOT_TIMEOUT_MS,
  run: async (ctx) => found(await bringPowerTo(ctx, 'REBOOT')),
};

/** Priority 30. */
const switchToTenantNetwork: StepHandler = {
  description: 'Leave the provisioning network and connect the VIFs',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: BOOT_TIMEOUT_MS,
  async run(ctx) {
    await ctx.driver('boot').cleanUpRamdisk(ctx.node, ctx);
    const left = await leaveNetwork(ctx, 'PROVISIONING');
    await ctx.driver('network').configureTenant(ctx.node, await tenantVifs(ctx), ctx);
    return found(left);
  },
  async undo(ctx) {
    await ctx.driver('network').unconfigureTenant(ctx.node, await tenantVifs(ctx), ctx);
  },
};

/** Priority 20. */
const bootInstance: StepHandler = {
  description: 'Restart the machine into the instance',
  abortable: false,
  repeat: 'idempotent',
  timeoutMs: BOOT_TIMEOUT_MS,
  async run(ctx) {
    await ctx.driver('boot').prepareInstance(ctx.node, ctx);
    const power = await bringPowerTo(ctx, 'REBOOT');
    return found(power, ...(await restartConsole(ctx)));
  },
};

const steps = {
  prepare_deploy: prepareDeploy,
  boot_ramdisk: bootRamdisk,
  switch_to_tenant_network: switchToTenantNetwork,
  boot_instance: bootInstance,
};

/** The core steps among the driver's, by the reference's priorities. */
const CORE_PRIORITY = { boot_ramdisk: 100, switch_to_tenant_network: 30, boot_instance: 20 } as const;

/** What the service writes into jobs that begin an instance; nothing else makes such jobs. */
export interface InstanceInput {
  readonly instanceId: string;
  /** The caller named it. Otherwise an instance that the node has by then, an allocation's, is kept. */
  readonly isInstanceChosen: boolean;
  /** Null: the node's instanceInfo as it is. */
  readonly instanceInfo: JsonObject | null;
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
  plan(node) {
    const ofDriver = stepsOf(node.hardware, node.interfaces, 'DEPLOY').map(({ priority }) => priority);
    const ranked: { readonly priority: number; readonly step: PlannedStep }[] = [
      ...driverSteps(node, 'DEPLOY').map((step, index) => ({ priority: ofDriver[index] ?? 0, step })),
      ...Object.entries(CORE_PRIORITY).map(([name, priority]) => ({ priority, step: ownStep(steps, name) })),
    ];
    const inOrder = ranked.sort((a, b) => b.priority - a.priority).map(({ step }) => step);
    return [ownStep(steps, 'prepare_deploy'), ...inOrder];
  },
  steps,
  started: instanceStarted,
};
