import type { ProvisionState } from '../../domain/provision-states.ts';
import { NETWORK_PURPOSES } from '../../drivers/interfaces/network.ts';
import { found, NOTHING_FOUND, ownStep, type JobType, type StepContext, type StepHandler } from '../job-type.ts';
import { afterCleaning, cleaningSteps, planCleaning } from './cleaning.ts';
import { stopConsole } from './console.ts';
import { turnOff } from './power-steps.ts';
import { NOTHING_GIVEN } from './ramdisk.ts';
import { isNetworkProblem } from './networks.ts';
import { cleanUpRescue } from './unrescue.ts';
import { bindAgain, vifOn } from './vif-steps.ts';

const TEAR_DOWN_TIMEOUT_MS = 10 * 60_000;

const tearDown: StepHandler = {
  description: 'Turn the machine off and end the instance',
  abortable: false,
  repeat: 'idempotent',
  timeoutMs: TEAR_DOWN_TIMEOUT_MS,
  async run(ctx) {
    const console = await stopConsole(ctx);
    const power = await turnOff(ctx);
    await ctx.driver('deploy').cleanUp(ctx.node, ctx);
    await ctx.driver('deploy').tearDown(ctx.node, ctx);
    await ctx.driver('boot').cleanUpInstance(ctx.node, ctx);
    return found(...console, ...power, ...NOTHING_GIVEN);
  },
};

/**
 * No VIF survives a tear-down: who wants one attaches it again before the next deploy (reference, VIF notes 4.4).
 * A network service that is away keeps no machine from its cleaning: what it did not let go of stays in ERROR, with the
 * reason, for the reconciler or for whoever detaches it. Any other failure ends in ERROR, as elsewhere.
 */
const releaseNetworks: StepHandler = {
  description: 'Leave the tenant networks and detach what is attached',
  abortable: false,
  repeat: 'idempotent',
  timeoutMs: TEAR_DOWN_TIMEOUT_MS,
  async run(ctx) {
    const network = ctx.driver('network');
    // Each VIF is let go of by itself below, so that one which a user detaches meanwhile is not reserved again here.
    await network.unconfigureTenant(ctx.node, [], ctx);
    const vifs = await ctx.vifs();
    for (const purpose of NETWORK_PURPOSES) {
      const made = vifs.filter((vif) => vif.purpose === purpose);
      if (made.length === 0 && purpose !== 'PROVISIONING') continue;
      const recorded = { tenant: [], made: made.map((vif) => vifOn(ctx.node, vif)) };
      const failure = await failureOf(ctx, () => network.removeNetwork(ctx.node, purpose, recorded, ctx));
      // Said at once: a failure further down would leave a record of what is gone.
      ctx.found(
        failure === null ? { kind: 'network-left', purpose } : { kind: 'network-left-behind', purpose, error: failure },
      );
    }
    // One that is ATTACHING has its job behind this one in the queue: without its record that would bind an orphan.
    for (const vif of vifs.filter(({ purpose, state }) => purpose === 'TENANT' && state !== 'ATTACHING')) {
      const failure = await failureOf(ctx, () => network.detachVif(ctx.node, vifOn(ctx.node, vif), ctx));
      const vifAttachmentId = vif.id;
      ctx.found(
        failure === null
          ? { kind: 'vif-detached', vifAttachmentId }
          : { kind: 'vif-error', vifAttachmentId, error: failure },
      );
    }
    return found({ kind: 'instance', instanceId: null, instanceInfo: {} });
  },
  /** Nobody knows how far an interrupted one got. What is still recorded as attached is reserved again, or called broken. */
  async undo(ctx) {
    const rows = await ctx.vifs();
    for (const row of rows.filter(({ purpose, state }) => purpose === 'TENANT' && state === 'ATTACHED')) {
      const failure = await failureOf(ctx, () => bindAgain(ctx, row));
      if (failure !== null) ctx.found({ kind: 'vif-error', vifAttachmentId: row.id, error: failure });
    }
  },
};

/** Null: it was done. What the network service would not do is told; anything else is thrown. */
async function failureOf(ctx: StepContext, act: () => Promise<void>): Promise<string | null> {
  try {
    await act();
    return null;
  } catch (error) {
    if (!isNetworkProblem(error)) throw error;
    ctx.log.warn({ nodeId: ctx.node.id, problem: error.problem }, 'a VIF stays behind: the tear-down goes on');
    return error.message;
  }
}

/** The node enters CLEANING with this step when cleaning is off, and passes through without work. */
const skipCleaning: StepHandler = {
  description: 'Automated cleaning is off',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: 1_000,
  run: () => Promise.resolve(NOTHING_FOUND),
};

/** Where a rescue, whole or half, may have left something. */
const RESCUED: readonly ProvisionState[] = ['RESCUE', 'RESCUE_WAIT', 'RESCUE_FAILED', 'UNRESCUE_FAILED'];

const steps = {
  clean_up_rescue: { ...cleanUpRescue, abortable: false },
  tear_down: tearDown,
  release_networks: releaseNetworks,
  skip_cleaning: skipCleaning,
  ...cleaningSteps,
};

/** Back to AVAILABLE, by way of cleaning. */
export const undeploy: JobType = {
  name: 'node.undeploy',
  purpose: 'tearing down',
  lock: 'EXCLUSIVE',
  priority: 'USER',
  begins: 'undeploy',
  endsIn: 'AVAILABLE',
  runsBetween: false,
  usesBmc: true,
  limit: 'CLEAN',
  async plan(node, _input, planning) {
    const cleaning = await planCleaning(node, planning, 'clean');
    return [
      ...(RESCUED.includes(node.provisionState) ? [ownStep(steps, 'clean_up_rescue')] : []),
      ownStep(steps, 'tear_down'),
      ownStep(steps, 'release_networks'),
      ...(cleaning.length > 0 ? cleaning : [ownStep(steps, 'skip_cleaning', { enters: 'clean' })]),
    ];
  },
  faultOfSteps: 'clean failure',
  steps,
  succeeds: afterCleaning,
};
