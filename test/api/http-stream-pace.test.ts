/** How fast a stream over HTTP is written, seen at a source that never runs dry. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { createAdmission } from '../../src/api/admission.ts';
import type { ReadyItem, ReadyStream } from '../../src/api/fan-out/ready.ts';
import { createMetrics } from '../../src/api/metrics.ts';
import { createPipeline } from '../../src/api/pipeline.ts';
import { streamFormatOf } from '../../src/api/streams/accept.ts';
import { createHttpStreams, type HttpStreams, type HttpStreamsOptions } from '../../src/api/streams/http-streams.ts';
import { readBody } from '../../src/api/graphql-over-http.ts';
import { silentLogger } from '../../src/domain/logger.ts';
import { SYSTEM_ADMIN } from '../../src/domain/viewer.ts';
import { openHttpStream } from '../support/http-stream.ts';
import { waitFor } from '../support/wait.ts';

const QUERY = 'subscription { events { cursor } }';
const APOLLO = 'multipart/mixed;subscriptionSpec=1.0';
const started: { readonly server: Server; readonly streams: HttpStreams }[] = [];

afterEach(async () => {
  for (const { server, streams } of started.splice(0)) {
    server.closeAllConnections();
    server.close();
    await Promise.all([once(server, 'close'), streams.close()]);
  }
});

interface Source extends ReadyStream {
  pulled: number;
  isAsked: boolean;
  isReturned: boolean;
  /** Asked for at each pull. */
  waiting: () => number;
  /** The most that was still waiting to be sent when it was asked for more, in bytes. */
  mostWaiting: number;
}

/** @param next null: it stays silent */
function sourceOf(next: (() => ReadyItem) | null): Source {
  let finish = (): void => {};
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });
  return {
    pulled: 0,
    isAsked: false,
    isReturned: false,
    waiting: () => 0,
    mostWaiting: 0,
    async next() {
      this.isAsked = true;
      this.mostWaiting = Math.max(this.mostWaiting, this.waiting());
      await (next === null ? done : nextTurn());
      if (next === null || this.isReturned) return { done: true, value: undefined };
      this.pulled += 1;
      return { done: false, value: next() };
    },
    nextTo() {
      throw new Error('HTTP pulls by next().');
    },
    return() {
      this.isReturned = true;
      finish();
      return Promise.resolve({ done: true, value: undefined });
    },
    throw() {
      return this.return();
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

interface Serving {
  readonly url: string;
  readonly streams: HttpStreams;
}

async function serve(source: Source, options: Partial<HttpStreamsOptions> = {}): Promise<Serving> {
  const nothing = (): never => {
    throw new Error('nobody asks for this here');
  };
  // A document and its resolver's services never meet: the source is given.
  const services = {} as Parameters<typeof createPipeline>[0]['services'];
  const streams = createHttpStreams({
    pipeline: createPipeline({ services, log: silentLogger, isUnavailable: () => false }),
    subscriptions: { open: () => Promise.resolve(source) },
    metrics: createMetrics({ queue: nothing, logPosition: nothing, runningJobs: nothing }),
    log: silentLogger,
    viewerOf: () => SYSTEM_ADMIN,
    admission: { admit: () => ({ release() {} }), close() {} },
    drainSpreadMs: 0,
    beatMs: 20,
    ...options,
  });
  const server = createServer((request, response) => {
    const format = streamFormatOf(request);
    source.waiting = () => response.writableLength;
    if (format !== null) void readBody(request).then((body) => streams.answer(format, request, response, body));
  });
  started.push({ server, streams });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`, streams };
}

/** As a browser's EventSource asks when it has lost its connection. */
const BACK = { query: QUERY, method: 'GET', headers: { 'last-event-id': 'c' } } as const;

it.each([
  ['an event stream', { query: QUERY }, /\n(:\n\n){3}/],
  ['that of an EventSource that is back', BACK, /\n(:\n\n){3}/],
  [
    'a multipart response',
    { query: QUERY, accept: APOLLO },
    /(\r\ncontent-type: application\/json\r\n\r\n\{\}\r\n--graphql){3}/,
  ],
])('in %s something comes now and then while nothing happens', async (_what, asked, beats) => {
  const stream = await openHttpStream(await serve(sourceOf(null)), asked);
  expect(await stream.until(beats)).not.toBeNull();
  stream.close();
});

it.each(['text/event-stream', APOLLO])(
  'who takes nothing of %s is asked nothing more for, and is let go of',
  async (accept) => {
    const json = JSON.stringify({ data: { events: 'x'.repeat(100_000) } });
    const source = sourceOf(() => ({ json, cursor: 'c' }));
    const stream = await openHttpStream(await serve(source), { query: QUERY, accept });
    stream.stall();
    await waitFor(() => source.isReturned, 'the connection to be closed');
    expect(source.pulled).toBeGreaterThan(1);
    expect(source.mostWaiting).toBe(0); // each item is made when the one before has left this process
    stream.close();
  },
);

it('who reads slowly, but reads, is kept', async () => {
  const json = JSON.stringify({ data: { events: 'x'.repeat(100_000) } });
  const source = sourceOf(() => ({ json, cursor: 'c' }));
  const stream = await openHttpStream(await serve(source, { beatMs: 1 }), { query: QUERY });
  await waitFor(() => source.pulled > 300 || source.isReturned, 'many items, or an end');
  expect(source.isReturned).toBe(false);
  stream.close();
  await waitFor(() => source.isReturned, 'the source to be freed');
});

it('an EventSource that is back and was told nothing yet is sent on when the service stops, not away', async () => {
  const source = sourceOf(null);
  const service = await serve(source, { beatMs: 3_600_000 });
  const opening = openHttpStream(service, BACK);
  await waitFor(() => source.isAsked, 'it to be listened for');
  await service.streams.close();
  const stream = await opening;
  expect([stream.status, await stream.ended]).toEqual([200, 'in order']);
  expect(stream.text()).toMatch(/^retry: \d+\n\n$/);
});

it('who is refused a place is told so in the stream; a place is given back when its stream ends', async () => {
  const admission = createAdmission({ perViewer: 1, perAddress: 9 });
  const service = await serve(sourceOf(null), { admission });
  const first = await openHttpStream(service, { query: QUERY });
  const second = await openHttpStream(service, { query: QUERY });
  expect(await second.ended).toBe('in order');
  expect(second.text()).toMatch(/You hold 1 connections.*\n\nevent: complete/);
  first.close();
  await waitFor(async () => {
    const third = await openHttpStream(service, { query: QUERY });
    await third.ended; // its source was returned with the first
    return !third.text().includes('You hold');
  }, 'the place to be given back');
});
