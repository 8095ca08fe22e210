/** Lists of steps as mutations take them: from the API's words to the domain's, and what is wrong with them. */
import type { InterfaceKind } from '../../domain/interfaces.ts';
import { ProblemsError, type Problem } from '../../domain/problems.ts';
import { faultsOf, MAX_STEPS, type RequestedStep, type StepRules } from '../../domain/steps.ts';
import { availableSteps, implementationOf } from '../../drivers/hardware-type.ts';
import type { StepFlow } from '../../drivers/interfaces/common.ts';
import type { JsonObject } from '../../entities/json.ts';
import type { Checker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { hardwareTypeOf } from '../driver-of.ts';
import type { NodeRow } from './node-row.ts';

/** As `StepInput` in the schema. */
export interface StepInput {
  readonly interface?: Uppercase<InterfaceKind> | null;
  readonly step: string;
  readonly args?: JsonObject | null;
}

const MAX_NAME_LENGTH = 255;

/** What can be said of a list without knowing the node. */
export function checkStepInputs(checker: Checker, field: string, steps: readonly StepInput[], least: 0 | 1 = 1): void {
  if (steps.length < least) {
    checker.invalid(field, `${field} is empty.`, 'Name at least one step.');
  }
  if (steps.length > MAX_STEPS) {
    return checker.invalid(field, `${steps.length} steps are too many.`, `Give at most ${MAX_STEPS}.`);
  }
  steps.forEach(({ step, args }, index) => {
    const at = [field, String(index)];
    if (step.length === 0 || step.length > MAX_NAME_LENGTH) {
      checker.invalid([...at, 'step'], 'That is no name of a step.', `Use 1 to ${MAX_NAME_LENGTH} characters.`);
    }
    checker.json([...at, 'args'], args);
  });
}

export const requestedStep = ({ interface: slot, step, args }: StepInput): RequestedStep => ({
  // The schema's words for the slots are the domain's in capitals.
  interface: (slot?.toLowerCase() ?? null) as InterfaceKind | null,
  step,
  args: args ?? {},
});

/**
 * May these steps run on this node?
 * @throws {ProblemsError} INVALID_INPUT for each that may not, at `input.<field>.<index>`
 */
export function assertSteps(
  ctx: ServiceContext,
  node: Pick<NodeRow, 'driver' | 'interfaces'>,
  flow: StepFlow,
  asked: { readonly field: string; readonly steps: readonly RequestedStep[]; readonly withoutRamdisk: boolean },
): void {
  const faults = faultsOf(asked.steps, stepRules(ctx, node, flow, asked));
  if (faults.length === 0) return;
  const problems = faults.map(({ index, field, reason, remedy }): Problem => ({
    code: 'INVALID_INPUT',
    path: ['input', asked.field, String(index), field],
    reason,
    remedy,
  }));
  throw new ProblemsError(problems);
}

/** What may stand in a list for one node and flow. */
export const stepRules = (
  ctx: ServiceContext,
  { driver, interfaces }: Pick<NodeRow, 'driver' | 'interfaces'>,
  flow: StepFlow,
  { withoutRamdisk }: Pick<StepRules, 'withoutRamdisk'>,
): StepRules => ({
  offered: availableSteps(hardwareTypeOf(ctx, driver), interfaces, flow),
  mayAnnounce:
    flow !== 'VERIFY' && implementationOf(hardwareTypeOf(ctx, driver), interfaces, 'deploy').ramdisk !== undefined,
  withoutRamdisk,
  denied: ctx.deniedSteps,
});
