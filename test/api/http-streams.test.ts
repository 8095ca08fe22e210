import { once } from 'node:events';
import { EventSource } from 'eventsource';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { decodePosition, encodePosition } from '../../src/domain/cursor.ts';
import { group, settledGroup } from '../support/bulk.ts';
import { accepted, ask, enroll, perform } from '../support/graphql-client.ts';
import { openHttpStream, type HttpStream, type HttpStreamRequest } from '../support/http-stream.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';

let service: TestService;
const opened: HttpStream[] = [];

beforeAll(async () => {
  service = await startTestService();
});
afterEach(async () => {
  for (const stream of opened.splice(0)) stream.close();
  await waitFor(async () => (await gauge('ironql_http_streams')) === 0, 'the streams to be closed');
});
afterAll(() => service?.stop());

const NODE_EVENTS = `subscription ($filter: NodeFilter, $after: Cursor, $snapshot: Boolean! = false) {
  nodeEvents(filter: $filter, after: $after, snapshot: $snapshot) { kind cursor event { id } node { id name } } }`;
const JOB_EVENTS = 'subscription ($jobId: ID!) { jobEvents(jobId: $jobId) { kind cursor job { isSettled } } }';
const NOBODY = '00000000-0000-7000-8000-000000000000';
const URQL =
  'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed';
const APOLLO =
  'multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/graphql-response+json,application/json;q=0.9';

interface Payload {
  readonly data?: Readonly<
    Record<
      string,
      {
        readonly kind: string;
        readonly type?: string;
        readonly cursor: string;
        readonly event: { readonly id: string } | null;
      }
    >
  > | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
  readonly extensions?: { readonly cursor: string };
}

async function open(asked: HttpStreamRequest, at: TestService = service): Promise<HttpStream> {
  const stream = await openHttpStream(at, asked);
  opened.push(stream);
  return stream;
}

async function gauge(name: string, at: TestService = service): Promise<number> {
  const text = await (await fetch(`${at.url}/metrics`)).text();
  const values = [...text.matchAll(new RegExp(`^${name}\\{[^}]*\\} (\\d+)$`, 'gm'))].map(([, value]) => Number(value));
  return values.reduce((sum, value) => sum + value, 0);
}

/** The `next` events, each with its id. */
const nexts = (stream: HttpStream): { readonly id: string | null; readonly payload: Payload }[] =>
  [...stream.text().matchAll(/event: next\n(?:id: (\S+)\n)?data: (.+)\n\n/g)].map(([, id, data]) => ({
    id: id ?? null,
    payload: JSON.parse(data ?? '') as Payload, // as the document selects
  }));

const parts = (stream: HttpStream): { readonly payload?: Payload | null }[] =>
  stream
    .text()
    .split('\r\n--graphql')
    .filter((part) => part.startsWith('\r\n'))
    .map((part) => JSON.parse(part.slice(part.indexOf('\r\n\r\n'))) as { payload?: Payload | null })
    .filter((part) => 'payload' in part); // or it only shows that the connection is in use

