/**
 * Partition tables: GPT (UEFI specification, chapter 5) and MBR. Enough to see what an image brought, to move GPT's
 * backup to the end of a disk that is larger than the image was, and to add one partition at the end.
 */
import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { BlockDevice } from './body.ts';
import { deploymentError } from './errors.ts';

const SECTOR = 512;
const MIB = 2 ** 20;

export interface Partition {
  readonly number: number;
  /** In bytes. */
  readonly offset: number;
  readonly size: number;
  /** GPT: GUID. MBR: two hexadecimal digits. */
  readonly type: string;
  /** GPT only. */
  readonly guid: string | null;
  readonly name: string | null;
}

export interface PartitionTable {
  readonly kind: 'gpt' | 'mbr';
  readonly partitions: readonly Partition[];
  /** What identifies the disk. */
  readonly id: string;
}

/** The EFI system partition. */
export const ESP_TYPE = 'C12A7328-F81F-11D2-BA4B-00A0C93EC93B';
const LINUX_TYPE = '0FC63DAF-8483-4772-8E79-3D69D8477DE4';
const MBR_LINUX = 0x83;

/** Null when there is neither. */
export async function readPartitions(device: BlockDevice): Promise<PartitionTable | null> {
  const gpt = await readGpt(device);
  if (gpt !== null) return { kind: 'gpt', partitions: gpt.entries.flatMap(gptPartition), id: guidAt(gpt.header, 56) };
  const mbr = await device.read(0, SECTOR);
  if (mbr.readUInt16LE(510) !== 0xaa55) return null;
  const partitions = [0, 1, 2, 3].flatMap((index) => {
    const entry = mbr.subarray(446 + 16 * index, 462 + 16 * index);
    const size = entry.readUInt32LE(12) * SECTOR;
    const type = entry.readUInt8(4).toString(16).padStart(2, '0');
    const offset = entry.readUInt32LE(8) * SECTOR;
    return size === 0 ? [] : [{ number: index + 1, offset, size, type, guid: null, name: null }];
  });
  return { kind: 'mbr', partitions, id: `0x${mbr.readUInt32LE(440).toString(16).padStart(8, '0')}` };
}

/** Moves GPT's backup to the end of the disk. Does nothing when there is no GPT. */
export async function moveBackup(device: BlockDevice): Promise<void> {
  const gpt = await readGpt(device);
  if (gpt !== null) await writeGpt(device, gpt);
}

/**
 * A new partition in the last megabytes of the disk.
 * @throws {AgentError} DeploymentError: no room, or the table is full
 */
export async function addPartitionAtEnd(device: BlockDevice, sizeMib: number, name: string): Promise<Partition> {
  const gpt = await readGpt(device);
  return gpt === null ? addToMbr(device, sizeMib) : addToGpt(device, gpt, sizeMib, name);
}

/** A fresh GPT with partitions from the first megabyte on. */
export async function createGpt(
  device: BlockDevice,
  wanted: readonly { readonly name: string; readonly sizeMib: number; readonly type?: string }[],
): Promise<readonly Partition[]> {
  const header = Buffer.alloc(SECTOR);
  header.write('EFI PART', 0, 'latin1');
  header.writeUInt32LE(0x00010000, 8); // revision 1.0
  header.writeUInt32LE(92, 12); // the header's size
  header.writeBigUInt64LE(1n, 24); // where it is
  header.writeBigUInt64LE(34n, 40); // the first sector that is free for partitions
  newGuid().copy(header, 56);
  header.writeBigUInt64LE(2n, 72);
  header.writeUInt32LE(ENTRIES, 80);
  header.writeUInt32LE(ENTRY_BYTES, 84);
  const entries = Array.from({ length: ENTRIES }, () => Buffer.alloc(ENTRY_BYTES));
  let offset = MIB;
  for (const [index, { name, sizeMib, type = LINUX_TYPE }] of wanted.entries()) {
    const entry = entries[index];
    if (entry !== undefined) fillEntry(entry, { type, offset, size: sizeMib * MIB, name });
    offset += sizeMib * MIB;
  }
  if (offset > device.sizeBytes - MIB) throw deploymentError('The partitions do not fit on the disk.');
  const mbr = Buffer.alloc(SECTOR);
  mbr.writeUInt8(0xee, 450); // protective: all of it belongs to GPT
  mbr.writeUInt32LE(1, 454);
  mbr.writeUInt32LE(Math.min(device.sizeBytes / SECTOR - 1, 0xffffffff), 458);
  mbr.writeUInt16LE(0xaa55, 510);
  await device.write(0, mbr);
  await writeGpt(device, { header, entries });
  return entries.flatMap(gptPartition);
}

interface Gpt {
  readonly header: Buffer;
  readonly entries: readonly Buffer[];
}
const ENTRIES = 128;
const ENTRY_BYTES = 128;

async function readGpt(device: BlockDevice): Promise<Gpt | null> {
  const header = await device.read(SECTOR, SECTOR);
  if (header.toString('latin1', 0, 8) !== 'EFI PART') return null;
  const headerSize = header.readUInt32LE(12);
  if (headerSize < 92 || headerSize > SECTOR || header.readUInt32LE(16) !== headerCrc(header)) return null;
  const [count, size] = [header.readUInt32LE(80), header.readUInt32LE(84)];
  if (count > 1_024 || size < 128 || size > 4_096) return null;
  const table = await device.read(Number(header.readBigUInt64LE(72)) * SECTOR, count * size);
  if (header.readUInt32LE(88) !== crc32(table)) return null;
  return {
    header,
    entries: Array.from({ length: count }, (_, index) => table.subarray(index * size, (index + 1) * size)),
  };
}

