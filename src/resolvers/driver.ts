import { findDriver, findDrivers } from '../services/read/drivers.ts';
import type { Resolvers } from './generated.ts';

export const driverResolvers: Resolvers = {
  Query: {
    drivers: (_root, _args, { services }) => findDrivers(services),
    driver: (_root, { name }, { services }) => findDriver(services, name),
  },
};