describe('an event stream', () => {
  it.each(['POST', 'GET'] as const)(
    'by %s tells what happens, each with the cursor to come back with',
    async (method) => {
      const { id } = await enroll(service);
      const filter = { id: { eq: id } };
      const stream = await open({ method, query: NODE_EVENTS, variables: { filter, snapshot: true } });
      await stream.until(/CAUGHT_UP/);
      await accepted(service, 'updateNode', { nodeId: id, description: 'seen' });
      await stream.until(/UPDATE/);

      expect(stream.status).toBe(200);
      expect(stream.headers).toMatchObject({
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no',
      });
      expect(stream.headers).not.toHaveProperty('content-encoding');
      expect(stream.headers).not.toHaveProperty('access-control-allow-origin');
      expect(nexts(stream).map(({ id: own, payload }) => [payload.data?.['nodeEvents']?.kind, own])).toEqual([
        ['SNAPSHOT', null], // only a part of the state: nothing to come back with
        ['CAUGHT_UP', nexts(stream)[1]?.payload.data?.['nodeEvents']?.cursor],
        ['UPDATE', nexts(stream)[2]?.payload.extensions?.cursor],
      ]);
      expect(nexts(stream)[2]?.id).toMatch(/^\w{8,}$/);
    },
  );

  it('is written one whole event at a time, and begins with when to come back', async () => {
    const { id } = await enroll(service);
    const stream = await open({ query: NODE_EVENTS });
    await stream.until(/CAUGHT_UP/);
    for (const description of ['a', 'b', 'c']) await accepted(service, 'updateNode', { nodeId: id, description });
    await stream.until(/(UPDATE[^]*){3}/);
    const [first, ...events] = stream.pieces.filter((piece) => piece !== ':\n\n');
    expect(first).toMatch(/^retry: \d+\n\n$/);
    for (const event of events) expect(event).toMatch(/^event: next\nid: \S+\ndata: [^\n]+\n\n$/);
    expect(events).toHaveLength(4);
  });

  it('goes on after the Last-Event-ID, whatever its arguments say', async () => {
    const { id } = await enroll(service);
    const filter = { id: { eq: id } };
    const first = await open({ query: NODE_EVENTS, variables: { filter, snapshot: true } });
    await first.until(/CAUGHT_UP/);
    await accepted(service, 'updateNode', { nodeId: id, description: 'had' });
    await first.until(/UPDATE/);
    first.close();
    await accepted(service, 'updateNode', { nodeId: id, description: 'missed' });
    const headers = { 'last-event-id': nexts(first).at(-1)?.id ?? '' };
    const second = await open({ query: NODE_EVENTS, variables: { filter, snapshot: true }, headers });
    await second.until(/CAUGHT_UP/);
    expect(nexts(second).map(({ payload }) => payload.data?.['nodeEvents']?.kind)).toEqual(['UPDATE', 'CAUGHT_UP']);
  });

  it('ends with "complete" when nothing more will come', async () => {
    const { id } = await enroll(service);
    const { job } = await perform(service, 'manageNode', { nodeId: id });
    const stream = await open({ query: JOB_EVENTS, variables: { jobId: job?.id } });
    expect(await stream.ended).toBe('in order');
    expect(stream.text()).toMatch(/"isSettled":true[^]*"CAUGHT_UP".*\n\nevent: complete\ndata:\n\n$/);
  });

  it.each([
    ['a document that does not fit', { query: 'subscription { nothing }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['one that is none', { query: 'subscription {' }, 'GRAPHQL_PARSE_FAILED'],
    ['variables that do not fit', { query: JOB_EVENTS, variables: { jobId: {} } }, 'BAD_USER_INPUT'],
    ['an object that is not there', { query: JOB_EVENTS, variables: { jobId: NOBODY } }, 'NOT_FOUND'],
    ['a cursor that is none', { query: NODE_EVENTS, headers: { 'last-event-id': 'x' } }, 'BAD_USER_INPUT'],
  ])('says in the stream what is wrong with %s, and ends for good', async (_what, asked, code) => {
    const stream = await open(asked);
    expect(await stream.ended).toBe('in order');
    expect(stream.status).toBe(200);
    expect(nexts(stream).map(({ payload }) => payload.errors?.[0]?.extensions.code)).toEqual([code]);
    expect(stream.text()).toMatch(/event: complete\ndata:\n\n$/);
  });

  it.each([
    ['another origin', { origin: 'http://elsewhere.example' }],
    ['a page that cannot read the answer', { 'sec-fetch-site': 'cross-site' }],
  ])('is refused to %s', async (_what, headers) => {
    const stream = await open({ method: 'GET', query: NODE_EVENTS, headers });
    expect([stream.status, await stream.ended, stream.text()]).toEqual([403, 'in order', '']);
    const own = await open({
      method: 'GET',
      query: NODE_EVENTS,
      headers: { origin: service.url, 'sec-fetch-site': 'same-origin' },
    });
    expect(own.status).toBe(200);
  });

  it('is not given to queries of a client that reads JSON as well; who reads nothing else gets its answer in one', async () => {
    const query = '{ viewer { actor } }';
    const json = await open({ query, accept: URQL });
    await json.ended;
    expect(json.headers['content-type']).toContain('json');
    expect(JSON.parse(json.text())).toHaveProperty('data.viewer.actor');
    const stream = await open({ query });
    await stream.ended;
    expect(nexts(stream)).toMatchObject([{ id: null, payload: { data: { viewer: {} } } }]);
    expect(stream.text()).toMatch(/event: complete\ndata:\n\n$/);
  });

  it('never makes a change by GET', async () => {
    const query = 'mutation { createNode(input: { driver: "fake-hardware", name: "by-get" }) { node { id } } }';
    for (const accept of ['text/event-stream', URQL]) {
      const stream = await open({ method: 'GET', query, accept });
      await stream.ended;
      expect(stream.status).toBeGreaterThanOrEqual(400);
    }
    const { nodes } = await ask<{ nodes: { totalCount: number } }>(
      service,
      '{ nodes(filter: { name: { eq: "by-get" } }) { totalCount } }',
    );
    expect(nodes.totalCount).toBe(0);
  });

  it('frees its subscription when its reader goes, also while it waits', async () => {
    const streams = await Promise.all([open({ query: NODE_EVENTS }), open({ query: NODE_EVENTS, accept: APOLLO })]);
    await Promise.all(streams.map((stream) => stream.until(/CAUGHT_UP/)));
    expect(await gauge('ironql_subscriptions')).toBe(2);
    expect(await gauge('ironql_http_streams')).toBe(2);
    for (const stream of streams) stream.close();
    await waitFor(async () => (await gauge('ironql_subscriptions')) === 0, 'the subscriptions to be freed');
  });
});

describe('an event stream that has said everything', () => {
  const JOB = 'subscription ($id: ID!) { stream: jobEvents(jobId: $id) { kind cursor type event { id } } }';
  const GROUP = `subscription ($id: ID!) {
    stream: jobGroupEvents(jobGroupId: $id) { kind cursor type event { id } } }`;

  const jobOf = async (): Promise<string> => {
    const { job } = await perform(service, 'manageNode', { nodeId: (await enroll(service)).id });
    return job?.id ?? '';
  };
  const groupOf = async (): Promise<string> => {
    const nodeIds = [(await enroll(service)).id, (await enroll(service)).id];
    const { id } = await group(service, 'manageNodes', { nodeIds });
    await settledGroup(service, id);
    return id;
  };

  const kindsOf = (stream: HttpStream): unknown[] =>
    nexts(stream).map(({ payload: { data, errors } }) => data?.['stream']?.kind ?? errors);

  /** Up to the last end of a job: of what comes after it a group may be told something, or not. */
  function typesOf(stream: HttpStream): unknown[] {
    const types = nexts(stream).map(({ payload }) => payload.data?.['stream']?.type);
    return types.slice(0, types.lastIndexOf('JOB_SUCCEEDED') + 1);
  }

  it.each([
    ['jobEvents', JOB, jobOf],
    ['jobGroupEvents', GROUP, groupOf],
  ])('(%s) tells an EventSource that comes back to stay away; others are told the end', async (_field, query, make) => {
    const variables = { id: await make() };
    const whole = await open({ method: 'GET', query, variables });
    await whole.ended;
    expect(kindsOf(whole)).toEqual(['SNAPSHOT', 'CAUGHT_UP']);
    const headers = { 'last-event-id': nexts(whole).at(-1)?.id ?? '' };

    const back = await open({ method: 'GET', query, variables, headers });
    expect([back.status, await back.ended, back.text()]).toEqual([204, 'in order', '']);
    expect(back.headers).not.toHaveProperty('content-type');

    const others = await Promise.all([
      open({ query, variables, headers }),
      open({ method: 'GET', query, variables, headers, accept: URQL }),
    ]);
    for (const other of others) {
      expect([other.status, await other.ended]).toEqual([200, 'in order']);
      expect(other.text()).toMatch(/^retry: \d+\n\nevent: complete\ndata:\n\n$/);
    }
    const multipart = await open({ query, variables, headers, accept: APOLLO });
    expect([multipart.status, await multipart.ended, multipart.text()]).toEqual([
      200,
      'in order',
      '\r\n--graphql--\r\n',
    ]);
  });

  it.each([
    ['jobEvents', JOB, jobOf],
    ['jobGroupEvents', GROUP, groupOf],
  ])('(%s) has not said it to whom a part of it is missing', async (_field, query, make) => {
    const start = await open({ query: NODE_EVENTS });
    await start.until(/CAUGHT_UP/);
    const early = { 'last-event-id': nexts(start).at(-1)?.id ?? '' };
    const variables = { id: await make() };
    const whole = await open({ method: 'GET', query, variables, headers: early });
    await whole.ended;
    expect(whole.text()).toMatch(/event: complete\ndata:\n\n$/);
    const types = typesOf(whole);
    expect(types.length).toBeGreaterThan(2);

    for (const [at, { id }] of nexts(whole).slice(0, types.length).entries()) {
      const back = await open({ method: 'GET', query, variables, headers: { 'last-event-id': id ?? '' } });
      await back.ended;
      expect(back.status).toBe(at + 1 < types.length ? 200 : 204);
      expect(typesOf(back)).toEqual(types.slice(at + 1));
    }
  });

  it('has not said it to whose cursor is of another log', async () => {
    const variables = { id: await jobOf() };
    const whole = await open({ method: 'GET', query: JOB, variables });
    await whole.ended;
    const position = decodePosition(nexts(whole).at(-1)?.id ?? '');
    if (!position?.anchor) throw new Error('The cursor names no event.');
    const { anchor } = position;
    const foreign = encodePosition({ ...position, anchor: { ...anchor, stamp: anchor.stamp === 1 ? 2 : 1 } });
    const back = await open({ method: 'GET', query: JOB, variables, headers: { 'last-event-id': foreign } });
    expect([back.status, await back.ended]).toEqual([200, 'in order']);
    expect(kindsOf(back)).toEqual(['GAP', 'CAUGHT_UP']);
  });

  it('ends a stock EventSource whose page does not listen for the end', async () => {
    const { id } = await enroll(service, { driverInfo: { fake_delays: { 'power.get': 100 } } });
    const { job } = await accepted(service, 'manageNode', { nodeId: id });
    const url = new URL('/graphql', service.url);
    url.searchParams.set('query', JOB);
    url.searchParams.set('variables', JSON.stringify({ id: job?.id }));
    const source = new EventSource(url);
    try {
      const types: unknown[] = [];
      const codes: unknown[] = [];
      source.addEventListener('next', ({ data }) => {
        const { data: item } = JSON.parse(String(data)) as { data: { stream: { type: string } } }; // as JOB selects
        types.push(item.stream.type);
      });
      source.addEventListener('error', ({ code }) => codes.push(code));
      await waitFor(() => source.readyState === EventSource.CLOSED, 'it to give up');
      expect(codes).toEqual([undefined, 204]); // the end of the stream; the answer when it came back
      expect(types.filter((type) => type === 'JOB_SUCCEEDED')).toHaveLength(1);
      expect(types.at(-1)).toBe('JOB_SUCCEEDED');
    } finally {
      source.close();
    }
  });
});

describe('a multipart response', () => {
  it('has each item in a part that is whole when it comes, with the cursor to come back with', async () => {
    const { id } = await enroll(service);
    const filter = { id: { eq: id } };
    const stream = await open({ query: NODE_EVENTS, variables: { filter, snapshot: true }, accept: APOLLO });
    await stream.until(/CAUGHT_UP/);
    await accepted(service, 'updateNode', { nodeId: id, description: 'had' });
    await stream.until(/UPDATE/);
    expect(stream.status).toBe(200);
    expect(stream.headers['content-type']).toBe('multipart/mixed;boundary="graphql";subscriptionSpec=1.0');
    const [start, ...pieces] = stream.pieces;
    expect(start).toBe('\r\n--graphql');
    for (const piece of pieces)
      expect(piece).toMatch(/^\r\ncontent-type: application\/json\r\n\r\n\{.*\}\r\n--graphql$/);
    expect(parts(stream).map(({ payload }) => payload?.data?.['nodeEvents']?.kind)).toEqual([
      'SNAPSHOT',
      'CAUGHT_UP',
      'UPDATE',
    ]);
    const cursor = parts(stream).at(-1)?.payload?.extensions?.cursor ?? '';
    stream.close();
    await accepted(service, 'updateNode', { nodeId: id, description: 'missed' });
    const rest = await open({
      query: NODE_EVENTS,
      variables: { filter, snapshot: true },
      accept: 'multipart/mixed; subscriptionSpec="1.0"',
      headers: { 'last-event-id': cursor },
    });
    await rest.until(/CAUGHT_UP/);
    expect(parts(rest).map(({ payload }) => payload?.data?.['nodeEvents']?.kind)).toEqual(['UPDATE', 'CAUGHT_UP']);
  });

  it('ends with the closing boundary when nothing more will come, or when it was refused', async () => {
    const { id } = await enroll(service);
    const { job } = await perform(service, 'manageNode', { nodeId: id });
    const [settled, nobodys] = await Promise.all(
      [job?.id, NOBODY].map(async (jobId) => {
        const stream = await open({ query: JOB_EVENTS, variables: { jobId }, accept: APOLLO });
        expect(await stream.ended).toBe('in order');
        expect(stream.text()).toMatch(/\r\n--graphql--\r\n$/);
        return parts(stream)[0]?.payload;
      }),
    );
    expect(settled?.data?.['jobEvents']).toMatchObject({ job: { isSettled: true } });
    expect(nobodys?.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
  });

  it('is not what a query gets, nor a subscription whose client does not know it', async () => {
    const query = await open({ query: '{ viewer { actor } }', accept: APOLLO });
    expect(query.headers['content-type']).toContain('json');
    const other = await open({ query: NODE_EVENTS, accept: 'multipart/mixed;deferSpec=20220824, application/json' });
    await other.ended;
    expect(other.status).toBe(400);
    expect(other.text()).toContain('text/event-stream');
  });
});

it('a service that stops ends streams so that clients come back', async () => {
  const stopping = await startTestService();
  const events = await open({ query: NODE_EVENTS }, stopping);
  const multipart = await open({ query: NODE_EVENTS, accept: APOLLO }, stopping);
  const socket = new WebSocket(`${stopping.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  const socketClosed = once(socket, 'close');
  await Promise.all([events.until(/CAUGHT_UP/), multipart.until(/CAUGHT_UP/)]);
  await stopping.stop();
  expect([await events.ended, await multipart.ended]).toEqual(['in order', 'in order']);
  expect(events.text()).not.toContain('complete');
  expect((await socketClosed)[0]).toBe(1012); // 4401 and its like would be the end for stock clients
  expect(parts(multipart).at(-1)).toMatchObject({
    payload: null,
    errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }],
  });
  expect(multipart.text()).toMatch(/\r\n--graphql--\r\n$/);
});
