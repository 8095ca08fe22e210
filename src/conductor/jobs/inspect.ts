import { macsIn, whyUnusable } from '../../domain/inventory.ts';
import { ProblemError } from '../../domain/problems.ts';
import { implementationOf } from '../../drivers/hardware-type.ts';
import type { InspectionResult } from '../../drivers/interfaces/inspect.ts';
import { found, NOTHING_FOUND, ownStep, type JobType, type StepContext, type StepHandler } from '../job-type.ts';
import { giveBackAll } from './give-back.ts';
import { inspectionResult } from './inspection-result.ts';
import { giveBackNetwork, joinNetwork, leaveNetwork } from './networks.ts';
import { bringPowerTo, turnOff } from './power-steps.ts';
import { endRamdisk, stageRamdisk, unstageRamdisk, waitForAgent } from './ramdisk.ts';

/** A BMC with many parts is asked for them one by one. */
const TIMEOUT_MS = 15 * 60_000;

const start: StepHandler = {
  description: 'Begin the inspection, and wait where the machine has to report',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: TIMEOUT_MS,
  async run(ctx) {
    const outcome = await ctx.driver('inspect').inspect?.(ctx.node, ctx);
    return { outcome: outcome ?? NOTHING_FOUND.outcome, findings: [] };
  },
  async undo(ctx) {
    await ctx.driver('inspect').abort?.(ctx.node, ctx);
  },
};

const prepareInspection: StepHandler = {
  description: 'Turn the machine off, connect the inspection network and stage the ramdisk',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: TIMEOUT_MS,
  async run(ctx) {
    await stageRamdisk(ctx, 'INSPECT', () => joinNetwork(ctx, 'INSPECTION'));
    return NOTHING_FOUND;
  },
  undo: (ctx) =>
    giveBackAll(ctx, [async () => ctx.found(...(await unstageRamdisk(ctx))), () => giveBackNetwork(ctx, 'INSPECTION')]),
};

const bootRamdisk: StepHandler = {
  description: 'Turn the machine on, into the ramdisk, and wait for its report',
  abortable: true,
  repeat: 'idempotent', // nothing is given out once: a report comes from whichever ramdisk was booted last
  timeoutMs: TIMEOUT_MS,
  run: async (ctx) => ({ ...waitForAgent(ctx, 'INSPECT'), findings: [await bringPowerTo(ctx, 'REBOOT')] }),
  afterSignal: async (ctx) =>
    (await ctx.inspectionReport?.()) === null ? waitForAgent(ctx, 'INSPECT') : NOTHING_FOUND,
  async undo(ctx) {
    ctx.found(...(await turnOff(ctx)));
  },
};

const finishInspection: StepHandler = {
  description: 'End the ramdisk, leave the inspection network and turn the machine off',
  abortable: false,
  repeat: 'idempotent',
  timeoutMs: TIMEOUT_MS,
  async run(ctx) {
    const ended = await endRamdisk(ctx);
    return found(...ended, await leaveNetwork(ctx, 'INSPECTION'));
  },
};

const collect: StepHandler = {
  description: 'Read what was found, run the inspection rules, and store what follows',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: TIMEOUT_MS,
  async run(ctx) {
    const result = await ctx.driver('inspect').collect?.(ctx.node, ctx);
    const usable = requireUsable(result);
    await requireOwn(ctx, macsIn(usable.inventory));
    const { inspectionAddPorts, inventoriesKept } = ctx.inspection;
    const { finding, lines } = inspectionResult(ctx.node, usable, await ctx.ruleFacts(), inspectionAddPorts);
    for (const line of lines) ctx.line(line);
    return found({ ...finding, keep: inventoriesKept });
  },
};

function requireUsable(result: InspectionResult | undefined): InspectionResult {
  const reason = result === undefined ? 'nothing was found' : whyUnusable(result.inventory);
  if (result === undefined || reason !== null) {
    throw new ProblemError({ code: 'STEP_FAILED', step: 'collect', reason: reason ?? 'nothing was found' });
  }
  return result;
}

/** One of the two nodes would be taken for the other: it is not this job that could tell which. */
async function requireOwn(ctx: StepContext, macs: readonly string[]): Promise<void> {
  const owners = await ctx.portOwners(macs);
  const index = macs.findIndex((mac) => (owners.get(mac) ?? ctx.node.id) !== ctx.node.id);
  const value = macs[index];
  if (value === undefined) return;
  const path = ['inventory', 'interfaces', String(index), 'mac_address'];
  throw new ProblemError({ code: 'ALREADY_EXISTS', type: `port of node ${owners.get(value)}`, path, value });
}

const steps = {
  start,
  prepare_inspection: prepareInspection,
  boot_ramdisk: bootRamdisk,
  collect,
  finish_inspection: finishInspection,
} as const;
const IN_BAND = ['prepare_inspection', 'boot_ramdisk', 'collect', 'finish_inspection'] as const;
const BY_BMC = ['start', 'collect'] as const;

/** MANAGEABLE → MANAGEABLE, with what was found in the machine written down. */
export const inspect: JobType = {
  name: 'node.inspect',
  purpose: 'inspecting',
  lock: 'EXCLUSIVE',
  priority: 'USER',
  begins: 'inspect',
  endsIn: 'MANAGEABLE',
  runsBetween: false,
  usesBmc: true,
  limit: null,
  plan(node) {
    const { usesRamdisk } = implementationOf(node.hardware, node.interfaces, 'inspect');
    return (usesRamdisk === true ? IN_BAND : BY_BMC).map((name) => ownStep(steps, name));
  },
  steps,
  started: () => [{ kind: 'inspection-started' }],
};
