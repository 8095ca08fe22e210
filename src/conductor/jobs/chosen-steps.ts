/** From steps that were asked for to rows of a plan. */
import { stepName, type RankedStep, type RequestedStep, type StepSettings } from '../../domain/steps.ts';
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

/** The steps that the driver runs by itself in a flow, in order: by its priorities, or the operator's. */
export function automaticSteps(
  node: JobNode,
  flow: 'VERIFY' | 'CLEAN' | 'DEPLOY',
  { denied, priorities }: StepSettings,
): readonly SlotStep[] {
  const named = (step: SlotStep): string => stepName({ interface: step.interface, step: step.name });
  return availableSteps(node.hardware, node.interfaces, flow)
    .map((step) => ({ ...step, priority: priorities[flow].get(named(step)) ?? step.priority }))
    .filter((step) => step.priority > 0 && !denied.includes(named(step)))
    .toSorted((a, b) => b.priority - a.priority);
}

/** A step and its rank in a flow. */
export interface RankedPlan {
  readonly priority: number;
  readonly step: PlannedStep;
}

/**
 * The driver's steps, the core's and those that were asked for, by rank. What is asked for takes the place of the driver's
 * step of the same name; with priority 0 it only takes it away. Source: the reference's deploy list (domain notes §6.4).
 */
export function deploySteps(
  node: JobNode,
  asked: readonly RankedStep[],
  core: readonly RankedPlan[],
  settings: StepSettings,
): readonly PlannedStep[] {
  const names = new Set(asked.map(stepName));
  const ofDriver = automaticSteps(node, 'DEPLOY', settings)
    .filter(({ interface: slot, name }) => !names.has(stepName({ interface: slot, step: name })))
    .map((step): RankedPlan => ({ priority: step.priority, step: driverStep(step) }));
  const wanted = asked.filter((step) => step.priority > 0 && !settings.denied.includes(stepName(step)));
  const chosen = chosenSteps(node, 'DEPLOY', wanted).map((step, index): RankedPlan => ({
    priority: wanted[index]?.priority ?? 0,
    step,
  }));
  // The sort is stable: of equal ranks the driver's come first, then the core's, then those that were asked for.
  return [...ofDriver, ...core, ...chosen].sort((a, b) => b.priority - a.priority).map(({ step }) => step);
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
