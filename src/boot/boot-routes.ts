/**
 * What machines fetch before anything of ours runs on them: scripts for their firmware, kernels, ramdisks, images.
 *
 * They cannot say who they are. A MAC tells which script is wanted; the script names a path with a secret of its node,
 * which is the only way to a file. Whatever a secret or a name does not open is the same answer, so that nothing can be
 * learnt by trying. Names are looked up in a row and never become part of a path of ours.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pathToFileURL } from 'node:url';
import type { Logger } from '../domain/logger.ts';
import { parseMacAddress } from '../domain/mac-address.ts';
import { ProblemError, type ProblemCode } from '../domain/problems.ts';
import { openLocalFile } from '../images/local-file.ts';
import type { OpenSource, Sources } from '../images/open-source.ts';
import { findByMac, findSource, type BootReader } from './find-boot.ts';
import { ENTRY_SCRIPT, GRUB_ENTRY, GRUB_LOCAL_DISK, grubConfig, LOCAL_DISK_SCRIPT, ramdiskScript } from './scripts.ts';
import { sendSource } from './send-source.ts';

export interface BootOptions extends BootReader {
  readonly sources: Sources;
  /** A folder with boot loaders (`snponly.efi`, `bootx64.efi`) that firmware may fetch; empty: none. */
  readonly loaderFolder: string;
  /** What machines boot that nobody knows, so that they can be inspected; null: nothing. */
  readonly discovery: (() => Discovery) | null;
  readonly log: Logger;
}

export interface Discovery {
  readonly kernel: string;
  readonly ramdisk: string;
  readonly args: string;
}

export interface BootRoutes {
  handles(request: IncomingMessage): boolean;
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** What became of a source, in the words of HTTP. Any other problem is a bug. */
const STATUS_OF: Partial<Record<ProblemCode, number>> = {
  SOURCE_REFUSED: 502,
  SOURCE_UNREACHABLE: 502,
  SOURCE_BROKEN: 502,
  SOURCE_TIMEOUT: 504,
  IMAGE_CACHE_FULL: 507,
};

type Answer = (match: readonly string[], request: IncomingMessage, response: ServerResponse) => Promise<void>;

const MAC = '((?:[\\da-fA-F]{2}[-:]){5}[\\da-fA-F]{2})';
/** A boot loader looks for its configuration where it came from itself. */
const GRUB_FOLDERS = '(?:/boot/grub|/boot/loader|/grub|/EFI/BOOT|/EFI/debian|)';

export function createBootRoutes(options: BootOptions): BootRoutes {
  // As it stands in the request: nothing is decoded, and dots lead nowhere.
  const routes: readonly (readonly [path: RegExp, answer: Answer])[] = [
    [/^\/boot\.ipxe$/, async (_match, _request, response) => sendText(response, ENTRY_SCRIPT)],
    [new RegExp(`^/boot/ipxe/(?:01-)?${MAC}$`), ([, mac = ''], _request, response) => sendIpxe(options, mac, response)],
    [new RegExp(`^${GRUB_FOLDERS}/grub\\.cfg$`), async (_match, _request, response) => sendText(response, GRUB_ENTRY)],
    [
      new RegExp(`^${GRUB_FOLDERS}/grub\\.cfg-(?:01-)?${MAC}$`),
      ([, mac = ''], _request, response) => sendGrub(options, mac, response),
    ],
    [
      new RegExp(`^/boot/discovery/${MAC}$`),
      async ([, mac = ''], _request, response) => sendDiscovery(options, mac, response),
    ],
    [
      /^\/boot\/discovery\/(kernel|ramdisk)$/,
      async ([, name = ''], request, response) => {
        const found = options.discovery?.();
        if (found === undefined) return notFound(response);
        const source = name === 'kernel' ? found.kernel : found.ramdisk;
        await sendSourceOf(options, source, { name: `discovery ${name}` }, request, response);
      },
    ],
    [
      /^\/boot\/loader\/([A-Za-z0-9][A-Za-z0-9._-]{0,63})$/,
      ([, name = ''], request, response) => sendLoader(options, name, request, response),
    ],
    [
      /^\/boot\/([A-Za-z0-9_-]{43})\/([A-Za-z0-9][A-Za-z0-9._-]{0,63})$/,
      ([, secret = '', name = ''], request, response) => sendStaged(options, secret, name, request, response),
    ],
  ];
  return {
    handles({ url = '' }) {
      const path = pathOf(url);
      return /^\/boot[./]/.test(path) || routes.some(([pattern]) => pattern.test(path));
    },
    async answer(request, response) {
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        return void response.writeHead(405, { allow: 'GET, HEAD' }).end();
      }
      const path = pathOf(request.url ?? '');
      for (const [pattern, answer] of routes) {
        const match = pattern.exec(path);
        if (match !== null) return answer(match, request, response);
      }
      notFound(response);
    },
  };
}

