import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRows, type TestRows } from '../support/builders.ts';
import { accepted, enroll } from '../support/graphql-client.ts';
import { serves, startOriginServer, type OriginServer } from '../support/origin-server.ts';
import { recordingLog } from '../support/recording-log.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';

const recording = recordingLog();
let folder: string;
let origin: OriginServer;
let service: TestService;
let rows: TestRows;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ironql-boot-'));
  await mkdir(join(folder, 'images'));
  await mkdir(join(folder, 'loaders'));
  await writeFile(join(folder, 'secret'), 'a secret of the machine');
  await writeFile(join(folder, 'loaders', 'snponly.efi'), 'a boot loader');
  await symlink(join(folder, 'secret'), join(folder, 'loaders', 'link.efi'));
  origin = await startOriginServer();
  service = await startTestService({
    log: recording.log,
    config: {
      role: 'api',
      egressAllow: '127.0.0.1',
      fileUrlPaths: join(folder, 'images'),
      bootLoaderFolder: join(folder, 'loaders'),
      imageCacheMib: 8,
    },
  });
  rows = await openRows(service.databaseUrl);
});
afterAll(async () => {
  await rows?.close();
  await service?.stop();
  await origin?.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Staged {
  readonly nodeId: string;
  readonly mac: string;
  readonly secret: string;
  /** `http://127.0.0.1:PORT/boot/SECRET` */
  readonly url: string;
}

let macs = 0;
async function aMachine(pxeEnabled = true): Promise<{ readonly nodeId: string; readonly mac: string }> {
  const { id: nodeId } = await enroll(service);
  macs += 1;
  const mac = `52:54:00:ab:00:${macs.toString(16).padStart(2, '0')}`;
  await accepted(service, 'createPort', { nodeId, address: mac, pxeEnabled });
  return { nodeId, mac };
}

async function staged(what: { netboot?: object; files?: Readonly<Record<string, string>> }): Promise<Staged> {
  const machine = await aMachine();
  const secret = randomBytes(32).toString('base64url');
  await rows.query('INSERT INTO node_boots (node_id, secret, netboot, files) VALUES (?, ?, ?, ?)', [
    machine.nodeId,
    secret,
    what.netboot === undefined ? null : JSON.stringify(what.netboot),
    JSON.stringify(what.files ?? {}),
  ]);
  return { ...machine, secret, url: `${service.url}/boot/${secret}` };
}

async function aFile(name: string, content: Uint8Array | string): Promise<string> {
  await writeFile(join(folder, 'images', name), content);
  return pathToFileURL(join(folder, 'images', name)).href;
}

const NETBOOT = {
  kind: 'ramdisk',
  kernel: 'http://127.0.0.1:1/kernel',
  ramdisk: 'http://127.0.0.1:1/ramdisk',
  args: 'nofb ipa-api-url=http://192.0.2.1:6385',
};
const text = async (path: string): Promise<string> => (await fetch(`${service.url}${path}`)).text();

/** A request line as it is, which no client library would send. */
async function raw(line: string): Promise<string> {
  const { port } = new URL(service.url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(`${line} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer); // a socket gives buffers
  return Buffer.concat(chunks).toString();
}

describe('firmware that asks what to boot', () => {
  it('is led from one network interface to the next', async () => {
    const script = await text('/boot.ipxe');
    expect(script).toMatch(/^#!ipxe\n/);
    expect(script).toContain('boot/ipxe/${net${index}/mac:hexhyp}');
  });

  it('is given the kernel, the ramdisk and the arguments that are staged, under the secret of its node', async () => {
    const { mac, secret } = await staged({ netboot: NETBOOT });
    const script = await text(`/boot/ipxe/${mac.replaceAll(':', '-')}`);
    expect(script).toContain(
      `kernel ../${secret}/kernel nofb ipa-api-url=http://192.0.2.1:6385 BOOTIF=${mac} initrd=ramdisk`,
    );
    expect(script).toContain(`initrd ../${secret}/ramdisk`);
    expect(script).not.toContain('127.0.0.1:1'); // where they really come from is not its business
    const grub = await text(`/boot/grub/grub.cfg-01-${mac.replaceAll(':', '-')}`);
    expect(grub).toContain(`linux /boot/${secret}/kernel 'nofb' 'ipa-api-url=http://192.0.2.1:6385' 'BOOTIF=${mac}'`);
    expect(grub).toContain(`initrd /boot/${secret}/ramdisk`);
  });

  it.each(['lower', 'UPPER', 'colons', 'prefix'])('may write its MAC as it likes: %s', async (spelling) => {
    const { mac, secret } = await staged({ netboot: NETBOOT });
    const hyphens = mac.replaceAll(':', '-');
    const written = { lower: hyphens, UPPER: hyphens.toUpperCase(), colons: mac, prefix: `01-${hyphens}` }[spelling];
    expect(await text(`/boot/ipxe/${written}`)).toContain(secret);
  });

  it('goes on to its disk when nothing is staged, or only files are', async () => {
    const { mac } = await aMachine();
    expect(await text(`/boot/ipxe/${mac}`)).toContain('sanboot');
    expect(await text(`/grub/grub.cfg-01-${mac}`)).toContain('exit');
    const withFiles = await staged({ files: { image: 'http://127.0.0.1:1/image' } });
    expect(await text(`/boot/ipxe/${withFiles.mac}`)).not.toContain(withFiles.secret);
  });

  it('is not answered when nobody knows it, or when it may not boot over the network', async () => {
    const { mac } = await aMachine(false);
    for (const path of [mac, '52:54:00:ff:ff:ff', 'nonsense', '', '52:54:00:ff:ff'].map(
      (name) => `/boot/ipxe/${name}`,
    )) {
      expect((await fetch(`${service.url}${path}`)).status, path).toBe(404);
    }
  });

  it('is inspected where unknown machines are to be, and only then, after all its interfaces were found unknown', async () => {
    const mac = '52:54:00:ff:ff:fe';
    expect((await fetch(`${service.url}/boot/discovery/${mac}`)).status).toBe(404);
    expect((await fetch(`${service.url}/boot/discovery/kernel`)).status).toBe(404);
    const script = await text('/boot.ipxe');
    expect(script.indexOf('boot/discovery/')).toBeGreaterThan(script.indexOf(':none'));
    const [deployKernel, deployRamdisk] = [await aFile('discovery-kernel', 'k'), await aFile('discovery-ramdisk', 'r')];
    const { databaseUrl, dataFolder } = service;
    const fileUrlPaths = join(folder, 'images');
    const discovery = { discovery: true, discoveryDriver: 'fake-hardware', publicUrl: 'http://192.0.2.1:6385' };
    const config = { role: 'api', fileUrlPaths, deployKernel, deployRamdisk, ...discovery } as const;
    const other = await startTestService({ databaseUrl, dataFolder, config });
    try {
      const found = await (await fetch(`${other.url}/boot/discovery/${mac.replaceAll(':', '-')}`)).text();
      const report = 'ipa-inspection-callback-url=http://192.0.2.1:6385/v1/continue_inspection';
      expect(found).toContain(
        `kernel ../discovery/kernel selinux=0 troubleshoot=0 text nofb vga=normal ${report} BOOTIF=${mac}`,
      );
      expect(await (await fetch(`${other.url}/boot/discovery/ramdisk`)).text()).toBe('r');
      expect((await fetch(`${other.url}/boot/ipxe/${mac}`)).status).toBe(404);
    } finally {
      await other.stop();
    }
  });

  it('is given no script that arguments have been smuggled into', async () => {
    const { mac } = await staged({ netboot: { ...NETBOOT, args: 'quiet\nchain http://192.0.2.66/' } });
    const response = await fetch(`${service.url}/boot/ipxe/${mac}`);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('192.0.2.66');
  });

  it('finds boot loaders in their folder, and nothing else there', async () => {
    expect(await text('/boot/loader/snponly.efi')).toBe('a boot loader');
    for (const name of ['none.efi', 'link.efi', '..', '%2e%2e', '%2e%2e%2fsecret', '..%2fsecret', '.hidden', '']) {
      const answer = await raw(`GET /boot/loader/${name}`);
      expect(answer, name).toMatch(/^HTTP\/1\.1 404/);
      expect(answer, name).not.toContain('a secret of the machine');
    }
  });
});

