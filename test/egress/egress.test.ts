import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EgressOptions } from '../../src/domain/egress.ts';
import { createEgress } from '../../src/egress/egress.ts';
import { startOriginServer, type OriginServer } from '../support/origin-server.ts';
import { waitFor } from '../support/wait.ts';

const LOOPBACK = { allow: ['127.0.0.1'], deny: [], idleMs: 2_000 };
let origin: OriginServer;
beforeEach(async () => {
  origin = await startOriginServer();
});
afterEach(() => origin.stop());

const options = (what: Partial<EgressOptions> = {}): EgressOptions => ({
  signal: new AbortController().signal,
  maxBytes: 1_000_000,
  timeoutMs: 10_000,
  ...what,
});
const problem = (code: string, reason = ''): object =>
  expect.objectContaining({
    problem: expect.objectContaining({ code, ...(reason === '' ? {} : { reason: expect.stringContaining(reason) }) }),
  });
/** A resolver that says of every name what a test likes. */
const resolvesTo =
  (...addresses: readonly string[]) =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

describe('what is asked for', () => {
  it('comes whole, with its status, its length and its headers', async () => {
    origin.on('/image', (_request, response) =>
      response.writeHead(200, { 'x-Kind': 'raw', 'content-length': 5 }).end('bytes'),
    );
    const egress = createEgress(LOOPBACK);
    const response = await egress.fetch(`${origin.url}/image`, options());
    expect(response).toMatchObject({ status: 200, contentLength: 5, headers: { 'x-kind': 'raw' } });
    response.discard();
    expect(Buffer.from(await egress.read(`${origin.url}/image`, options())).toString()).toBe('bytes');
  });

  it('is an answer also when it is not there, but nothing to read', async () => {
    const egress = createEgress(LOOPBACK);
    const response = await egress.fetch(`${origin.url}/none`, options());
    expect(response.status).toBe(404);
    response.discard();
    await expect(egress.read(`${origin.url}/none`, options())).rejects.toEqual(problem('SOURCE_BROKEN', '404'));
  });

  it('may be behind a name and a password, which go to the server and into no message', async () => {
    origin.on('/image', (_request, response) => response.writeHead(503).end());
    const { host } = new URL(origin.url);
    const refusal = await createEgress(LOOPBACK)
      .read(`http://user:not-a-real-password@${host}/image?token=hidden`, options())
      .catch((error: unknown) => error);
    expect(origin.requests[0]?.headers.authorization).toBe(`Basic ${btoa('user:not-a-real-password')}`);
    expect(String(refusal)).toContain(`http://${host}/image`);
    expect(JSON.stringify(refusal) + String(refusal)).not.toMatch(/not-a-real-password|hidden/);
  });
});

