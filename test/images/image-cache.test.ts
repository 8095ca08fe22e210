import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEgress } from '../../src/egress/egress.ts';
import { openImageCache, type CacheOptions, type ImageCache } from '../../src/images/image-cache.ts';
import type { OpenSource } from '../../src/images/open-source.ts';
import { serves, startOriginServer, type OriginServer } from '../support/origin-server.ts';
import { recordingLog } from '../support/recording-log.ts';
import { waitFor } from '../support/wait.ts';

const KIB = 1_024;
const NEVER = 3_600_000;
let origin: OriginServer;
let folder: string;
let caches: ImageCache[];
const recording = recordingLog();
beforeEach(async () => {
  origin = await startOriginServer();
  folder = await mkdtemp(join(tmpdir(), 'ironql-images-'));
  caches = [];
});
afterEach(async () => {
  await Promise.all(caches.map((cache) => cache.close()));
  await origin.stop();
  await rm(folder, { recursive: true, force: true });
});

async function aCache(what: Partial<CacheOptions> = {}): Promise<ImageCache> {
  const cache = await openImageCache({
    folder,
    maxBytes: 1_000 * KIB,
    freshMs: NEVER,
    timeoutMs: 10_000,
    egress: createEgress({ allow: ['127.0.0.1'], deny: [], idleMs: 5_000 }),
    log: recording.log,
    ...what,
  });
  caches.push(cache);
  return cache;
}

const unhurried = (): AbortSignal => new AbortController().signal;

async function readAll(source: OpenSource, signal = unhurried()): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for (let position = 0; ;) {
    const into = Buffer.alloc(10_000);
    const count = await source.read(into, position, into.byteLength, signal);
    if (count === 0) return Buffer.concat(chunks);
    chunks.push(into.subarray(0, count));
    position += count;
  }
}

async function fetchWhole(cache: ImageCache, url: string): Promise<Buffer> {
  const source = await cache.open(url, unhurried());
  try {
    return await readAll(source);
  } finally {
    await source.close();
  }
}

const problem = (code: string, reason = ''): object =>
  expect.objectContaining({
    problem: expect.objectContaining({ code, ...(reason === '' ? {} : { reason: expect.stringContaining(reason) }) }),
  });
const gets = (path: string): number => origin.requests.filter(({ line }) => line === `GET ${path}`).length;
/** Without labels: the data of copies, whole and half. */
const dataFiles = async (): Promise<readonly string[]> =>
  (await readdir(folder)).filter((name) => !name.includes('.json'));
/** As the cache sees it once nobody reads and nothing is fetched any more. */
const settled = async (count: number): Promise<unknown> =>
  waitFor(async () => (await readdir(folder)).length === count, `${count} files in the cache`);

/** Answers the head and a first half; the test sends the rest, or does something worse. */
function halves(content: Buffer, announced = content.byteLength): { rest(): void; die(): void } {
  const responses: ServerResponse[] = [];
  origin.on('/image', (_request, response) => {
    response.writeHead(200, { 'content-length': announced, etag: '"1"' });
    response.write(content.subarray(0, content.byteLength / 2));
    responses.push(response);
  });
  return {
    rest: () => responses.forEach((response) => response.end(content.subarray(content.byteLength / 2))),
    die: () => responses.forEach((response) => response.destroy()),
  };
}

