import { clean, type CleanInput } from '../../conductor/jobs/clean.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { ServiceContext } from '../context.ts';
import type { Answer } from '../mutation.ts';
import { assertSteps, checkStepInputs, requestedStep, type StepInput } from './asked-steps.ts';
import { workOnNode, type NodeWork, type VerbInput } from './node-work.ts';

export interface CleanArguments {
  readonly steps: readonly StepInput[];
  readonly disableRamdisk?: boolean | null;
}

/** Runs chosen clean steps, in the order given. */
export const cleanWork: NodeWork<CleanArguments> = {
  type: clean,
  checkInput(checker, { steps }) {
    checkStepInputs(checker, 'steps', steps);
  },
  whyRefused(ctx, node, { steps, disableRamdisk }) {
    const asked = { field: 'steps', steps: steps.map(requestedStep), withoutRamdisk: disableRamdisk === true };
    assertSteps(ctx, node, 'CLEAN', asked);
    return null;
  },
  args({ steps }) {
    const args: CleanInput = { steps: steps.map(requestedStep) };
    return { ...args };
  },
};

export const cleanNode = (ctx: ServiceContext, viewer: Viewer, input: VerbInput & CleanArguments): Promise<Answer> =>
  workOnNode(ctx, viewer, 'cleanNode', cleanWork, input);
