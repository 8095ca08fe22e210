/**
 * How one simulated machine behaves: its `fake_…` fields in driverInfo. Everything is looked up per call, so a change
 * of driverInfo takes effect with the next call.
 */
import type { InterfaceKind } from '../../domain/interfaces.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { DriverInfoField, DriverNode } from '../interfaces/common.ts';

/** Everything the machine can be asked to do, as named in `fake_delays` and its kin. */
export const FAKE_OPERATIONS = [
  'power.get',
  'power.set',
  'management.setBootDevice',
  'management.getBootDevice',
  'management.setBootMode',
  'management.getBootMode',
  'management.setSecureBoot',
  'management.getSecureBoot',
  'management.getSensors',
  'management.getHealth',
  'management.injectNmi',
  'management.getIndicators',
  'management.getIndicatorState',
  'management.setIndicatorState',
  'management.detectVendor',
  'management.getMacAddresses',
  'management.getVirtualMedia',
  'management.attachVirtualMedia',
  'management.detachVirtualMedia',
  'management.verify_bmc',
  'boot.prepareRamdisk',
  'boot.cleanUpRamdisk',
  'boot.prepareInstance',
  'boot.cleanUpInstance',
  'deploy.prepare',
  'deploy.takeOver',
  'deploy.tearDown',
  'deploy.cleanUp',
  'deploy.prepareCleaning',
  'deploy.tearDownCleaning',
  'deploy.prepareService',
  'deploy.tearDownService',
  'deploy.write_image',
  'deploy.prepare_instance_boot',
  'deploy.tear_down_agent',
  'deploy.erase_devices_metadata',
  'deploy.erase_devices',
  'deploy.burnin_cpu',
  'network.physicalNetworksOf',
  'network.attachVif',
  'network.detachVif',
  'network.addNetwork',
  'network.removeNetwork',
  'network.configureTenant',
  'network.unconfigureTenant',
  'network.held',
  'inspect.inspect',
  'inspect.collect',
  'inspect.abort',
  'bios.readSettings',
  'bios.applySettings',
  'bios.factoryReset',
  'raid.readConfiguration',
  'raid.createConfiguration',
  'raid.deleteConfiguration',
  'console.start',
  'console.stop',
  'console.access',
  'rescue.rescue',
  'rescue.finalize',
  'rescue.cleanUp',
  'storage.attachVolumes',
  'storage.detachVolumes',
  'vendor.echo',
  'vendor.count_up',
  'firmware.readComponents',
  'firmware.update',
] as const;
export type FakeOperation = (typeof FAKE_OPERATIONS)[number];

const VIF_NETWORKS = 'fake_vif_networks';
const INVENTORY = 'fake_inventory';

export const FAKE_DRIVER_INFO: Readonly<Record<string, DriverInfoField>> = {
  fake_delay_ms: {
    description: 'How long each operation takes, in milliseconds: a number, or "min,max" to draw one between.',
    default: 0,
  },
  fake_delays: {
    description:
      'Operation → how long it takes, as in fake_delay_ms: {"power.set": 500, "deploy.write_image": "4000,9000"}.',
  },
  fake_failures: {
    description:
      'Operation → when it fails: a whole number (the first so many calls), "always", or a probability below 1: ' +
      '{"power.set": 2, "network.attachVif": 0.25}.',
  },
  fake_hangs: {
    description:
      'Operation → when it hangs until it is cancelled, like a driver that lost its BMC: a whole number (the first so ' +
      'many calls) or "always": {"deploy.write_image": 1}.',
  },
  fake_waits: {
    description:
      'Operation → how long the machine works on alone, in milliseconds, with the node waiting for a timer: ' +
      '{"deploy.write_image": 2000}. For steps, inspect.inspect, rescue.*, deploy.prepareCleaning and the like.',
  },
  fake_bmc: {
    description:
      'Name of the BMC, for machines that share one, as the blades of a chassis do. Default: one of its own.',
  },
  [VIF_NETWORKS]: {
    description:
      'VIF → the physical networks from which it can be reached, for the choice of its port: {"vif-1": ["rack-1"]}. ' +
      'One that is not named can be reached from all.',
  },
  [INVENTORY]: {
    description:
      'What inspection finds instead of the usual, part by part: {"memory": {"physical_mb": 65536}, "interfaces": [...]}.',
  },
  fake_seed: {
    description: 'Makes the drawn delays and failures repeatable: same seed, same draws. Default: the node id.',
  },
};

export interface Range {
  readonly minMs: number;
  readonly maxMs: number;
}

/** When something happens to the calls of one operation. */
export type Occurrence =
  | { readonly kind: 'never' }
  | { readonly kind: 'always' }
  | { readonly kind: 'first'; readonly calls: number }
  | { readonly kind: 'chance'; readonly probability: number };

export interface FakeBehaviour {
  readonly delay: Range;
  readonly failure: Occurrence;
  readonly hang: Occurrence;
  /** Null: the operation ends when its call does. */
  readonly waitMs: number | null;
  readonly seed: string;
}

