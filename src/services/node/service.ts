import { replaceHeldSteps } from '../../conductor/replace-held-steps.ts';
import { heldJob } from '../../conductor/unhold.ts';
import { service, type ServiceInput } from '../../conductor/jobs/service.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { mutateNode, type Answer } from '../mutation.ts';
import { assertSteps, checkStepInputs, requestedStep, type StepInput } from './asked-steps.ts';
import { readNode } from './node-row.ts';
import { workOnLocked, type NodeWork, type VerbInput } from './node-work.ts';

export interface ServiceArguments {
  readonly steps: readonly StepInput[];
  readonly disableRamdisk?: boolean | null;
}

/** Runs chosen service steps on a machine in use, in the order given. */
const serviceWork: NodeWork<ServiceArguments> = {
  type: service,
  checkInput(checker, { steps }) {
    checkStepInputs(checker, 'steps', steps);
  },
  whyRefused(ctx, node, { steps, disableRamdisk }) {
    const asked = { field: 'steps', steps: steps.map(requestedStep), withoutRamdisk: disableRamdisk === true };
    assertSteps(ctx, node, 'SERVICE', asked);
    return null;
  },
  args({ steps }) {
    const args: ServiceInput = { steps: steps.map(requestedStep) };
    return { ...args };
  },
};

/** From SERVICE_HOLD the new steps take the place of those that were still to come, and the job that holds goes on with them. */
export function serviceNode(ctx: ServiceContext, viewer: Viewer, input: VerbInput & ServiceArguments): Promise<Answer> {
  return mutateNode(ctx, viewer, { mutation: 'serviceNode', input, nodeId: input.nodeId }, async (node) => {
    const row = await readNode(ctx, node);
    const isHeld = row.provisionState === 'SERVICE_HOLD' && (await heldJob(node)) !== null;
    if (!isHeld) return workOnLocked(ctx, viewer, node, row, serviceWork, input);
    const checker = createChecker();
    serviceWork.checkInput?.(checker, input);
    checker.done();
    serviceWork.whyRefused?.(ctx, row, input);
    const jobId = await replaceHeldSteps(node, input.steps.map(requestedStep));
    return { objectId: node.nodeId, jobId };
  });
}
