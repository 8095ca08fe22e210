import { createAllocation } from '../services/allocation/create.ts';
import { deleteAllocation } from '../services/allocation/delete.ts';
import { explainAllocation } from '../services/allocation/explain.ts';
import { updateAllocation } from '../services/allocation/update.ts';
import { explain } from '../domain/allocation.ts';
import type { Answer } from '../services/mutation.ts';
import { findAllocations } from '../services/read/allocations.ts';
import { nodeColumns } from './columns.ts';
import { connection } from './connections.ts';
import type { RequestContext } from './context.ts';
import type { Resolvers } from './generated.ts';
import { wellFormed } from './node.ts';
import { payload } from './payloads.ts';

const withAllocation = {
  ...payload,
  allocation: ({ objectId }: Answer, _args: unknown, { loaders }: RequestContext) =>
    objectId === null ? null : loaders.allocation.load(objectId),
};

export const allocationResolvers: Resolvers = {
  Query: {
    allocation: (_root, { id }, { loaders }) => loaders.allocation.load(wellFormed(id)),
    allocationByName: (_root, { name }, { loaders }) => loaders.allocationByName.load(name),
    allocations: (_root, args, { services, viewer }) => findAllocations(services, viewer, args),
    explainAllocation: (_root, { input }, { services, viewer }) => explainAllocation(services, viewer, input),
  },
  Mutation: {
    createAllocation: (_root, { input }, { services, viewer }) => createAllocation(services, viewer, input),
    updateAllocation: (_root, { input }, { services, viewer }) => updateAllocation(services, viewer, input),
    deleteAllocation: (_root, { input }, { services, viewer }) => deleteAllocation(services, viewer, input),
  },
  Allocation: {
    traits: ({ wanted }) => wanted.traits,
    candidateNodes: ({ wanted }) => wanted.candidateNodes,
    node: ({ nodeId }, _args, { loaders }, info) =>
      nodeId === null ? null : loaders.node(nodeColumns(info, 'object')).load(nodeId),
  },
  AllocationExplanation: { summary: explain },
  AllocationNearMiss: {
    node: ({ nodeId }, _args, { loaders }, info) => loaders.node(nodeColumns(info, 'object')).load(nodeId),
  },
  AllocationConnection: connection,
  CreateAllocationPayload: withAllocation,
  UpdateAllocationPayload: withAllocation,
  DeleteAllocationPayload: { ...payload, deletedAllocationId: (answer) => answer.objectId },
};
