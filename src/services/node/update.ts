import type { NodeTx } from '../../conductor/node-transaction.ts';
import type { InterfaceNames } from '../../domain/interfaces.ts';
import type { PowerDriftPolicy } from '../../domain/power.ts';
import { PROVISION_TABLE, type ProvisionState } from '../../domain/provision-states.ts';
import { ProblemError, type Problem } from '../../domain/problems.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { bmcAddressOf, MASK, maskDriverInfo, resolveInterfaces } from '../../drivers/hardware-type.ts';
import type { JsonObject } from '../../entities/json.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { hardwareTypeOf, namedInterfaces, type WantedInterfaces } from '../driver-of.ts';
import { mutateNode, type Answer } from '../mutation.ts';
import { checkVersion, isGiven, requireVersionFor } from '../versions.ts';
import { requireAdministrator } from '../visibility.ts';
import { checkConductorGroup } from './create.ts';
import { readNode, type NodeRow } from './node-row.ts';
import { hasChildren, requireParent } from './parent.ts';

export interface UpdateNodeInput {
  readonly nodeId: string;
  readonly expectedVersion?: number | null;
  readonly name?: string | null;
  readonly driver?: string | null;
  readonly interfaces?: WantedInterfaces | null;
  readonly driverInfo?: JsonObject | null;
  readonly properties?: JsonObject | null;
  readonly extra?: JsonObject | null;
  readonly instanceInfo?: JsonObject | null;
  readonly description?: string | null;
  readonly resourceClass?: string | null;
  readonly conductorGroup?: string | null;
  readonly owner?: string | null;
  readonly lessee?: string | null;
  readonly parentNodeId?: string | null;
  readonly automatedClean?: boolean | null;
  readonly disablePowerOff?: boolean | null;
  readonly powerDriftPolicy?: PowerDriftPolicy | null;
  readonly protected?: boolean | null;
  readonly protectedReason?: string | null;
  readonly retired?: boolean | null;
  readonly retiredReason?: string | null;
  readonly idempotencyKey?: string | null;
}

/** Field of the input → its column. The order is that of the schema. */
const COLUMNS = {
  name: 'name',
  driver: 'driver',
  driverInfo: 'driver_info',
  properties: 'properties',
  extra: 'extra',
  instanceInfo: 'instance_info',
  description: 'description',
  resourceClass: 'resource_class',
  conductorGroup: 'conductor_group',
  owner: 'owner',
  lessee: 'lessee',
  parentNodeId: 'parent_node_id',
  automatedClean: 'automated_clean',
  disablePowerOff: 'disable_power_off',
  powerDriftPolicy: 'power_drift_policy',
  protected: 'protected',
  protectedReason: 'protected_reason',
  retired: 'retired',
  retiredReason: 'retired_reason',
} as const;
type Field = keyof typeof COLUMNS;

const JSON_FIELDS = ['driverInfo', 'properties', 'extra', 'instanceInfo'] as const;
const NOT_NULL: readonly Field[] = [
  'driver',
  ...JSON_FIELDS,
  'conductorGroup',
  'disablePowerOff',
  'protected',
  'retired',
];
/** A job at work has read these already: they stay as they are until it is done. */
const USED_BY_JOBS: readonly string[] = ['driver', 'interfaces', 'driverInfo', 'instanceInfo', 'conductorGroup'];
/** Where the kind of machine may still change. Source: the reference's guard fields. */
const CLASS_CHANGEABLE: readonly ProvisionState[] = ['ENROLL', 'INSPECTING', 'INSPECT_WAIT', 'MANAGEABLE', 'AVAILABLE'];

