import { ProblemError } from '../domain/problems.ts';
import { isUuid } from '../domain/ids.ts';
import { abortNode } from '../services/node/abort.ts';
import { availableActions } from '../services/node/available-actions.ts';
import { cleanNode } from '../services/node/clean.ts';
import { unholdNode } from '../services/node/unhold.ts';
import { breakNodeLock } from '../services/node/break-lock.ts';
import { createNode } from '../services/node/create.ts';
import { deleteNode } from '../services/node/delete.ts';
import { rescueNode, unrescueNode } from '../services/node/rescue.ts';
import { adoptNode, deployNode, rebuildNode } from '../services/node/begin-instance.ts';
import { inspectNode, manageNode, provideNode, undeployNode } from '../services/node/run-verb.ts';
import { serviceNode } from '../services/node/service.ts';
import { setNodeMaintenance } from '../services/node/set-maintenance.ts';
import { setNodePower } from '../services/node/set-power.ts';
import { addNodeTraits, removeNodeTraits, setNodeTraits } from '../services/node/traits.ts';
import { updateNode } from '../services/node/update.ts';
import { shownDriverInfo } from '../services/node/shown-driver-info.ts';
import { findAvailableSteps } from '../services/read/available-steps.ts';
import { findCleaningEvidence } from '../services/read/cleaning-evidence.ts';
import { findInventories } from '../services/read/inventories.ts';
import { findJobs } from '../services/read/jobs.ts';
import { historyOfNode } from '../services/read/node-history.ts';
import { findNodes, nodeByName } from '../services/read/nodes.ts';
import { pageOfRows } from '../services/read/page.ts';
import { chassisColumns, nodeColumns, portColumns, portGroupColumns, vifColumns } from './columns.ts';
import { connection } from './connections.ts';
import { toNodeVerb } from './errors.ts';
import type { AgentStatus, QueryResolvers, Resolvers } from './generated.ts';
import { payload, withNode } from './payloads.ts';
import { toStepInterface } from './step-interface.ts';

const node: QueryResolvers['node'] = (_root, { id }, { loaders }, info) =>
  loaders.node(nodeColumns(info, 'object')).load(wellFormed(id));

