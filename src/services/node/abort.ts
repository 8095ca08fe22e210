import { cancelJob } from '../../conductor/cancel.ts';
import type { NodeTx } from '../../conductor/node-transaction.ts';
import { legalVerbs } from '../../domain/provision-states.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { mutateNode, type Answer } from '../mutation.ts';
import { readNode } from './node-row.ts';

export interface AbortNodeInput {
  readonly nodeId: string;
  readonly reason?: string | null;
  readonly idempotencyKey?: string | null;
}

/**
 * Stops the flow that is at work on the node, or waits for its signal. Queued verbs stay in the queue: each is checked
 * against the state that it finds.
 */
export function abortNode(ctx: ServiceContext, viewer: Viewer, input: AbortNodeInput): Promise<Answer> {
  return mutateNode(ctx, viewer, { mutation: 'abortNode', input, nodeId: input.nodeId }, async (node) => {
    const checker = createChecker();
    checker.text('reason', input.reason, 1024);
    checker.done();
    const { provisionState: state } = await readNode(ctx, node);
    const jobId = await flowAtWork(ctx, node);
    if (jobId === null) {
      throw new ProblemError({
        code: 'ILLEGAL_STATE',
        verb: 'abort',
        state,
        legal: legalVerbs(state),
        isProjected: false,
      });
    }
    const stop = await cancelJob(node, ctx.jobTypes, jobId, input.reason ?? `aborted by ${viewer.actor}`);
    return { objectId: node.nodeId, jobId, stop };
  });
}

/** A flow that has begun and is not settled: running, waiting, or interrupted and queued again. */
async function flowAtWork(ctx: ServiceContext, node: NodeTx): Promise<string | null> {
  // Columns as this query names them.
  const jobs = await node.tx.query<{ id: string; type: string }[]>(
    `SELECT id, type FROM jobs WHERE node_id = ? AND attempt > 0 AND state IN ('QUEUED', 'RUNNING', 'WAITING')`,
    [node.nodeId],
  );
  return jobs.find(({ type }) => (ctx.jobTypes.get(type)?.begins ?? null) !== null)?.id ?? null;
}
