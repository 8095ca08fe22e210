import { findVifAttachments } from '../services/read/vif-attachments.ts';
import { attachVif } from '../services/vif/attach.ts';
import { detachVif } from '../services/vif/detach.ts';
import { reconcileVifs } from '../services/vif/reconcile.ts';
import { nodeColumns, portColumns, portGroupColumns, vifColumns } from './columns.ts';
import { connection } from './connections.ts';
import type { Resolvers } from './generated.ts';
import { payload, withNode } from './payloads.ts';
import { required } from './required.ts';

export const vifAttachmentResolvers: Resolvers = {
  Query: {
    vifAttachments: (_root, args, { services, viewer }, info) =>
      findVifAttachments(services, viewer, vifColumns(info, 'connection'), args),
  },
  Mutation: {
    attachVif: (_root, { input }, { services, viewer }) => attachVif(services, viewer, input),
    detachVif: (_root, { input }, { services, viewer }) => detachVif(services, viewer, input),
    reconcileVifs: (_root, { input }, { services, viewer }) => reconcileVifs(services, viewer, input),
  },
  VifAttachment: {
    node: async (vif, _args, { loaders }, info) =>
      required(await loaders.node(nodeColumns(info, 'object')).load(vif.nodeId), 'node', vif.nodeId),
    port: (vif, _args, { loaders }, info) =>
      vif.portId === null ? null : loaders.port(portColumns(info, 'object')).load(vif.portId),
    portGroup: (vif, _args, { loaders }, info) =>
      vif.portGroupId === null ? null : loaders.portGroup(portGroupColumns(info, 'object')).load(vif.portGroupId),
  },
  VifAttachmentConnection: connection,
  ReconcileVifsPayload: withNode,
  AttachVifPayload: {
    ...payload,
    node: async (answer, _args, { loaders }, info) => {
      const vif = answer.objectId === null ? null : await loaders.vif(['id', 'nodeId', 'portId']).load(answer.objectId);
      return vif === null ? null : loaders.node(nodeColumns(info, 'object')).load(vif.nodeId);
    },
    vifAttachment: (answer, _args, { loaders }, info) =>
      answer.objectId === null ? null : loaders.vif(vifColumns(info, 'object')).load(answer.objectId),
  },
  DetachVifPayload: {
    ...payload,
    // By way of the job: the attachment itself may be gone by now.
    node: async (answer, _args, { loaders }, info) => {
      const job = answer.jobId === null ? null : await loaders.job.load(answer.jobId);
      return job?.nodeId ? loaders.node(nodeColumns(info, 'object')).load(job.nodeId) : null;
    },
  },
};
