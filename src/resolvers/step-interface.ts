import type { StepInterface } from './generated.ts';

/** The schema writes slots in capitals where they are values; only those of STEP_SLOTS get into a list of steps. */
export const toStepInterface = (step: { readonly interface: string | null }): StepInterface | null =>
  step.interface === null ? null : (step.interface.toUpperCase() as StepInterface);
