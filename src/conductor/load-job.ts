/** Reads what a worker needs to run a job: the row, its steps, and the node as drivers get to see it. */
import type { EntityManager } from 'typeorm';
import type { InterfaceNames } from '../domain/interfaces.ts';
import { ProblemError } from '../domain/problems.ts';
import type { PowerState } from '../domain/power.ts';
import type { ProvisionState } from '../domain/provision-states.ts';
import type { HardwareType } from '../drivers/hardware-type.ts';
import type { DriverNode, DriverPort, DriverPortGroup } from '../drivers/interfaces/common.ts';
import type { JobStepEntity } from '../entities/job-step.ts';
import type { JobEntity } from '../entities/job.ts';
import type { JsonObject } from '../entities/json.ts';
import type { JobNode, JobVif, OtherJob } from './job-type.ts';
import type { NodeTx } from './node-transaction.ts';

type Querier = Pick<EntityManager, 'query'>;

export type JobRow = Pick<
  JobEntity,
  | 'id'
  | 'type'
  | 'nodeId'
  | 'lockMode'
  | 'priority'
  | 'args'
  | 'attempt'
  | 'nextStep'
  | 'commits'
  | 'interruptions'
  | 'waitFor'
  | 'error'
  | 'cancelRequestedAt'
  | 'cancelReason'
  | 'requestedBy'
  | 'limitClass'
  | 'conductorGroup'
> & { readonly usesBmc: boolean };

export async function loadJob(db: Querier, jobId: string): Promise<JobRow | null> {
  return (await loadJobs(db, [jobId])).get(jobId) ?? null;
}

/** By id; those that are not there are not there. */
export async function loadJobs(db: Querier, jobIds: readonly string[]): Promise<ReadonlyMap<string, JobRow>> {
  // Columns as this query names them.
  const rows = await db.query<(Omit<JobRow, 'usesBmc'> & { readonly usesBmc: number })[]>(
    `SELECT id, type, node_id AS nodeId, lock_mode AS lockMode, priority, args, attempt, next_step AS nextStep, commits,
            interruptions, wait_for AS waitFor, error, cancel_requested_at AS cancelRequestedAt, cancel_reason AS cancelReason,
            requested_by AS requestedBy, limit_class AS limitClass, conductor_group AS conductorGroup,
            uses_bmc AS usesBmc
       FROM jobs WHERE id IN (?)`,
    [jobIds],
  );
  return new Map(rows.map((row) => [row.id, { ...row, usesBmc: row.usesBmc === 1 }]));
}

/** What only the job's own steps may see. */
export async function loadSecrets(db: Querier, jobId: string): Promise<JsonObject> {
  // One column, as this query names it.
  const [row] = await db.query<{ secrets: JsonObject | null }[]>('SELECT secrets FROM jobs WHERE id = ?', [jobId]);
  return row?.secrets ?? {};
}

/** Where the node stands now; asked inside a transaction that has locked it. */
export async function provisionStateOf({ tx, nodeId }: Pick<NodeTx, 'tx' | 'nodeId'>): Promise<ProvisionState> {
  // One row of one column: the lock row that the caller holds cannot be without its node.
  const [row] = await tx.query<{ state: ProvisionState }[]>('SELECT provision_state AS state FROM nodes WHERE id = ?', [
    nodeId,
  ]);
  return row?.state ?? 'ENROLL';
}

/** A step as the worker holds it; the row is written through `run-job.ts`. */
export interface StepRow extends Pick<
  JobStepEntity,
  'id' | 'position' | 'name' | 'interface' | 'flow' | 'enters' | 'state' | 'attempt' | 'repeat' | 'timeoutMs' | 'args'
> {
  readonly abortable: boolean;
}

export async function loadSteps(db: Querier, jobId: string): Promise<StepRow[]> {
  // Columns as this query names them.
  const rows = await db.query<(Omit<StepRow, 'abortable'> & { abortable: number })[]>(
    `SELECT id, position, name, interface, flow, enters, state, attempt, repeat_mode AS \`repeat\`, timeout_ms AS timeoutMs, args, abortable
       FROM job_steps WHERE job_id = ? ORDER BY position`,
    [jobId],
  );
  return rows.map((row) => ({ ...row, abortable: row.abortable === 1 }));
}

