/**
 * Batching of children for one operation: a hundred nodes ask for their ports, one statement reads them all.
 *
 * Rows of different columns are different rows, so there is a loader for each set of columns that is asked for. In a
 * subscription nothing is kept from one event to the next, or it would show yesterday's rows.
 */
import DataLoader from 'dataloader';
import type { Viewer } from '../domain/viewer.ts';
import type { ServiceContext } from '../services/context.ts';
import { allocationsWhere, type AllocationRow } from '../services/read/allocations.ts';
import {
  inspectionRulesById,
  type InspectionRuleField,
  type InspectionRuleRow,
} from '../services/read/inspection-rules.ts';
import { latestInventories, previousInventories, type InventoryRow } from '../services/read/inventories.ts';
import { conductorsById, type ConductorRow } from '../services/read/conductors.ts';
import { hardwareOfNodes, type ObservationRow } from '../services/read/hardware.ts';
import {
  countItems,
  groupsOfJobs,
  jobGroupsById,
  type ItemCounts,
  type JobGroupRow,
} from '../services/read/job-groups.ts';
import {
  jobsById,
  jobsOfConductors,
  queuePlaces,
  queuesOfNodes,
  stepsById,
  stepsOfJobs,
  type JobRow,
  type QueuePlace,
  type StepRow,
} from '../services/read/jobs.ts';
import {
  deployTemplatesById,
  type DeployTemplateField,
  type DeployTemplateRow,
} from '../services/read/deploy-templates.ts';
import { runbooksById, type RunbookField, type RunbookRow } from '../services/read/runbooks.ts';
import { webhooksById, type WebhookField, type WebhookRow } from '../services/read/webhooks.ts';
import { chassisById, type ChassisField, type ChassisRow } from '../services/read/chassis.ts';
import {
  volumeConnectorsById,
  type VolumeConnectorField,
  type VolumeConnectorRow,
} from '../services/read/volume-connectors.ts';
import { volumeTargetsById, type VolumeTargetField, type VolumeTargetRow } from '../services/read/volume-targets.ts';
import { agentsOfNodes, type AgentRow } from '../services/read/agents.ts';
import { heldLocks, type LockRow } from '../services/read/locks.ts';
import { childrenOfNodes, nodesById, type NodeField, type NodeRow } from '../services/read/nodes.ts';
import { traitsOfNodes, type TraitRow } from '../services/read/traits.ts';
import { portGroupsWhere, type PortGroupField, type PortGroupRow } from '../services/read/port-groups.ts';
import { portsById, portsOfGroups, portsOfNodes, type PortField, type PortRow } from '../services/read/ports.ts';
import { stepEstimates, type StepEstimate } from '../services/read/step-estimates.ts';
import { linesOfSteps, type StepLineRow, type StepLinesArgs } from '../services/read/step-lines.ts';
import { waitEstimates, type WaitEstimate } from '../services/read/wait-estimates.ts';
import { vifsWhere, type VifField, type VifRow } from '../services/read/vif-attachments.ts';

