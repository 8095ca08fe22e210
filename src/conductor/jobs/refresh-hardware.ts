import type { HardwareAspect } from '../../domain/hardware-aspects.ts';
import { NOTHING_FOUND, ownStep, type JobType, type StepHandler } from '../job-type.ts';
import { lookAt } from './observe-hardware.ts';

/** What the service writes into the job; nothing else makes such jobs. */
export interface RefreshHardwareInput {
  readonly aspects: readonly HardwareAspect[];
}

const look: StepHandler = {
  description: 'Look at the machine',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: 10 * 60_000, // some BMCs take minutes over all their sensors
  async run(ctx) {
    // The service wrote it as RefreshHardwareInput.
    const { aspects } = ctx.input as unknown as RefreshHardwareInput;
    for (const [index, aspect] of aspects.entries()) {
      // Said at once: one that cannot be read does not take the others with it.
      ctx.found({ kind: 'hardware', observed: [await lookAt(ctx, aspect)] });
      ctx.progress(Math.floor(((index + 1) / aspects.length) * 100));
    }
    return NOTHING_FOUND;
  },
};

const steps = { look };

/**
 * SHARED: it only looks, so it never waits for whoever has the node. For the same reason it says that it uses no BMC: it
 * would stand in line behind the very job that holds the node.
 */
export const refreshHardware: JobType = {
  name: 'node.refresh-hardware',
  purpose: 'looking at the machine',
  lock: 'SHARED',
  priority: 'USER',
  begins: null,
  endsIn: null,
  runsBetween: false,
  usesBmc: false,
  limit: null,
  leavesLastError: true,
  plan: () => [ownStep(steps, 'look')],
  steps,
};
