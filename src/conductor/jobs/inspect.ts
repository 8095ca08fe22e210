import { macsIn, whyUnusable } from '../../domain/inventory.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { InspectionResult } from '../../drivers/interfaces/inspect.ts';
import { found, NOTHING_FOUND, ownStep, type JobType, type StepContext, type StepHandler } from '../job-type.ts';
import { inspectionResult } from './inspection-result.ts';

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

const steps = { start, collect };

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
  plan: () => [ownStep(steps, 'start'), ownStep(steps, 'collect')],
  steps,
  started: () => [{ kind: 'inspection-started' }],
};
