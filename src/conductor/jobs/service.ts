import { needsRamdisk, type RequestedStep } from '../../domain/steps.ts';
import { whyServiceNotEnded } from '../../domain/verb-guards.ts';
import { availableSteps } from '../../drivers/hardware-type.ts';
import {
  found,
  NOTHING_FOUND,
  ownStep,
  type Finding,
  type JobNode,
  type JobType,
  type PlannedStep,
  type RecordingContext,
  type StepHandler,
} from '../job-type.ts';
import { chosenSteps } from './chosen-steps.ts';
import { giveBackAll } from './give-back.ts';
import { giveBackNetwork, joinNetwork, joinTenantNetworks, leaveNetwork, leaveTenantNetworks } from './networks.ts';
import { bringPowerTo } from './power-steps.ts';
import { bootRamdiskStep, hasAgent, restartSteps, stageBoot, stageRamdisk, unstageRamdisk } from './ramdisk.ts';
import { reservedSteps } from './reserved-steps.ts';

/** Long enough for a machine with much memory to test it and boot. */
const PREPARE_TIMEOUT_MS = 15 * 60_000;

const prepareService: StepHandler = {
  description: 'Leave the tenant networks, join the servicing network and make the machine ready',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: PREPARE_TIMEOUT_MS,
  async run(ctx) {
    await leaveTenantNetworks(ctx);
    const join = (): Promise<Finding> => joinNetwork(ctx, 'SERVICING');
    if (hasAgent(ctx.node)) await stageRamdisk(ctx, 'SERVICE', join);
    else ctx.found(await join());
    const outcome = await ctx.driver('deploy').prepareService?.(ctx.node, ctx);
    return { outcome: outcome ?? { kind: 'done' }, findings: [] };
  },
  undo: backToInstance,
};

/** Back to the tenant: what `prepare_service` took is given back, and the instance boots. */
async function backToInstance(ctx: RecordingContext): Promise<void> {
  await giveBackAll(ctx, [
    async () => ctx.driver('deploy').tearDownService?.(ctx.node, ctx),
    async () => {
      if (hasAgent(ctx.node)) ctx.found(...(await unstageRamdisk(ctx)));
    },
    () => giveBackNetwork(ctx, 'SERVICING'),
    () => joinTenantNetworks(ctx),
    async () => ctx.found(...(await stageBoot(ctx, await ctx.driver('boot').prepareInstance(ctx.node, ctx)))),
    async () => ctx.found(await bringPowerTo(ctx, 'REBOOT')),
  ]);
}

const finishService: StepHandler = {
  description: 'Leave the servicing network, connect the VIFs and restart the machine into the instance',
  abortable: false,
  repeat: 'idempotent',
  timeoutMs: PREPARE_TIMEOUT_MS,
  async run(ctx) {
    await ctx.driver('deploy').tearDownService?.(ctx.node, ctx);
    if (hasAgent(ctx.node)) ctx.found(...(await unstageRamdisk(ctx)));
    ctx.found(await leaveNetwork(ctx, 'SERVICING'));
    await joinTenantNetworks(ctx);
    ctx.found(...(await stageBoot(ctx, await ctx.driver('boot').prepareInstance(ctx.node, ctx))));
    return found(await bringPowerTo(ctx, 'REBOOT'));
  },
};

/** Somebody may have given other steps meanwhile: `replace-held-steps.ts`. */
const hold: StepHandler = {
  ...reservedSteps.hold,
  afterSignal({ node, args: { replacedBy }, hasDone }) {
    if (replacedBy === undefined) return Promise.resolve(NOTHING_FOUND);
    const asked = replacedBy as readonly RequestedStep[]; // the service checked and wrote it
    const next = planService(node, asked, { isPrepared: hasDone('prepare_service') });
    return Promise.resolve({ ...NOTHING_FOUND, next });
  },
};

const bootRamdisk = bootRamdiskStep('SERVICE', (ctx, announced) => {
  const asked = ctx.args['asked'] as readonly RequestedStep[]; // `planService` wrote it
  const chosen = chosenSteps({ node: ctx.node, flow: 'SERVICE', announced }, asked);
  return [...chosen, ownStep(steps, 'finish_service')];
});

const steps = {
  ...reservedSteps,
  hold,
  prepare_service: prepareService,
  boot_ramdisk: bootRamdisk,
  ...restartSteps('SERVICE'),
  finish_service: finishService,
} as const satisfies Readonly<Record<string, StepHandler>>;

/** What the service writes into the job; nothing else makes such jobs. */
export interface ServiceInput {
  readonly steps: readonly RequestedStep[];
}

/**
 * The rest of a plan that was made before: nothing is prepared twice.
 * @param isPrepared the machine has left its tenant networks already
 */
export function planService(
  node: JobNode,
  asked: readonly RequestedStep[],
  { isPrepared }: { readonly isPrepared: boolean },
): readonly PlannedStep[] {
  const chosen = chosenSteps({ node, flow: 'SERVICE', announced: null }, asked);
  if (isPrepared) return [...chosen, ownStep(steps, 'finish_service')];
  if (!needsRamdisk(asked, availableSteps(node.hardware, node.interfaces, 'SERVICE'))) return chosen;
  const boot = hasAgent(node) ? [ownStep(steps, 'boot_ramdisk', { args: { asked } })] : [];
  return [ownStep(steps, 'prepare_service'), ...boot, ...chosen, ownStep(steps, 'finish_service')];
}

/** ACTIVE → chosen steps in the order given → ACTIVE. The machine is taken from its tenant only when a step needs the ramdisk. */
export const service: JobType = {
  name: 'node.service',
  purpose: 'servicing',
  lock: 'EXCLUSIVE',
  priority: 'USER',
  begins: 'service',
  endsIn: 'ACTIVE',
  runsBetween: false,
  usesBmc: true,
  limit: null,
  abortsTo: 'ACTIVE',
  faultOfSteps: 'service failure',
  // The service wrote it as ServiceInput.
  plan: (node, input) => planService(node, (input as unknown as ServiceInput).steps, { isPrepared: false }),
  steps,
};

const restoreInstance: StepHandler = {
  description: 'Leave the servicing network, connect the VIFs and restart the machine into the instance',
  abortable: false,
  repeat: 'idempotent',
  timeoutMs: PREPARE_TIMEOUT_MS,
  run: finishService.run,
};

/** SERVICE_FAILED → the instance boots again → ACTIVE: only then, and not before it is so (quirk Q19). */
export const endService: JobType = {
  name: 'node.end-service',
  purpose: 'going back to the instance',
  lock: 'EXCLUSIVE',
  priority: 'USER',
  begins: null,
  endsIn: 'ACTIVE',
  runsBetween: false,
  usesBmc: true,
  limit: null,
  plan: () => [ownStep({ restore_instance: restoreInstance }, 'restore_instance')],
  steps: { restore_instance: restoreInstance },
  whyNot: whyServiceNotEnded,
  succeeds: () => 'abort',
};
