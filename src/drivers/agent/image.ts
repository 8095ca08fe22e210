/**
 * What a node's instanceInfo says of the image to be deployed, checked; and the same in the agent's words. Images are never
 * opened here: the machine writes them as they are. Source: domain notes §6.8, §8.
 */
import { parseCapabilities } from '../../domain/capabilities.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { DriverNode } from '../interfaces/common.ts';
import { checksumFrom, DIGITS, type Checksum } from './checksum.ts';
import { textIn, type Json } from './parse.ts';
import { whyNoHints } from './root-device.ts';

export interface ImageRules {
  /** May a checksum be MD5, which a forger can match? */
  readonly allowMd5: boolean;
  /** For images by http whose node and instance say nothing. */
  readonly downloadSource: DownloadSource;
}

/** `http`: the machine fetches the image where it is. `local`: it gets it from us. */
export const DOWNLOAD_SOURCES = ['http', 'local'] as const;
export type DownloadSource = (typeof DOWNLOAD_SOURCES)[number];

export interface Image {
  /** As it was given: http, https or file. */
  readonly source: string;
  /** Last part of its path. */
  readonly name: string;
  /** Null: nobody says, and the agent finds out. */
  readonly format: string | null;
  /** Or where the file is that has it. */
  readonly checksum: Checksum | { readonly url: string };
  readonly download: DownloadSource;
  /** Null: it is of a whole disk. */
  readonly partitions: Partitions | null;
  readonly bootMode: 'uefi' | 'bios';
}

interface Partitions {
  readonly rootGib: number;
  readonly swapMib: number;
  readonly ephemeralGib: number;
  readonly ephemeralFormat: string | null;
  readonly preserveEphemeral: boolean;
  readonly diskLabel: string;
}

/** That the agent can write. Source: the reference's permitted_image_formats; `gpt` is a raw image with a partition table. */
const FORMATS = ['raw', 'gpt', 'qcow2', 'iso'];

/** @throws {ProblemError} INSTANCE_INFO_INVALID, by field */
export function readImage(node: DriverNode, rules: ImageRules): Image {
  const info = node.instanceInfo;
  const source = sourceIn(info);
  const format = textIn(info['image_disk_format']);
  if (format !== null && !FORMATS.includes(format)) {
    throw invalid('image_disk_format', `${cutText(format)} cannot be written`, `Use one of ${FORMATS.join(', ')}.`);
  }
  const bootMode = bootModeOf(node);
  checkRootDevice(node);
  return {
    source: source.text,
    name: source.name,
    format,
    checksum: checksumOf(info, rules),
    download: source.isFile ? 'local' : downloadSourceOf(node, rules),
    partitions: isPartitionImage(info) ? partitionsOf(node, bootMode) : null,
    bootMode,
  };
}

/** An instance that lives in memory: its kernel and ramdisk are booted over the network each time. */
export function checkRamdiskInstance(node: DriverNode): void {
  const info = node.instanceInfo;
  if (info['boot_iso'] !== undefined) {
    throw invalid('boot_iso', 'no boot interface here boots from an ISO', 'Give kernel and ramdisk.');
  }
  for (const field of ['kernel', 'ramdisk']) {
    const given = textIn(info[field]);
    if (given === null) throw invalid(field, 'it is missing', 'Give the URLs of kernel and ramdisk.');
    parseSource(field, given);
  }
}

/** By what the instance is made of: only a ramdisk instance does without an image. */
export const isRamdiskInstance = ({ instanceInfo: info }: DriverNode): boolean =>
  isYes(info['ironic_ramdisk_deploy']) ||
  (textIn(info['image_source']) === null && textIn(info['kernel']) !== null && textIn(info['ramdisk']) !== null);

/** The hints of the instance, else those of the node. @throws {ProblemError} INSTANCE_INFO_INVALID */
export function checkRootDevice({ instanceInfo, properties }: DriverNode): void {
  const hints = instanceInfo['root_device'] ?? properties['root_device'];
  const reason = hints === undefined || hints === null ? null : whyNoHints(hints);
  if (reason === null) return;
  const ofNode = instanceInfo['root_device'] === undefined || instanceInfo['root_device'] === null;
  const remedy = ofNode
    ? 'It is that of the node: correct properties.root_device with updateNode.'
    : 'See docs/images.md for hints and their operators.';
  throw invalid('root_device', reason, remedy);
}

