import { findConductors } from '../services/read/conductors.ts';
import { connection } from './connections.ts';
import type { Resolvers } from './generated.ts';

export const conductorResolvers: Resolvers = {
  Query: { conductors: (_root, args, { services }) => findConductors(services, args) },
  Conductor: {
    drivers: (conductor) => conductor.drivers.list,
    runningJobs: (conductor, _args, { loaders }) => loaders.jobsOfConductor.load(conductor.id),
  },
  ConductorConnection: connection,
};
