/**
 * What inspection finds in a machine, in the words of the reference's ramdisk: `cpu`, `memory`, `disks`, `interfaces`,
 * `boot`, `system_vendor`, `bmc_address`. Only what is used here is looked at; everything else is kept as it came.
 */
import { parseMacAddress } from './mac-address.ts';

type Json = Readonly<Record<string, unknown>>;

/** Of which NICs ports are made: those the machine boots from, those with an address, all of them, or none. */
export const ADD_PORTS = ['pxe', 'active', 'all', 'disabled'] as const;
export type AddPorts = (typeof ADD_PORTS)[number];

export interface InspectedPort {
  /** MAC, lower case with colons. */
  readonly address: string;
  readonly pxeEnabled: boolean;
}

/** Why an inventory is of no use, in words that end a sentence; null when it is. */
export function whyUnusable(inventory: Json): string | null {
  const interfaces = listOf(inventory['interfaces']);
  if (interfaces.length === 0) return 'the inventory lists no network interface';
  const unreadable = interfaces.findIndex((nic) => macOf(nic) === null);
  return unreadable === -1 ? null : `interface ${unreadable} of the inventory has no MAC address`;
}

/** MACs of all interfaces, each once, in their order. */
export function macsIn(inventory: Json): readonly string[] {
  return [...new Set(listOf(inventory['interfaces']).flatMap((nic) => macOf(nic) ?? []))];
}

/**
 * The ports that are to be there. Where nobody says from which interface the machine boots, all are taken for such, and
 * `pxe` means those that have an address. Source: the reference's ports hook.
 */
export function portsFrom(inventory: Json, add: AddPorts): readonly InspectedPort[] {
  const boot = bootMac(inventory);
  const hasAddress = (nic: Json): boolean => isText(nic['ipv4_address']) || isText(nic['ipv6_address']);
  const isWanted = (nic: Json, address: string): boolean => {
    switch (add) {
      case 'pxe':
        return boot === null ? hasAddress(nic) : address === boot;
      case 'active':
        return hasAddress(nic);
      case 'all':
        return true;
      case 'disabled':
        return false;
    }
  };
  const ports = listOf(inventory['interfaces']).flatMap((nic): InspectedPort[] => {
    const address = macOf(nic);
    return address !== null && isWanted(nic, address)
      ? [{ address, pxeEnabled: boot === null || boot === address }]
      : [];
  });
  return [...new Map(ports.map((port) => [port.address, port])).values()];
}

const GIB = 2 ** 30;
const MIN_DISK = 4 * GIB;

/**
 * What a scheduler asks for, as far as it was found. `local_gb` is the root disk's, or that of the smallest one that could
 * be one, less a GiB for what a partition table and its alignment take. Source: the reference.
 */
export function propertiesFrom(inventory: Json, pluginData: Json): Json {
  const cpu = objectOf(inventory['cpu']);
  const rootDisk = sizeOf(objectOf(pluginData['root_disk']));
  const sizes = listOf(inventory['disks']).map(sizeOf);
  const [smallest = 0] = sizes.filter((size) => size >= MIN_DISK).toSorted((a, b) => a - b);
  const disk = rootDisk > 0 ? rootDisk : smallest;
  return withoutGaps({
    cpu_arch: isText(cpu['architecture']) ? cpu['architecture'] : null,
    cpus: countOf(cpu['count']),
    memory_mb: countOf(objectOf(inventory['memory'])['physical_mb']),
    local_gb: disk > 0 ? Math.max(0, Math.floor(disk / GIB) - 1) : null,
  });
}

/** `bios` or `uefi`, null when it was not found. */
export function bootModeIn(inventory: Json): string | null {
  const mode = objectOf(inventory['boot'])['current_boot_mode'];
  return isText(mode) ? mode : null;
}

/** Written as an address, or as PXELINUX writes it: with the hardware type `01` in front. */
function bootMac(inventory: Json): string | null {
  const written = objectOf(inventory['boot'])['pxe_interface'];
  return isText(written) ? parseMacAddress(written.replace(/^01-(?=(?:[\da-f]{2}-){5}[\da-f]{2}$)/i, '')) : null;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const macOf = (nic: Json): string | null => (isText(nic['mac_address']) ? parseMacAddress(nic['mac_address']) : null);

const sizeOf = (disk: Json): number => countOf(disk['size']) ?? 0;

const countOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : null;

const objectOf = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

const listOf = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.map(objectOf) : []);

const withoutGaps = (values: Json): Json =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
