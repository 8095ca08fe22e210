/** From steps that were asked for, and those that driver and ramdisk offer, to rows of a plan. */
import { ProblemError } from '../../domain/problems.ts';
import { stepName, type RankedStep, type RequestedStep, type StepSettings } from '../../domain/steps.ts';
import { availableSteps, type SlotStep } from '../../drivers/hardware-type.ts';
import type { StepFlow } from '../../drivers/interfaces/common.ts';
import { RAMDISK_FLOWS, type AnnouncedStep } from '../../drivers/interfaces/deploy.ts';
import { ownStep, type JobNode, type PlannedStep } from '../job-type.ts';
import { restartSteps } from './ramdisk.ts';
import { reservedSteps } from './reserved-steps.ts';

/** What a node's driver and the agent in its ramdisk can do, in one flow. */
export interface Offer {
  readonly node: JobNode;
  readonly flow: StepFlow;
  /** Null: nobody has asked the agent yet, if there is one. */
  readonly announced: readonly AnnouncedStep[] | null;
}

interface OfferedStep extends Pick<
  SlotStep,
  'interface' | 'name' | 'flow' | 'priority' | 'description' | 'abortable' | 'repeat'
> {
  /** Takes effect with a restart into the ramdisk. */
  readonly restarts: boolean;
}

/** The driver's own stand before those of the ramdisk, and for those of the same name. */
function offeredSteps({ node, flow, announced }: Offer): readonly OfferedStep[] {
  const ofDriver = availableSteps(node.hardware, node.interfaces, flow).map((step) => ({ ...step, restarts: false }));
  const ofRamdisk = (announced ?? []).filter(
    (step) => !ofDriver.some(({ interface: slot, name }) => slot === step.interface && name === step.name),
  );
  return [
    ...ofDriver,
    ...ofRamdisk.map((step) => ({
      ...step,
      flow,
      description: 'Offered by the agent in the ramdisk',
      repeat: 'probe' as const,
      restarts: step.rebootRequested,
    })),
  ];
}

const nameOf = (step: Pick<OfferedStep, 'interface' | 'name'>): string =>
  stepName({ interface: step.interface, step: step.name });

/**
 * In the order in which they were asked for: their priorities do not matter.
 * @throws {ProblemError} STEP_FAILED when the ramdisk was asked, and neither it nor the driver has one of them
 */
export function chosenSteps(offer: Offer, asked: readonly RequestedStep[]): readonly PlannedStep[] {
  return asked.flatMap((step) => chosenStep(offer, step));
}

function chosenStep(offer: Offer, step: RequestedStep): readonly PlannedStep[] {
  if (step.interface === null) return [ownStep(reservedSteps, step.step, { args: step.args })];
  const offered = offeredSteps(offer);
  const known = offered.find(({ interface: slot, name }) => slot === step.interface && name === step.step);
  if (known !== undefined) return driverSteps(known, step.args);
  if (offer.announced === null) return [announcedLater(step, offer.flow)];
  throw new ProblemError({
    code: 'STEP_FAILED',
    step: stepName(step),
    reason: `neither the driver nor the ramdisk has it; there are ${offered.map(nameOf).join(', ')}`,
  });
}

/** The steps that run by themselves in a flow, in order: by the priorities of who offers them, or the operator's. */
export function automaticSteps(
  offer: Offer & { readonly flow: 'VERIFY' | 'CLEAN' | 'DEPLOY' },
  { denied, priorities }: StepSettings,
): readonly OfferedStep[] {
  return offeredSteps(offer)
    .map((step) => ({ ...step, priority: priorities[offer.flow].get(nameOf(step)) ?? step.priority }))
    .filter((step) => step.priority > 0 && !denied.includes(nameOf(step)))
    .toSorted((a, b) => b.priority - a.priority);
}

/** A step and its rank in a flow. */
export interface RankedPlan {
  readonly priority: number;
  readonly step: PlannedStep;
}

/**
 * The driver's steps, the ramdisk's, the core's and those that were asked for, by rank. What is asked for takes the place
 * of the step of the same name; with priority 0 it only takes it away. Source: the reference's deploy list (domain notes §6.4).
 */
export function deploySteps(
  offer: Offer & { readonly flow: 'DEPLOY' },
  asked: readonly RankedStep[],
  core: readonly RankedPlan[],
  settings: StepSettings,
): readonly PlannedStep[] {
  const names = new Set(asked.map(stepName));
  const automatic = automaticSteps(offer, settings)
    .filter((step) => !names.has(nameOf(step)))
    .map((step) => ({ priority: step.priority, steps: driverSteps(step) }));
  const chosen = asked
    .filter((step) => step.priority > 0 && !settings.denied.includes(stepName(step)))
    .map((step) => ({ priority: step.priority, steps: chosenStep(offer, step) }));
  const ofCore = core.map(({ priority, step }) => ({ priority, steps: [step] }));
  // The sort is stable: of equal ranks the driver's come first, then the core's, then those that were asked for.
  return [...automatic, ...ofCore, ...chosen].sort((a, b) => b.priority - a.priority).flatMap(({ steps }) => steps);
}

/** A step as rows of a plan: one, or with the restart that follows it. */
export function driverSteps(step: OfferedStep, args: RequestedStep['args'] = {}): readonly PlannedStep[] {
  const row: PlannedStep = {
    name: step.name,
    interface: step.interface,
    flow: step.flow,
    description: step.description,
    abortable: step.abortable,
    repeat: step.repeat,
    timeoutMs: null,
    args,
  };
  const flow = RAMDISK_FLOWS.find((known) => known === step.flow);
  if (!step.restarts || flow === undefined) return [row];
  const restart = restartSteps(flow);
  return [row, ownStep(restart, 'stage_again'), ownStep(restart, 'boot_again')];
}

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
