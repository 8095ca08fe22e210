import { createPortGroup } from '../services/port-group/create.ts';
import { deletePortGroup } from '../services/port-group/delete.ts';
import { updatePortGroup } from '../services/port-group/update.ts';
import { pageOfRows } from '../services/read/page.ts';
import { findPortGroups } from '../services/read/port-groups.ts';
import { nodeColumns, portColumns, portGroupColumns, vifColumns } from './columns.ts';
import { connection } from './connections.ts';
import type { Resolvers } from './generated.ts';
import { wellFormed } from './node.ts';
import { payload } from './payloads.ts';
import { required } from './required.ts';

const withPortGroup = {
  ...payload,
  portGroup: ((answer, _args, { loaders }, info) =>
    answer.objectId === null
      ? null
      : loaders.portGroup(portGroupColumns(info, 'object')).load(answer.objectId)) satisfies NonNullable<
    Resolvers['CreatePortGroupPayload']
  >['portGroup'],
};

export const portGroupResolvers: Resolvers = {
  Query: {
    portGroup: (_root, { id }, { loaders }, info) =>
      loaders.portGroup(portGroupColumns(info, 'object')).load(wellFormed(id)),
    portGroups: (_root, args, { services, viewer }, info) =>
      findPortGroups(services, viewer, portGroupColumns(info, 'connection'), args),
  },
  Mutation: {
    createPortGroup: (_root, { input }, { services, viewer }) => createPortGroup(services, viewer, input),
    updatePortGroup: (_root, { input }, { services, viewer }) => updatePortGroup(services, viewer, input),
    deletePortGroup: (_root, { input }, { services, viewer }) => deletePortGroup(services, viewer, input),
  },
  PortGroup: {
    node: async (group, _args, { loaders }, info) =>
      required(await loaders.node(nodeColumns(info, 'object')).load(group.nodeId), 'node', group.nodeId),
    ports: async (group, args, { loaders }, info) =>
      pageOfRows(group.id, await loaders.portsOfGroup(portColumns(info, 'connection')).load(group.id), args),
    vifAttachments: (group, _args, { loaders }, info) =>
      loaders.vifsOfPortGroup(vifColumns(info, 'object')).load(group.id),
  },
  PortGroupConnection: connection,
  CreatePortGroupPayload: withPortGroup,
  UpdatePortGroupPayload: withPortGroup,
  DeletePortGroupPayload: { ...payload, deletedPortGroupId: (answer) => answer.objectId },
};
