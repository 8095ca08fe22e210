import { found, NOTHING_FOUND, ownStep, type JobType, type StepHandler } from '../job-type.ts';
import { joinTenantNetworks, leaveNetwork } from './networks.ts';
import { turnOffForNow, turnOnAgain } from './power-steps.ts';
import { stageBoot, unstageRamdisk } from './ramdisk.ts';

const TIMEOUT_MS = 10 * 60_000;
/** Long enough for a machine with much memory to test it and boot. */
const BOOT_TIMEOUT_MS = 15 * 60_000;

/** Whatever a rescue has left, however far it got. */
export const cleanUpRescue: StepHandler = {
  description: 'Remove the rescue ramdisk and leave the rescuing network',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: TIMEOUT_MS,
  async run(ctx) {
    await ctx.driver('rescue').cleanUp?.(ctx.node, ctx);
    ctx.found(...(await unstageRamdisk(ctx)));
    return found(await leaveNetwork(ctx, 'RESCUING'));
  },
};

/** They are connected in every state from which this begins, unless a failed rescue could not give them back. */
const connectTenantNetworks: StepHandler = {
  description: 'Connect the tenant networks',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: TIMEOUT_MS,
  async run(ctx) {
    await joinTenantNetworks(ctx);
    return NOTHING_FOUND;
  },
};

const bootInstance: StepHandler = {
  description: 'Turn the machine on, into the instance',
  abortable: false,
  repeat: 'idempotent',
  timeoutMs: BOOT_TIMEOUT_MS,
  async run(ctx) {
    ctx.found(...(await stageBoot(ctx, await ctx.driver('boot').prepareInstance(ctx.node, ctx))));
    return found(await turnOnAgain(ctx));
  },
};

const steps = {
  turn_off: turnOffForNow,
  clean_up_rescue: cleanUpRescue,
  connect_tenant_networks: connectTenantNetworks,
  boot_instance: bootInstance,
} as const;

/** RESCUE → ACTIVE. Nothing is undone when it fails: there is no way back into the rescue, and it can be asked for again. */
export const unrescue: JobType = {
  name: 'node.unrescue',
  purpose: 'going back from rescue',
  lock: 'EXCLUSIVE',
  priority: 'USER',
  begins: 'unrescue',
  endsIn: 'ACTIVE',
  runsBetween: false,
  usesBmc: true,
  limit: null,
  plan: () => Object.keys(steps).map((name) => ownStep(steps, name)),
  steps,
};
