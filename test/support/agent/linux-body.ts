/** The machine that a ramdisk runs on, as Linux shows it in /sys, /proc and /dev. */
import { execFile } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp, open, rm, truncate } from 'node:fs/promises';
import { hostname, networkInterfaces } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type { BlockDevice, Body, DiskFacts, Inventory, NetworkCard } from './body.ts';

const run = promisify(execFile);
const SECTOR = 512; // the unit of /sys/block/*/size, whatever the disk's own sectors are
const MIB = 2 ** 20;
const AGENT_PORT = 9999; // where the service expects the agent of a ramdisk
const KEPT_LINES = 1_000;

export function createLinuxBody(kernelArgs: ReadonlyMap<string, string>): Body {
  const lines: string[] = [];
  const log = (line: string): void => {
    console.log(`agent: ${line}`);
    lines.push(`${new Date().toISOString()} ${line}`);
    if (lines.length > KEPT_LINES) lines.shift();
  };
  return {
    listenOn: { host: '::', port: AGENT_PORT },
    inventory: () => Promise.resolve(readInventory(kernelArgs)),
    openDisk: (name) => openFile(name, readDisk(basename(name)).size, () => Promise.resolve()),
    async scratch(sizeBytes) {
      const folder = await mkdtemp('/tmp/image-');
      const path = join(folder, 'image');
      writeFileSync(path, '');
      await truncate(path, sizeBytes);
      return openFile(path, sizeBytes, () => rm(folder, { recursive: true, force: true }));
    },
    async erase(diskName, what) {
      const disk = await openFile(diskName, readDisk(basename(diskName)).size, () => Promise.resolve());
      try {
        // What the disk does not have to keep it reads as zeros, if it can discard at all; the ends are zeros in any case.
        if (what === 'everything') await run('blkdiscard', [diskName]).catch((error: unknown) => log(String(error)));
        await disk.write(0, Buffer.alloc(MIB));
        await disk.write(disk.sizeBytes - MIB, Buffer.alloc(MIB));
        await disk.flush();
      } finally {
        await disk.close();
      }
    },
    async setRescuePassword(password, isHashed) {
      mkdirSync('/etc/ipa-rescue-config', { recursive: true });
      writeFileSync('/etc/ipa-rescue-config/ipa-rescue-password', password, { mode: 0o600 });
      appendFileSync('/etc/passwd', 'rescue:x:0:0:rescue:/root:/bin/sh\n');
      appendFileSync('/etc/shadow', `rescue:${isHashed ? password : '!'}:19000:0:99999:7:::\n`, { mode: 0o600 });
      if (!isHashed) await chpasswd(password);
      execFile('getty', ['-L', '115200', 'ttyS0', 'vt100'], () => log('The console was left'));
    },
    async lockDown() {
      for (const { name } of networkCards()) await run('ip', ['link', 'set', name, 'down']);
    },
    async sync() {
      await run('sync');
    },
    powerOff: () => execFile('poweroff', ['-f'], (error) => log(`poweroff: ${error?.message}`)),
    reboot: () => execFile('reboot', ['-f'], (error) => log(`reboot: ${error?.message}`)),
    async logs() {
      const { stdout } = await run('dmesg', { maxBuffer: 16 * MIB });
      return { dmesg: Buffer.from(stdout), agent: Buffer.from(lines.join('\n')) };
    },
    log,
  };
}

function chpasswd(password: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = execFile('chpasswd', (error) => (error === null ? resolve() : reject(error)));
    child.stdin?.end(`rescue:${password}\n`);
  });
}

async function openFile(path: string, sizeBytes: number, afterwards: () => Promise<void>): Promise<BlockDevice> {
  const file = await open(path, 'r+');
  return {
    sizeBytes,
    async read(offset, length) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, offset);
      if (bytesRead !== length) throw new Error(`${path} ended at ${offset + bytesRead}`);
      return buffer;
    },
    async write(offset, data) {
      for (let done = 0; done < data.length;)
        done += (await file.write(data, done, data.length - done, offset + done)).bytesWritten;
    },
    flush: () => file.datasync(),
    async close() {
      await file.close();
      await afterwards();
    },
  };
}

