import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EgressOptions } from '../../src/domain/egress.ts';
import { createEgress } from '../../src/egress/egress.ts';
import { startOriginServer, type OriginServer } from '../support/origin-server.ts';

const LOOPBACK = { allow: ['127.0.0.1'], deny: [], idleMs: 2_000 };
let origin: OriginServer;
beforeEach(async () => {
  origin = await startOriginServer();
});
afterEach(() => origin.stop());

const options = (what: Partial<EgressOptions> = {}): EgressOptions => ({
  signal: new AbortController().signal,
  maxBytes: 1_000,
  timeoutMs: 10_000,
  ...what,
});
const problem = (code: string, reason = ''): object =>
  expect.objectContaining({ problem: expect.objectContaining({ code, reason: expect.stringContaining(reason) }) });

describe('what is posted', () => {
  it('arrives as it is, with its length and headers, and the answer is a status and headers', async () => {
    const received: string[] = [];
    origin.on('/hook', (request, response) => {
      request.setEncoding('utf8').on('data', (chunk: string) => received.push(chunk));
      request.on('end', () => response.writeHead(422, { 'retry-after': '7' }).end('a word'));
    });
    const headers = { 'content-type': 'application/json', 'x-kind': 'test' };
    const answer = await createEgress(LOOPBACK).post(`${origin.url}/hook`, '{"ä":1}', options({ headers }));
    expect(answer).toMatchObject({ status: 422, headers: { 'retry-after': '7' } });
    expect(received.join('')).toBe('{"ä":1}');
    expect(origin.requests).toMatchObject([
      { line: 'POST /hook', headers: { 'content-length': '8', 'x-kind': 'test', 'content-type': 'application/json' } },
    ]);
  });

  it('is not sent on where a redirect points: that is the answer', async () => {
    origin.on('/hook', (_request, response) => response.writeHead(307, { location: '/elsewhere' }).end());
    expect(await createEgress(LOOPBACK).post(`${origin.url}/hook`, '{}', options())).toMatchObject({ status: 307 });
    expect(origin.requests.map(({ line }) => line)).toEqual(['POST /hook']);
  });

  it.each([
    ['has no end', { 'content-type': 'text/plain' }],
    ['is packed', { 'content-encoding': 'gzip' }],
    ['announces more than it is', { 'content-length': 500_000 }],
  ])('is accepted by a head of 200 although the body %s', async (_what, headers) => {
    origin.on('/hook', (_request, response) => {
      response.writeHead(200, headers);
      const more = (): void => void (response.write('x'.repeat(64_000)) && !response.destroyed && setImmediate(more));
      response.on('drain', more);
      response.on('error', () => {});
      more();
    });
    expect(await createEgress(LOOPBACK).post(`${origin.url}/hook`, '{}', options())).toMatchObject({ status: 200 });
  });

  it('is given up where nothing is answered in time, or the connection breaks', async () => {
    origin.on('/silent', () => {});
    origin.on('/reset', (request) => request.socket.destroy());
    const post = (path: string): Promise<unknown> =>
      createEgress(LOOPBACK).post(origin.url + path, '{}', options({ timeoutMs: 200 }));
    await expect(post('/silent')).rejects.toMatchObject({ problem: { code: 'SOURCE_TIMEOUT', afterMs: 200 } });
    await expect(post('/reset')).rejects.toEqual(problem('SOURCE_UNREACHABLE', 'ECONNRESET'));
  });

  it('never reaches an address that is refused, whatever the name meant the moment before', async () => {
    origin.on('/', (_request, response) => response.end());
    let turn = 0;
    const rebinding = async () => [{ address: (turn += 1) <= 2 ? '127.0.0.1' : '127.0.0.2', family: 4 }];
    const egress = createEgress(LOOPBACK, rebinding);
    const url = `http://hooks.example:${origin.port}/`;
    expect(await egress.whyRefused(url)).toBeNull();
    expect(await egress.post(url, '{}', options())).toMatchObject({ status: 200 });
    await expect(egress.post(url, '{}', options())).rejects.toEqual(problem('SOURCE_REFUSED', '127.0.0.2'));
    expect(turn).toBe(3); // one connection, one question
    expect(origin.requests).toHaveLength(1);
  });
});

describe('whyRefused', () => {
  const egress = createEgress({ allow: [], deny: [], idleMs: 100 }, async (name) => {
    if (name === 'unknown.example') throw new Error('no such name');
    return [{ address: name === 'inside.example' ? '169.254.169.254' : '192.0.2.1', family: 4 }];
  });
  it.each([
    ['nonsense', 'it is not a URL'],
    ['ftp://192.0.2.1/', 'it is neither http nor https'],
    ['http://127.0.0.1/hook', 'it is at 127.0.0.1, this machine itself'],
    ['http://[::1]/hook', 'it is at ::1, this machine itself'],
    ['https://inside.example/', 'it is at 169.254.169.254, a link-local address, where clouds keep their metadata'],
    ['https://outside.example/', null],
    ['https://192.0.2.7/', null],
    ['https://unknown.example/', null],
  ])('of %s says: %s', async (url, why) => {
    expect(await egress.whyRefused(url)).toBe(why);
  });
});
