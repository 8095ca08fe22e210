import type { Viewer } from '../../domain/viewer.ts';
import type { ServiceContext } from '../context.ts';
import type { Answer } from '../mutation.ts';
import type { NodeWork } from '../node/node-work.ts';
import { deployWork, type DeployArguments } from '../node/begin-instance.ts';
import { manageWork, provideWork, undeployWork } from '../node/run-verb.ts';
import { powerWork, type PowerArguments } from '../node/set-power.ts';
import { workOnNodes, type BulkInput } from './work-on-nodes.ts';

/** Bulk mutation → what it asks of each node: by it a group is repeated. */
export const BULK_WORK = {
  manageNodes: manageWork,
  provideNodes: provideWork,
  deployNodes: deployWork,
  undeployNodes: undeployWork,
  setNodesPower: powerWork,
} as const satisfies Readonly<Record<string, NodeWork<never>>>;

type Bulk<Asked> = (ctx: ServiceContext, viewer: Viewer, input: BulkInput & Asked) => Promise<Answer>;

const bulk =
  <Asked extends object>(mutation: keyof typeof BULK_WORK, work: NodeWork<Asked>): Bulk<Asked> =>
  (ctx, viewer, input) =>
    workOnNodes(ctx, viewer, mutation, work, input);

export const manageNodes = bulk<object>('manageNodes', BULK_WORK.manageNodes);
export const provideNodes = bulk<object>('provideNodes', BULK_WORK.provideNodes);
export const undeployNodes = bulk<object>('undeployNodes', BULK_WORK.undeployNodes);
/** Every instance gets an id of its own; what is put on the machines is the same. */
export const deployNodes = bulk<Pick<DeployArguments, 'instanceInfo'>>('deployNodes', BULK_WORK.deployNodes);
export const setNodesPower = bulk<PowerArguments>('setNodesPower', BULK_WORK.setNodesPower);