export interface Loaders {
  /** What was read is read again when it is asked for again. */
  forget(): void;
  node(columns: readonly NodeField[]): DataLoader<string, NodeRow | null>;
  readonly hardwareOfNode: DataLoader<string, readonly ObservationRow[]>;
  childrenOfNode(columns: readonly NodeField[]): DataLoader<string, readonly NodeRow[]>;
  port(columns: readonly PortField[]): DataLoader<string, PortRow | null>;
  portsOfNode(columns: readonly PortField[]): DataLoader<string, readonly PortRow[]>;
  portsOfGroup(columns: readonly PortField[]): DataLoader<string, readonly PortRow[]>;
  readonly traitsOfNode: DataLoader<string, readonly TraitRow[]>;
  portGroup(columns: readonly PortGroupField[]): DataLoader<string, PortGroupRow | null>;
  portGroupsOfNode(columns: readonly PortGroupField[]): DataLoader<string, readonly PortGroupRow[]>;
  vifsOfNode(columns: readonly VifField[]): DataLoader<string, readonly VifRow[]>;
  vifsOfPort(columns: readonly VifField[]): DataLoader<string, readonly VifRow[]>;
  vifsOfPortGroup(columns: readonly VifField[]): DataLoader<string, readonly VifRow[]>;
  vif(columns: readonly VifField[]): DataLoader<string, VifRow | null>;
  inspectionRule(columns: readonly InspectionRuleField[]): DataLoader<string, InspectionRuleRow | null>;
  deployTemplate(columns: readonly DeployTemplateField[]): DataLoader<string, DeployTemplateRow | null>;
  readonly allocation: DataLoader<string, AllocationRow | null>;
  readonly allocationByName: DataLoader<string, AllocationRow | null>;
  readonly allocationOfNode: DataLoader<string, AllocationRow | null>;
  readonly latestInventory: DataLoader<string, InventoryRow | null>;
  /** By `node/number` of the one that follows it. */
  readonly previousInventory: DataLoader<string, InventoryRow | null>;
  runbook(columns: readonly RunbookField[]): DataLoader<string, RunbookRow | null>;
  webhook(columns: readonly WebhookField[]): DataLoader<string, WebhookRow | null>;
  chassis(columns: readonly ChassisField[]): DataLoader<string, ChassisRow | null>;
  volumeConnector(columns: readonly VolumeConnectorField[]): DataLoader<string, VolumeConnectorRow | null>;
  volumeTarget(columns: readonly VolumeTargetField[]): DataLoader<string, VolumeTargetRow | null>;
  readonly job: DataLoader<string, JobRow | null>;
  readonly queueOfNode: DataLoader<string, readonly JobRow[]>;
  readonly queuePlace: DataLoader<string, QueuePlace | null>;
  readonly waitEstimate: DataLoader<string, WaitEstimate | null>;
  readonly step: DataLoader<string, StepRow | null>;
  readonly stepsOfJob: DataLoader<string, readonly StepRow[]>;
  readonly stepEstimate: DataLoader<string, StepEstimate | null>;
  linesOfStep(args: StepLinesArgs): DataLoader<string, readonly StepLineRow[]>;
  readonly jobGroup: DataLoader<string, JobGroupRow | null>;
  readonly jobGroupOfJob: DataLoader<string, { readonly jobGroupId: string } | null>;
  readonly itemCounts: DataLoader<string, ItemCounts | null>;
  readonly lock: DataLoader<string, LockRow | null>;
  readonly agentOfNode: DataLoader<string, AgentRow | null>;
  readonly conductor: DataLoader<string, ConductorRow | null>;
  readonly jobsOfConductor: DataLoader<string, readonly JobRow[]>;
}