describe('an image that is asked for', () => {
  it('is fetched once, and is the same for everybody and for the next process', async () => {
    const content = randomBytes(300 * KIB);
    origin.on('/image', serves(content));
    const cache = await aCache();
    for (let turn = 0; turn < 3; turn += 1)
      expect((await fetchWhole(cache, `${origin.url}/image`)).equals(content)).toBe(true);
    await settled(2);
    expect((await fetchWhole(await aCache(), `${origin.url}/image`)).equals(content)).toBe(true);
    // The other process asks whether it is still the same, and is told so.
    expect(origin.requests.map(({ line }) => line)).toEqual(['GET /image', 'GET /image']);
    expect(origin.requests[1]?.headers['if-none-match']).toBe('"1"');
  });

  it('is fetched once for fifty who ask at once, and each gets the whole of it', async () => {
    const content = randomBytes(400 * KIB);
    const server = halves(content);
    const cache = await aCache();
    const readers = Array.from({ length: 50 }, () => fetchWhole(cache, `${origin.url}/image`));
    await waitFor(() => gets('/image') === 1, 'the request');
    server.rest();
    for (const read of await Promise.all(readers)) expect(read.equals(content)).toBe(true);
    expect(gets('/image')).toBe(1);
  });

  it('can be read as far as it has come', async () => {
    const content = randomBytes(200 * KIB);
    const server = halves(content);
    const source = await (await aCache()).open(`${origin.url}/image`, unhurried());
    expect(source.size).toBe(content.byteLength);
    const into = Buffer.alloc(50 * KIB);
    const count = await source.read(into, 20 * KIB, into.byteLength, unhurried());
    expect(count).toBeGreaterThan(0);
    expect(into.subarray(0, count).equals(content.subarray(20 * KIB, 20 * KIB + count))).toBe(true);
    // The end is waited for.
    const end = source.read(into, content.byteLength - 100, 1_000, unhurried());
    server.rest();
    expect(await end).toBe(100);
    await source.close();
  });

  it('of unknown length is given out when it is whole', async () => {
    origin.on('/image', (_request, response) => {
      response.writeHead(200);
      response.write('first ', () => response.end('second'));
    });
    expect((await fetchWhole(await aCache(), `${origin.url}/image`)).toString()).toBe('first second');
  });

  it('that is empty is empty', async () => {
    origin.on('/image', serves(Buffer.alloc(0)));
    expect((await fetchWhole(await aCache(), `${origin.url}/image`)).byteLength).toBe(0);
  });

  it('stops waiting by its signal, with its reason; the others go on', async () => {
    const content = randomBytes(100 * KIB);
    const server = halves(content);
    const cache = await aCache();
    const patient = fetchWhole(cache, `${origin.url}/image`);
    const source = await cache.open(`${origin.url}/image`, unhurried());
    const controller = new AbortController();
    const waiting = source.read(Buffer.alloc(10), content.byteLength - 10, 10, controller.signal);
    const reason = new Error('the machine went away');
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await source.close();
    server.rest();
    expect((await patient).equals(content)).toBe(true);
  });
});

describe('a copy', () => {
  it('is used without asking while it is fresh, and compared afterwards', async () => {
    origin.on('/image', serves(Buffer.from('one'), '"1"'));
    const cache = await aCache({ freshMs: 0 });
    expect((await fetchWhole(cache, `${origin.url}/image`)).toString()).toBe('one');
    await new Promise((done) => void setTimeout(done, 2)); // a millisecond is the least that clocks tell apart
    expect((await fetchWhole(cache, `${origin.url}/image`)).toString()).toBe('one');
    expect(gets('/image')).toBe(2);
    expect(await dataFiles()).toHaveLength(1);
  });

  it('gives way to another version; who reads the old one reads it to its end', async () => {
    origin.on('/image', serves(Buffer.from('old version'), '"1"'));
    const cache = await aCache({ freshMs: 0 });
    const old = await cache.open(`${origin.url}/image`, unhurried());
    expect((await readAll(old)).toString()).toBe('old version');
    origin.on('/image', serves(Buffer.from('new one'), '"2"'));
    await new Promise((done) => void setTimeout(done, 2));
    const fresh = await cache.open(`${origin.url}/image`, unhurried());
    expect((await readAll(fresh)).toString()).toBe('new one');
    expect((await readAll(old)).toString()).toBe('old version');
    expect(fresh.etag).not.toBe(old.etag);
    await Promise.all([old.close(), fresh.close()]);
    await settled(2); // the old one is gone
  });

  it.each<[string, () => Promise<void>]>([
    ['is not there', () => origin.stop()],
    ['is overloaded', async () => origin.on('/image', (_request, response) => response.writeHead(503).end())],
  ])('is used when its server %s, and the log says so', async (_what, happens) => {
    origin.on('/image', serves(Buffer.from('one')));
    const cache = await aCache({ freshMs: 0 });
    await fetchWhole(cache, `${origin.url}/image`);
    await new Promise((done) => void setTimeout(done, 2));
    await happens();
    expect((await fetchWhole(cache, `${origin.url}/image`)).toString()).toBe('one');
    expect(recording.text()).toContain('could not be compared with its source');
  });

  it('is not used any more when its server says that it is gone', async () => {
    origin.on('/image', serves(Buffer.from('one')));
    const cache = await aCache({ freshMs: 0 });
    await fetchWhole(cache, `${origin.url}/image`);
    await new Promise((done) => void setTimeout(done, 2));
    origin.on('/image', (_request, response) => response.writeHead(404).end());
    await expect(fetchWhole(cache, `${origin.url}/image`)).rejects.toEqual(problem('SOURCE_BROKEN', '404'));
    await settled(0);
  });

  it('that somebody deleted is fetched again', async () => {
    origin.on('/image', serves(Buffer.from('one')));
    const cache = await aCache();
    await fetchWhole(cache, `${origin.url}/image`);
    await settled(2);
    for (const name of await readdir(folder)) await rm(join(folder, name));
    expect((await fetchWhole(cache, `${origin.url}/image`)).toString()).toBe('one');
  });
});

