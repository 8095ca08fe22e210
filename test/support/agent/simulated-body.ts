/** A machine in memory. What was written on its disks stays when it is turned off, as on a real one. */
import type { BlockDevice, Body, DiskFacts, Inventory, NetworkCard } from './body.ts';

const MIB = 2 ** 20;
const GIB = 2 ** 30;

export interface SimulatedMachine extends Body {
  readonly macs: readonly string[];
  readonly disks: readonly SimulatedDisk[];
  /** What the rescue user's password is; null: there is no such user. */
  readonly rescuePassword: string | null;
  readonly isLockedDown: boolean;
  /** The last lines that were logged. */
  readonly lines: readonly string[];
}

export interface SimulatedMachineOptions {
  readonly macs: readonly string[];
  /** Default: one of 100 GiB. */
  readonly disks?: readonly (Partial<DiskFacts> & { readonly name: string })[];
  /** Of what is written on a disk, only its first so many bytes are kept. Default: all. For many machines at once. */
  readonly keptBytes?: number;
  readonly memoryMib?: number;
  readonly bootMode?: 'uefi' | 'bios';
  readonly bmcAddress?: string;
  readonly serialNumber?: string;
  /** Merged into what inspection finds. */
  readonly inventory?: Readonly<Record<string, unknown>>;
  readonly onPowerOff?: () => void;
  readonly onReboot?: () => void;
}

export function createSimulatedMachine({
  macs,
  disks: described = [{ name: '/dev/sda' }],
  keptBytes = Infinity,
  memoryMib = 16_384,
  bootMode = 'uefi',
  bmcAddress = '192.0.2.9',
  serialNumber = 'SIM-1',
  inventory = {},
  onPowerOff = () => {},
  onReboot = () => {},
}: SimulatedMachineOptions): SimulatedMachine {
  const disks = described.map((disk, index) => createSimulatedDisk(diskFacts(disk, index), keptBytes));
  const lines: string[] = [];
  let rescuePassword: string | null = null;
  let isLockedDown = false;
  const diskOf = (name: string): SimulatedDisk => {
    const disk = disks.find(({ facts }) => facts.name === name);
    if (disk === undefined) throw new Error(`There is no disk ${name}`);
    return disk;
  };
  return {
    macs,
    disks,
    lines,
    get rescuePassword() {
      return rescuePassword;
    },
    get isLockedDown() {
      return isLockedDown;
    },
    listenOn: { host: '127.0.0.1', port: 0 },
    inventory: () =>
      Promise.resolve({
        interfaces: macs.map(networkCard),
        cpu: {
          model_name: 'Simulated',
          frequency: '2600.0',
          count: 8,
          architecture: 'x86_64',
          flags: ['vmx', 'aes'],
          socket_count: 1,
        },
        disks: disks.map(({ facts }) => facts),
        memory: { total: memoryMib * MIB, physical_mb: memoryMib },
        bmc_address: bmcAddress,
        bmc_v6address: '::/0',
        system_vendor: {
          manufacturer: 'Simulated',
          product_name: 'Simulated machine',
          serial_number: serialNumber,
          firmware: { vendor: 'Simulated', version: '1.0.0', build_date: '01/01/2026' },
        },
        boot: { current_boot_mode: bootMode, pxe_interface: macs[0] ?? null },
        hostname: 'simulated',
        ...inventory,
      } satisfies Inventory),
    openDisk: (name) => Promise.resolve(diskOf(name).device),
    scratch: (sizeBytes) =>
      Promise.resolve(createSimulatedDisk({ ...diskFacts({ name: 'scratch' }, 0), size: sizeBytes }, Infinity).device),
    erase(name, what) {
      diskOf(name).erase(what);
      return Promise.resolve();
    },
    setRescuePassword(password) {
      rescuePassword = password;
      return Promise.resolve();
    },
    lockDown() {
      isLockedDown = true;
      return Promise.resolve();
    },
    sync: () => Promise.resolve(),
    powerOff: onPowerOff,
    reboot: onReboot,
    logs: () => Promise.resolve({ journal: Buffer.from(lines.join('\n')) }),
    log(line) {
      lines.push(line);
      if (lines.length > 1_000) lines.shift();
    },
  };
}

