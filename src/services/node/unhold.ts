import { unhold } from '../../conductor/unhold.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { ServiceContext } from '../context.ts';
import { mutateNode, type Answer } from '../mutation.ts';

export interface UnholdNodeInput {
  readonly nodeId: string;
  readonly idempotencyKey?: string | null;
}

/** Lets the flow go on that paused at a `hold` step. Takes effect at once; the answer's job is the one that goes on. */
export function unholdNode(ctx: ServiceContext, viewer: Viewer, input: UnholdNodeInput): Promise<Answer> {
  return mutateNode(ctx, viewer, { mutation: 'unholdNode', input, nodeId: input.nodeId }, async (node) => ({
    objectId: node.nodeId,
    jobId: await unhold(node, ctx.jobTypes),
  }));
}
