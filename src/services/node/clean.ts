import { clean, type CleanInput } from '../../conductor/jobs/clean.ts';
import type { RequestedStep } from '../../domain/steps.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { ServiceContext } from '../context.ts';
import { mutateNode, type Answer } from '../mutation.ts';
import { readNode } from './node-row.ts';
import { workOnLocked, type NodeWork, type VerbInput } from './node-work.ts';
import { stepsToRun, type StepsOrRunbook } from './steps-to-run.ts';

const cleanWork: NodeWork<{ readonly chosen: readonly RequestedStep[] }> = {
  type: clean,
  args({ chosen }) {
    const args: CleanInput = { steps: chosen };
    return { ...args };
  },
};

/** Runs chosen clean steps, in the order given. */
export function cleanNode(ctx: ServiceContext, viewer: Viewer, input: VerbInput & StepsOrRunbook): Promise<Answer> {
  return mutateNode(ctx, viewer, { mutation: 'cleanNode', input, nodeId: input.nodeId }, async (node) => {
    const row = await readNode(ctx, node);
    const chosen = await stepsToRun(ctx, viewer, node, row, 'CLEAN', input);
    return workOnLocked(ctx, viewer, node, row, cleanWork, { ...input, chosen });
  });
}
