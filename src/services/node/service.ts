import { service, type ServiceInput } from '../../conductor/jobs/service.ts';
import { replaceHeldSteps } from '../../conductor/replace-held-steps.ts';
import { heldJob } from '../../conductor/unhold.ts';
import type { RequestedStep } from '../../domain/steps.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { ServiceContext } from '../context.ts';
import { mutateNode, type Answer } from '../mutation.ts';
import { readNode } from './node-row.ts';
import { workOnLocked, type NodeWork, type VerbInput } from './node-work.ts';
import { stepsToRun, type StepsOrRunbook } from './steps-to-run.ts';

const serviceWork: NodeWork<{ readonly chosen: readonly RequestedStep[] }> = {
  type: service,
  args({ chosen }) {
    const args: ServiceInput = { steps: chosen };
    return { ...args };
  },
};

/**
 * Runs chosen service steps on a machine in use, in the order given. From SERVICE_HOLD they take the place of those that were
 * still to come, and the job that holds goes on with them.
 */
export function serviceNode(ctx: ServiceContext, viewer: Viewer, input: VerbInput & StepsOrRunbook): Promise<Answer> {
  return mutateNode(ctx, viewer, { mutation: 'serviceNode', input, nodeId: input.nodeId }, async (node) => {
    const row = await readNode(ctx, node);
    const chosen = await stepsToRun(ctx, viewer, node, row, 'SERVICE', input);
    const isHeld = row.provisionState === 'SERVICE_HOLD' && (await heldJob(node)) !== null;
    if (isHeld) return { objectId: node.nodeId, jobId: await replaceHeldSteps(node, chosen) };
    return workOnLocked(ctx, viewer, node, row, serviceWork, { ...input, chosen });
  });
}