/** Where the instance, else the node, says which firmware it boots with; else UEFI, as the reference. */
export function bootModeOf({ instanceInfo, properties }: DriverNode): 'uefi' | 'bios' {
  const asked =
    textIn(instanceInfo['deploy_boot_mode']) ?? parseCapabilities(instanceInfo['capabilities'])['boot_mode'];
  return (asked ?? parseCapabilities(properties['capabilities'])['boot_mode']) === 'bios' ? 'bios' : 'uefi';
}

/** The image in the agent's words. `checksum` has been looked up, or is where the agent looks it up itself. */
export function imageInfo(
  node: DriverNode,
  image: Image,
  { url, checksum }: { readonly url: string; readonly checksum: Image['checksum'] },
): Json {
  return {
    id: image.name,
    urls: [url],
    node_uuid: node.id,
    container_format: 'bare',
    ...(image.format === null ? {} : { disk_format: image.format }),
    stream_raw_images: true,
    ...('url' in checksum
      ? { checksum: checksum.url }
      : { os_hash_algo: checksum.algorithm, os_hash_value: checksum.value }),
    ...proxies(node.instanceInfo),
    image_type: image.partitions === null ? 'whole-disk' : 'partition',
    deploy_boot_mode: image.bootMode,
    ...(image.partitions === null ? {} : partitionInfo(image.partitions)),
  };
}

const partitionInfo = (parts: Partitions): Json => ({
  root_gb: parts.rootGib,
  root_mb: parts.rootGib * 1024,
  swap_mb: parts.swapMib,
  ephemeral_mb: parts.ephemeralGib * 1024,
  ephemeral_format: parts.ephemeralFormat,
  preserve_ephemeral: parts.preserveEphemeral,
  boot_option: 'local',
  disk_label: parts.diskLabel,
});

function proxies(info: Json): Json {
  const http = textIn(info['image_http_proxy']);
  const https = textIn(info['image_https_proxy']);
  const none = textIn(info['image_no_proxy']);
  const given = { ...(http === null ? {} : { http }), ...(https === null ? {} : { https }) };
  return Object.keys(given).length === 0 ? {} : { proxies: given, ...(none === null ? {} : { no_proxy: none }) };
}

interface Source {
  readonly text: string;
  readonly name: string;
  readonly isFile: boolean;
}

function sourceIn(info: Json): Source {
  const text = textIn(info['image_source']);
  if (text !== null) return parseSource('image_source', text);
  throw invalid('image_source', 'it is missing', 'Give the URL of an image: http, https or file.');
}

const MAX_URL_LENGTH = 2_048;

function parseSource(field: string, text: string): Source {
  const remedy = 'Give a URL that begins with http://, https:// or file:///.';
  if (text.length > MAX_URL_LENGTH) throw invalid(field, `it is longer than ${MAX_URL_LENGTH} characters`, remedy);
  if (!URL.canParse(text)) throw invalid(field, `${cutText(text)} is no URL`, remedy);
  const url = new URL(text);
  if (!['http:', 'https:', 'file:'].includes(url.protocol)) {
    throw invalid(field, `nothing here fetches ${url.protocol.slice(0, 16)}`, remedy);
  }
  if (url.username !== '' || url.password !== '') {
    const reason = 'it has a user or a password in it, which everybody who sees the node could read';
    throw invalid(field, reason, 'Serve it to the provisioning network without one, or from a file.');
  }
  const name = url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
  if (name === '') throw invalid(field, 'it names a folder', 'Give the URL of the file itself.');
  return { text, name, isFile: url.protocol === 'file:' };
}

function downloadSourceOf({ instanceInfo, driverInfo }: DriverNode, rules: ImageRules): DownloadSource {
  const asked = textIn(instanceInfo['image_download_source']) ?? textIn(driverInfo['image_download_source']);
  if (asked === null) return rules.downloadSource;
  const known = DOWNLOAD_SOURCES.find((one) => one === asked);
  if (known !== undefined) return known;
  throw invalid('image_download_source', `${cutText(asked)} is no way to get an image`, 'Use http or local.');
}

function checksumOf(info: Json, rules: ImageRules): Image['checksum'] {
  const algorithm = textIn(info['image_os_hash_algo']);
  const value = textIn(info['image_os_hash_value']);
  const given = algorithm !== null || value !== null ? hashPair(algorithm, value) : looseChecksum(info);
  return 'url' in given ? given : checkMd5(given, rules, algorithm === null ? 'image_checksum' : 'image_os_hash_algo');
}

