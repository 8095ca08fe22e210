import { cancelJob } from '../../conductor/cancel.ts';
import { endService } from '../../conductor/jobs/service.ts';
import { enqueue } from '../../conductor/queue.ts';
import type { NodeTx } from '../../conductor/node-transaction.ts';
import { legalVerbs } from '../../domain/provision-states.ts';
import { whyServiceNotEnded } from '../../domain/verb-guards.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { mutateNode, type Answer, type Outcome } from '../mutation.ts';
import { readNode, type NodeRow } from './node-row.ts';

export interface AbortNodeInput {
  readonly nodeId: string;
  readonly reason?: string | null;
  readonly idempotencyKey?: string | null;
}

/**
 * Stops the flow that is at work on the node, or waits for its signal; ends a service that has failed. Queued verbs stay in the queue: each is checked
 * against the state that it finds.
 */
export function abortNode(ctx: ServiceContext, viewer: Viewer, input: AbortNodeInput): Promise<Answer> {
  return mutateNode(ctx, viewer, { mutation: 'abortNode', input, nodeId: input.nodeId }, async (node) => {
    const checker = createChecker();
    checker.text('reason', input.reason, 1024);
    checker.done();
    const row = await readNode(ctx, node);
    const { provisionState: state } = row;
    const jobId = await flowAtWork(ctx, node);
    if (jobId === null && state === 'SERVICE_FAILED') return backToInstance(node, viewer, row);
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

/** The tenant gets the machine back as it is: a job of its own, because the instance has to boot again first. */
async function backToInstance(node: NodeTx, viewer: Viewer, row: NodeRow): Promise<Outcome> {
  const problem = whyServiceNotEnded(row);
  if (problem !== null) throw new ProblemError(problem);
  const { conductorGroup } = row;
  const job = { type: endService, input: {}, requestedBy: viewer.actor, conductorGroup, onLocked: 'QUEUE' } as const;
  return { objectId: node.nodeId, jobId: await enqueue(node, job) };
}

/** A flow that has begun and is not settled: running, waiting, or interrupted and queued again. */
export async function flowAtWork(ctx: ServiceContext, node: NodeTx): Promise<string | null> {
  // Columns as this query names them.
  const jobs = await node.tx.query<{ id: string; type: string }[]>(
    `SELECT id, type FROM jobs WHERE node_id = ? AND attempt > 0 AND state IN ('QUEUED', 'RUNNING', 'WAITING')`,
    [node.nodeId],
  );
  return jobs.find(({ type }) => (ctx.jobTypes.get(type)?.begins ?? null) !== null)?.id ?? null;
}