export interface SimulatedDisk {
  readonly facts: DiskFacts;
  readonly device: BlockDevice;
  /** How many bytes were ever written on it. */
  readonly writtenBytes: number;
  erase(what: 'everything' | 'metadata'): void;
}

const CHUNK_BYTES = 64 * 1024;

/** Holds what is not zero, in chunks. */
function createSimulatedDisk(facts: DiskFacts, keptBytes: number): SimulatedDisk {
  const chunks = new Map<number, Buffer>();
  let writtenBytes = 0;
  const check = (offset: number, length: number): void => {
    if (offset < 0 || offset + length > facts.size) throw new Error(`No space left on device ${facts.name}`);
  };
  const device: BlockDevice = {
    sizeBytes: facts.size,
    read(offset, length) {
      check(offset, length);
      const data = Buffer.alloc(length);
      for (const { index, from, to, at } of pieces(offset, length)) chunks.get(index)?.copy(data, at, from, to);
      return Promise.resolve(data);
    },
    write(offset, data) {
      check(offset, data.length);
      writtenBytes += data.length;
      for (const { index, from, to, at } of pieces(offset, data.length)) {
        if (index * CHUNK_BYTES >= keptBytes) continue;
        const chunk = chunks.get(index) ?? Buffer.alloc(CHUNK_BYTES);
        data.copy(chunk, from, at, at + (to - from));
        if (chunk.every((byte) => byte === 0)) chunks.delete(index);
        else chunks.set(index, chunk);
      }
      return Promise.resolve();
    },
    flush: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  return {
    facts,
    device,
    get writtenBytes() {
      return writtenBytes;
    },
    erase(what) {
      const last = Math.floor((facts.size - 1) / CHUNK_BYTES);
      // The tables are in the first and the last megabyte.
      const isMetadata = (index: number): boolean => Math.min(index, last - index) * CHUNK_BYTES < MIB;
      for (const index of [...chunks.keys()]) if (what === 'everything' || isMetadata(index)) chunks.delete(index);
    },
  };
}

/** Where a range lies: in chunk `index` from `from` to `to`, which is at `at` of the range. */
function* pieces(offset: number, length: number): Generator<{ index: number; from: number; to: number; at: number }> {
  for (let at = 0; at < length;) {
    const index = Math.floor((offset + at) / CHUNK_BYTES);
    const from = (offset + at) % CHUNK_BYTES;
    const to = Math.min(CHUNK_BYTES, from + length - at);
    yield { index, from, to, at };
    at += to - from;
  }
}

function diskFacts(given: Partial<DiskFacts> & { readonly name: string }, index: number): DiskFacts {
  return {
    model: 'Simulated disk',
    size: 100 * GIB,
    rotational: false,
    wwn: null,
    wwn_with_extension: null,
    wwn_vendor_extension: null,
    serial: `SIM-DISK-${index + 1}`,
    vendor: 'Simulated',
    hctl: `0:0:${index}:0`,
    by_path: `/dev/disk/by-path/pci-0000:00:05.0-scsi-0:0:${index}:0`,
    logical_sectors: 512,
    physical_sectors: 512,
    tran: 'sas',
    ...given,
  };
}

function networkCard(mac: string, index: number): NetworkCard {
  return {
    name: `eth${index}`,
    mac_address: mac,
    ipv4_address: index === 0 ? '127.0.0.1' : null,
    ipv6_address: null,
    has_carrier: true,
    lldp: null,
    vendor: '0x1af4',
    product: '0x1000',
    client_id: null,
    biosdevname: null,
    speed_mbps: 10_000,
    pci_address: `0000:00:0${index + 3}.0`,
    driver: 'virtio_net',
  };
}
