import { cancelEach } from '../../conductor/cancel-each.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { mutateNodes, type Answer } from '../mutation.ts';
import { readNodes } from '../node/node-row.ts';
import { unsettledJobsOfGroup } from '../read/job-groups.ts';
import { visibleNodes } from '../visibility.ts';
import { jobGroupOf } from './retry-failed.ts';

export interface CancelJobGroupInput {
  readonly jobGroupId: string;
  readonly reason?: string | null;
  readonly idempotencyKey?: string | null;
}

/**
 * Cancels every job of the group that has not ended, in one transaction: see `conductor/cancel.ts` for what that means
 * in each state. Of a group that is settled there is nothing to cancel; that is no error, because it may have settled
 * a moment ago.
 */
export function cancelJobGroup(ctx: ServiceContext, viewer: Viewer, input: CancelJobGroupInput): Promise<Answer> {
  const find = async () => {
    const checker = createChecker();
    checker.text('reason', input.reason, 1024);
    checker.done();
    const group = await jobGroupOf(ctx, viewer, input.jobGroupId);
    const jobs = await unsettledJobsOfGroup(ctx, viewer, group.id);
    return { nodeIds: jobs.map(({ nodeId }) => nodeId), jobIds: jobs.map(({ id }) => id), groupId: group.id };
  };
  return mutateNodes(ctx, viewer, { mutation: 'cancelJobGroup', input, find }, async (nodes, { jobIds, groupId }) => {
    const visible = await readNodes(ctx, nodes.tx, [...nodes.nodes.keys()], visibleNodes(viewer, 't'));
    const seen = new Map([...nodes.nodes].filter(([nodeId]) => visible.has(nodeId)));
    const reason = input.reason ?? `cancelled by ${viewer.actor}`;
    await cancelEach({ tx: nodes.tx, nodes: seen }, ctx.jobTypes, jobIds, reason);
    return { objectId: groupId };
  });
}
