import { whyPowerRefused } from '../../domain/power-rules.ts';
import type { PowerTarget } from '../../domain/power.ts';
import { ProblemError } from '../../domain/problems.ts';
import { found, ownStep, type JobType, type StepHandler } from '../job-type.ts';
import { bringPowerTo, defaultPowerTimeoutMs } from './power-steps.ts';

/** What the service writes into the job; nothing else makes such jobs. */
export interface SetPowerInput {
  readonly target: PowerTarget;
  readonly timeoutMs: number | null;
}

const setPowerStep: StepHandler = {
  description: 'Bring the machine to the wanted power state',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: 3_660_000, // the longest a caller may ask for, and a minute for the last look
  async run(ctx) {
    // The service wrote it as SetPowerInput.
    const { target, timeoutMs } = ctx.input as unknown as SetPowerInput;
    // Asked again now that it is its turn: much may have happened while it stood in the queue.
    const problem = whyPowerRefused(target, ctx.node);
    if (problem !== null) throw new ProblemError(problem);
    return found(await bringPowerTo(ctx, target, timeoutMs ?? defaultPowerTimeoutMs(target)));
  },
};

const steps = { set_power: setPowerStep };

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
  plan: () => [ownStep(steps, 'set_power')],
  steps,
};
