/** From steps that were asked for to rows of a plan. */
import { stepName, type RequestedStep } from '../../domain/steps.ts';
import { availableSteps, type SlotStep } from '../../drivers/hardware-type.ts';
import type { StepFlow } from '../../drivers/interfaces/common.ts';
import { ownStep, type JobNode, type PlannedStep } from '../job-type.ts';
import { reservedSteps } from './reserved-steps.ts';

/** In the order in which they were asked for: their priorities do not matter. */
export function chosenSteps(node: JobNode, flow: StepFlow, asked: readonly RequestedStep[]): readonly PlannedStep[] {
  const offered = availableSteps(node.hardware, node.interfaces, flow);
  return asked.map((step) => {
    if (step.interface === null) return ownStep(reservedSteps, step.step, { args: step.args });
    const known = offered.find(({ interface: slot, name }) => slot === step.interface && name === step.step);
    return known === undefined ? announcedLater(step, flow) : driverStep(known, step.args);
  });
}

/** A driver's own step as a row of a plan. */
export const driverStep = (step: SlotStep, args: RequestedStep['args'] = {}): PlannedStep => ({
  name: step.name,
  interface: step.interface,
  flow: step.flow,
  description: step.description,
  abortable: step.abortable,
  repeat: step.repeat,
  timeoutMs: null,
  args,
});

/** The ramdisk may bring it. Nobody knows how it is repeated, so it is not. */
const announcedLater = (step: RequestedStep, flow: StepFlow): PlannedStep => ({
  name: step.step,
  interface: step.interface,
  flow,
  description: `Asked for as ${stepName(step)}; the driver does not know it`,
  abortable: false,
  repeat: 'manual',
  timeoutMs: null,
  args: step.args,
});
