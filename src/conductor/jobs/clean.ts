import { needsRamdisk, type RequestedStep } from '../../domain/steps.ts';
import { availableSteps } from '../../drivers/hardware-type.ts';
import type { JobType } from '../job-type.ts';
import { chosenSteps } from './chosen-steps.ts';
import { cleaningSteps, withRamdisk } from './cleaning.ts';

/** What the service writes into the job; nothing else makes such jobs. */
export interface CleanInput {
  readonly steps: readonly RequestedStep[];
}

/**
 * MANAGEABLE → cleaning, by chosen steps in the order given → MANAGEABLE. The machine is made ready for a ramdisk only
 * when a step needs one.
 */
export const clean: JobType = {
  name: 'node.clean',
  purpose: 'cleaning by hand',
  lock: 'EXCLUSIVE',
  priority: 'USER',
  begins: 'clean',
  endsIn: 'MANAGEABLE',
  runsBetween: false,
  usesBmc: true,
  limit: 'CLEAN',
  plan(node, input) {
    const { steps: asked } = input as unknown as CleanInput; // the service wrote it
    const chosen = chosenSteps({ node, flow: 'CLEAN', announced: null }, asked);
    if (!needsRamdisk(asked, availableSteps(node.hardware, node.interfaces, 'CLEAN'))) return chosen;
    return withRamdisk(node, chosen, asked);
  },
  faultOfSteps: 'clean failure',
  steps: cleaningSteps,
  succeeds: () => 'manage',
};
