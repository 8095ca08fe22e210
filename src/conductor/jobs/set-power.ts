import { whyPowerRefused } from '../../domain/power-rules.ts';
import type { PowerTarget } from '../../domain/power.ts';
import { describeProblem, ProblemError } from '../../domain/problems.ts';
import { found, ownStep, type JobType, type StepContext, type StepHandler } from '../job-type.ts';
import { bringPowerTo, defaultPowerTimeoutMs } from './power-steps.ts';
import { hasAgent } from './ramdisk.ts';

/** What the service writes into the job; nothing else makes such jobs. */
export interface SetPowerInput {
  readonly target: PowerTarget;
  readonly timeoutMs: number | null;
  /** Jobs of the machines that must be switched first: see `services/node/power-family.ts`. */
  readonly after?: readonly string[];
}

const DAY_MS = 86_400_000;

/** Its turn may come long before theirs. The node is free meanwhile, so they and others are not held up by it. */
const awaitOthers: StepHandler = {
  description: 'Wait until the machines that share its power have been switched',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: 60_000,
  run: () => Promise.resolve({ outcome: { kind: 'wait', for: 'JOBS', timeoutMs: DAY_MS }, findings: [] }),
};

/** A machine whose parent is off, or whose children are still on, is left as it is. */
async function requireOthers(ctx: StepContext, after: readonly string[]): Promise<void> {
  const others = await ctx.jobs(after);
  for (const id of after) {
    const other = others.find((job) => job.id === id);
    if (other?.state === 'SUCCEEDED') continue;
    const why = other?.error == null ? 'its job is gone' : describeProblem(other.error).message;
    throw new ProblemError({
      code: 'STEP_FAILED',
      step: 'await_others',
      reason: `node ${other?.nodeId ?? 'that was deleted'} had to be switched first, and was not (job ${id}): ${why}`,
    });
  }
}

const setPowerStep: StepHandler = {
  description: 'Bring the machine to the wanted power state',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: 3_660_000, // the longest a caller may ask for, and a minute for the last look
  async run(ctx) {
    // The service wrote it as SetPowerInput.
    const { target, timeoutMs, after = [] } = ctx.input as unknown as SetPowerInput;
    // Asked again now that it is its turn: much may have happened while it stood in the queue.
    const problem = whyPowerRefused(target, ctx.node);
    if (problem !== null) throw new ProblemError(problem);
    await requireOthers(ctx, after);
    const power = await bringPowerTo(ctx, target, timeoutMs ?? defaultPowerTimeoutMs(target));
    // A ramdisk that was left running for the next flow is gone now, and one that boots instead gets a token of its own.
    return target === 'ON' || !hasAgent(ctx.node) ? found(power) : found(power, { kind: 'ramdisk-gone' });
  },
};

const steps = { await_others: awaitOthers, set_power: setPowerStep };

export const setPower: JobType = {
  name: 'node.set-power',
  purpose: 'changing power',
  lock: 'EXCLUSIVE',
  priority: 'USER',
  begins: null,
  endsIn: null,
  runsBetween: false,
  usesBmc: true,
  limit: null,
  plan(_node, input) {
    // The service wrote it as SetPowerInput.
    const { after = [] } = input as unknown as SetPowerInput;
    return [...(after.length > 0 ? [ownStep(steps, 'await_others')] : []), ownStep(steps, 'set_power')];
  },
  steps,
};