export function createLoaders(ctx: ServiceContext, viewer: Viewer, { cache }: { readonly cache: boolean }): Loaders {
  const made = new Set<{ clearAll(): unknown }>();
  const known = <Loader extends { clearAll(): unknown }>(loader: Loader): Loader => {
    made.add(loader);
    return loader;
  };
  const one = <Row>(read: (ids: readonly string[]) => Promise<readonly Row[]>, keyOf: (row: Row) => string) =>
    known(
      new DataLoader<string, Row | null>(
        async (ids) => {
          const rows = new Map((await read(ids)).map((row) => [keyOf(row), row]));
          return ids.map((id) => rows.get(id) ?? null);
        },
        { cache, maxBatchSize: 1_000 },
      ),
    );
  const many = <Row>(read: (ids: readonly string[]) => Promise<readonly Row[]>, keyOf: (row: Row) => string | null) =>
    known(
      new DataLoader<string, readonly Row[]>(
        async (ids) => {
          const groups = new Map<string, Row[]>(ids.map((id) => [id, []]));
          for (const row of await read(ids)) groups.get(keyOf(row) ?? '')?.push(row);
          return ids.map((id) => groups.get(id) ?? []);
        },
        { cache, maxBatchSize: 1_000 },
      ),
    );

  return {
    forget() {
      for (const loader of made) loader.clearAll();
    },
    node: byColumns((columns) => one((ids) => nodesById(ctx, viewer, columns, ids), byId)),
    hardwareOfNode: many((ids) => hardwareOfNodes(ctx, viewer, ids), byNode),
    childrenOfNode: byColumns((columns) =>
      many(
        (ids) => childrenOfNodes(ctx, viewer, columns, ids),
        (row) => row.parentNodeId,
      ),
    ),
    port: byColumns((columns) => one((ids) => portsById(ctx, viewer, columns, ids), byId)),
    portsOfNode: byColumns((columns) => many((ids) => portsOfNodes(ctx, viewer, columns, ids), byNode)),
    portsOfGroup: byColumns((columns) =>
      many(
        (ids) => portsOfGroups(ctx, viewer, columns, ids),
        (row) => row.portGroupId,
      ),
    ),
    traitsOfNode: many((ids) => traitsOfNodes(ctx, ids), byNode),
    portGroup: byColumns((columns) => one((ids) => portGroupsWhere(ctx, viewer, columns, 'id', ids), byId)),
    portGroupsOfNode: byColumns((columns) =>
      many((ids) => portGroupsWhere(ctx, viewer, columns, 'nodeId', ids), byNode),
    ),
    vifsOfNode: byColumns((columns) => many((ids) => vifsWhere(ctx, viewer, columns, 'nodeId', ids), byNode)),
    vifsOfPort: byColumns((columns) =>
      many(
        (ids) => vifsWhere(ctx, viewer, columns, 'portId', ids),
        (row) => row.portId,
      ),
    ),
    vifsOfPortGroup: byColumns((columns) =>
      many(
        (ids) => vifsWhere(ctx, viewer, columns, 'portGroupId', ids),
        (row) => row.portGroupId,
      ),
    ),
    vif: byColumns((columns) => one((ids) => vifsWhere(ctx, viewer, columns, 'id', ids), byId)),
    inspectionRule: byColumns((columns) => one((ids) => inspectionRulesById(ctx, viewer, columns, ids), byId)),
    deployTemplate: byColumns((columns) => one((ids) => deployTemplatesById(ctx, viewer, columns, ids), byId)),
    allocation: one((ids) => allocationsWhere(ctx, viewer, 'id', ids), byId),
    allocationByName: one(
      (names) => allocationsWhere(ctx, viewer, 'name', names),
      (row) => row.name ?? '',
    ),
    allocationOfNode: one(
      (ids) => allocationsWhere(ctx, viewer, 'nodeId', ids),
      (row) => row.nodeId ?? '',
    ),
    latestInventory: one(
      (ids) => latestInventories(ctx, viewer, ids),
      (row) => row.nodeId,
    ),
    previousInventory: one(
      (names) => previousInventories(ctx, viewer, names),
      (row) => `${row.nodeId}/${row.number + 1}`,
    ),
    runbook: byColumns((columns) => one((ids) => runbooksById(ctx, viewer, columns, ids), byId)),
    webhook: byColumns((columns) => one((ids) => webhooksById(ctx, viewer, columns, ids), byId)),
    chassis: byColumns((columns) => one((ids) => chassisById(ctx, viewer, columns, ids), byId)),
    volumeConnector: byColumns((columns) => one((ids) => volumeConnectorsById(ctx, viewer, columns, ids), byId)),
    volumeTarget: byColumns((columns) => one((ids) => volumeTargetsById(ctx, viewer, columns, ids), byId)),
    job: one((ids) => jobsById(ctx, viewer, ids), byId),
    queueOfNode: many((ids) => queuesOfNodes(ctx, viewer, ids), byNode),
    queuePlace: one(
      (ids) => queuePlaces(ctx, ids),
      (place) => place.jobId,
    ),
    waitEstimate: one(
      (ids) => waitEstimates(ctx, ids),
      (estimate) => estimate.jobId,
    ),
    step: one((ids) => stepsById(ctx, ids), byId),
    stepsOfJob: many(
      (ids) => stepsOfJobs(ctx, ids),
      (step) => step.jobId,
    ),
    stepEstimate: one(
      (ids) => stepEstimates(ctx, ids),
      (estimate) => estimate.stepId,
    ),
    linesOfStep: byArguments((args) =>
      many(
        (ids) => linesOfSteps(ctx, ids, args),
        (line) => line.stepId,
      ),
    ),
    jobGroup: one((ids) => jobGroupsById(ctx, viewer, ids), byId),
    jobGroupOfJob: one(
      (ids) => groupsOfJobs(ctx, ids),
      (row) => row.jobId,
    ),
    itemCounts: one(
      (ids) => countItems(ctx, ids),
      (counts) => counts.jobGroupId,
    ),
    lock: one(
      (ids) => heldLocks(ctx, ids),
      (lock) => lock.nodeId,
    ),
    agentOfNode: one(
      (ids) => agentsOfNodes(ctx, ids),
      (agent) => agent.nodeId,
    ),
    conductor: one((ids) => conductorsById(ctx, ids), byId),
    jobsOfConductor: many(
      (ids) => jobsOfConductors(ctx, viewer, ids),
      (job) => job.claimedBy,
    ),
  };
}

const byId = (row: { readonly id: string }): string => row.id;
const byNode = (row: { readonly nodeId: string | null }): string | null => row.nodeId;

/** One loader for each set of arguments: the steps of one list are all asked with the same. */
function byArguments<Args extends object, Loader>(create: (args: Args) => Loader): (args: Args) => Loader {
  const loaders = new Map<string, Loader>();
  return (args) => {
    const text = JSON.stringify(args);
    const loader = loaders.get(text) ?? create(args);
    loaders.set(text, loader);
    return loader;
  };
}

/**
 * One loader for each set of columns. A hundred rows of one list ask with the very same array, which is found at once;
 * two places of a query that need the same columns meet by their text.
 */
function byColumns<Column extends string, Loader>(
  create: (columns: readonly Column[]) => Loader,
): (columns: readonly Column[]) => Loader {
  const loaders = new Map<readonly Column[] | string, Loader>();
  return (columns) => {
    const known = loaders.get(columns);
    if (known !== undefined) return known;
    const text = columns.join();
    const loader = loaders.get(text) ?? create(columns);
    loaders.set(columns, loader).set(text, loader);
    return loader;
  };
}
