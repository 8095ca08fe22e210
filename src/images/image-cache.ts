/**
 * What machines fetch from us and we fetch from elsewhere, kept on disk: a thousand machines that boot the same ramdisk
 * cost its server one download.
 *
 * - Read-through: who asks for what is not there starts its download and reads along while it comes.
 * - One download of a URL at a time, however many ask.
 * - What is there is looked at again after {@link CacheOptions.freshMs}: by its validators (ETag, Last-Modified) where
 *   its server gives them, and by fetching it anew where not. A server that does not answer then leaves us with what we have.
 * - The cache holds so many bytes. What was not used for longest goes first, and nothing that is being read.
 * - A copy is never changed. Another version is another file; who reads the old one reads it to its end.
 *
 * On disk a copy is `KEY.VERSION` with `KEY.VERSION.json` beside it, which is written last: data without it is no copy.
 */
import { createHash, randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { mkdir, open, readFile, readdir, rename, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { shownUrl, type Egress, type EgressResponse } from '../domain/egress.ts';
import type { Logger } from '../domain/logger.ts';
import { ProblemError } from '../domain/problems.ts';
import type { OpenSource } from './open-source.ts';

export interface CacheOptions {
  readonly folder: string;
  readonly maxBytes: number;
  /** A copy is used without asking its server for so long, in milliseconds. */
  readonly freshMs: number;
  /** For a whole download, in milliseconds. */
  readonly timeoutMs: number;
  readonly egress: Egress;
  readonly log: Logger;
}

export interface ImageCache {
  /** @throws {ProblemError} SOURCE_…, IMAGE_CACHE_FULL */
  open(url: string, signal: AbortSignal): Promise<OpenSource>;
  /** Gives up what is being fetched. What is there stays for the next start. */
  close(): Promise<void>;
}

/** What a server says by which its content can be told from another. */
interface Validators {
  readonly etag: string | null;
  readonly lastModified: string | null;
}

interface Copy extends Validators {
  readonly url: string;
  readonly key: string;
  readonly version: string;
  /** Announced, or found at the end; null before that. What it takes of the cache is never less than `written`. */
  size: number | null;
  written: number;
  state: 'fetching' | 'whole' | 'failed';
  failure: unknown;
  readers: number;
  /** Open while it is being fetched or read. */
  file: Promise<FileHandle> | null;
  usedAt: number;
  checkedAt: number;
  /** Whoever waits for more of it. */
  readonly news: EventEmitter;
}

/** What is written to disk of a copy. */
type Label = Pick<Copy, 'url' | 'etag' | 'lastModified'> & { readonly size: number };

export async function openImageCache({
  folder,
  maxBytes,
  freshMs,
  timeoutMs,
  egress,
  log,
}: CacheOptions): Promise<ImageCache> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const pathOf = ({ key, version }: Pick<Copy, 'key' | 'version'>): string => join(folder, `${key}.${version}`);
  const partOf = (copy: Pick<Copy, 'key' | 'version'>): string => `${pathOf(copy)}.${process.pid}.part`;
  /** The newest of each URL. */
  const current = new Map<string, Copy>();
  /** All that take room: also older ones that are still being read. */
  const all = new Set<Copy>();
  const downloads = new Set<Promise<void>>();
  const checks = new Map<Copy, Promise<Copy>>();
  const lifetime = new AbortController();

  for (const copy of await readFolder(folder)) {
    current.set(copy.key, copy);
    all.add(copy);
  }
  while (used() > maxBytes && (await throwOutOldest()) !== null); // it may have become smaller

  function used(): number {
    return [...all].reduce((sum, { size, written }) => sum + Math.max(size ?? 0, written), 0);
  }

  /** Throws out what was not used for longest, until so much is left; null when nothing more may go. */
  async function throwOutOldest(): Promise<Copy | null> {
    const [oldest] = [...all]
      .filter(({ state, readers }) => state === 'whole' && readers === 0)
      .sort((a, b) => a.usedAt - b.usedAt);
    if (oldest === undefined) return null;
    await forget(oldest);
    log.info({ url: shownUrl(oldest.url), bytes: oldest.size }, 'thrown out of the image cache');
    return oldest;
  }

  /** @param url for whom; what it takes is counted already */
  async function makeRoom({ url, size }: Copy): Promise<void> {
    if (size !== null && size > maxBytes) throw full(url, `it has ${size} bytes, and the cache holds ${maxBytes}`);
    while (used() > maxBytes) {
      if ((await throwOutOldest()) === null) {
        throw full(url, `all of the ${maxBytes} bytes of the cache are being read or fetched`);
      }
    }
  }

  async function forget(copy: Copy): Promise<void> {
    all.delete(copy);
    if (current.get(copy.key) === copy) current.delete(copy.key);
    await rm(`${pathOf(copy)}.json`, { force: true });
    await rm(pathOf(copy), { force: true });
  }

  function fetchAnew(url: string, key: string, begun: EgressResponse | null): Copy {
    const copy: Copy = {
      url,
      key,
      version: randomBytes(8).toString('hex'),
      etag: null,
      lastModified: null,
      size: null,
      written: 0,
      state: 'fetching',
      failure: null,
      readers: 0,
      file: null,
      usedAt: Date.now(),
      checkedAt: Date.now(),
      news: new EventEmitter().setMaxListeners(0),
    };
    current.set(key, copy);
    all.add(copy);
    const download = fetchInto(copy, begun).finally(() => downloads.delete(download));
    downloads.add(download);
    return copy;
  }

  /** Never rejects: whoever reads is told. */
  async function fetchInto(copy: Copy, begun: EgressResponse | null): Promise<void> {
    copy.readers += 1; // its own download holds it as well
    try {
      const response = begun ?? (await egress.fetch(copy.url, fetchOptions({})));
      try {
        if (response.status !== 200) throw broken(copy.url, `it answered ${response.status}`);
        await store(copy, response);
      } finally {
        response.discard();
      }
    } catch (error) {
      copy.state = 'failed';
      copy.failure = error;
      all.delete(copy);
      if (current.get(copy.key) === copy) current.delete(copy.key);
      await rm(partOf(copy), { force: true });
      if (!lifetime.signal.aborted) log.warn({ err: error, url: shownUrl(copy.url) }, 'an image could not be fetched');
    }
    copy.news.emit('more');
    await release(copy);
    if (copy.state === 'whole') await label(copy);
  }

  async function store(copy: Copy, response: EgressResponse): Promise<void> {
    // The names are those of HTTP; `Copy` is ours until it is given to somebody.
    Object.assign(copy, validatorsOf(response));
    copy.size = response.contentLength;
    await makeRoom(copy);
    copy.file = open(partOf(copy), 'wx+', 0o600);
    const file = await copy.file;
    copy.news.emit('more');
    for await (const chunk of response.body) {
      await writeWhole(copy, file, chunk);
      if (copy.size === null) await makeRoom(copy);
      copy.news.emit('more');
    }
    copy.size = copy.written;
    await rename(partOf(copy), pathOf(copy));
    copy.state = 'whole';
    copy.checkedAt = Date.now();
  }

  /**
   * From now on the next process finds it as well. It may be thrown out meanwhile: the disk can take its time, and
   * whoever needs the room should not have to wait for it.
   */
  async function label(copy: Copy): Promise<void> {
    const { url, etag, lastModified, written: size } = copy;
    const part = `${pathOf(copy)}.json.${process.pid}.part`;
    try {
      const file = await open(pathOf(copy), 'r');
      try {
        await file.datasync();
      } finally {
        await file.close();
      }
      await writeFile(part, JSON.stringify({ url, etag, lastModified, size } satisfies Label), { mode: 0o600 });
      await rename(part, `${pathOf(copy)}.json`);
    } catch (error) {
      if (all.has(copy)) {
        log.warn({ err: error, url: shownUrl(url) }, 'a copy in the image cache will be lost with this process');
      }
    }
    // Without data it is nothing.
    if (!all.has(copy)) await Promise.all([part, `${pathOf(copy)}.json`].map((path) => rm(path, { force: true })));
  }

  async function writeWhole(copy: Copy, file: FileHandle, chunk: Uint8Array): Promise<void> {
    let offset = 0;
    while (offset < chunk.byteLength) {
      try {
        const { bytesWritten } = await file.write(chunk, offset, chunk.byteLength - offset, copy.written);
        offset += bytesWritten;
        copy.written += bytesWritten;
      } catch (error) {
        if (!isFullDisk(error)) throw error;
        // The disk is smaller than the cache was meant to be: what nobody reads goes, as if that were the limit.
        if ((await throwOutOldest()) === null) throw full(copy.url, 'the disk of the cache is full', error);
      }
    }
  }

  /** The copy to use now: the one that is there, or another where its server has another. */
  function lookAgain(copy: Copy): Promise<Copy> {
    const check = checks.get(copy) ?? askServer(copy).finally(() => checks.delete(copy));
    checks.set(copy, check);
    return check;
  }

  async function askServer(copy: Copy): Promise<Copy> {
    const stay = (why: object): Copy => {
      log.warn({ ...why, url: shownUrl(copy.url) }, 'an image could not be compared with its source; the copy is used');
      copy.checkedAt = Date.now();
      return copy;
    };
    let response: EgressResponse;
    try {
      response = await egress.fetch(copy.url, fetchOptions(conditionsOf(copy)));
    } catch (error) {
      if (isSilent(error)) return stay({ err: error });
      await outdate(copy);
      throw error;
    }
    if (response.status === 200) {
      await outdate(copy);
      return fetchAnew(copy.url, copy.key, response);
    }
    response.discard();
    if (response.status === 304) {
      copy.checkedAt = Date.now();
      return copy;
    }
    if (response.status === 429 || response.status >= 500) return stay({ status: response.status });
    await outdate(copy);
    throw broken(copy.url, `it answered ${response.status}`);
  }

  /** Nobody gets it any more; it goes when its last reader has. */
  async function outdate(copy: Copy): Promise<void> {
    if (current.get(copy.key) === copy) current.delete(copy.key);
    if (copy.readers === 0) await forget(copy);
  }

  async function release(copy: Copy): Promise<void> {
    copy.readers -= 1;
    copy.usedAt = Date.now();
    if (copy.readers > 0) return;
    const { file } = copy;
    copy.file = null;
    await file?.then((handle) => handle.close()).catch(() => {}); // it could not be opened: who tried was told
    if (current.get(copy.key) !== copy && copy.readers === 0 && copy.state === 'whole') await forget(copy);
  }

  const fetchOptions = (headers: Readonly<Record<string, string>>) => ({
    signal: lifetime.signal,
    maxBytes: Number.MAX_SAFE_INTEGER, // the cache itself says when it is too much
    timeoutMs,
    headers,
  });

  /** Waits until so much is there, all of it, or it has failed. */
  async function whenThere(copy: Copy, isThere: () => boolean, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    while (copy.state === 'fetching' && !isThere())
      await once(copy.news, 'more', { signal }).catch(rethrowReason(signal));
    if (copy.state === 'failed') throw copy.failure;
  }

  async function openOnce(url: string, signal: AbortSignal): Promise<OpenSource | null> {
    const key = createHash('sha256').update(url).digest('hex');
    let copy = current.get(key) ?? fetchAnew(url, key, null);
    if (copy.state === 'whole' && Date.now() - copy.checkedAt > freshMs) copy = await lookAgain(copy);
    copy.readers += 1;
    try {
      // Without a length nobody could tell a broken transfer from a whole one: then it is waited for.
      await whenThere(copy, () => copy.size !== null && copy.file !== null, signal);
      copy.file ??= open(pathOf(copy), 'r');
      const file = await copy.file;
      const size = copy.size ?? copy.written;
      return {
        size,
        etag: `"${copy.version}"`,
        modifiedAt: dateOf(copy.lastModified),
        async read(into, position, length, readSignal) {
          if (position >= size) return 0;
          await whenThere(copy, () => copy.written > position, readSignal);
          const there = Math.min(length, copy.written - position);
          return (await file.read(into, 0, there, position)).bytesRead;
        },
        close: () => release(copy),
      };
    } catch (error) {
      await release(copy);
      if (!isMissing(error)) throw error;
      await forget(copy);
      return null;
    }
  }

  return {
    async open(url, signal) {
      // A copy that somebody else took away is fetched once more.
      const opened = (await openOnce(url, signal)) ?? (await openOnce(url, signal));
      if (opened === null) throw broken(url, 'its copy is taken away as soon as it is there');
      return opened;
    },
    async close() {
      lifetime.abort(new Error('the service is stopping'));
      await Promise.all(downloads);
    },
  };
}

/** What a former process left: its copies; all else is rubbish, unless it belongs to a process that lives. */
async function readFolder(folder: string): Promise<readonly Copy[]> {
  const names = await readdir(folder);
  const copies: Copy[] = [];
  for (const name of names) {
    const [, key, version] = /^([\da-f]{64})\.([\da-f]{16})\.json$/.exec(name) ?? [];
    if (key === undefined || version === undefined) continue;
    const label = await readLabel(join(folder, name));
    const found = await stat(join(folder, `${key}.${version}`)).catch(() => null);
    if (label === null || found?.size !== label.size) continue;
    copies.push({
      ...label,
      key,
      version,
      written: label.size,
      state: 'whole',
      failure: null,
      readers: 0,
      file: null,
      usedAt: found.atimeMs,
      checkedAt: 0,
      news: new EventEmitter().setMaxListeners(0),
    });
  }
  const kept = new Set(copies.flatMap(({ key, version }) => [`${key}.${version}`, `${key}.${version}.json`]));
  for (const name of names) {
    const [, pid] = /\.(\d+)\.part$/.exec(name) ?? [];
    if (kept.has(name) || (pid !== undefined && isAlive(Number(pid)))) continue;
    await rm(join(folder, name), { force: true, recursive: true });
  }
  return copies;
}

async function readLabel(path: string): Promise<Label | null> {
  try {
    const label: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (typeof label !== 'object' || label === null) return null;
    const { url, size, etag, lastModified } = label as Partial<Record<keyof Label, unknown>>; // each is looked at
    if (typeof url !== 'string' || typeof size !== 'number') return null;
    return { url, size, etag: textOrNull(etag), lastModified: textOrNull(lastModified) };
  } catch {
    return null;
  }
}

/** In a container every process is number 1: one that has our own number is not another. */
function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function conditionsOf({ etag, lastModified }: Validators): Readonly<Record<string, string>> {
  return {
    ...(etag === null ? {} : { 'if-none-match': etag }),
    ...(lastModified === null ? {} : { 'if-modified-since': lastModified }),
  };
}

const validatorsOf = ({ headers }: EgressResponse): Validators => ({
  etag: headers['etag'] ?? null,
  lastModified: headers['last-modified'] ?? null,
});

/** Nobody knows whether it changed. */
const isSilent = (error: unknown): boolean =>
  error instanceof ProblemError &&
  (error.problem.code === 'SOURCE_UNREACHABLE' || error.problem.code === 'SOURCE_TIMEOUT');

function dateOf(text: string | null): Date | null {
  const date = text === null ? null : new Date(text);
  return date === null || Number.isNaN(date.getTime()) ? null : date;
}

/** `once` rejects with an error of its own. */
const rethrowReason =
  (signal: AbortSignal) =>
  (error: unknown): never => {
    signal.throwIfAborted();
    throw error;
  };

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : null);
const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT';
const isFullDisk = (error: unknown): boolean => codeOf(error) === 'ENOSPC' || codeOf(error) === 'EDQUOT';

const full = (url: string, reason: string, cause?: unknown): ProblemError =>
  new ProblemError({ code: 'IMAGE_CACHE_FULL', url: shownUrl(url), reason }, { cause });
const broken = (url: string, reason: string): ProblemError =>
  new ProblemError({ code: 'SOURCE_BROKEN', url: shownUrl(url), reason });