/** Changes fields of a node, in one conditional UPDATE. Absent fields stay; null clears. */
export function updateNode(ctx: ServiceContext, viewer: Viewer, input: UpdateNodeInput): Promise<Answer> {
  const duplicates: Readonly<Record<string, Problem>> = {
    nodes_name: { code: 'ALREADY_EXISTS', type: 'node', path: ['input', 'name'], value: input.name ?? '' },
  };
  return mutateNode(ctx, viewer, { mutation: 'updateNode', input, nodeId: input.nodeId, duplicates }, async (node) => {
    checkValues(input);
    if (isGiven(input, 'disablePowerOff')) requireAdministrator(viewer, 'changing disablePowerOff', 'disablePowerOff');
    const row = await readNode(ctx, node);
    checkVersion('node', row, input.expectedVersion);
    checkGuards(input, row, node.lock.holderJobId !== null);
    if (isGiven(input, 'owner')) await checkAllocation(node);

    await checkFamily(viewer, node, input, row);
    const values = changedColumns(ctx, input, row);
    const columns = Object.keys(values);
    if (columns.length === 0) return { objectId: node.nodeId };
    await node.tx.query(
      `UPDATE nodes SET ${columns.map((column) => `${column} = ?`).join(', ')}, version = version + 1,
                        updated_at = UTC_TIMESTAMP(6) WHERE id = ?`,
      [...Object.values(values), node.nodeId],
    );
    // Values stay out of the log: driverInfo holds secrets, and the others may be long.
    node.emit(
      'NODE_UPDATED',
      changedFields(input).map((field) => ({ field, before: null, after: null })),
    );
    return { objectId: node.nodeId };
  });
}

function checkValues(input: UpdateNodeInput): void {
  const checker = createChecker();
  requireVersionFor(checker, input, [...JSON_FIELDS]);
  checker.name('name', input.name);
  checker.text('description', input.description, 4096);
  checker.text('resourceClass', input.resourceClass, 80);
  for (const field of ['owner', 'lessee'] as const) checker.text(field, input[field], 255);
  for (const field of ['protectedReason', 'retiredReason'] as const) checker.text(field, input[field], 4096);
  checkConductorGroup(checker, input.conductorGroup);
  for (const field of JSON_FIELDS) checker.json(field, input[field]);
  for (const field of NOT_NULL) {
    if (isGiven(input, field) && input[field] === null) {
      checker.invalid(field, `${field} cannot be null.`, 'Leave it out to keep what is there.');
    }
  }
  checker.done();
}

function checkGuards(input: UpdateNodeInput, row: NodeRow, isLocked: boolean): void {
  const state = row.provisionState;
  const touched = changedFields(input);
  const inUse = touched.filter((field) => USED_BY_JOBS.includes(field));
  if (inUse.length > 0 && (isLocked || !PROVISION_TABLE[state].editable) && !row.maintenance) {
    refuse(
      `changing ${inUse.join(', ')}`,
      isLocked ? 'a job is at work on the node' : `the node is in ${state}`,
      'Wait until it is at rest, or set maintenance.',
    );
  }
  if (isGiven(input, 'driver') && input.driver !== row.driver && row.consoleEnabled) {
    refuse('changing driver', 'the console is enabled', 'Stop it with setNodeConsole first.');
  }
  if (isGiven(input, 'resourceClass') && row.resourceClass !== null && !CLASS_CHANGEABLE.includes(state)) {
    refuse('changing resourceClass', `the node is in ${state}`, `It can change in ${CLASS_CHANGEABLE.join(', ')}.`);
  }
  if (input.protected === true && state !== 'ACTIVE' && state !== 'RESCUE') {
    refuse('protecting the node', `it is in ${state}`, 'A node can be protected in ACTIVE or RESCUE.');
  }
  if (typeof input.protectedReason === 'string' && !(input.protected ?? row.protected)) {
    refuse('giving a protectedReason', 'the node is not protected', 'Set protected to true with it.');
  }
  if (input.retired === true && state === 'AVAILABLE') {
    refuse('retiring the node', 'it is AVAILABLE', 'Take it back with manageNode first.');
  }
  if (typeof input.retiredReason === 'string' && !(input.retired ?? row.retired)) {
    refuse('giving a retiredReason', 'the node is not retired', 'Set retired to true with it.');
  }
}

/** A family has one owner: neither a new parent nor a new owner may change that. */
async function checkFamily(viewer: Viewer, node: NodeTx, input: UpdateNodeInput, row: NodeRow): Promise<void> {
  const owner = isGiven(input, 'owner') ? (input.owner ?? null) : row.owner;
  const parentNodeId = isGiven(input, 'parentNodeId') ? (input.parentNodeId ?? null) : row.parentNodeId;
  const isTouched = isGiven(input, 'parentNodeId') || owner !== row.owner;
  if (isTouched && parentNodeId !== null) await requireParent(node, viewer, parentNodeId, owner);
  if (owner !== row.owner && (await hasChildren(node))) {
    refuse('changing owner', 'other nodes live in this one', 'Take them out of it first: parentNodeId null.');
  }
}

