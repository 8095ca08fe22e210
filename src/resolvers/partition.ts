import { findConductorGroups, findShards } from '../services/read/partitions.ts';
import type { Resolvers } from './generated.ts';
import { required } from './required.ts';

export const partitionResolvers: Resolvers = {
  Query: {
    shards: (_root, _args, { services, viewer }) => findShards(services, viewer),
    conductorGroups: (_root, _args, { services, viewer }) => findConductorGroups(services, viewer),
  },
  ConductorGroup: {
    conductors: async ({ conductorIds }, _args, { loaders }) => {
      const found = await Promise.all(conductorIds.map((id) => loaders.conductor.load(id)));
      return found.map((conductor, index) => required(conductor, 'conductor', conductorIds[index] ?? ''));
    },
  },
};