describe('a file that is staged for a machine', () => {
  it.each(['file', 'http'])('is sent whole, with what a client needs to know of it (%s)', async (scheme) => {
    const content = randomBytes(3_000_001);
    origin.on('/image', serves(content));
    const image = scheme === 'file' ? await aFile('image', content) : `${origin.url}/image`;
    const { url } = await staged({ files: { image } });
    const response = await fetch(`${url}/image`);
    const body = Buffer.from(await response.arrayBuffer());
    expect(sha(body)).toBe(sha(content));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-length')).toBe('3000001');
    expect(response.headers.get('accept-ranges')).toBe('bytes');
    expect(response.headers.get('etag')).toMatch(/^".+"$/);
    const head = await fetch(`${url}/image`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '3000001', '']);
  });

  it.each<[string, number, string | null, (all: Buffer) => Buffer]>([
    ['bytes=0-99', 206, 'bytes 0-99/100000', (all) => all.subarray(0, 100)],
    ['bytes=99990-', 206, 'bytes 99990-99999/100000', (all) => all.subarray(99_990)],
    ['bytes=-7', 206, 'bytes 99993-99999/100000', (all) => all.subarray(-7)],
    ['bytes=500-1000000', 206, 'bytes 500-99999/100000', (all) => all.subarray(500)],
    ['bytes=100000-', 416, 'bytes */100000', () => Buffer.alloc(0)],
    ['bytes=5-1', 200, null, (all) => all],
    ['bytes=0-1,3-4', 200, null, (all) => all],
  ])('can be asked for in part: %s is %i', async (range, status, contentRange, part) => {
    const content = randomBytes(100_000);
    const { url } = await staged({ files: { image: await aFile('ranges', content) } });
    const response = await fetch(`${url}/image`, { headers: { range } });
    expect([response.status, response.headers.get('content-range')]).toEqual([status, contentRange]);
    expect(sha(Buffer.from(await response.arrayBuffer()))).toBe(sha(part(content)));
  });

  it('is not sent again to who has it, nor in part to who has the beginning of another', async () => {
    const { url } = await staged({ files: { image: await aFile('tagged', 'contents') } });
    const etag = (await fetch(`${url}/image`)).headers.get('etag') ?? '';
    expect((await fetch(`${url}/image`, { headers: { 'if-none-match': etag } })).status).toBe(304);
    const range = 'bytes=4-';
    const same = await fetch(`${url}/image`, { headers: { range, 'if-range': etag } });
    expect([same.status, await same.text()]).toEqual([206, 'ents']);
    const other = await fetch(`${url}/image`, { headers: { range, 'if-range': '"another"' } });
    expect([other.status, await other.text()]).toEqual([200, 'contents']);
  });

  it('may be empty', async () => {
    const { url } = await staged({ files: { image: await aFile('empty', '') } });
    const response = await fetch(`${url}/image`);
    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([200, '0', '']);
  });

  it('is fetched once for fifty machines', async () => {
    const content = randomBytes(1_000_000);
    origin.on('/shared', serves(content));
    const machines = await Promise.all(
      Array.from({ length: 5 }, () => staged({ netboot: { ...NETBOOT, ramdisk: `${origin.url}/shared` } })),
    );
    const sums = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const response = await fetch(`${machines[index % 5]?.url}/ramdisk`);
        return sha(Buffer.from(await response.arrayBuffer()));
      }),
    );
    expect(new Set(sums)).toEqual(new Set([sha(content)]));
    expect(origin.requests.filter(({ line }) => line === 'GET /shared')).toHaveLength(1);
  });

  it('is nothing that can be written to', async () => {
    const { url } = await staged({ files: { image: await aFile('read-only', 'x') } });
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
      expect((await fetch(`${url}/image`, { method })).status, method).toBe(405);
    }
  });
});