interface NodeRow {
  readonly id: string;
  readonly name: string | null;
  readonly driver: string;
  readonly interfaces: InterfaceNames;
  readonly driverInfo: JsonObject;
  readonly properties: JsonObject;
  readonly instanceInfo: JsonObject;
  readonly instanceId: string | null;
  readonly powerState: PowerState | null;
  readonly desiredPowerState: PowerState | null;
  readonly provisionState: ProvisionState;
  readonly automatedClean: number | null;
  readonly resourceClass: string | null;
  readonly bmc: string | null;
  readonly maintenance: number;
  readonly protected: number;
  readonly retired: number;
  readonly disablePowerOff: number;
  readonly consoleEnabled: number;
}

/** The nodes as their jobs get to see them, by id; the problem of one whose driver this release does not have. */
export async function loadJobNodes(
  db: Querier,
  nodeIds: readonly string[],
  hardwareTypes: ReadonlyMap<string, HardwareType>,
  defaults: { readonly automatedClean: boolean },
): Promise<ReadonlyMap<string, JobNode | ProblemError>> {
  // Columns as this query names them.
  const rows = await db.query<NodeRow[]>(
    `SELECT id, name, driver, interfaces, driver_info AS driverInfo, properties, instance_info AS instanceInfo,
            instance_id AS instanceId, power_state AS powerState, desired_power_state AS desiredPowerState,
            provision_state AS provisionState, automated_clean AS automatedClean, resource_class AS resourceClass,
            bmc, maintenance, protected, retired, disable_power_off AS disablePowerOff,
            console_enabled AS consoleEnabled
       FROM nodes WHERE id IN (?)`,
    [nodeIds],
  );
  const ports = await loadPortsOf(db, nodeIds);
  const traits = await traitsOf(db, nodeIds);
  return new Map<string, JobNode | ProblemError>(
    rows.map(({ driver, automatedClean, ...row }) => {
      const hardware = hardwareTypes.get(driver);
      if (hardware === undefined) {
        return [row.id, new ProblemError({ code: 'UNKNOWN_DRIVER', driver, known: [...hardwareTypes.keys()] })];
      }
      const node: JobNode = {
        ...row,
        ...(ports.get(row.id) ?? NO_PORTS),
        traits: traits.get(row.id) ?? [],
        hardware,
        automatedClean: automatedClean === null ? defaults.automatedClean : automatedClean === 1,
        maintenance: row.maintenance === 1,
        protected: row.protected === 1,
        retired: row.retired === 1,
        disablePowerOff: row.disablePowerOff === 1,
        consoleEnabled: row.consoleEnabled === 1,
      };
      return [row.id, node];
    }),
  );
}

/** The nodes' traits in alphabetical order, by node; those that have none are not there. */
export async function traitsOf(
  db: Querier,
  nodeIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (nodeIds.length === 0) return new Map();
  // Columns as this query names them.
  const rows = await db.query<{ nodeId: string; trait: string }[]>(
    'SELECT node_id AS nodeId, trait FROM node_traits WHERE node_id IN (?) ORDER BY node_id, trait',
    [nodeIds],
  );
  const traits = new Map<string, string[]>();
  for (const { nodeId, trait } of rows) {
    const ofNode = traits.get(nodeId);
    if (ofNode === undefined) traits.set(nodeId, [trait]);
    else ofNode.push(trait);
  }
  return traits;
}

