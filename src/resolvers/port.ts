import { createPort } from '../services/port/create.ts';
import { deletePort } from '../services/port/delete.ts';
import { updatePort } from '../services/port/update.ts';
import { findPorts } from '../services/read/ports.ts';
import { nodeColumns, portColumns, portGroupColumns, vifColumns } from './columns.ts';
import { connection } from './connections.ts';
import type { Resolvers } from './generated.ts';
import { wellFormed } from './node.ts';
import { payload } from './payloads.ts';
import { required } from './required.ts';

const withPort = {
  ...payload,
  port: ((answer, _args, { loaders }, info) =>
    answer.objectId === null
      ? null
      : loaders.port(portColumns(info, 'object')).load(answer.objectId)) satisfies NonNullable<
    Resolvers['CreatePortPayload']
  >['port'],
};

export const portResolvers: Resolvers = {
  Query: {
    port: (_root, { id }, { loaders }, info) => loaders.port(portColumns(info, 'object')).load(wellFormed(id)),
    ports: (_root, args, { services, viewer }, info) =>
      findPorts(services, viewer, portColumns(info, 'connection'), args),
  },
  Mutation: {
    createPort: (_root, { input }, { services, viewer }) => createPort(services, viewer, input),
    updatePort: (_root, { input }, { services, viewer }) => updatePort(services, viewer, input),
    deletePort: (_root, { input }, { services, viewer }) => deletePort(services, viewer, input),
  },
  Port: {
    node: async (port, _args, { loaders }, info) =>
      required(await loaders.node(nodeColumns(info, 'object')).load(port.nodeId), 'node', port.nodeId),
    portGroup: (port, _args, { loaders }, info) =>
      port.portGroupId === null ? null : loaders.portGroup(portGroupColumns(info, 'object')).load(port.portGroupId),
    vifAttachments: (port, _args, { loaders }, info) => loaders.vifsOfPort(vifColumns(info, 'object')).load(port.id),
  },
  PortConnection: connection,
  CreatePortPayload: withPort,
  UpdatePortPayload: withPort,
  DeletePortPayload: { ...payload, deletedPortId: (answer) => answer.objectId },
};
