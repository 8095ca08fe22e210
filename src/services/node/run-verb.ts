import { cancelJob } from '../../conductor/cancel.ts';
import type { NodeTx } from '../../conductor/node-transaction.ts';
import { inspect } from '../../conductor/jobs/inspect.ts';
import { manage } from '../../conductor/jobs/manage.ts';
import { provide } from '../../conductor/jobs/provide.ts';
import { undeploy } from '../../conductor/jobs/undeploy.ts';
import { nextState, PROVISION_TABLE } from '../../domain/provision-states.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { ServiceContext } from '../context.ts';
import { whyUnable } from '../driver-of.ts';
import type { Answer } from '../mutation.ts';
import { flowAtWork } from './abort.ts';
import type { NodeRow } from './node-row.ts';
import { workOnNode, type NodeWork, type VerbInput } from './node-work.ts';

export const manageWork: NodeWork<object> = { type: manage, args: () => ({}) };

export const provideWork: NodeWork<object> = { type: provide, args: () => ({}) };

export const undeployWork: NodeWork<object> = { type: undeploy, args: () => ({}), makeWay: stopWaiting };

export const inspectWork: NodeWork<object> = {
  type: inspect,
  whyRefused: (ctx, node) => whyUnable(ctx, node, 'inspect'),
  args: () => ({}),
};

/** A tenant who gives up does not wait for a ramdisk that may never call: the flow gives back, and the tear-down begins. */
async function stopWaiting(ctx: ServiceContext, node: NodeTx, { provisionState }: NodeRow): Promise<void> {
  if (PROVISION_TABLE[provisionState].kind !== 'WAITING' || nextState(provisionState, 'undeploy') === null) return;
  const jobId = await flowAtWork(ctx, node);
  if (jobId !== null) await cancelJob(node, ctx.jobTypes, jobId, 'undeploy was asked for', { leavesState: true });
}

export const manageNode = (ctx: ServiceContext, viewer: Viewer, input: VerbInput): Promise<Answer> =>
  workOnNode(ctx, viewer, 'manageNode', manageWork, input);

export const provideNode = (ctx: ServiceContext, viewer: Viewer, input: VerbInput): Promise<Answer> =>
  workOnNode(ctx, viewer, 'provideNode', provideWork, input);

export const undeployNode = (ctx: ServiceContext, viewer: Viewer, input: VerbInput): Promise<Answer> =>
  workOnNode(ctx, viewer, 'undeployNode', undeployWork, input);

export const inspectNode = (ctx: ServiceContext, viewer: Viewer, input: VerbInput): Promise<Answer> =>
  workOnNode(ctx, viewer, 'inspectNode', inspectWork, input);
