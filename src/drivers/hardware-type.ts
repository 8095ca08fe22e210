/**
 * A hardware type: which implementations fit each slot, and what follows from a node's choice among them.
 *
 * The engine, the services and the tests ask here; none of them names a driver folder.
 */
import { INTERFACE_KINDS, type InterfaceKind, type InterfaceNames } from '../domain/interfaces.ts';
import { ProblemError } from '../domain/problems.ts';
import type { BiosInterface } from './interfaces/bios.ts';
import type { BootInterface } from './interfaces/boot.ts';
import type { DriverInfoField, DriverNode, DriverStep, StepFlow } from './interfaces/common.ts';
import type { ConsoleInterface } from './interfaces/console.ts';
import type { DeployInterface } from './interfaces/deploy.ts';
import type { FirmwareInterface } from './interfaces/firmware.ts';
import type { InspectInterface } from './interfaces/inspect.ts';
import type { ManagementInterface } from './interfaces/management.ts';
import type { NetworkInterface } from './interfaces/network.ts';
import type { PowerInterface } from './interfaces/power.ts';
import type { RaidInterface } from './interfaces/raid.ts';
import type { RescueInterface } from './interfaces/rescue.ts';
import type { StorageInterface } from './interfaces/storage.ts';
import type { VendorInterface } from './interfaces/vendor.ts';

/** Slot → what an implementation of it can do. */
export interface SlotInterfaces {
  readonly power: PowerInterface;
  readonly management: ManagementInterface;
  readonly boot: BootInterface;
  readonly deploy: DeployInterface;
  readonly network: NetworkInterface;
  readonly inspect: InspectInterface;
  readonly bios: BiosInterface;
  readonly raid: RaidInterface;
  readonly console: ConsoleInterface;
  readonly rescue: RescueInterface;
  readonly storage: StorageInterface;
  readonly vendor: VendorInterface;
  readonly firmware: FirmwareInterface;
}
export type ImplementationOf<K extends InterfaceKind> = SlotInterfaces[K];

export interface HardwareType {
  /** The node's `driver`. */
  readonly name: string;
  readonly description: string;
  /** Fields that every node of this type may have, whatever fills its slots. */
  readonly driverInfo: Readonly<Record<string, DriverInfoField>>;
  /** What fits each slot, in order of preference: the first is the default. Never empty. */
  readonly interfaces: { readonly [K in InterfaceKind]: readonly ImplementationOf<K>[] };
}

/** A driver step and the slot it comes from; users name both. */
export interface SlotStep extends DriverStep {
  readonly interface: InterfaceKind;
}

/** What one slot says about a node's driverInfo; null when it is content. */
export interface SlotVerdict {
  readonly interface: InterfaceKind;
  readonly implementation: string;
  readonly error: ProblemError | null;
}

export const MASK = '******';

/**
 * Which implementation fills each slot of a new node: the wanted one, else the type's default.
 * @throws {ProblemError} UNSUPPORTED, naming the slot and what it could be
 */
export function resolveInterfaces(
  type: HardwareType,
  wanted: Readonly<Partial<Record<InterfaceKind, string>>>,
): InterfaceNames {
  const nameFor = (kind: InterfaceKind): string => find(type, kind, wanted[kind], ['input', 'interfaces', kind]).name;
  return {
    power: nameFor('power'),
    management: nameFor('management'),
    boot: nameFor('boot'),
    deploy: nameFor('deploy'),
    network: nameFor('network'),
    inspect: nameFor('inspect'),
    bios: nameFor('bios'),
    raid: nameFor('raid'),
    console: nameFor('console'),
    rescue: nameFor('rescue'),
    storage: nameFor('storage'),
    vendor: nameFor('vendor'),
    firmware: nameFor('firmware'),
  };
}

/**
 * What fills a slot of a node.
 * @throws {ProblemError} UNSUPPORTED when the node names something this type no longer has
 */
export function implementationOf<K extends InterfaceKind>(
  type: HardwareType,
  names: InterfaceNames,
  kind: K,
): ImplementationOf<K> {
  return find(type, kind, names[kind]);
}

/**
 * Which slots may contribute to a flow, and who goes first among equal priorities. Slots that are not listed
 * contribute nothing. Source: the reference's ranks (domain notes, provisioning §6.2).
 */
const CLEAN_RANK = ['vendor', 'power', 'management', 'firmware', 'deploy', 'bios', 'raid'] as const;
// prettier-ignore
const STEP_RANK: Readonly<Record<StepFlow, readonly InterfaceKind[]>> = {
  VERIFY:  ['power', 'management', 'firmware', 'inspect', 'deploy', 'boot', 'bios', 'raid', 'vendor', 'network', 'storage', 'console', 'rescue'],
  CLEAN:   CLEAN_RANK,
  DEPLOY:  CLEAN_RANK,
  SERVICE: ['network', ...CLEAN_RANK],
};

/** The steps a flow runs by itself, in order. Steps of priority 0 run only on request: see {@link availableSteps}. */
export function stepsOf(type: HardwareType, names: InterfaceNames, flow: StepFlow): readonly SlotStep[] {
  return availableSteps(type, names, flow).filter((step) => step.priority > 0);
}