async function writeGpt(device: BlockDevice, { header, entries }: Gpt): Promise<void> {
  const table = Buffer.concat(entries);
  const tableSectors = Math.ceil(table.length / SECTOR);
  const last = Math.floor(device.sizeBytes / SECTOR) - 1;
  const write = async (self: number, other: number, tableAt: number): Promise<void> => {
    const copy = Buffer.from(header);
    copy.writeBigUInt64LE(BigInt(self), 24);
    copy.writeBigUInt64LE(BigInt(other), 32);
    copy.writeBigUInt64LE(BigInt(last - tableSectors - 1), 48); // the last sector that is free for partitions
    copy.writeBigUInt64LE(BigInt(tableAt), 72);
    copy.writeUInt32LE(crc32(table), 88);
    copy.writeUInt32LE(headerCrc(copy), 16);
    await device.write(tableAt * SECTOR, table);
    await device.write(self * SECTOR, copy);
  };
  await write(last, 1, last - tableSectors);
  await write(1, last, 2);
}

/** Over the header with the place of the sum itself taken as zero. */
function headerCrc(header: Buffer): number {
  const copy = Buffer.from(header.subarray(0, header.readUInt32LE(12)));
  copy.writeUInt32LE(0, 16);
  return crc32(copy);
}

async function addToGpt(device: BlockDevice, gpt: Gpt, sizeMib: number, name: string): Promise<Partition> {
  const used = gpt.entries.flatMap(gptPartition);
  const endOfRoom = device.sizeBytes - MIB; // the backup lies behind
  const offset = Math.floor(endOfRoom / MIB) * MIB - sizeMib * MIB;
  if (used.some((partition) => partition.offset + partition.size > offset))
    throw deploymentError(`There are no ${sizeMib} MiB free at the end of the disk.`);
  const index = gpt.entries.findIndex((entry) => gptPartition(entry, 0).length === 0);
  const entry = gpt.entries[index];
  if (entry === undefined) throw deploymentError('The partition table is full.');
  fillEntry(entry, { type: LINUX_TYPE, offset, size: sizeMib * MIB, name });
  await writeGpt(device, gpt);
  const [partition] = gptPartition(entry, index);
  if (partition === undefined) throw new Error('The partition was not made.');
  return partition;
}

async function addToMbr(device: BlockDevice, sizeMib: number): Promise<Partition> {
  const table = await readPartitions(device);
  if (table === null) throw deploymentError('The disk has no partition table.');
  // One is left for the tenant, or the disk could not be partitioned further.
  if (table.partitions.length > 3) throw deploymentError('All four primary partitions are used.');
  const offset = Math.floor(Math.min(device.sizeBytes, 0xffffffff * SECTOR) / MIB) * MIB - sizeMib * MIB;
  if (table.partitions.some((partition) => partition.offset + partition.size > offset))
    throw deploymentError(`There are no ${sizeMib} MiB free at the end of the disk.`);
  const free = [0, 1, 2, 3].find((index) => !table.partitions.some(({ number }) => number === index + 1)) ?? 3;
  const mbr = await device.read(0, SECTOR);
  mbr.fill(0, 446 + 16 * free, 462 + 16 * free);
  mbr.writeUInt8(MBR_LINUX, 450 + 16 * free);
  mbr.writeUInt32LE(offset / SECTOR, 454 + 16 * free);
  mbr.writeUInt32LE((sizeMib * MIB) / SECTOR, 458 + 16 * free);
  await device.write(0, mbr);
  return { number: free + 1, offset, size: sizeMib * MIB, type: MBR_LINUX.toString(16), guid: null, name: null };
}

function fillEntry(
  entry: Buffer,
  { type, offset, size, name }: { type: string; offset: number; size: number; name: string },
): void {
  entry.fill(0);
  guidBytes(type).copy(entry, 0);
  newGuid().copy(entry, 16);
  entry.writeBigUInt64LE(BigInt(offset / SECTOR), 32);
  entry.writeBigUInt64LE(BigInt((offset + size) / SECTOR - 1), 40);
  entry.write(name, 56, 'utf16le');
}

function gptPartition(entry: Buffer, index: number): Partition[] {
  if (entry.subarray(0, 16).every((byte) => byte === 0)) return [];
  const [first, last] = [Number(entry.readBigUInt64LE(32)), Number(entry.readBigUInt64LE(40))];
  return [
    {
      number: index + 1,
      offset: first * SECTOR,
      size: (last - first + 1) * SECTOR,
      type: guidAt(entry, 0),
      guid: guidAt(entry, 16),
      name: entry.toString('utf16le', 56, 128).replace(/\0.*$/, ''),
    },
  ];
}

/** The first three parts of a GUID are little-endian on disk. */
function guidAt(buffer: Buffer, at: number): string {
  const hex = (from: number, to: number): string => buffer.toString('hex', at + from, at + to).toUpperCase();
  return [swapped(hex(0, 4)), swapped(hex(4, 6)), swapped(hex(6, 8)), hex(8, 10), hex(10, 16)].join('-');
}

function guidBytes(guid: string): Buffer {
  const [a = '', b = '', c = '', ...rest] = guid.split('-');
  return Buffer.from([...[a, b, c].map(swapped), ...rest].join(''), 'hex');
}

/** The bytes of a hexadecimal number the other way round. */
function swapped(hex: string): string {
  return (hex.match(/../g) ?? []).toReversed().join('');
}

/** Random, of version 4. */
function newGuid(): Buffer {
  const bytes = randomBytes(16);
  bytes[7] = ((bytes[7] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes;
}