describe('a server that', () => {
  it('dies in the middle breaks what is being read, and leaves nothing', async () => {
    const server = halves(randomBytes(200 * KIB));
    const cache = await aCache();
    const readers = Array.from({ length: 10 }, () => fetchWhole(cache, `${origin.url}/image`));
    readers.forEach((reader) => void reader.catch(() => {}));
    const source = await cache.open(`${origin.url}/image`, unhurried());
    await source.read(Buffer.alloc(10), 0, 10, unhurried());
    server.die();
    for (const reader of readers) await expect(reader).rejects.toEqual(problem('SOURCE_BROKEN', 'broke off'));
    await expect(readAll(source)).rejects.toEqual(problem('SOURCE_BROKEN', 'broke off'));
    await source.close();
    await settled(0);
    // And it can be had once its server is well.
    origin.on('/image', serves(Buffer.from('well')));
    expect((await fetchWhole(cache, `${origin.url}/image`)).toString()).toBe('well');
  });

  it('announces more than it has is found out', async () => {
    const content = randomBytes(10 * KIB);
    const server = halves(content, content.byteLength + 100);
    const reading = fetchWhole(await aCache(), `${origin.url}/image`);
    reading.catch(() => {});
    await waitFor(() => gets('/image') === 1, 'the request');
    server.rest();
    await expect(reading).rejects.toEqual(problem('SOURCE_BROKEN'));
    await settled(0);
  });

  it('stops in the middle is given up', async () => {
    halves(randomBytes(10 * KIB));
    const egress = createEgress({ allow: ['127.0.0.1'], deny: [], idleMs: 100 });
    await expect(fetchWhole(await aCache({ egress }), `${origin.url}/image`)).rejects.toEqual(
      problem('SOURCE_TIMEOUT'),
    );
    await settled(0);
  });

  it('has no such image is believed', async () => {
    await expect(fetchWhole(await aCache(), `${origin.url}/none`)).rejects.toEqual(problem('SOURCE_BROKEN', '404'));
  });

  it('may not be asked is not', async () => {
    const egress = createEgress({ allow: [], deny: [], idleMs: 5_000 });
    await expect(fetchWhole(await aCache({ egress }), `${origin.url}/image`)).rejects.toEqual(
      problem('SOURCE_REFUSED'),
    );
    expect(origin.requests).toEqual([]);
  });
});

