import { breakHold } from '../../conductor/cancel.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { mutateNode, type Answer } from '../mutation.ts';
import { requireAdministrator } from '../visibility.ts';

export interface BreakNodeLockInput {
  readonly nodeId: string;
  readonly reason: string;
  readonly idempotencyKey?: string | null;
}

/**
 * Takes the node from whatever job holds it: for administrators, when a job does not get anywhere and cancelling does not
 * reach it. Who asked and why stays in the event log (LOCK_BROKEN) and on the job. See `conductor/cancel.ts`, breakHold.
 */
export function breakNodeLock(ctx: ServiceContext, viewer: Viewer, input: BreakNodeLockInput): Promise<Answer> {
  return mutateNode(ctx, viewer, { mutation: 'breakNodeLock', input, nodeId: input.nodeId }, async (node) => {
    checkReason(input.reason);
    requireAdministrator(viewer, 'breaking the lock', null, 'Cancel the job with cancelJob, or ask an administrator.');
    const { jobId, stop } = await breakHold(node, ctx.jobTypes, { by: viewer.actor, reason: input.reason });
    return { objectId: node.nodeId, jobId, stop };
  });
}

function checkReason(reason: string): void {
  const checker = createChecker();
  checker.text('reason', reason, 1024);
  if (reason.trim() === '') checker.invalid('reason', 'The reason is empty.', 'Say why, for the record.');
  checker.done();
}