describe('a transfer', () => {
  it('breaks when its source does, and is never a short file that looks whole', async () => {
    origin.on('/dying', (_request, response) => {
      response.writeHead(200, { 'content-length': 1_000_000 });
      response.write(randomBytes(400_000));
      setTimeout(() => response.destroy(), 100);
    });
    const { url, nodeId } = await staged({ files: { image: `${origin.url}/dying` } });
    await expect(fetch(`${url}/image`).then((response) => response.arrayBuffer())).rejects.toThrow('terminated');
    const line = await waitFor(
      () =>
        recording
          .text()
          .split('\n')
          .find((one) => one.includes('broken off') && one.includes(nodeId)),
      'the log to say so',
    );
    expect(line).toContain('broke off after');
  });

  it.each<[string, (path: string) => void, number]>([
    ['is not there', () => {}, 502],
    ['is too large', (path) => origin.on(path, serves(Buffer.alloc(9 * 1_048_576))), 507],
    ['is broken', (path) => origin.on(path, (_request, response) => response.writeHead(500).end('internal')), 502],
  ])('does not begin when its source %s; the machine learns no more than that', async (what, arrange, status) => {
    const path = `/source-${what.replaceAll(' ', '-')}`;
    arrange(path);
    const { url } = await staged({ files: { image: `${origin.url}${path}?signature=hidden` } });
    const response = await fetch(`${url}/image`);
    expect(response.status).toBe(status);
    expect(await response.text()).toBe('The source of this file failed.\n');
    expect(recording.text()).not.toContain('hidden');
  });

  it('does not begin where the source may not be asked', async () => {
    for (const source of [
      'http://169.254.169.254/latest/',
      'file:///etc/passwd',
      `file://${folder}/secret`,
      'ftp://x/',
    ]) {
      const { url } = await staged({ files: { image: source } });
      const response = await fetch(`${url}/image`);
      expect([response.status, await response.text()]).toEqual([502, 'The source of this file failed.\n']);
    }
  });

  it('of a machine that goes away ends', async () => {
    const { url, nodeId } = await staged({ files: { image: await aFile('large', randomBytes(50_000_000)) } });
    await new Promise<void>((done) => {
      const request = httpRequest(`${url}/image`, (response) => {
        response.once('data', () => {
          request.destroy();
          done();
        });
      });
      request.on('error', () => {});
      request.end();
    });
    // Whatever it left behind, others are served.
    expect((await fetch(`${url}/image`, { headers: { range: 'bytes=0-9' } })).status).toBe(206);
    expect(
      recording
        .text()
        .split('\n')
        .filter((one) => one.includes(nodeId) && one.includes('broken off')),
    ).toEqual([]);
  });
});

