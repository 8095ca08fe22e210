import { endAllocation } from '../../conductor/allocation/record.ts';
import type { Change } from '../../domain/events.ts';
import type { InterfaceNames } from '../../domain/interfaces.ts';
import type { PowerDriftPolicy } from '../../domain/power.ts';
import type { Problem } from '../../domain/problems.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { bmcAddressOf, MASK, maskDriverInfo, resolveInterfaces } from '../../drivers/hardware-type.ts';
import type { JsonObject } from '../../entities/json.ts';
import { requireChassis } from '../chassis/chassis-row.ts';
import { createChecker, type Checker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { hardwareTypeOf, namedInterfaces, type WantedInterfaces } from '../driver-of.ts';
import { mutateNode, type Answer } from '../mutation.ts';
import { checkVersion, isGiven, requireVersionFor } from '../versions.ts';
import { checkConductorGroup, checkPlace, checkProperties } from './create.ts';
import { readNode, type NodeRow } from './node-row.ts';
import { checkAllocation, checkFamily, checkGuards } from './update-guards.ts';

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
  readonly chassisId?: string | null;
  readonly shard?: string | null;
  readonly instanceId?: string | null;
  readonly instanceName?: string | null;
  readonly networkData?: JsonObject | null;
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
  chassisId: 'chassis_id',
  shard: 'shard',
  instanceId: 'instance_id',
  instanceName: 'instance_name',
  networkData: 'network_data',
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
/** Changes fields of a node, in one conditional UPDATE. Absent fields stay; null clears. */
export function updateNode(ctx: ServiceContext, viewer: Viewer, input: UpdateNodeInput): Promise<Answer> {
  const duplicates: Readonly<Record<string, Problem>> = {
    nodes_instance: {
      code: 'ALREADY_EXISTS',
      type: 'node',
      path: ['input', 'instanceId'],
      value: input.instanceId ?? '',
    },
    nodes_name: { code: 'ALREADY_EXISTS', type: 'node', path: ['input', 'name'], value: input.name ?? '' },
  };
  return mutateNode(ctx, viewer, { mutation: 'updateNode', input, nodeId: input.nodeId, duplicates }, async (node) => {
    checkValues(input);
    const row = await readNode(ctx, node);
    checkVersion('node', row, input.expectedVersion);
    checkGuards(viewer, input, changedFields(input), row, node.lock.holderJobId !== null);
    if (isGiven(input, 'owner')) await checkAllocation(node);
    await checkFamily(viewer, node, input, row);
    if (typeof input.chassisId === 'string') await requireChassis(node.tx, viewer, input.chassisId);

    const values = changedColumns(ctx, input, row);
    const columns = Object.keys(values);
    if (columns.length === 0) return { objectId: node.nodeId };
    await node.tx.query(
      `UPDATE nodes SET ${columns.map((column) => `${column} = ?`).join(', ')}, version = version + 1,
                        updated_at = UTC_TIMESTAMP(6) WHERE id = ?`,
      [...Object.values(values), node.nodeId],
    );
    if (input.instanceId === null) await endAllocation(node); // nothing, when the instance id is not of one
    node.emit('NODE_UPDATED', changesOf(input, row));
    return { objectId: node.nodeId };
  });
}

function checkValues(input: UpdateNodeInput): void {
  const checker = createChecker();
  requireVersionFor(checker, input, [...JSON_FIELDS, 'networkData']);
  checker.name('name', input.name);
  checker.text('description', input.description, 4096);
  checker.text('resourceClass', input.resourceClass, 80);
  for (const field of ['owner', 'lessee'] as const) checker.text(field, input[field], 255);
  for (const field of ['protectedReason', 'retiredReason'] as const) checker.text(field, input[field], 4096);
  checker.id('chassisId', input.chassisId);
  checker.id('instanceId', input.instanceId);
  checkPlace(checker, input);
  checkInstanceName(checker, input.instanceName);
  checkConductorGroup(checker, input.conductorGroup);
  checkProperties(checker, input.properties);
  checker.json('networkData', input.networkData);
  for (const field of JSON_FIELDS) checker.json(field, input[field]);
  for (const field of NOT_NULL) {
    if (isGiven(input, field) && input[field] === null) {
      checker.invalid(field, `${field} cannot be null.`, 'Leave it out to keep what is there.');
    }
  }
  checker.done();
}

function checkInstanceName(checker: Checker, name: string | null | undefined): void {
  if (name === null || name === undefined || (name !== '' && name.length <= 255)) return;
  checker.invalid('instanceName', 'That is no name of an instance.', 'Use 1 to 255 characters, or null for none.');
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

/**
 * Values stay out of the log: driverInfo holds secrets, and the others may be long. But whose the node was, and whose it
 * is: by that streams know who may be told of it (services/stream/rights.ts).
 */
function changesOf(input: UpdateNodeInput, row: NodeRow): readonly Change[] {
  return changedFields(input).map((field) =>
    field === 'owner' || field === 'lessee'
      ? { field, before: row[field], after: input[field] ?? null }
      : { field, before: null, after: null },
  );
}

const changedFields = (input: UpdateNodeInput): string[] =>
  [...Object.keys(COLUMNS), 'interfaces'].filter((field) => isGiven(input, field));
