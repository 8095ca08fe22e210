import { reconcileVifs as reconcileVifsJob } from '../../conductor/jobs/reconcile-vifs.ts';
import { enqueue } from '../../conductor/queue.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { ServiceContext } from '../context.ts';
import { mutateNode, type Answer } from '../mutation.ts';
import { readNode } from '../node/node-row.ts';
import type { VerbInput } from '../node/node-work.ts';

/** Accepts a job that compares the node's VIFs with its network service. Legal in every state: it moves none. */
export function reconcileVifs(ctx: ServiceContext, viewer: Viewer, input: VerbInput): Promise<Answer> {
  return mutateNode(ctx, viewer, { mutation: 'reconcileVifs', input, nodeId: input.nodeId }, async (node) => {
    const { conductorGroup } = await readNode(ctx, node);
    const { onLocked } = input;
    const job = { type: reconcileVifsJob, input: {}, requestedBy: viewer.actor, conductorGroup, onLocked };
    return { objectId: node.nodeId, jobId: await enqueue(node, job) };
  });
}