describe('whoever tries paths', () => {
  it('gets the same answer whatever is wrong with them, and nothing of ours', async () => {
    const { secret } = await staged({ files: { image: await aFile('known', 'known contents') }, netboot: NETBOOT });
    const other = randomBytes(32).toString('base64url');
    const answers = new Map<string, string>();
    for (const path of [
      `/boot/${secret}/none`,
      `/boot/${other}/image`,
      `/boot/${secret.slice(0, -1)}/image`,
      `/boot/${secret}A/image`,
      `/boot/${swapCase(secret)}/image`,
      `/boot/${secret}`,
      `/boot/${secret}/`,
      `/boot/${secret}//image`,
      `/boot//${secret}/image`,
      `/boot/${secret}/image/`,
      `/boot/${secret}/.`,
      `/boot/${secret}/..`,
      `/boot/${secret}/../../secret`,
      `/boot/${secret}/%2e%2e/image`,
      `/boot/${secret}/%69mage`,
      `/boot/${secret}/image%00`,
      `/boot/${secret}/..%2f..%2fetc%2fpasswd`,
      `/boot/${secret}/..%5c..%5cimage`,
      `/boot/${secret}/../${secret}/image`,
      `/boot/${secret}/image/../image`,
      `/boot/${secret}/%252e%252e%252fimage`,
      `/boot/${secret}/__proto__`,
      `/boot/${secret}/constructor`,
      `/boot/${secret}/toString`,
      `/boot/../../../../etc/passwd`,
      `/boot/..%2f..%2f..%2f..%2fetc/passwd`,
      `/boot/%2e%2e/%2e%2e/etc/passwd`,
      `/boot/ipxe/../${secret}/image`,
      `/boot/`,
      `/boot.ipxe/`,
      `/boot/%`,
      `/boot/%'%20OR%201=1--/image`,
      `/boot/${'a'.repeat(5_000)}/image`,
    ]) {
      answers.set(path, withoutDate(await raw(`GET ${path}`)));
    }
    const [expected] = answers.values();
    expect(expected).toMatch(/^HTTP\/1\.1 404/);
    expect(Object.fromEntries([...answers].filter(([, answer]) => answer !== expected))).toEqual({});
    // And this is what they would have got.
    expect(await text(`/boot/${secret}/image`)).toBe('known contents');
  });

  it('finds nothing that lists what there is', async () => {
    for (const path of ['/boot', '/boot/ipxe', '/boot/ipxe/', '/boot/grub/', '/boot/loader/']) {
      expect((await fetch(`${service.url}${path}`)).status, path).toBe(404);
    }
  });
});

const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const withoutDate = (answer: string): string => answer.replace(/^date: .*\r\n/im, '');
const swapCase = (word: string): string =>
  word.replaceAll(/[A-Za-z]/g, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