export const nodeResolvers: Resolvers = {
  Query: {
    node,
    nodeByName: (_root, { name }, { services, viewer }, info) =>
      nodeByName(services, viewer, nodeColumns(info, 'object'), name),
    nodes: (_root, args, { services, viewer }, info) =>
      findNodes(services, viewer, nodeColumns(info, 'connection'), args),
  },
  Mutation: {
    createNode: (_root, { input }, { services, viewer }) => createNode(services, viewer, input),
    updateNode: (_root, { input }, { services, viewer }) => updateNode(services, viewer, input),
    deleteNode: (_root, { input }, { services, viewer }) => deleteNode(services, viewer, input),
    manageNode: (_root, { input }, { services, viewer }) => manageNode(services, viewer, input),
    provideNode: (_root, { input }, { services, viewer }) => provideNode(services, viewer, input),
    deployNode: (_root, { input }, { services, viewer }) => deployNode(services, viewer, input),
    undeployNode: (_root, { input }, { services, viewer }) => undeployNode(services, viewer, input),
    adoptNode: (_root, { input }, { services, viewer }) => adoptNode(services, viewer, input),
    cleanNode: (_root, { input }, { services, viewer }) => cleanNode(services, viewer, input),
    serviceNode: (_root, { input }, { services, viewer }) => serviceNode(services, viewer, input),
    rebuildNode: (_root, { input }, { services, viewer }) => rebuildNode(services, viewer, input),
    unholdNode: (_root, { input }, { services, viewer }) => unholdNode(services, viewer, input),
    rescueNode: (_root, { input }, { services, viewer }) => rescueNode(services, viewer, input),
    unrescueNode: (_root, { input }, { services, viewer }) => unrescueNode(services, viewer, input),
    inspectNode: (_root, { input }, { services, viewer }) => inspectNode(services, viewer, input),
    abortNode: (_root, { input }, { services, viewer }) => abortNode(services, viewer, input),
    breakNodeLock: (_root, { input }, { services, viewer }) => breakNodeLock(services, viewer, input),
    setNodePower: (_root, { input }, { services, viewer }) => setNodePower(services, viewer, input),
    setNodeTraits: (_root, { input }, { services, viewer }) => setNodeTraits(services, viewer, input),
    addNodeTraits: (_root, { input }, { services, viewer }) => addNodeTraits(services, viewer, input),
    removeNodeTraits: (_root, { input }, { services, viewer }) => removeNodeTraits(services, viewer, input),
    setNodeMaintenance: (_root, { input }, { services, viewer }) => setNodeMaintenance(services, viewer, input),
  },
  Node: {
    driverInfo: (row, _args, { services }) => shownDriverInfo(services, row),
    parentNode: (row, _args, { loaders }, info) =>
      row.parentNodeId === null ? null : loaders.node(nodeColumns(info, 'object')).load(row.parentNodeId),
    children: async (row, args, { loaders }, info) =>
      pageOfRows(row.id, await loaders.childrenOfNode(nodeColumns(info, 'connection')).load(row.id), args),
    chassis: (row, _args, { loaders }, info) =>
      row.chassisId === null ? null : loaders.chassis(chassisColumns(info, 'object')).load(row.chassisId),
    history: (row, args, { services, viewer }) => historyOfNode(services, viewer, row.id, args),
    traits: async (row, _args, { loaders }) => (await loaders.traitsOfNode.load(row.id)).map(({ trait }) => trait),
    lock: (row, _args, { loaders }) => loaders.lock.load(row.id),
    agent: (row, _args, { loaders }) => loaders.agentOfNode.load(row.id),
    allocation: (row, _args, { loaders }) => loaders.allocationOfNode.load(row.id),
    jobQueue: (row, _args, { loaders }) => loaders.queueOfNode.load(row.id),
    jobs: (row, args, { services, viewer }) =>
      findJobs(services, viewer, { ...args, filter: { nodeId: { eq: row.id } } }),
    ports: async (row, args, { loaders }, info) =>
      pageOfRows(row.id, await loaders.portsOfNode(portColumns(info, 'connection')).load(row.id), args),
    portGroups: async (row, args, { loaders }, info) =>
      pageOfRows(row.id, await loaders.portGroupsOfNode(portGroupColumns(info, 'connection')).load(row.id), args),
    vifAttachments: async (row, args, { loaders }, info) =>
      pageOfRows(row.id, await loaders.vifsOfNode(vifColumns(info, 'connection')).load(row.id), args),
    inventory: (row, _args, { loaders }) => loaders.latestInventory.load(row.id),
    cleaningEvidence: (row, args, { services, viewer }) => findCleaningEvidence(services, viewer, row.id, args),
    inventories: (row, args, { services, viewer }) => findInventories(services, viewer, row.id, args),
    availableSteps: (row, { flow }, { services }) => findAvailableSteps(services, row, flow),
    async availableActions(row, _args, { loaders, services }) {
      const actions = availableActions(services, row, await loaders.queueOfNode.load(row.id));
      return actions.map((action) => ({ ...action, verb: toNodeVerb(action.verb) }));
    },
  },
  AvailableStep: {
    // The domain's words for the slots are lower case, the schema's are capitals.
    interface: toStepInterface,
  },
  CleaningEvidence: {
    job: (row, _args, { loaders }) => (row.jobId === null ? null : loaders.job.load(row.jobId)),
  },
  CleaningEvidenceConnection: connection,
  NodeConnection: connection,
  NodeHistoryEntry: {
    job: ({ jobId }, _args, { loaders }) => (jobId === null ? null : loaders.job.load(jobId)),
  },
  NodeHistoryEntryConnection: connection,
  NodeAgent: {
    url: ({ callbackUrl }) => callbackUrl,
    lastHeartbeatAt: ({ heartbeatAt }) => heartbeatAt,
    // The protocol's words are lower case, the schema's are capitals.
    status: ({ status }) => STATUS_WORDS[status ?? ''] ?? null,
  },
  NodeLock: {
    holderJob: (lock, _args, { loaders }) => (lock.holderJobId === null ? null : loaders.job.load(lock.holderJobId)),
    conductor: (lock, _args, { loaders }) =>
      lock.holderConductorId === null ? null : loaders.conductor.load(lock.holderConductorId),
    // A lock that is held has both; the columns may be empty only on a free one.
    purpose: (lock) => lock.purpose ?? '',
    since: (lock) => lock.since ?? '',
  },
  CreateNodePayload: withNode,
  UpdateNodePayload: withNode,
  DeleteNodePayload: { ...payload, deletedNodeId: (answer) => answer.objectId },
  ManageNodePayload: withNode,
  ProvideNodePayload: withNode,
  DeployNodePayload: withNode,
  UndeployNodePayload: withNode,
  AdoptNodePayload: withNode,
  CleanNodePayload: withNode,
  ServiceNodePayload: withNode,
  RebuildNodePayload: withNode,
  UnholdNodePayload: withNode,
  RescueNodePayload: withNode,
  UnrescueNodePayload: withNode,
  InspectNodePayload: withNode,
  AbortNodePayload: withNode,
  BreakNodeLockPayload: withNode,
  SetNodePowerPayload: withNode,
  SetNodeTraitsPayload: withNode,
  AddNodeTraitsPayload: withNode,
  RemoveNodeTraitsPayload: withNode,
  SetNodeMaintenancePayload: withNode,
};

const STATUS_WORDS: Readonly<Record<string, AgentStatus>> = { start: 'START', end: 'END', error: 'ERROR' };

/** @throws {ProblemError} INVALID_INPUT */
export function wellFormed(id: string): string {
  if (isUuid(id)) return id.toLowerCase();
  throw new ProblemError({
    code: 'INVALID_INPUT',
    path: ['id'],
    reason: `id is not an id of this service: ${id.slice(0, 64)}.`,
    remedy: 'Use the id as the API gave it, a UUID of 36 characters.',
  });
}