/** Every step of a flow that a user may ask for, those of priority 0 last. */
export function availableSteps(type: HardwareType, names: InterfaceNames, flow: StepFlow): readonly SlotStep[] {
  const inRankOrder = STEP_RANK[flow].flatMap((kind) =>
    (implementationOf(type, names, kind).steps ?? [])
      .filter((step) => step.flow === flow)
      .map((step) => ({ ...step, interface: kind })),
  );
  // The sort is stable: equal priorities stay in rank order.
  return inRankOrder.sort((a, b) => b.priority - a.priority);
}

/**
 * The BMC that a node's commands go to, if the driver can tell it from driverInfo. Nodes that answer the same share it.
 * What driverInfo lacks is found out when the node is managed: here it only means that nothing is shared.
 */
export function bmcAddressOf(
  type: HardwareType,
  names: InterfaceNames,
  node: Pick<DriverNode, 'id' | 'driverInfo'>,
): string | null {
  const bare: DriverNode = {
    name: null,
    properties: {},
    instanceInfo: {},
    powerState: null,
    ports: [],
    portGroups: [],
    ...node,
  };
  let address: string | null = null;
  problemOf(() => {
    address = implementationOf(type, names, 'power').bmcAddress?.(bare) ?? null;
  });
  return address;
}

/** Every slot's verdict, in the slots' order. Touches no BMC. */
export function checkInterfaces(type: HardwareType, names: InterfaceNames, node: DriverNode): readonly SlotVerdict[] {
  return INTERFACE_KINDS.map((kind) => ({
    interface: kind,
    implementation: names[kind],
    error: problemOf(() => implementationOf(type, names, kind).validate(node)),
  }));
}

/**
 * Does driverInfo suit what fills the node's slots? Touches no BMC.
 * @throws {ProblemError} DRIVER_INFO_INVALID of the first slot that is not content
 */
export function validateDriverInfo(type: HardwareType, names: InterfaceNames, node: DriverNode): void {
  for (const kind of INTERFACE_KINDS) implementationOf(type, names, kind).validate(node);
}

/** Every field of driverInfo that the type or anything that may fill its slots reads. */
export function driverInfoFields(type: HardwareType): Readonly<Record<string, DriverInfoField>> {
  const ofSlots = INTERFACE_KINDS.flatMap((kind) =>
    type.interfaces[kind].map((implementation) => implementation.driverInfo),
  );
  return Object.assign({}, ...ofSlots, type.driverInfo);
}

/** Names of the fields that must never leave the process. */
export function secretFields(type: HardwareType): ReadonlySet<string> {
  const secret = Object.entries(driverInfoFields(type)).filter(([, field]) => field.secret === true);
  return new Set(secret.map(([name]) => name));
}

/** Fields that nobody declared, but whose name says what they hold: a typing slip must not publish a password. */
const SOUNDS_SECRET = /pass(word)?|secret|token|key$/i;

/** driverInfo as it may be shown: secret values replaced, at any depth. */
export function maskDriverInfo(
  type: HardwareType,
  driverInfo: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return maskRecord(secretFields(type), driverInfo);
}

/** The same for somebody who does not know the type: whatever is a secret of any of them is hidden. */
export function maskDriverInfoOfAny(
  types: readonly HardwareType[],
  driverInfo: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return maskRecord(new Set(types.flatMap((type) => [...secretFields(type)])), driverInfo);
}

/** What {@link maskDriverInfo} would hide, the longest first: for masking texts that may repeat it. */
export function secretTexts(type: HardwareType, driverInfo: Readonly<Record<string, unknown>>): readonly string[] {
  const shown = maskDriverInfo(type, driverInfo);
  return hiddenIn(driverInfo, shown).toSorted((a, b) => b.length - a.length);
}

function hiddenIn(value: unknown, shown: unknown): readonly string[] {
  if (shown === MASK && value !== MASK) return textsIn(value);
  if (typeof value !== 'object' || value === null || typeof shown !== 'object' || shown === null) return [];
  const masked = new Map<string, unknown>(Object.entries(shown));
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => hiddenIn(inner, masked.get(key)));
}

/** Every text and number in a value, at any depth; empty ones hide nothing. */
export function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(textsIn);
  return (typeof value === 'string' && value !== '') || typeof value === 'number' ? [String(value)] : [];
}

function maskRecord(secrets: ReadonlySet<string>, record: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]: [string, unknown]) => [key, maskValue(secrets, key, value)]),
  );
}

function maskValue(secrets: ReadonlySet<string>, key: string, value: unknown): unknown {
  if (value === null || value === undefined) return value;
  if (secrets.has(key) || SOUNDS_SECRET.test(key)) return MASK;
  if (Array.isArray(value)) return value.map((item: unknown) => maskValue(secrets, '', item));
  return typeof value === 'object' ? maskRecord(secrets, value) : value;
}

function find<K extends InterfaceKind>(
  type: HardwareType,
  kind: K,
  name: string | undefined,
  path?: readonly string[],
): ImplementationOf<K> {
  const supported = type.interfaces[kind];
  const found = name === undefined ? supported[0] : supported.find((implementation) => implementation.name === name);
  if (found !== undefined) return found;
  throw new ProblemError({
    code: 'UNSUPPORTED',
    what: name === undefined ? `the ${kind} interface` : `the ${kind} interface "${name}"`,
    driver: type.name,
    supported: supported.map((implementation) => implementation.name),
    ...(path === undefined ? {} : { path }),
  });
}

function problemOf(check: () => void): ProblemError | null {
  try {
    check();
    return null;
  } catch (error) {
    if (error instanceof ProblemError) return error;
    throw error;
  }
}
