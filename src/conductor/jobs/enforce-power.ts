import type { PowerState } from '../../domain/power.ts';
import { whyPowerRefused } from '../../domain/power-rules.ts';
import { found, NOTHING_FOUND, ownStep, type JobType, type StepHandler } from '../job-type.ts';
import { bringPowerTo, HARD_TIMEOUT_MS } from './power-steps.ts';

/** What the power sync writes into the job; nothing else makes such jobs. */
export interface EnforcePowerInput {
  readonly target: PowerState;
}

const bringBack: StepHandler = {
  description: 'Bring the machine back to the power state that was last asked for',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: HARD_TIMEOUT_MS * 2, // and time for the looks before and after
  async run(ctx) {
    // The power sync wrote it as EnforcePowerInput.
    const { target } = ctx.input as unknown as EnforcePowerInput;
    const { desiredPowerState, maintenance } = ctx.node;
    // It stood behind everybody's work: what users and operators have asked for since goes before what was found then.
    if (desiredPowerState !== target || maintenance || whyPowerRefused(target, ctx.node) !== null) return NOTHING_FOUND;
    return found(await bringPowerTo(ctx, target));
  },
};

const steps = { bring_back: bringBack };

/** Asked for by the power sync when a machine's power is not as it was last asked for (ENFORCE). */
export const enforcePower: JobType = {
  name: 'node.enforce-power',
  purpose: 'bringing power back',
  lock: 'EXCLUSIVE',
  priority: 'BACKGROUND',
  begins: null,
  endsIn: null,
  runsBetween: false,
  usesBmc: true,
  limit: null,
  // What went wrong before is not mended by this; when it does not help, the power sync says so.
  leavesLastError: true,
  plan: () => [ownStep(steps, 'bring_back')],
  steps,
};
