import { needsRamdisk, type RequestedStep } from '../../domain/steps.ts';
import { availableSteps } from '../../drivers/hardware-type.ts';
import { ownStep, type JobType } from '../job-type.ts';
import { chosenSteps } from './chosen-steps.ts';
import { cleaningSteps } from './cleaning.ts';
import { reservedSteps } from './reserved-steps.ts';

/** What the service writes into the job; nothing else makes such jobs. */
export interface CleanInput {
  readonly steps: readonly RequestedStep[];
}

const steps = { ...cleaningSteps, ...reservedSteps };

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
    const chosen = chosenSteps(node, 'CLEAN', asked);
    if (!needsRamdisk(asked, availableSteps(node.hardware, node.interfaces, 'CLEAN'))) return chosen;
    return [ownStep(steps, 'prepare_cleaning'), ...chosen, ownStep(steps, 'finish_cleaning')];
  },
  faultOfSteps: 'clean failure',
  steps,
  succeeds: () => 'manage',
};