describe('the size of the cache', () => {
  it('holds: what was not used for longest goes first', async () => {
    for (const name of ['a', 'b', 'c']) origin.on(`/${name}`, serves(randomBytes(400 * KIB)));
    const cache = await aCache();
    for (const name of ['a', 'b', 'a', 'c']) {
      await fetchWhole(cache, `${origin.url}/${name}`);
      await new Promise((done) => void setTimeout(done, 5)); // uses that clocks tell apart
    }
    expect(await dataFiles()).toHaveLength(2);
    await fetchWhole(cache, `${origin.url}/a`);
    expect([gets('/a'), gets('/b'), gets('/c')]).toEqual([1, 1, 1]);
    await fetchWhole(cache, `${origin.url}/b`);
    expect(gets('/b')).toBe(2);
  });

  it('never costs a reader its image', async () => {
    const content = randomBytes(600 * KIB);
    origin.on('/read', serves(content));
    origin.on('/wanted', serves(randomBytes(600 * KIB)));
    const cache = await aCache();
    const source = await cache.open(`${origin.url}/read`, unhurried());
    await source.read(Buffer.alloc(10), content.byteLength - 10, 10, unhurried());
    await expect(fetchWhole(cache, `${origin.url}/wanted`)).rejects.toEqual(problem('IMAGE_CACHE_FULL', 'being read'));
    expect((await readAll(source)).equals(content)).toBe(true);
    await source.close();
    await fetchWhole(cache, `${origin.url}/wanted`);
    await waitFor(async () => (await dataFiles()).length === 1, 'the first to be gone');
  });

  it.each<[string, boolean]>([
    ['is announced', true],
    ['shows only as it comes', false],
  ])('refuses what is larger than all of it, whether that %s', async (_what, isAnnounced) => {
    const content = randomBytes(1_200 * KIB);
    origin.on('/image', (_request, response) => {
      if (isAnnounced) response.setHeader('content-length', content.byteLength);
      response.end(content);
    });
    await expect(fetchWhole(await aCache(), `${origin.url}/image`)).rejects.toEqual(problem('IMAGE_CACHE_FULL'));
    await settled(0);
  });

  it('counts what a former process left', async () => {
    for (const name of ['a', 'b']) origin.on(`/${name}`, serves(randomBytes(400 * KIB)));
    const first = await aCache();
    for (const name of ['a', 'b']) await fetchWhole(first, `${origin.url}/${name}`);
    await settled(4);
    await aCache({ maxBytes: 500 * KIB });
    expect(await dataFiles()).toHaveLength(1);
  });
});

it('throws away at its start what is no whole copy, and leaves alone what belongs to a process that lives', async () => {
  const key = 'a'.repeat(64);
  await writeFile(join(folder, `${key}.0000000000000001`), 'data without a label');
  await writeFile(join(folder, `${key}.0000000000000002`), 'short');
  const label = { url: 'http://x/', etag: null, lastModified: null, size: 1_000 };
  await writeFile(join(folder, `${key}.0000000000000002.json`), JSON.stringify(label));
  await writeFile(join(folder, `${key}.0000000000000003.json`), 'no label at all');
  await writeFile(join(folder, `${key}.0000000000000004.999999999.part`), 'of a process that is gone');
  await writeFile(join(folder, `${key}.0000000000000005.${process.ppid}.part`), 'of a process that lives');
  await aCache();
  expect(await readdir(folder)).toEqual([`${key}.0000000000000005.${process.ppid}.part`]);
});

const mount = join(tmpdir(), `ironql-small-disk-${process.pid}`);
const canMount = ((): boolean => {
  if (process.getuid?.() !== 0) return false;
  spawnSync('mkdir', ['-p', mount]);
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', mount]);
  if (status === 0) spawnSync('umount', [mount]);
  spawnSync('rmdir', [mount]);
  return status === 0;
})();
describe.skipIf(!canMount)('on a disk that is smaller than the cache (NOT RUN without the right to mount one)', () => {
  beforeEach(async () => {
    await mkdir(mount);
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', mount]);
  });
  afterEach(async () => {
    await Promise.all(caches.map((cache) => cache.close()));
    spawnSync('umount', [mount]);
    await rm(mount, { recursive: true });
  });

  it('what nobody reads makes room, and what does not fit even so is refused', async () => {
    origin.on('/small', serves(randomBytes(300 * KIB)));
    const wanted = randomBytes(400 * KIB);
    origin.on('/wanted', serves(wanted));
    origin.on('/large', serves(randomBytes(800 * KIB)));
    const cache = await aCache({ folder: mount });
    await fetchWhole(cache, `${origin.url}/small`);
    expect((await fetchWhole(cache, `${origin.url}/wanted`)).equals(wanted)).toBe(true);
    await expect(fetchWhole(cache, `${origin.url}/large`)).rejects.toEqual(problem('IMAGE_CACHE_FULL', 'disk'));
    await waitFor(async () => (await readdir(mount)).length === 0, 'nothing to be left of it');
  });
});
