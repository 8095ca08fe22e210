import { createVolumeConnector } from '../services/volume/create-volume-connector.ts';
import { deleteVolumeConnector } from '../services/volume/delete-volume-connector.ts';
import { updateVolumeConnector } from '../services/volume/update-volume-connector.ts';
import { findVolumeConnectors } from '../services/read/volume-connectors.ts';
import { nodeColumns, volumeConnectorColumns } from './columns.ts';
import { connection } from './connections.ts';
import type { Resolvers } from './generated.ts';
import { wellFormed } from './node.ts';
import { payload } from './payloads.ts';
import { required } from './required.ts';

const withVolumeConnector = {
  ...payload,
  volumeConnector: ((answer, _args, { loaders }, info) =>
    answer.objectId === null
      ? null
      : loaders.volumeConnector(volumeConnectorColumns(info, 'object')).load(answer.objectId)) satisfies NonNullable<
    Resolvers['CreateVolumeConnectorPayload']
  >['volumeConnector'],
};

export const volumeConnectorResolvers: Resolvers = {
  Query: {
    volumeConnector: (_root, { id }, { loaders }, info) =>
      loaders.volumeConnector(volumeConnectorColumns(info, 'object')).load(wellFormed(id)),
    volumeConnectors: (_root, args, { services, viewer }, info) =>
      findVolumeConnectors(services, viewer, volumeConnectorColumns(info, 'connection'), args),
  },
  Mutation: {
    createVolumeConnector: (_root, { input }, { services, viewer }) => createVolumeConnector(services, viewer, input),
    updateVolumeConnector: (_root, { input }, { services, viewer }) => updateVolumeConnector(services, viewer, input),
    deleteVolumeConnector: (_root, { input }, { services, viewer }) => deleteVolumeConnector(services, viewer, input),
  },
  VolumeConnector: {
    node: async (row, _args, { loaders }, info) =>
      required(await loaders.node(nodeColumns(info, 'object')).load(row.nodeId), 'node', row.nodeId),
  },
  VolumeConnectorConnection: connection,
  CreateVolumeConnectorPayload: withVolumeConnector,
  UpdateVolumeConnectorPayload: withVolumeConnector,
  DeleteVolumeConnectorPayload: { ...payload, deletedVolumeConnectorId: (answer) => answer.objectId },
};