export function checkMd5(checksum: Checksum, { allowMd5 }: ImageRules, field: string): Checksum {
  if (checksum.algorithm !== 'md5' || allowMd5) return checksum;
  throw invalid(field, 'MD5 proves nothing: files can be made to match it', 'Give its sha256 or sha512.');
}

/** Both or neither; they win over a checksum. */
function hashPair(algorithm: string | null, value: string | null): Checksum {
  if (algorithm === null || value === null) {
    const missing = algorithm === null ? 'image_os_hash_algo' : 'image_os_hash_value';
    throw invalid(missing, 'it is missing', 'Give both, image_os_hash_algo and image_os_hash_value.');
  }
  const digits = Object.hasOwn(DIGITS, algorithm) ? DIGITS[algorithm] : undefined;
  if (digits === undefined) {
    const remedy = `Use one of ${Object.keys(DIGITS).join(', ')}.`;
    throw invalid('image_os_hash_algo', `${cutText(algorithm)} is not known`, remedy);
  }
  if (value.length !== digits || !/^[\da-f]+$/i.test(value)) {
    const remedy = `Give its ${digits} hexadecimal digits.`;
    throw invalid('image_os_hash_value', `it is no ${algorithm}`, remedy);
  }
  return { algorithm, value: value.toLowerCase() };
}

function looseChecksum(info: Json): Image['checksum'] {
  const text = textIn(info['image_checksum']);
  const remedy =
    'Give image_os_hash_algo and image_os_hash_value, or image_checksum: a sum, or the URL of a file of sums.';
  if (text === null) throw invalid('image_checksum', 'it is missing', remedy);
  if (/^https?:/i.test(text)) return { url: parseSource('image_checksum', text).text };
  const checksum = checksumFrom(text);
  if (checksum !== null) return checksum;
  throw invalid('image_checksum', `${cutText(text)} is neither a checksum nor a URL by http`, remedy);
}

function isPartitionImage(info: Json): boolean {
  const type = textIn(info['image_type']);
  if (type === null) return textIn(info['kernel']) !== null && textIn(info['ramdisk']) !== null;
  if (type === 'whole-disk' || type === 'partition') return type === 'partition';
  throw invalid('image_type', `${cutText(type)} is no kind of image`, 'Use whole-disk or partition.');
}

function partitionsOf(node: DriverNode, bootMode: 'uefi' | 'bios'): Partitions {
  const info = node.instanceInfo;
  const ephemeralFormat = textIn(info['ephemeral_format']);
  if (ephemeralFormat !== null && !/^[a-z\d]{1,16}$/.test(ephemeralFormat)) {
    throw invalid('ephemeral_format', `${cutText(ephemeralFormat)} is no file system`, 'Use its name, as ext4.');
  }
  const label = parseCapabilities(info['capabilities'])['disk_label'];
  return {
    rootGib: sizeIn(info, 'root_gb', null),
    swapMib: sizeIn(info, 'swap_mb', 0),
    ephemeralGib: sizeIn(info, 'ephemeral_gb', 0),
    ephemeralFormat,
    preserveEphemeral: isYes(info['preserve_ephemeral']),
    diskLabel:
      label ??
      parseCapabilities(node.properties['capabilities'])['disk_label'] ??
      (bootMode === 'uefi' ? 'gpt' : 'msdos'),
  };
}

const MAX_SIZE = 2 ** 31;

function sizeIn(info: Json, field: string, otherwise: number | null): number {
  const value = info[field];
  if (value === undefined || value === null) {
    if (otherwise !== null) return otherwise;
    throw invalid(field, 'it is missing', 'A partition image needs the size of its root partition, in GiB.');
  }
  const size = typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : value;
  const least = otherwise === null ? 1 : 0;
  if (typeof size === 'number' && Number.isSafeInteger(size) && size >= least && size < MAX_SIZE) return size;
  throw invalid(field, 'it is no size', `Use a whole number from ${least} on.`);
}

const isYes = (value: unknown): boolean =>
  value === true || (typeof value === 'string' && /^(?:true|yes|1)$/i.test(value));

const cutText = (text: string): string => `"${text.slice(0, 64)}"`;

const invalid = (field: string, reason: string, remedy: string): ProblemError =>
  new ProblemError({ code: 'INSTANCE_INFO_INVALID', field, reason, remedy });
