import { found, NOTHING_FOUND, ownStep, type JobType, type StepHandler } from '../job-type.ts';
import { afterCleaning, cleaningSteps, planCleaning } from './cleaning.ts';
import { bringPowerTo } from './power-steps.ts';
import { vifOn } from './vif-steps.ts';

const TEAR_DOWN_TIMEOUT_MS = 10 * 60_000;

const tearDown: StepHandler = {
  description: 'Turn the machine off and end the instance',
  abortable: false,
  repeat: 'idempotent',
  timeoutMs: TEAR_DOWN_TIMEOUT_MS,
  async run(ctx) {
    const canTurnOff = ctx.driver('power').targets.includes('OFF');
    const power = canTurnOff ? [await bringPowerTo(ctx, 'OFF')] : [];
    await ctx.driver('deploy').cleanUp(ctx.node, ctx);
    await ctx.driver('deploy').tearDown(ctx.node, ctx);
    await ctx.driver('boot').cleanUpInstance(ctx.node, ctx);
    return found(...power);
  },
};

/** No VIF survives a tear-down: who wants one attaches it again before the next deploy (reference, VIF notes 4.4). */
const releaseNetworks: StepHandler = {
  description: 'Leave the tenant networks and detach what is attached',
  abortable: false,
  repeat: 'idempotent',
  timeoutMs: TEAR_DOWN_TIMEOUT_MS,
  async run(ctx) {
    const network = ctx.driver('network');
    await network.unconfigureTenant(ctx.node, ctx);
    await network.removeNetwork(ctx.node, 'PROVISIONING', ctx);
    const vifs = await ctx.vifs();
    for (const vif of vifs) await network.detachVif(ctx.node, vifOn(ctx.node, vif), ctx);
    return found(...vifs.map((vif) => ({ kind: 'vif-detached' as const, vifAttachmentId: vif.id })), {
      kind: 'instance',
      instanceId: null,
      instanceInfo: {},
    });
  },
};

/** The node enters CLEANING with this step when cleaning is off, and passes through without work. */
const skipCleaning: StepHandler = {
  description: 'Automated cleaning is off',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: 1_000,
  run: () => Promise.resolve(NOTHING_FOUND),
};

const steps = { tear_down: tearDown, release_networks: releaseNetworks, skip_cleaning: skipCleaning, ...cleaningSteps };

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
  plan(node) {
    const cleaning = planCleaning(node, 'clean');
    return [
      ownStep(steps, 'tear_down'),
      ownStep(steps, 'release_networks'),
      ...(cleaning.length > 0 ? cleaning : [ownStep(steps, 'skip_cleaning', { enters: 'clean' })]),
    ];
  },
  steps,
  succeeds: afterCleaning,
};