describe('an address that is refused', () => {
  it.each([
    'http://127.0.0.1:PORT/',
    'http://localhost:PORT/',
    'http://2130706433:PORT/',
    'http://0x7f.1:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://0.0.0.0:PORT/',
    'http://127.1:PORT/',
    'ftp://127.0.0.1:PORT/',
    'file:///etc/passwd',
    'gopher://127.0.0.1:PORT/',
    'nonsense',
    '',
  ])('is never connected to: %s', async (url) => {
    const egress = createEgress({ allow: [], deny: [], idleMs: 2_000 });
    const asked = egress.read(url.replace('PORT', String(origin.port)), options());
    await expect(asked).rejects.toEqual(problem('SOURCE_REFUSED'));
    expect(origin.requests).toEqual([]);
  });

  it('is found out whatever name it has', async () => {
    const egress = createEgress({ ...LOOPBACK, allow: [] }, resolvesTo('127.0.0.1'));
    const asked = egress.read(`http://images.example:${origin.port}/`, options());
    await expect(asked).rejects.toEqual(problem('SOURCE_REFUSED', '127.0.0.1'));
    expect(origin.requests).toEqual([]);
  });

  it('is left out where the name has another that is fine', async () => {
    origin.on('/', (_request, response) => response.end('fine'));
    const egress = createEgress(LOOPBACK, resolvesTo('169.254.169.254', '127.0.0.1'));
    expect(Buffer.from(await egress.read(`http://images.example:${origin.port}/`, options())).toString()).toBe('fine');
  });

  it('is refused although the name meant a good one the moment before', async () => {
    origin.on('/', (_request, response) => response.end('fine'));
    let turn = 0;
    // The first answer is good, all others are not: what a rebinding name server does.
    const rebinding = async () => [{ address: (turn += 1) === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }];
    const egress = createEgress(LOOPBACK, rebinding);
    const ask = () => egress.read(`http://images.example:${origin.port}/`, options());
    await ask();
    await expect(ask()).rejects.toEqual(problem('SOURCE_REFUSED', '127.0.0.2'));
    expect(turn).toBe(2); // one connection, one question: nobody asks again between judging and connecting
  });

  it('is refused at the end of a redirect as well', async () => {
    origin.on('/start', (_request, response) =>
      response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end(),
    );
    const asked = createEgress(LOOPBACK).read(`${origin.url}/start`, options());
    await expect(asked).rejects.toEqual(problem('SOURCE_REFUSED', '169.254.169.254'));
  });

  it('is refused where a redirect leads to another scheme', async () => {
    origin.on('/start', (_request, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end());
    await expect(createEgress(LOOPBACK).read(`${origin.url}/start`, options())).rejects.toEqual(
      problem('SOURCE_REFUSED', 'neither http nor https'),
    );
  });
});

describe('redirects', () => {
  it('are followed five times', async () => {
    for (let index = 0; index < 7; index += 1) {
      origin.on(`/${index}`, (_request, response) => response.writeHead(307, { location: `./${index + 1}` }).end());
    }
    origin.on('/5', (_request, response) => response.end('arrived'));
    const egress = createEgress(LOOPBACK);
    expect(Buffer.from(await egress.read(`${origin.url}/0`, options())).toString()).toBe('arrived');
    origin.on('/5', (_request, response) => response.writeHead(302, { location: '/6' }).end());
    await expect(egress.read(`${origin.url}/0`, options())).rejects.toEqual(problem('SOURCE_BROKEN', 'redirected'));
  });

  it('do not take what was meant for one server to another', async () => {
    const other = await startOriginServer();
    try {
      other.on('/image', (_request, response) => response.end('image'));
      origin.on('/image', (_request, response) => response.writeHead(302, { location: `${other.url}/image` }).end());
      const headers = { authorization: 'Bearer not-a-real-token' };
      await createEgress(LOOPBACK).read(`${origin.url}/image`, options({ headers }));
      expect(origin.requests[0]?.headers.authorization).toBe('Bearer not-a-real-token');
      expect(other.requests[0]?.headers.authorization).toBeUndefined();
    } finally {
      await other.stop();
    }
  });
});

describe('a server that', () => {
  it('is not there is said to be so', async () => {
    const { url } = origin;
    await origin.stop();
    await expect(createEgress(LOOPBACK).read(`${url}/`, options())).rejects.toEqual(
      problem('SOURCE_UNREACHABLE', 'ECONNREFUSED'),
    );
  });

  it('breaks off is found out', async () => {
    origin.on('/image', (_request, response) => {
      response.writeHead(200, { 'content-length': 1_000 });
      response.write('half', () => response.destroy());
    });
    await expect(createEgress(LOOPBACK).read(`${origin.url}/image`, options())).rejects.toEqual(
      problem('SOURCE_BROKEN', 'broke off after 4 of 1000 bytes'),
    );
  });

  it('breaks off without having announced a length is found out', async () => {
    origin.on('/image', (_request, response) => {
      response.writeHead(200);
      response.write('half', () => response.destroy());
    });
    await expect(createEgress(LOOPBACK).read(`${origin.url}/image`, options())).rejects.toEqual(
      problem('SOURCE_BROKEN', 'broke off'),
    );
  });

  it('gives more than is taken is stopped', async () => {
    origin.on('/announced', (_request, response) => response.end('x'.repeat(200)));
    origin.on('/endless', (_request, response) => {
      // Not from the write's own callback: that comes before anything else in this process gets its turn.
      const more = (): void => {
        if (!response.writable) return;
        response.write('x'.repeat(50));
        setImmediate(more);
      };
      more();
    });
    const egress = createEgress(LOOPBACK);
    for (const path of ['/announced', '/endless']) {
      await expect(egress.read(`${origin.url}${path}`, options({ maxBytes: 100 }))).rejects.toEqual(
        problem('SOURCE_BROKEN', '100'),
      );
    }
  });

  it('packs what it was not asked to pack is refused', async () => {
    origin.on('/image', (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('x'));
    await expect(createEgress(LOOPBACK).read(`${origin.url}/image`, options())).rejects.toEqual(
      problem('SOURCE_BROKEN', 'gzip'),
    );
  });

  it.each<[string, (origin: OriginServer) => void]>([
    ['never answers', (server) => server.on('/image', () => {})],
    [
      'stops in the middle',
      (server) => server.on('/image', (_request, response) => void response.writeHead(200).write('half')),
    ],
  ])('%s is waited for so long', async (_what, arrange) => {
    arrange(origin);
    const egress = createEgress({ ...LOOPBACK, idleMs: 100 });
    const asked = egress.read(`${origin.url}/image`, options());
    await expect(asked).rejects.toMatchObject({ problem: { code: 'SOURCE_TIMEOUT', afterMs: 100 } });
  });

  it('drips is given up after the time for everything', async () => {
    const timers: NodeJS.Timeout[] = [];
    origin.on('/image', (_request, response) => {
      response.writeHead(200);
      timers.push(setInterval(() => response.write('.'), 20));
    });
    const asked = createEgress(LOOPBACK).read(`${origin.url}/image`, options({ timeoutMs: 300 }));
    await expect(asked).rejects.toMatchObject({ problem: { code: 'SOURCE_TIMEOUT', afterMs: 300 } });
    timers.forEach(clearInterval);
  });
});

it.each(['before the head', 'in the body'])('is stopped by its signal %s, with its reason', async (when) => {
  origin.on('/image', (_request, response) => {
    if (when === 'in the body') response.writeHead(200).write('half');
  });
  const controller = new AbortController();
  const asked = createEgress(LOOPBACK).read(`${origin.url}/image`, options({ signal: controller.signal }));
  asked.catch(() => {});
  await waitFor(() => origin.requests.length > 0, 'the request');
  const reason = new Error('the job was cancelled');
  controller.abort(reason);
  await expect(asked).rejects.toBe(reason);
});
