import { drainConductor } from '../services/conductor/drain.ts';
import { findConductors } from '../services/read/conductors.ts';
import { connection } from './connections.ts';
import { payload } from './payloads.ts';
import type { Resolvers } from './generated.ts';

export const conductorResolvers: Resolvers = {
  Mutation: {
    drainConductor: (_root, { input }, { services, viewer }) => drainConductor(services, viewer, input),
  },
  Query: { conductors: (_root, args, { services }) => findConductors(services, args) },
  Conductor: {
    drivers: (conductor) => conductor.drivers.list,
    runningJobs: (conductor, _args, { loaders }) => loaders.jobsOfConductor.load(conductor.id),
  },
  ConductorConnection: connection,
  DrainConductorPayload: {
    ...payload,
    conductor: (answer, _args, { loaders }) =>
      answer.objectId === null ? null : loaders.conductor.load(answer.objectId),
  },
};
