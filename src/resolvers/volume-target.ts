import { createVolumeTarget } from '../services/volume/create-volume-target.ts';
import { deleteVolumeTarget } from '../services/volume/delete-volume-target.ts';
import { updateVolumeTarget } from '../services/volume/update-volume-target.ts';
import { findVolumeTargets } from '../services/read/volume-targets.ts';
import { shownProperties } from '../services/volume/shown-properties.ts';
import { nodeColumns, volumeTargetColumns } from './columns.ts';
import { connection } from './connections.ts';
import type { Resolvers } from './generated.ts';
import { wellFormed } from './node.ts';
import { payload } from './payloads.ts';
import { required } from './required.ts';

const withVolumeTarget = {
  ...payload,
  volumeTarget: ((answer, _args, { loaders }, info) =>
    answer.objectId === null
      ? null
      : loaders.volumeTarget(volumeTargetColumns(info, 'object')).load(answer.objectId)) satisfies NonNullable<
    Resolvers['CreateVolumeTargetPayload']
  >['volumeTarget'],
};

export const volumeTargetResolvers: Resolvers = {
  Query: {
    volumeTarget: (_root, { id }, { loaders }, info) =>
      loaders.volumeTarget(volumeTargetColumns(info, 'object')).load(wellFormed(id)),
    volumeTargets: (_root, args, { services, viewer }, info) =>
      findVolumeTargets(services, viewer, volumeTargetColumns(info, 'connection'), args),
  },
  Mutation: {
    createVolumeTarget: (_root, { input }, { services, viewer }) => createVolumeTarget(services, viewer, input),
    updateVolumeTarget: (_root, { input }, { services, viewer }) => updateVolumeTarget(services, viewer, input),
    deleteVolumeTarget: (_root, { input }, { services, viewer }) => deleteVolumeTarget(services, viewer, input),
  },
  VolumeTarget: {
    node: async (row, _args, { loaders }, info) =>
      required(await loaders.node(nodeColumns(info, 'object')).load(row.nodeId), 'node', row.nodeId),
    properties: ({ properties }, _args, { viewer }) => shownProperties(viewer, properties),
  },
  VolumeTargetConnection: connection,
  CreateVolumeTargetPayload: withVolumeTarget,
  UpdateVolumeTargetPayload: withVolumeTarget,
  DeleteVolumeTargetPayload: { ...payload, deletedVolumeTargetId: (answer) => answer.objectId },
};