function readInventory(kernelArgs: ReadonlyMap<string, string>): Inventory {
  const cpus = readText('/proc/cpuinfo').split('\n\n').filter(Boolean);
  const cpuField = (name: string): string => new RegExp(`^${name}\\s*: (.*)$`, 'm').exec(cpus[0] ?? '')?.[1] ?? '';
  const memoryKib = Number(/^MemTotal:\s+(\d+)/m.exec(readText('/proc/meminfo'))?.[1] ?? 0);
  const dmi = (name: string): string => readText(`/sys/class/dmi/id/${name}`).trim();
  // PXE firmware writes 01- (Ethernet) before it, and dashes.
  const bootedFrom = kernelArgs.get('BOOTIF')?.replace(/^01-/, '').replaceAll('-', ':') ?? null;
  return {
    interfaces: networkCards(),
    cpu: {
      model_name: cpuField('model name'),
      frequency: cpuField('cpu MHz'),
      count: cpus.length,
      architecture: 'x86_64',
      flags: cpuField('flags').split(' ').filter(Boolean),
      socket_count: 1,
    },
    disks: diskNames().map(readDisk),
    memory: { total: memoryKib * 1_024, physical_mb: Math.ceil(memoryKib / 1_024) },
    bmc_address: '0.0.0.0',
    bmc_v6address: '::/0',
    system_vendor: {
      manufacturer: dmi('sys_vendor'),
      product_name: dmi('product_name'),
      serial_number: dmi('product_serial'),
      firmware: { vendor: dmi('bios_vendor'), version: dmi('bios_version'), build_date: dmi('bios_date') },
    },
    boot: { current_boot_mode: existsSync('/sys/firmware/efi') ? 'uefi' : 'bios', pxe_interface: bootedFrom },
    hostname: hostname(),
  };
}

function networkCards(): NetworkCard[] {
  const names = readdirSync('/sys/class/net').filter((name) => existsSync(`/sys/class/net/${name}/device`));
  return names.sort().map((name) => {
    const fact = (file: string): string => readText(`/sys/class/net/${name}/${file}`).trim();
    const addresses = networkInterfaces()[name] ?? [];
    const addressOf = (family: string): string | null =>
      addresses.find((address) => address.family === family)?.address ?? null;
    return {
      name,
      mac_address: fact('address'),
      ipv4_address: addressOf('IPv4'),
      ipv6_address: addressOf('IPv6'),
      has_carrier: fact('carrier') === '1',
      lldp: null,
      vendor: fact('device/vendor') || null,
      product: fact('device/device') || null,
      client_id: null,
      biosdevname: null,
      speed_mbps: Number(fact('speed')) > 0 ? Number(fact('speed')) : null,
      pci_address: null,
      driver: basename(linkTarget(`/sys/class/net/${name}/device/driver`)) || null,
    };
  });
}

/** Disks, and not what stands for one: loop and RAM devices, CD drives. */
const diskNames = (): string[] =>
  readdirSync('/sys/block')
    .filter((name) => /^(sd[a-z]+|vd[a-z]+|nvme\d+n\d+)$/.test(name))
    .sort();

function readDisk(name: string): DiskFacts {
  const fact = (file: string): string => readText(`/sys/block/${name}/${file}`).trim();
  const hctl = basename(linkTarget(`/sys/block/${name}/device`));
  return {
    name: `/dev/${name}`,
    model: fact('device/model'),
    size: Number(fact('size')) * SECTOR,
    rotational: fact('queue/rotational') === '1',
    wwn: null,
    wwn_with_extension: null,
    wwn_vendor_extension: null,
    serial: serialOf(name),
    vendor: fact('device/vendor') || null,
    hctl: /^\d+:\d+:\d+:\d+$/.test(hctl) ? hctl : null,
    by_path: null,
    logical_sectors: Number(fact('queue/logical_block_size')),
    physical_sectors: Number(fact('queue/physical_block_size')),
    tran: null,
  };
}

/** A SCSI disk's page 0x80: four bytes, then the serial number. A virtio disk has it in a file of its own. */
function serialOf(name: string): string | null {
  const page = `/sys/block/${name}/device/vpd_pg80`;
  const text = existsSync(page)
    ? readFileSync(page).subarray(4).toString('latin1')
    : readText(`/sys/block/${name}/serial`);
  return text.replaceAll('\0', '').trim() || null;
}

/** Empty where the kernel has nothing to say. */
function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function linkTarget(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