const pathOf = (url: string): string => url.split('?')[0] ?? '';

async function sendIpxe(options: BootOptions, text: string, response: ServerResponse): Promise<void> {
  const mac = parseMacAddress(text) ?? '';
  const found = await findByMac(options, mac);
  if (found === null) return notFound(response);
  const { nodeId, staged } = found;
  const netboot = staged?.netboot ?? null;
  options.log.info({ nodeId, mac, boots: netboot?.kind ?? 'disk' }, 'a machine asked what to boot');
  if (staged === null || netboot === null) return sendText(response, LOCAL_DISK_SCRIPT);
  sendText(response, ramdiskScript({ secret: staged.secret, mac, args: netboot.args }));
}

async function sendGrub(options: BootOptions, text: string, response: ServerResponse): Promise<void> {
  const mac = parseMacAddress(text) ?? '';
  const found = await findByMac(options, mac);
  if (found === null) return notFound(response);
  const { nodeId, staged } = found;
  const netboot = staged?.netboot ?? null;
  options.log.info({ nodeId, mac, boots: netboot?.kind ?? 'disk' }, 'a machine asked what to boot');
  if (staged === null || netboot === null) return sendText(response, GRUB_LOCAL_DISK);
  sendText(response, grubConfig({ mac, args: netboot.args }, `/boot/${staged.secret}`));
}

/** Asked for when no interface of the machine is known: one that is known may be its second. */
function sendDiscovery({ discovery, log }: BootOptions, text: string, response: ServerResponse): void {
  const mac = parseMacAddress(text) ?? '';
  if (discovery === null) return notFound(response);
  log.info({ mac }, 'a machine that nobody knows is inspected');
  sendText(response, ramdiskScript({ secret: 'discovery', mac, args: discovery().args }));
}

async function sendLoader(
  { loaderFolder, log }: BootOptions,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (loaderFolder === '') return notFound(response);
  const source = pathToFileURL(`${loaderFolder}/${name}`).href;
  const opened = await openLocalFile(source, { allowed: [loaderFolder], refused: [] }).catch((error: unknown) => {
    if (error instanceof ProblemError) return null;
    throw error;
  });
  if (opened === null) {
    log.warn({ name }, 'a machine asked for a boot loader that is not in the folder bootLoaderFolder');
    return notFound(response);
  }
  await sendAndClose(request, response, opened, log, { name });
}

async function sendStaged(
  options: BootOptions,
  secret: string,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const found = await findSource(options, secret, name);
  if (found === null) return notFound(response);
  await sendSourceOf(options, found.source, { nodeId: found.nodeId, name }, request, response);
}

async function sendSourceOf(
  { sources, log }: BootOptions,
  source: string,
  fields: object,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = whenGone(response);
  let opened: OpenSource;
  try {
    opened = await sources.open(source, gone);
  } catch (error) {
    if (gone.aborted) return;
    const status = error instanceof ProblemError ? STATUS_OF[error.problem.code] : undefined;
    if (status === undefined) throw error;
    log.warn({ ...fields, err: error }, 'a machine asked for a file that cannot be had');
    // It learns that it failed, not where we looked.
    return void response.writeHead(status, NO_STORE).end('The source of this file failed.\n');
  }
  await sendAndClose(request, response, opened, log, fields);
}

/** A transfer that fails breaks: the machine must not take the beginning of a file for the whole. */
async function sendAndClose(
  request: IncomingMessage,
  response: ServerResponse,
  source: OpenSource,
  log: Logger,
  fields: object,
): Promise<void> {
  const gone = whenGone(response);
  const since = performance.now();
  try {
    await sendSource(request, response, source, gone);
    log.debug(
      { ...fields, bytes: source.size, ms: Math.round(performance.now() - since) },
      'a machine was sent a file',
    );
  } catch (error) {
    if (!gone.aborted) log.warn({ ...fields, err: error }, 'a transfer to a machine was broken off');
    response.destroy();
  } finally {
    await source.close();
  }
}

function whenGone(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  if (response.destroyed) controller.abort();
  response.once('close', () => controller.abort(new Error('the machine has closed the connection')));
  return controller.signal;
}

const NO_STORE = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };

function sendText(response: ServerResponse, text: string): void {
  response.writeHead(200, { ...NO_STORE, 'content-length': Buffer.byteLength(text) }).end(text);
}

function notFound(response: ServerResponse): void {
  response.writeHead(404, NO_STORE).end('There is nothing here.\n');
}