/** An allocation that belongs to a project found the node among that project's: that must stay true. */
async function checkAllocation(node: NodeTx): Promise<void> {
  // One column, as this query names it.
  const [allocation] = await node.tx.query<{ id: string }[]>(
    'SELECT id FROM allocations WHERE node_id = ? AND owner IS NOT NULL',
    [node.nodeId],
  );
  if (allocation === undefined) return;
  const reason = `its allocation ${allocation.id} belongs to a project`;
  refuse('changing owner', reason, 'Delete the allocation first.');
}

function refuse(action: string, reason: string, remedy: string): never {
  throw new ProblemError({ code: 'NOT_ALLOWED_NOW', action, reason, remedy });
}

/** Column → new value. What follows from other fields, the slots and the BMC's address, changes with them. */
function changedColumns(ctx: ServiceContext, input: UpdateNodeInput, row: NodeRow): Record<string, unknown> {
  const interfaces = interfacesOf(ctx, input, row);
  const driverInfo = isGiven(input, 'driverInfo') ? withKeptSecrets(ctx, input, row) : row.driverInfo;
  const values = valuesOf(input, driverInfo);
  if (interfaces !== null) values['interfaces'] = JSON.stringify(interfaces);
  if (interfaces !== null || isGiven(input, 'driverInfo')) {
    const type = hardwareTypeOf(ctx, input.driver ?? row.driver);
    values['bmc'] = bmcAddressOf(type, interfaces ?? row.interfaces, { id: row.id, driverInfo });
  }
  return values;
}

function valuesOf(input: UpdateNodeInput, driverInfo: JsonObject): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const field of Object.keys(COLUMNS) as Field[]) {
    if (!isGiven(input, field)) continue;
    const value = field === 'driverInfo' ? driverInfo : input[field];
    values[COLUMNS[field]] = typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
  }
  if (typeof input.conductorGroup === 'string') values['conductor_group'] = input.conductorGroup.toLowerCase();
  if (input.protected === false) values['protected_reason'] = null;
  if (input.retired === false) values['retired_reason'] = null;
  return values;
}

/** Who sends back what the API showed does not overwrite a secret with its mask, at any depth. */
function withKeptSecrets(ctx: ServiceContext, input: UpdateNodeInput, row: NodeRow): JsonObject {
  const shown = maskDriverInfo(hardwareTypeOf(ctx, row.driver), row.driverInfo);
  return Object.fromEntries(
    Object.entries(input.driverInfo ?? {}).map(([key, value]) => [
      key,
      unmasked(value, shown[key], row.driverInfo[key]),
    ]),
  );
}

function unmasked(given: unknown, shown: unknown, stored: unknown): unknown {
  if (given === MASK && shown === MASK) return stored;
  if (typeof given !== 'object' || given === null) return given;
  if (Array.isArray(given)) return given.map((item, index) => unmasked(item, at(shown, index), at(stored, index)));
  return Object.fromEntries(
    Object.entries(given).map(([key, value]) => [key, unmasked(value, at(shown, key), at(stored, key))]),
  );
}

const at = (value: unknown, key: string | number): unknown =>
  typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined;

/** A new driver resets the slots that are not given; otherwise only the given ones change. */
function interfacesOf(ctx: ServiceContext, input: UpdateNodeInput, row: NodeRow): InterfaceNames | null {
  if (!isGiven(input, 'driver') && !isGiven(input, 'interfaces')) return null;
  const driver = input.driver ?? row.driver;
  const wanted = { ...(driver === row.driver ? row.interfaces : {}), ...namedInterfaces(input.interfaces) };
  return resolveInterfaces(hardwareTypeOf(ctx, driver), wanted);
}

const changedFields = (input: UpdateNodeInput): string[] =>
  [...Object.keys(COLUMNS), 'interfaces'].filter((field) => isGiven(input, field));
