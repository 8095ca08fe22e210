import type { EntityManager } from 'typeorm';
import { v7 as newId } from 'uuid';
import { createLockRow, type NodeTx } from '../../conductor/node-transaction.ts';
import { parseMacAddress } from '../../domain/mac-address.ts';
import type { InterfaceNames } from '../../domain/interfaces.ts';
import type { PowerDriftPolicy } from '../../domain/power.ts';
import { ProblemError, ProblemsError, type Problem } from '../../domain/problems.ts';
import { PROVISION_TABLE } from '../../domain/provision-states.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { bmcAddressOf, resolveInterfaces } from '../../drivers/hardware-type.ts';
import type { JsonObject } from '../../entities/json.ts';
import { requireChassis } from '../chassis/chassis-row.ts';
import { createChecker, type Checker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { hardwareTypeOf, namedInterfaces, type WantedInterfaces } from '../driver-of.ts';
import { mutateNode, refused, type Answer } from '../mutation.ts';
import { requireAdministrator } from '../visibility.ts';
import { requireParent } from './parent.ts';
import { checkNewPort, insertPort, type NewPort } from '../port/new-port.ts';

export interface CreateNodeInput {
  readonly name?: string | null;
  readonly driver: string;
  readonly interfaces?: WantedInterfaces | null;
  readonly driverInfo?: JsonObject | null;
  readonly properties?: JsonObject | null;
  readonly extra?: JsonObject | null;
  readonly description?: string | null;
  readonly resourceClass?: string | null;
  readonly conductorGroup?: string | null;
  readonly chassisId?: string | null;
  readonly shard?: string | null;
  readonly networkData?: JsonObject | null;
  readonly owner?: string | null;
  readonly lessee?: string | null;
  readonly parentNodeId?: string | null;
  readonly automatedClean?: boolean | null;
  readonly disablePowerOff?: boolean | null;
  readonly powerDriftPolicy?: PowerDriftPolicy | null;
  readonly ports?: readonly NewPort[] | null;
  readonly idempotencyKey?: string | null;
}

const MAX_PORTS = 64;

/**
 * Enrolls a machine in ENROLL, with its ports, in one transaction. Nothing is asked of the machine.
 * @param also what else is to be true of the new node from the first moment on
 */
export async function createNode(
  ctx: ServiceContext,
  viewer: Viewer,
  input: CreateNodeInput,
  also?: (node: NodeTx) => Promise<void>,
): Promise<Answer> {
  const nodeId = newId();
  let interfaces: InterfaceNames;
  let bmc: string | null;
  try {
    check(input);
    if (input.disablePowerOff === true) requireAdministrator(viewer, 'setting disablePowerOff', 'disablePowerOff');
    if (typeof input.shard === 'string') requireAdministrator(viewer, 'putting a node into a shard', 'shard');
    if (input.automatedClean === false) requireAdministrator(viewer, 'switching cleaning off', 'automatedClean');
    const type = hardwareTypeOf(ctx, input.driver);
    interfaces = resolveInterfaces(type, namedInterfaces(input.interfaces));
    bmc = bmcAddressOf(type, interfaces, { id: nodeId, driverInfo: input.driverInfo ?? {} });
  } catch (error) {
    if (error instanceof ProblemsError) return refused(error.problems);
    if (error instanceof ProblemError) return refused([error.problem]);
    throw error;
  }
  const ports = input.ports ?? [];
  const create = async (tx: EntityManager): Promise<void> => {
    await insertNode(tx, nodeId, input, { interfaces, bmc });
    await createLockRow(tx, nodeId);
  };
  return mutateNode(
    ctx,
    viewer,
    { mutation: 'createNode', input, nodeId, create, duplicates: duplicatesOf(input) },
    async (node) => {
      if (typeof input.parentNodeId === 'string') {
        await requireParent(node, viewer, input.parentNodeId, input.owner ?? null);
        await node.tx.query('UPDATE nodes SET parent_node_id = ? WHERE id = ?', [input.parentNodeId, nodeId]);
      }
      if (typeof input.chassisId === 'string') {
        await requireChassis(node.tx, viewer, input.chassisId);
        await node.tx.query('UPDATE nodes SET chassis_id = ? WHERE id = ?', [input.chassisId, nodeId]);
      }
      node.emit('NODE_CREATED', [
        { field: 'provisionState', before: null, after: 'ENROLL' },
        ...(['owner', 'lessee'] as const).flatMap((field) =>
          typeof input[field] === 'string' ? [{ field, before: null, after: input[field] }] : [],
        ),
      ]);
      for (const [index, port] of ports.entries()) await insertPort(node, newId(), port, ['ports', String(index)]);
      await also?.(node);
      return { objectId: nodeId };
    },
  );
}

function check(input: CreateNodeInput): void {
  const checker = createChecker();
  checker.name('name', input.name);
  checker.text('description', input.description, 4096);
  checker.text('resourceClass', input.resourceClass, 80);
  checker.text('owner', input.owner, 255);
  checker.text('lessee', input.lessee, 255);
  checker.id('chassisId', input.chassisId);
  checkPlace(checker, input);
  checkConductorGroup(checker, input.conductorGroup);
  checkProperties(checker, input.properties);
  for (const field of ['driverInfo', 'properties', 'extra', 'networkData'] as const) checker.json(field, input[field]);
  const ports = input.ports ?? [];
  if (ports.length > MAX_PORTS) {
    checker.invalid(
      'ports',
      `${ports.length} ports are too many for one call.`,
      `Give at most ${MAX_PORTS}; add others with createPort.`,
    );
  } else {
    ports.forEach((port, index) => checkNewPort(checker, port, ['ports', String(index)]));
    checkNoRepeats(checker, ports);
  }
  checker.done();
}

export function checkConductorGroup(checker: Checker, group: string | null | undefined): void {
  if (group === null || group === undefined || /^[A-Za-z0-9_.-]{0,255}$/.test(group)) return;
  checker.invalid(
    'conductorGroup',
    `"${group.slice(0, 64)}" cannot be a conductor group.`,
    'Use letters, digits or any of _ . - , at most 255.',
  );
}

/** An empty name would look like none in lists and counts. */
export function checkPlace(checker: Checker, { shard }: { readonly shard?: string | null }): void {
  checker.text('shard', shard, 255);
  if (shard === '') checker.invalid('shard', 'The shard is empty.', 'Give its name, or null for none.');
}

const isCount = (value: unknown): boolean =>
  typeof value === 'string' ? /^\d{1,15}$/.test(value) : Number.isSafeInteger(value) && Number(value) >= 0;

const COUNTS = ['cpus', 'memory_mb', 'local_gb'] as const;

/** Schedulers calculate with these; whoever writes them as text is understood as well. */
export function checkProperties(checker: Checker, properties: JsonObject | null | undefined): void {
  for (const name of COUNTS) {
    const value = properties?.[name];
    if (value === undefined || value === null || isCount(value)) continue;
    checker.invalid(['properties', name], `${name} is not a whole number.`, 'Use 0 or more.');
  }
}

function checkNoRepeats(checker: Checker, ports: readonly NewPort[]): void {
  const seen = new Set<string>();
  ports.forEach(({ address }, index) => {
    const mac = parseMacAddress(address) ?? address;
    if (seen.has(mac)) {
      checker.problems.push({
        code: 'ALREADY_EXISTS',
        type: 'port',
        path: ['input', 'ports', String(index), 'address'],
        value: mac,
      });
    }
    seen.add(mac);
  });
}

async function insertNode(
  tx: EntityManager,
  id: string,
  input: CreateNodeInput,
  { interfaces, bmc }: { readonly interfaces: InterfaceNames; readonly bmc: string | null },
): Promise<void> {
  await tx.query(
    `INSERT INTO nodes (id, name, description, driver, interfaces, driver_info, properties, extra, instance_info,
                        provision_state, target_provision_state, provision_updated_at, maintenance, resource_class,
                        conductor_group, shard, network_data, owner, lessee, automated_clean, disable_power_off, power_drift_policy,
                        bmc, protected, retired, version, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, '{}', 'ENROLL', ?, UTC_TIMESTAMP(6), 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
             0, 0, 1, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))`,
    [
      id,
      input.name ?? null,
      input.description ?? null,
      input.driver,
      JSON.stringify(interfaces),
      JSON.stringify(input.driverInfo ?? {}),
      JSON.stringify(input.properties ?? {}),
      JSON.stringify(input.extra ?? {}),
      PROVISION_TABLE.ENROLL.target,
      input.resourceClass ?? null,
      (input.conductorGroup ?? '').toLowerCase(),
      input.shard ?? null,
      input.networkData ? JSON.stringify(input.networkData) : null,
      input.owner ?? null,
      input.lessee ?? null,
      input.automatedClean ?? null,
      input.disablePowerOff === true ? 1 : 0,
      input.powerDriftPolicy ?? null,
      bmc,
    ],
  );
}

/** The database decides about uniqueness; ports answer for themselves. */
const duplicatesOf = (input: CreateNodeInput): Readonly<Record<string, Problem>> => ({
  nodes_name: { code: 'ALREADY_EXISTS', type: 'node', path: ['input', 'name'], value: input.name ?? '' },
});