/** @throws {ProblemError} DRIVER_INFO_INVALID */
export function behaviourOf(node: DriverNode, op: FakeOperation): FakeBehaviour {
  const slot = slotOf(op);
  const setting = (field: string): unknown => mapOf(slot, node, field)?.[op];
  return {
    delay: parseRange(slot, 'fake_delays', setting('fake_delays')) ??
      parseRange(slot, 'fake_delay_ms', node.driverInfo['fake_delay_ms']) ?? { minMs: 0, maxMs: 0 },
    failure: parseOccurrence(slot, 'fake_failures', setting('fake_failures'), true),
    hang: parseOccurrence(slot, 'fake_hangs', setting('fake_hangs'), false),
    waitMs: parseRange(slot, 'fake_waits', setting('fake_waits'))?.maxMs ?? null,
    seed: parseSeed(slot, node),
  };
}

/**
 * Checks every field, and that operations are spelt as they are here: a slip would silently do nothing.
 * @throws {ProblemError} DRIVER_INFO_INVALID
 */
export function validateFakeSettings(slot: InterfaceKind, node: DriverNode): void {
  const known: ReadonlySet<string> = new Set(FAKE_OPERATIONS);
  for (const field of ['fake_delays', 'fake_failures', 'fake_hangs', 'fake_waits']) {
    for (const op of Object.keys(mapOf(slot, node, field) ?? {})) {
      if (!known.has(op)) throw invalid(slot, field, `${op} is no operation; known are ${FAKE_OPERATIONS.join(', ')}`);
    }
  }
  if (slot === 'network')
    for (const vif of Object.keys(mapOf(slot, node, VIF_NETWORKS) ?? {})) vifNetworksOf(node, vif);
  if (slot === 'inspect') inventoryOf(node);
  for (const op of FAKE_OPERATIONS) {
    if (slotOf(op) === slot) behaviourOf(node, op);
  }
}

/** @throws {ProblemError} DRIVER_INFO_INVALID */
export const inventoryOf = (node: DriverNode): Readonly<Record<string, unknown>> =>
  mapOf('inspect', node, INVENTORY) ?? {};

/**
 * The physical networks from which a VIF can be reached; empty: any.
 * @throws {ProblemError} DRIVER_INFO_INVALID
 */
export function vifNetworksOf(node: DriverNode, vifId: string): readonly string[] {
  const networks = mapOf('network', node, VIF_NETWORKS)?.[vifId] ?? [];
  if (Array.isArray(networks) && networks.every((network) => typeof network === 'string')) return networks;
  throw invalid('network', VIF_NETWORKS, 'it must map VIFs to lists of physical networks');
}

function slotOf(op: FakeOperation): InterfaceKind {
  // Every operation is called <slot>.<what>; the test that lists them proves it.
  return op.slice(0, op.indexOf('.')) as InterfaceKind;
}

function mapOf(slot: InterfaceKind, node: DriverNode, field: string): Readonly<Record<string, unknown>> | null {
  const value = node.driverInfo[field];
  if (value === undefined || value === null) return null;
  if (typeof value !== 'object' || Array.isArray(value)) throw invalid(slot, field, 'it must map operations to values');
  // Checked above: an object, and no array.
  return value as Record<string, unknown>;
}

/** The longest delay a timer can hold, in milliseconds (a signed 32-bit number): 24 days. */
export const MAX_DELAY_MS = 2 ** 31 - 1;

function parseRange(slot: InterfaceKind, field: string, value: unknown): Range | null {
  if (value === undefined || value === null) return null;
  const parts = typeof value === 'string' ? value.split(',').map(parseNumber) : [value];
  const [minMs, maxMs = minMs] = parts;
  if (parts.length > 2 || !isDelay(minMs) || !isDelay(maxMs) || minMs > maxMs) {
    throw invalid(slot, field, 'a delay is a number of milliseconds, or "min,max"');
  }
  return { minMs, maxMs };
}

function parseOccurrence(slot: InterfaceKind, field: string, value: unknown, mayDraw: boolean): Occurrence {
  if (value === undefined || value === null || value === 0 || value === false) return { kind: 'never' };
  if (value === 'always' || value === true) return { kind: 'always' };
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return { kind: 'first', calls: value };
  if (mayDraw && typeof value === 'number' && value > 0 && value < 1) return { kind: 'chance', probability: value };
  const chance = mayDraw ? ', or a probability below 1' : '';
  throw invalid(slot, field, `it must be a whole number of calls, "always"${chance}`);
}

function parseSeed(slot: InterfaceKind, node: DriverNode): string {
  const value = node.driverInfo['fake_seed'] ?? node.id;
  if (typeof value !== 'string' && typeof value !== 'number')
    throw invalid(slot, 'fake_seed', 'it must be text or a number');
  return String(value);
}

function parseNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

function isDelay(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= MAX_DELAY_MS;
}

function invalid(slot: InterfaceKind, field: string, reason: string): ProblemError {
  return new ProblemError({ code: 'DRIVER_INFO_INVALID', interface: slot, field, reason });
}
