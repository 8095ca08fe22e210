import { isUuid } from '../../domain/ids.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { ServiceContext } from '../context.ts';
import { malformedId, mutateNodes, type Answer } from '../mutation.ts';
import type { NodeWork } from '../node/node-work.ts';
import { failedNodes, jobGroupsById, type JobGroupRow } from '../read/job-groups.ts';
import { BULK_WORK } from './bulk-mutations.ts';
import { listed, type Targets } from './targets.ts';
import { createGroup, type BulkPolicy, type GroupWork } from './work-on-nodes.ts';

export interface RetryFailedInput {
  readonly jobGroupId: string;
  readonly idempotencyKey?: string | null;
}

/**
 * Asks again for what did not go well: a new group of the items that failed, were cancelled or were refused, with the
 * same arguments. Items that are still at work are none of these yet.
 */
export function retryFailed(ctx: ServiceContext, viewer: Viewer, input: RetryFailedInput): Promise<Answer> {
  const find = async (): Promise<Targets & { readonly group: JobGroupRow }> => {
    const group = await jobGroupOf(ctx, viewer, input.jobGroupId);
    const asked = await failedNodes(ctx, group.id);
    if (asked.length === 0) {
      throw new ProblemError({
        code: 'NOT_ALLOWED_NOW',
        action: 'retrying',
        reason: 'no item of the group failed, was cancelled or was refused',
        remedy: 'Wait until the group is settled; if everything went well there is nothing to repeat.',
      });
    }
    const targets = await listed(ctx, viewer, asked, (_position, nodeId) => ['input', 'jobGroupId', nodeId]);
    return { ...targets, group };
  };
  return mutateNodes(ctx, viewer, { mutation: 'retryFailed', input, find }, (nodes, { group, ...targets }) =>
    createGroup(ctx, viewer, nodes, targets, sameAgain(group)),
  );
}

function sameAgain({ id, mutation, args }: JobGroupRow): GroupWork<object> {
  const work = Object.entries<NodeWork<object>>(BULK_WORK).find(([name]) => name === mutation)?.[1];
  if (work === undefined) {
    throw new ProblemError({
      code: 'NOT_ALLOWED_NOW',
      action: 'retrying',
      reason: `this release has no ${mutation}`,
      remedy: 'Ask for the work by a mutation that it has.',
    });
  }
  // The arguments of this very mutation, as `workOnNodes` stored them.
  return { mutation, work, args: args as unknown as BulkPolicy, retryOf: id };
}

/** @throws {ProblemError} INVALID_INPUT, NOT_FOUND */
export async function jobGroupOf(ctx: ServiceContext, viewer: Viewer, jobGroupId: string): Promise<JobGroupRow> {
  if (!isUuid(jobGroupId)) throw malformedId('jobGroupId', jobGroupId);
  const [group] = await jobGroupsById(ctx, viewer, [jobGroupId.toLowerCase()]);
  if (group !== undefined) return group;
  const path = ['input', 'jobGroupId'];
  throw new ProblemError({ code: 'NOT_FOUND', type: 'job group', id: jobGroupId, path });
}
