import {
  deployNodes,
  manageNodes,
  provideNodes,
  setNodesPower,
  undeployNodes,
} from '../services/job-group/bulk-mutations.ts';
import { cancelJobGroup } from '../services/job-group/cancel.ts';
import { retryFailed } from '../services/job-group/retry-failed.ts';
import {
  findJobGroupItems,
  findJobGroups,
  unsettledItems,
  type ItemCounts,
  type JobGroupItemState,
  type JobGroupRow,
} from '../services/read/job-groups.ts';
import { nodeColumns } from './columns.ts';
import { connection } from './connections.ts';
import type { RequestContext } from './context.ts';
import type { Resolvers } from './generated.ts';
import { wellFormed } from './node.ts';
import { withJobGroup } from './payloads.ts';
import { required } from './required.ts';

export const jobGroupResolvers: Resolvers = {
  Query: {
    jobGroup: (_root, { id }, { loaders }) => loaders.jobGroup.load(wellFormed(id)),
    jobGroups: (_root, args, { services, viewer }) => findJobGroups(services, viewer, args),
  },
  Mutation: {
    manageNodes: (_root, { input }, { services, viewer }) => manageNodes(services, viewer, input),
    provideNodes: (_root, { input }, { services, viewer }) => provideNodes(services, viewer, input),
    deployNodes: (_root, { input }, { services, viewer }) => deployNodes(services, viewer, input),
    undeployNodes: (_root, { input }, { services, viewer }) => undeployNodes(services, viewer, input),
    setNodesPower: (_root, { input }, { services, viewer }) => setNodesPower(services, viewer, input),
    retryFailed: (_root, { input }, { services, viewer }) => retryFailed(services, viewer, input),
    cancelJobGroup: (_root, { input }, { services, viewer }) => cancelJobGroup(services, viewer, input),
  },
  JobGroup: {
    arguments: (group) => group.args,
    counts: (group, _args, context) => countsOf(group, context),
    isSettled: async (group, _args, context) => unsettledItems(await countsOf(group, context)) === 0,
    percent: async (group, _args, context) =>
      Math.floor((100 * (group.total - unsettledItems(await countsOf(group, context)))) / group.total),
    retryOf: (group, _args, { loaders }) => (group.retryOf === null ? null : loaders.jobGroup.load(group.retryOf)),
    items: (group, args, { services }) => findJobGroupItems(services, group.id, args),
  },
  JobGroupCounts: {
    queued: inState('QUEUED'),
    running: inState('RUNNING'),
    waiting: inState('WAITING'),
    succeeded: inState('SUCCEEDED'),
    failed: inState('FAILED'),
    cancelled: inState('CANCELLED'),
    refused: inState('REFUSED'),
  },
  JobGroupItem: {
    node: (item, _args, { loaders }, info) => loaders.node(nodeColumns(info, 'object')).load(item.nodeId),
    job: (item, _args, { loaders }) => (item.jobId === null ? null : loaders.job.load(item.jobId)),
    state: async (item, _args, { loaders }) =>
      item.jobId === null ? 'REFUSED' : ((await loaders.job.load(item.jobId))?.state ?? null),
    error: async (item, _args, { loaders }) =>
      item.jobId === null ? item.error : ((await loaders.job.load(item.jobId))?.error ?? null),
  },
  JobGroupConnection: connection,
  JobGroupItemConnection: connection,
  ManageNodesPayload: withJobGroup,
  ProvideNodesPayload: withJobGroup,
  DeployNodesPayload: withJobGroup,
  UndeployNodesPayload: withJobGroup,
  SetNodesPowerPayload: withJobGroup,
  RetryFailedPayload: withJobGroup,
  CancelJobGroupPayload: withJobGroup,
};

const countsOf = async ({ id }: JobGroupRow, { loaders }: RequestContext): Promise<ItemCounts> =>
  required(await loaders.itemCounts.load(id), 'job group', id);

function inState(state: JobGroupItemState): (counts: ItemCounts) => number {
  return ({ byState }) => byState.get(state) ?? 0;
}
