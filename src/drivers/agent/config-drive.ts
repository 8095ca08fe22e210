/**
 * The config drive as the agent takes it: the URL of one, or a gzipped ISO 9660 image in base64.
 *
 * What it holds may be secret. It is in no log and no message, and on disk only while the image is made, in a folder that
 * only this process' user can read. Source: domain notes §8.4.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { ProblemError } from '../../domain/problems.ts';
import type { ConfigDrive, DriverNode } from '../interfaces/common.ts';

/** More than the partition that the agent makes for it, unpacked. */
const MAX_BYTES = 64 * 2 ** 20;

/** Program → what makes it take the arguments of `mkisofs`. The first that is there is used; all write the same. */
const ISO_PROGRAMS: readonly (readonly [program: string, ...args: string[]])[] = [
  ['xorriso', '-as', 'mkisofs'],
  ['genisoimage'],
  ['mkisofs'],
];

/** How long a program may take over some kilobytes, in milliseconds. */
const MAKE_TIMEOUT_MS = 60_000;

/**
 * Null: there is none. Called again, it makes the same drive again.
 * @throws {ProblemError} CONFIG_DRIVE_UNUSABLE
 */
export async function configDriveFor(
  node: DriverNode,
  drive: ConfigDrive | null,
  signal: AbortSignal,
  programs = ISO_PROGRAMS,
): Promise<string | null> {
  if (drive === null) return null;
  const { contents, url, base64 } = drive;
  if (typeof url === 'string') return url;
  if (typeof base64 === 'string') {
    await checkPacked(base64);
    return base64;
  }
  if (contents === null || contents === undefined) return null;
  const image = await makeImage(filesOf(node, contents), signal, programs);
  return (await promisify(gzip)(image)).toString('base64');
}

/** Unpacking stops at the limit, whatever the few bytes claim to become. */
async function checkPacked(base64: string): Promise<void> {
  const packed = Buffer.from(base64, 'base64');
  if (packed.length === 0 || packed.toString('base64') !== base64) throw unusable('it is no base64', PACK);
  const image = await unpack(packed);
  if (image === 'too large') throw unusable(`unpacked it is larger than ${MAX_BYTES} bytes`, 'Make it smaller.');
  if (image === 'no gzip' || !isIso(image)) throw unusable('it is no gzipped ISO 9660 image', PACK);
}

const PACK = 'Send the image gzipped, then in base64; or send contents and have it made.';

async function unpack(packed: Buffer): Promise<Buffer | 'too large' | 'no gzip'> {
  try {
    return await promisify(gunzip)(packed, { maxOutputLength: MAX_BYTES });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    return code === 'ERR_BUFFER_TOO_LARGE' ? 'too large' : 'no gzip';
  }
}

/** The first volume descriptor is in sector 16 and says `CD001`. Source: ECMA-119. */
const isIso = (image: Buffer): boolean => image.toString('latin1', 16 * 2048 + 1, 16 * 2048 + 6) === 'CD001';

/** Of OpenStack's metadata service: what cloud-init and its like look for. */
function filesOf(node: DriverNode, contents: NonNullable<ConfigDrive['contents']>): ReadonlyMap<string, string> {
  const name = node.name ?? node.id;
  const metaData = { uuid: node.id, name, hostname: name, ...contents.metaData };
  const files = new Map([['meta_data.json', JSON.stringify(metaData)]]);
  const add = (file: string, value: string | null | undefined): void => {
    if (value !== null && value !== undefined) files.set(file, value);
  };
  const asJson = (value: object | null | undefined): string | null =>
    value === null || value === undefined ? null : JSON.stringify(value);
  add('user_data', contents.userData);
  add('network_data.json', asJson(contents.networkData));
  add('vendor_data2.json', asJson(contents.vendorData));
  return files;
}

async function makeImage(
  files: ReadonlyMap<string, string>,
  signal: AbortSignal,
  programs: typeof ISO_PROGRAMS,
): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'ironql-config-drive-')); // mode 0700
  try {
    const latest = join(folder, 'openstack', 'latest');
    await mkdir(latest, { recursive: true });
    for (const [name, text] of files) await writeFile(join(latest, name), text, { mode: 0o600 });
    return await runFirst(programs, folder, signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runFirst(programs: typeof ISO_PROGRAMS, folder: string, signal: AbortSignal): Promise<Buffer> {
  for (const [program, ...asMkisofs] of programs) {
    try {
      const args = [...asMkisofs, '-quiet', '-J', '-r', '-V', 'config-2', '-publisher', 'IronQL', folder];
      const { stdout } = await promisify(execFile)(program, args, {
        encoding: 'buffer',
        maxBuffer: MAX_BYTES,
        timeout: MAKE_TIMEOUT_MS,
        killSignal: 'SIGKILL',
        signal,
      });
      return stdout;
    } catch (error) {
      signal.throwIfAborted();
      if (!isMissing(error)) throw unusable(`${program} could not make it`, 'Look at the log of the conductor.');
    }
  }
  const names = programs.map(([program]) => program).join(', ');
  throw unusable(`none of ${names} is installed on the conductor`, 'Install xorriso there, or send a finished drive.');
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

const unusable = (reason: string, remedy: string): ProblemError =>
  new ProblemError({ code: 'CONFIG_DRIVE_UNUSABLE', reason, remedy });