export async function loadVifs(db: Querier, nodeId: string): Promise<readonly JobVif[]> {
  // Columns as this query names them. A node has few unsettled jobs.
  const rows = await db.query<(Omit<JobVif, 'isBusy'> & { isBusy: number })[]>(
    `SELECT v.id, v.vif_id AS vifId, v.purpose, v.state, v.port_id AS portId, v.port_group_id AS portGroupId,
            v.state IN ('ATTACHING', 'DETACHING') AND
            EXISTS (SELECT 1 FROM jobs j WHERE j.node_id = v.node_id AND j.state IN ('QUEUED', 'RUNNING', 'WAITING')
                       AND JSON_UNQUOTE(JSON_EXTRACT(j.args, '$.vifAttachmentId')) = v.id) AS isBusy
       FROM vif_attachments v WHERE v.node_id = ? ORDER BY v.id`,
    [nodeId],
  );
  return rows.map((row) => ({ ...row, isBusy: row.isBusy === 1 }));
}

/** How jobs that another one waits for stand. */
export function loadOtherJobs(db: Querier, jobIds: readonly string[]): Promise<readonly OtherJob[]> {
  if (jobIds.length === 0) return Promise.resolve([]);
  // Columns as this query names them.
  return db.query<OtherJob[]>('SELECT id, node_id AS nodeId, state, error FROM jobs WHERE id IN (?)', [jobIds]);
}

/** MAC → the node that has it. */
export async function loadPortOwners(db: Querier, addresses: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (addresses.length === 0) return new Map();
  // Columns as this query names them.
  const rows = await db.query<{ address: string; nodeId: string }[]>(
    'SELECT address, node_id AS nodeId FROM ports WHERE address IN (?)',
    [addresses],
  );
  return new Map(rows.map(({ address, nodeId }) => [address, nodeId]));
}

type Ports = Pick<DriverNode, 'ports' | 'portGroups'>;
const NO_PORTS: Ports = { ports: [], portGroups: [] };

/** A node's ports and port groups, oldest first. */
export async function loadPorts(db: Querier, nodeId: string): Promise<Ports> {
  return (await loadPortsOf(db, [nodeId])).get(nodeId) ?? NO_PORTS;
}

async function loadPortsOf(db: Querier, nodeIds: readonly string[]): Promise<ReadonlyMap<string, Ports>> {
  type OfNode<Row> = Row & { readonly nodeId: string };
  type PortRow = Omit<DriverPort, 'pxeEnabled' | 'isSmartNic'> & { pxeEnabled: number; isSmartNic: number };
  // Columns as this query names them.
  const portRows = await db.query<OfNode<PortRow>[]>(
    `SELECT node_id AS nodeId, id, address, pxe_enabled AS pxeEnabled, local_link_connection AS localLinkConnection,
            is_smart_nic AS isSmartNic, physical_network AS physicalNetwork, port_group_id AS portGroupId
       FROM ports WHERE node_id IN (?) ORDER BY id`,
    [nodeIds],
  );
  type GroupRow = Omit<DriverPortGroup, 'portIds' | 'standalonePortsSupported'> & { standalonePortsSupported: number };
  // Columns as this query names them.
  const groupRows = await db.query<OfNode<GroupRow>[]>(
    `SELECT node_id AS nodeId, id, address, name, mode, properties, standalone_ports_supported AS standalonePortsSupported,
            physical_network AS physicalNetwork FROM port_groups WHERE node_id IN (?) ORDER BY id`,
    [nodeIds],
  );
  const ofNode = <Row>(rows: readonly OfNode<Row>[], wanted: string): readonly OfNode<Row>[] =>
    nodeIds.length === 1 ? rows : rows.filter(({ nodeId }) => nodeId === wanted);
  return new Map(
    nodeIds.map((wanted) => {
      const ports = ofNode(portRows, wanted).map(({ nodeId: _, ...row }) => ({
        ...row,
        pxeEnabled: row.pxeEnabled === 1,
        isSmartNic: row.isSmartNic === 1,
      }));
      const portGroups = ofNode(groupRows, wanted).map(({ nodeId: _, ...row }) => ({
        ...row,
        standalonePortsSupported: row.standalonePortsSupported === 1,
        portIds: ports.filter(({ portGroupId }) => portGroupId === row.id).map(({ id }) => id),
      }));
      return [wanted, { ports, portGroups }];
    }),
  );
}
