import { createChassis } from '../services/chassis/create.ts';
import { deleteChassis } from '../services/chassis/delete.ts';
import { updateChassis } from '../services/chassis/update.ts';
import { findChassis } from '../services/read/chassis.ts';
import { findNodes } from '../services/read/nodes.ts';
import { chassisColumns, nodeColumns } from './columns.ts';
import { connection } from './connections.ts';
import type { Resolvers } from './generated.ts';
import { wellFormed } from './node.ts';
import { payload } from './payloads.ts';

const withChassis = {
  ...payload,
  chassis: ((answer, _args, { loaders }, info) =>
    answer.objectId === null
      ? null
      : loaders.chassis(chassisColumns(info, 'object')).load(answer.objectId)) satisfies NonNullable<
    Resolvers['CreateChassisPayload']
  >['chassis'],
};

export const chassisResolvers: Resolvers = {
  Query: {
    chassis: (_root, { id }, { loaders }, info) => loaders.chassis(chassisColumns(info, 'object')).load(wellFormed(id)),
    chassisList: (_root, args, { services, viewer }, info) =>
      findChassis(services, viewer, chassisColumns(info, 'connection'), args),
  },
  Mutation: {
    createChassis: (_root, { input }, { services, viewer }) => createChassis(services, viewer, input),
    updateChassis: (_root, { input }, { services, viewer }) => updateChassis(services, viewer, input),
    deleteChassis: (_root, { input }, { services, viewer }) => deleteChassis(services, viewer, input),
  },
  Chassis: {
    nodes: ({ id }, args, { services, viewer }, info) =>
      findNodes(services, viewer, nodeColumns(info, 'connection'), { ...args, filter: { chassisId: { eq: id } } }),
  },
  ChassisConnection: connection,
  CreateChassisPayload: withChassis,
  UpdateChassisPayload: withChassis,
  DeleteChassisPayload: { ...payload, deletedChassisId: (answer) => answer.objectId },
};
