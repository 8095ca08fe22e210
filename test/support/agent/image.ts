/** Writes an image on a disk: fetch, check, write, mend the partition table, config drive (domain notes §6.8). */
import { createHash, type Hash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import type { BlockDevice, Body, DiskFacts } from './body.ts';
import { AgentError, checksumError, deploymentError, downloadError, invalidParams } from './errors.ts';
import { addPartitionAtEnd, createGpt, ESP_TYPE, moveBackup, readPartitions, type Partition } from './partitions.ts';
import { isQcow2, openQcow2 } from './qcow2.ts';
import { chooseRootDisk } from './root-device.ts';
import { readAll, type Web } from './web.ts';

const MIB = 2 ** 20;
const CONFIG_DRIVE_MIB = 64;
const BLOCK_BYTES = MIB;

export interface ImageWriter {
  readonly body: Body;
  readonly web: Web;
  readonly signal: AbortSignal;
  /** Between two tries of a download that failed. */
  readonly retryMs: number;
}

export interface WrittenImage {
  readonly device: string;
  readonly partitionUuids: PartitionUuids;
  /** What a person reads. */
  readonly message: string;
}

/** In the words of the protocol; empty for an image of a whole disk. */
export interface PartitionUuids {
  readonly 'root uuid'?: string | null;
  readonly 'efi system partition uuid'?: string | null;
  readonly partitions?: Readonly<Record<string, string | null>>;
}

/** @throws {AgentError} */
export async function writeImage(
  writer: ImageWriter,
  node: Readonly<Record<string, unknown>>,
  imageInfo: unknown,
  configDrive: unknown,
): Promise<WrittenImage> {
  const image = parseImageInfo(imageInfo);
  const { body } = writer;
  const facts = chooseRootDisk((await body.inventory()).disks, rootDeviceHints(node));
  body.log(`Writing the image ${image.id} on ${facts.name}`);
  const disk = await body.openDisk(facts.name);
  try {
    const partitionUuids = image.isPartition
      ? await writePartitionImage(writer, image, disk)
      : await writeWholeDisk(writer, image, disk);
    const table = await readPartitions(disk);
    if (table === null || table.partitions.length === 0)
      throw deploymentError(`After writing the image there is no partition on ${facts.name}.`);
    if (configDrive !== null && configDrive !== undefined && configDrive !== '')
      await writeConfigDrive(writer, disk, configDrive);
    await disk.flush();
    const root = partitionUuids['root uuid'] ?? table.id;
    return {
      device: facts.name,
      partitionUuids,
      message: `image (${image.id}) written to device ${facts.name} root_uuid=${root}`,
    };
  } finally {
    await disk.close();
  }
}

/** What the last image brought, for who installs its boot loader: the EFI system partition, if it has one. */
export async function findEsp(body: Body, disk: DiskFacts['name']): Promise<Partition | null> {
  const device = await body.openDisk(disk);
  try {
    const table = await readPartitions(device);
    return table?.partitions.find(({ type }) => type === ESP_TYPE || type === 'ef') ?? null;
  } finally {
    await device.close();
  }
}

interface ImageInfo {
  readonly id: string;
  readonly urls: readonly string[];
  readonly format: string;
  readonly isStreamed: boolean;
  /** Null: as the length of the sum says. */
  readonly algorithm: string | null;
  /** In hexadecimal, or where it can be read. */
  readonly checksum: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly isPartition: boolean;
  readonly sizes: { readonly rootMib: number; readonly swapMib: number; readonly isUefi: boolean };
}

const ALGORITHM_BY_LENGTH: Readonly<Record<number, string>> = { 32: 'md5', 64: 'sha256', 128: 'sha512' };

function parseImageInfo(value: unknown): ImageInfo {
  const info = record(value);
  if (info === null) throw invalidParams('image_info is missing');
  const { id, urls, checksum, os_hash_algo: algorithm, os_hash_value: hash } = info;
  if (typeof id !== 'string') throw invalidParams("image_info has no 'id'");
  if (!Array.isArray(urls) || urls.length === 0)
    throw invalidParams("image_info 'urls' must be a list with at least one");
  const hasPair = typeof algorithm === 'string' && typeof hash === 'string';
  if (!hasPair && typeof checksum !== 'string')
    throw invalidParams('image_info has neither a checksum nor os_hash_algo and os_hash_value');
  const sum = hasPair ? hash : String(checksum);
  const number = (name: string): number => Number(info[name] ?? 0);
  return {
    id,
    urls: urls.map(String),
    format: typeof info['disk_format'] === 'string' ? info['disk_format'] : 'raw',
    isStreamed: info['stream_raw_images'] === true && info['disk_format'] === 'raw',
    algorithm: hasPair ? algorithm : null,
    checksum: sum,
    headers: authorization(info),
    isPartition: info['image_type'] === 'partition',
    sizes: {
      rootMib: number('root_mb') || number('root_gb') * 1_024,
      swapMib: number('swap_mb'),
      isUefi: info['deploy_boot_mode'] === 'uefi',
    },
  };
}

function authorization(info: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const given = info['image_request_authorization'];
  if (typeof given === 'string') return { authorization: Buffer.from(given, 'base64').toString() };
  if (info['image_server_auth_strategy'] !== 'http_basic') return {};
  const pair = `${String(info['image_server_user'])}:${String(info['image_server_password'])}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

function rootDeviceHints(node: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return (
    record(record(node['instance_info'])?.['root_device']) ?? record(record(node['properties'])?.['root_device']) ?? {}
  );
}

async function writeWholeDisk(writer: ImageWriter, image: ImageInfo, disk: BlockDevice): Promise<PartitionUuids> {
  await copyImage(writer, image, disk, 0);
  await moveBackup(disk);
  return {};
}

/** A table of our own, and the image in its last partition, which so may grow. */
async function writePartitionImage(writer: ImageWriter, image: ImageInfo, disk: BlockDevice): Promise<PartitionUuids> {
  const { rootMib, swapMib, isUefi } = image.sizes;
  const partitions = await createGpt(disk, [
    ...(isUefi ? [{ name: 'efi', sizeMib: 200, type: ESP_TYPE }] : []),
    ...(swapMib > 0 ? [{ name: 'swap', sizeMib: swapMib }] : []),
    { name: 'root', sizeMib: rootMib },
  ]);
  const root = partitions.at(-1);
  if (root === undefined) throw deploymentError('There is no root partition.');
  await copyImage(writer, image, disk, root.offset, root.size);
  const esp = partitions.find(({ type }) => type === ESP_TYPE);
  return {
    'root uuid': await fileSystemUuid(disk, root),
    ...(esp === undefined ? {} : { 'efi system partition uuid': esp.guid }),
    partitions: Object.fromEntries(partitions.map(({ name, guid }) => [name ?? '', guid])),
  };
}

/** That of an ext2, 3 or 4; else the partition's. */
async function fileSystemUuid(disk: BlockDevice, partition: Partition): Promise<string | null> {
  const superblock = await disk.read(partition.offset + 1_024, 1_024);
  if (superblock.readUInt16LE(56) !== 0xef53) return partition.guid;
  const hex = superblock.toString('hex', 104, 120);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

async function copyImage(
  writer: ImageWriter,
  image: ImageInfo,
  disk: BlockDevice,
  offset: number,
  room = disk.sizeBytes - offset,
): Promise<void> {
  if (image.isStreamed) {
    await download(writer, image, () => ({ target: disk, offset, room }));
    return;
  }
  let file: BlockDevice | null = null;
  try {
    await download(writer, image, async (sizeBytes) => {
      await file?.close();
      file = await writer.body.scratch(sizeBytes);
      return { target: file, offset: 0, room: sizeBytes };
    });
    if (file === null) throw deploymentError('Nothing was downloaded.');
    await copyFile(image, file, disk, offset, room);
  } finally {
    await closeIfOpen(file);
  }
}

const closeIfOpen = async (file: BlockDevice | null): Promise<void> => file?.close();

async function copyFile(
  image: ImageInfo,
  file: BlockDevice,
  disk: BlockDevice,
  offset: number,
  room: number,
): Promise<void> {
  const actual = (await isQcow2(file)) ? 'qcow2' : 'raw';
  if (actual !== image.format) throw deploymentError(`The image is said to be ${image.format} and is ${actual}.`);
  if (actual === 'qcow2') {
    const qcow2 = await openQcow2(file);
    if (qcow2.sizeBytes > room) throw tooSmall(qcow2.sizeBytes, room);
    for await (const cluster of qcow2.clusters()) await disk.write(offset + cluster.offset, cluster.data);
    return;
  }
  if (file.sizeBytes > room) throw tooSmall(file.sizeBytes, room);
  for (let at = 0; at < file.sizeBytes; at += BLOCK_BYTES)
    await disk.write(offset + at, await file.read(at, Math.min(BLOCK_BYTES, file.sizeBytes - at)));
}

const tooSmall = (imageBytes: number, room: number): AgentError =>
  deploymentError(`The image has ${imageBytes} bytes and there is room for ${room}.`);

interface Place {
  readonly target: BlockDevice;
  readonly offset: number;
  readonly room: number;
}

const ATTEMPTS = 10; // the first, and ipa-image-download-connection-retries

/** The first URL that works, from its beginning to its end, with a sum that is as it was said to be. */
async function download(
  writer: ImageWriter,
  image: ImageInfo,
  place: (sizeBytes: number) => Place | Promise<Place>,
): Promise<void> {
  const wanted = await wantedChecksum(writer, image);
  const failures: string[] = [];
  for (const url of image.urls) {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      try {
        await downloadOnce(writer, image, url, wanted, place);
        return;
      } catch (error) {
        writer.signal.throwIfAborted();
        if (error instanceof AgentError && error.type !== 'ImageDownloadError') throw error;
        failures.push(`${url}: ${error instanceof AgentError ? error.details : String(error)}`);
        writer.body.log(`Attempt ${attempt} to download ${url} failed: ${String(error)}`);
        if (error instanceof AgentError) break; // a 4xx: asking again would not help
      }
      if (attempt < ATTEMPTS) await sleep(writer.retryMs, undefined, { signal: writer.signal });
    }
  }
  throw downloadError(image.id, failures.slice(-3).join('; '));
}

async function downloadOnce(
  { web, signal, body }: ImageWriter,
  image: ImageInfo,
  url: string,
  wanted: Checksum,
  place: (sizeBytes: number) => Place | Promise<Place>,
): Promise<void> {
  const incoming = await web.open(url, { headers: image.headers, signal });
  try {
    const { statusCode = 0 } = incoming;
    if (statusCode >= 400 && statusCode < 500) throw downloadError(image.id, `Received status code ${statusCode}`);
    if (statusCode !== 200) throw new Error(`Received status code ${statusCode}`);
    const length = Number(incoming.headers['content-length'] ?? Number.NaN);
    const { target, offset, room } = await place(Number.isNaN(length) ? 4 * 1_024 * MIB : length);
    if (length > room) throw tooSmall(length, room);
    const hash = createHash(wanted.algorithm);
    const written = await writeStream(incoming, target, offset, room, hash);
    if (!Number.isNaN(length) && written !== length) throw new Error(`${written} of ${length} bytes came`);
    const sum = hash.digest('hex');
    if (sum !== wanted.value)
      throw checksumError(
        image.id,
        `expected ${wanted.algorithm} ${wanted.value}, calculated ${sum} of what ${url} sent`,
      );
    body.log(`Downloaded ${written} bytes from ${url}`);
  } finally {
    incoming.destroy();
  }
}

/** In blocks: thousands of small writes would take a disk longer than a few large ones. */
async function writeStream(
  source: AsyncIterable<Buffer>,
  target: BlockDevice,
  offset: number,
  room: number,
  hash: Hash,
): Promise<number> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let written = 0;
  const write = async (): Promise<void> => {
    if (written + heldBytes > room) throw tooSmall(written + heldBytes, room);
    await target.write(offset + written, Buffer.concat(held));
    written += heldBytes;
    held = [];
    heldBytes = 0;
  };
  for await (const chunk of source) {
    hash.update(chunk);
    held.push(chunk);
    heldBytes += chunk.length;
    if (heldBytes >= BLOCK_BYTES) await write();
  }
  await write();
  return written;
}

interface Checksum {
  readonly algorithm: string;
  readonly value: string;
}

async function wantedChecksum(writer: ImageWriter, image: ImageInfo): Promise<Checksum> {
  const value = /^https?:/.test(image.checksum) ? await fetchChecksum(writer, image) : image.checksum.toLowerCase();
  const algorithm = image.algorithm ?? ALGORITHM_BY_LENGTH[value.length];
  if (algorithm === undefined) throw invalidParams(`Nobody can tell what checksum ${value} is`);
  return { algorithm, value };
}

async function fetchChecksum({ web, signal }: ImageWriter, image: ImageInfo): Promise<string> {
  const { status, body } = await web.send(image.checksum, { signal });
  if (status !== 200) throw checksumError(image.id, `${image.checksum} answered ${status}`);
  const names = image.urls.map((url) => decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? ''));
  const found = findChecksum(String(body), names);
  if (found === null) throw checksumError(image.id, `${image.checksum} has no sum of ${names.join(' or ')}`);
  return found;
}

/** In a file of sums: a lone one, `<sum>  [*]name`, or BSD's `ALGORITHM (name) = <sum>`. */
function findChecksum(text: string, names: readonly string[]): string | null {
  const lines = text.split('\n').map((line) => line.trim());
  const used = lines.filter((line) => line !== '' && !line.startsWith('#'));
  const [only = ''] = used;
  if (used.length === 1 && /^[0-9a-f]+$/i.test(only)) return only.toLowerCase();
  for (const line of used) {
    const bsd = /^\w+\s*\((.+)\)\s*=\s*([0-9a-f]+)$/i.exec(line);
    if (bsd !== null && names.includes(bsd[1] ?? '')) return (bsd[2] ?? '').toLowerCase();
    const plain = /^([0-9a-f]+)\s+\*?(.+)$/i.exec(line);
    if (plain !== null && names.includes(plain[2] ?? '')) return (plain[1] ?? '').toLowerCase();
  }
  return null;
}

/** Into the partition that is there for it, or one of its own at the end of the disk. */
async function writeConfigDrive(writer: ImageWriter, disk: BlockDevice, given: unknown): Promise<void> {
  if (typeof given !== 'string') throw invalidParams('configdrive must be a URL or base64');
  const drive = /^https?:/.test(given) ? await fetchConfigDrive(writer, given) : decodeConfigDrive(given);
  if (drive.length > CONFIG_DRIVE_MIB * MIB)
    throw deploymentError(`The config drive has ${drive.length} bytes, more than ${CONFIG_DRIVE_MIB} MiB.`);
  const partition = (await findConfigDrive(disk)) ?? (await addPartitionAtEnd(disk, CONFIG_DRIVE_MIB, 'config-2'));
  if (drive.length > partition.size) throw deploymentError('The config drive does not fit in its partition.');
  await disk.write(partition.offset, drive);
  writer.body.log(`Wrote a config drive of ${drive.length} bytes in partition ${partition.number}`);
}

async function fetchConfigDrive({ web, signal }: ImageWriter, url: string): Promise<Buffer> {
  const incoming = await web.open(url, { signal });
  try {
    if (incoming.statusCode !== 200)
      throw deploymentError(`The config drive at ${url}: status code ${incoming.statusCode}`);
    return decodeConfigDrive(await readAll(incoming, 128 * MIB));
  } finally {
    incoming.destroy();
  }
}

function decodeConfigDrive(base64: string): Buffer {
  try {
    return gunzipSync(Buffer.from(base64, 'base64'), { maxOutputLength: (CONFIG_DRIVE_MIB + 1) * MIB });
  } catch (cause) {
    throw deploymentError(`The config drive is not gzip in base64: ${String(cause)}`);
  }
}

const CONFIG_LABEL = 'config-2';

/** By its label: that of the partition, of an ISO 9660 file system, or of a FAT one. */
export async function findConfigDrive(disk: BlockDevice): Promise<Partition | null> {
  const table = await readPartitions(disk);
  for (const partition of table?.partitions ?? []) {
    if (partition.name === CONFIG_LABEL) return partition;
    if (partition.size < 64 * 1_024) continue;
    const start = await disk.read(partition.offset, 64 * 1_024);
    const iso = start.toString('latin1', 32_769, 32_774) === 'CD001' ? start.toString('latin1', 32_808, 32_840) : '';
    const labels = [iso, start.toString('latin1', 43, 54), start.toString('latin1', 71, 82)];
    if (labels.some((label) => label.trim().toLowerCase() === CONFIG_LABEL)) return partition;
  }
  return null;
}

function record(value: unknown): Readonly<Record<string, unknown>> | null {
  // Checked here: an object, and no array.
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}
