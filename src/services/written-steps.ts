/** Steps as people write them down ahead of time: the checks that deploy templates and runbooks share. */
import { STEP_INTERFACES } from '../domain/interfaces.ts';
import type { JsonObject } from '../entities/json.ts';
import type { Checker } from './checks.ts';

export interface WrittenStep {
  readonly interface: string;
  readonly step: string;
  readonly args?: JsonObject | null;
}

const MAX_STEPS = 100;
/** As drivers and ramdisks call theirs: `write_image`, `erase_devices`. */
const STEP_NAME = /^[A-Za-z0-9_.-]{1,255}$/;

/**
 * Whether any driver or ramdisk has such a step is not asked here: that is known when a node runs it.
 * @param rank name of the field that says where the step stands, and its value
 */
export function checkWrittenSteps<Step extends WrittenStep>(
  checker: Checker,
  steps: readonly Step[],
  rank: { readonly field: string; readonly of: (step: Step) => number },
): void {
  if (steps.length === 0) checker.invalid('steps', 'There are no steps.', 'Give at least one.');
  if (steps.length > MAX_STEPS) {
    checker.invalid('steps', `${steps.length} steps are too many.`, `Give at most ${MAX_STEPS}.`);
    return;
  }
  checker.json('steps', { list: steps });
  for (const [index, step] of steps.entries()) {
    const at = ['steps', String(index)];
    const known: readonly string[] = STEP_INTERFACES;
    if (!known.includes(step.interface)) {
      const reason = `No steps can be asked of "${step.interface.slice(0, 64)}".`;
      checker.invalid([...at, 'interface'], reason, `Use one of: ${STEP_INTERFACES.join(', ')}.`);
    }
    if (!STEP_NAME.test(step.step)) {
      const reason = `"${step.step.slice(0, 64)}" cannot be a step.`;
      checker.invalid([...at, 'step'], reason, 'Use the name that the driver has for it, for example write_image.');
    }
    if (rank.of(step) < 0) {
      checker.invalid([...at, rank.field], `${rank.field} is ${rank.of(step)}.`, 'Use 0 or more.');
    }
  }
}

/** A step has one place among those of a deployment, so it can be named once. */
export function checkNoStepTwice(checker: Checker, steps: readonly WrittenStep[]): void {
  const seen = new Set<string>();
  for (const [index, { interface: slot, step }] of steps.entries()) {
    const name = `${slot}.${step}`;
    if (seen.has(name)) {
      const reason = `${name.slice(0, 128)} is named before.`;
      checker.invalid(['steps', String(index)], reason, 'Name each step once.');
    }
    seen.add(name);
  }
}
