import { found, NOTHING_FOUND, ownStep, type JobType, type StepHandler } from '../job-type.ts';
import { giveBackAll } from './give-back.ts';
import { giveBackNetwork, joinNetwork, joinTenantNetworks, leaveNetwork, leaveTenantNetworks } from './networks.ts';
import { turnOff, turnOffForNow, turnOnAgain } from './power-steps.ts';
import { stageRescue, unstageRamdisk, waitForAgent } from './ramdisk.ts';

/** What the service gives the job for its steps alone; nothing else makes such jobs. */
export interface RescueSecrets {
  /** crypt(3) of the rescue user's password. The password itself is kept nowhere. */
  readonly passwordHash: string;
}

const TIMEOUT_MS = 10 * 60_000;
/** Long enough for a machine with much memory to test it and boot. */
const BOOT_TIMEOUT_MS = 15 * 60_000;

/** Undone last: by then the machine is off and out of the rescuing network. */
const leaveTenant: StepHandler = {
  description: 'Leave the tenant networks',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: TIMEOUT_MS,
  async run(ctx) {
    await leaveTenantNetworks(ctx);
    return NOTHING_FOUND;
  },
  async undo(ctx) {
    await joinTenantNetworks(ctx);
  },
};

const joinRescuingNetwork: StepHandler = {
  description: 'Join the rescuing network',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: TIMEOUT_MS,
  run: async (ctx) => found(await joinNetwork(ctx, 'RESCUING')),
  undo: (ctx) => giveBackNetwork(ctx, 'RESCUING'),
};

const stageRamdisk: StepHandler = {
  description: 'Stage the rescue ramdisk',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: TIMEOUT_MS,
  async run(ctx) {
    await stageRescue(ctx);
    return NOTHING_FOUND;
  },
  undo: (ctx) =>
    giveBackAll(ctx, [
      async () => ctx.driver('rescue').cleanUp?.(ctx.node, ctx),
      async () => ctx.found(...(await unstageRamdisk(ctx))),
    ]),
};

/** A half-made rescue system must not be left running: the tenant networks are connected again after this. */
const bootRamdisk: StepHandler = {
  description: 'Turn the machine on, into the ramdisk, and wait for that to report',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: BOOT_TIMEOUT_MS,
  async run(ctx) {
    const on = await turnOnAgain(ctx);
    const { rescue } = ctx.driver('rescue');
    const outcome = (await rescue?.(ctx.node, ctx)) ?? NOTHING_FOUND.outcome;
    if (ctx.driver('rescue').usesRamdisk !== true) return { outcome, findings: [on] };
    return { ...waitForAgent(ctx, 'RESCUE'), findings: [on] };
  },
  async afterSignal(ctx) {
    const isExpected = ctx.driver('rescue').usesRamdisk === true;
    return isExpected && (await ctx.agent?.()) === null ? waitForAgent(ctx, 'RESCUE') : NOTHING_FOUND;
  },
  async undo(ctx) {
    ctx.found(...(await turnOff(ctx)));
  },
};

const letUserIn: StepHandler = {
  description: 'Give the ramdisk the password of the rescue user',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: TIMEOUT_MS,
  async run(ctx) {
    // The service wrote it as RescueSecrets.
    const { passwordHash } = (await ctx.secrets()) as unknown as RescueSecrets;
    await ctx.driver('rescue').finalize?.(ctx.node, { passwordHash }, ctx);
    return NOTHING_FOUND;
  },
};

const returnToTenantNetworks: StepHandler = {
  description: 'Leave the rescuing network and connect the tenant networks',
  abortable: false,
  repeat: 'idempotent',
  timeoutMs: TIMEOUT_MS,
  async run(ctx) {
    ctx.found(...(await unstageRamdisk(ctx)));
    const left = await leaveNetwork(ctx, 'RESCUING');
    await joinTenantNetworks(ctx);
    return found(left);
  },
};

const steps = {
  turn_off: turnOffForNow,
  leave_tenant_networks: leaveTenant,
  join_rescuing_network: joinRescuingNetwork,
  stage_ramdisk: stageRamdisk,
  boot_ramdisk: bootRamdisk,
  let_user_in: letUserIn,
  return_to_tenant_networks: returnToTenantNetworks,
} as const;

/**
 * ACTIVE → RESCUE: the machine runs a ramdisk in the tenant's networks, and whoever has the password may log in. From
 * RESCUE it is all done again, for a new password. One that fails leaves the machine off, in the tenant's networks.
 */
export const rescue: JobType = {
  name: 'node.rescue',
  purpose: 'rescuing',
  lock: 'EXCLUSIVE',
  priority: 'USER',
  begins: 'rescue',
  endsIn: 'RESCUE',
  runsBetween: false,
  usesBmc: true,
  limit: null,
  plan: () => Object.keys(steps).map((name) => ownStep(steps, name)),
  steps,
  // Nobody knows in which network such a machine is, or what it runs (reference: abort of rescue wait).
  leftBehind: (end, failure) =>
    end.code === 'JOB_CANCELLED' ? [{ kind: 'fault', fault: 'rescue abort failure', reason: failure }] : [],
};
