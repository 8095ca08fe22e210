/** Sockets that stay: who is let in, how many, and what becomes of those whose peer is gone, silent or talks too much. */
import { afterEach, describe, expect, it } from 'vitest';
import { accepted, ask, enroll } from '../support/graphql-client.ts';
import { openHttpStream, type HttpStream } from '../support/http-stream.ts';
import { openRawSocket, type RawSocket } from '../support/raw-socket.ts';
import { startTestService, type TestService, type TestServiceOptions } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';

let service: TestService;
const open: RawSocket[] = [];
const streams: HttpStream[] = [];

afterEach(async () => {
  for (const { socket } of open.splice(0)) socket.terminate();
  for (const stream of streams.splice(0)) stream.close();
  await service.stop();
});

async function serve(config: TestServiceOptions['config'] = {}): Promise<void> {
  service = await startTestService({ config });
}

async function connect(...rest: [payload?: object | null, options?: object]): Promise<RawSocket> {
  const socket = await openRawSocket(service, ...rest);
  open.push(socket);
  return socket;
}

/** The same over plain HTTP. */
async function connectByHttp(): Promise<HttpStream> {
  const stream = await openHttpStream(service, { query: EVENTS });
  streams.push(stream);
  return stream;
}

const EVENTS = 'subscription { nodeEvents { cursor kind type nodeId } }';
const figure = async (name: string): Promise<number> => {
  const text = await (await fetch(`${service.url}/metrics`)).text();
  const sum = text.split('\n').filter((line) => line.startsWith(name) && !line.startsWith('#'));
  return sum.reduce((total, line) => total + Number(line.split(' ').at(-1)), 0);
};

it('the greeting says how often a socket is asked whether it is there', async () => {
  await serve();
  const { messages } = await connect();
  expect(messages[0]?.payload).toEqual({
    sessionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    serverTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    keepAliveMs: 12_000,
  });
});

describe('a peer that is gone', () => {
  it('without a word is found and ended, and its subscription with it; one that answers stays', async () => {
    await serve({ keepAliveMs: 500 });
    const present = await connect();
    const gone = await connect(null, { autoPong: false });
    for (const socket of [present, gone]) {
      socket.subscribe('1', EVENTS);
      await socket.until(({ type }) => type === 'next');
    }
    expect(await gone.closed()).toBe(1006); // ended, not told
    await waitFor(async () => (await figure('ironql_subscriptions{')) === 1, 'its subscription to be freed');
    const { id } = await enroll(service);
    await present.until(({ payload }) => payload?.data?.['nodeEvents']?.['nodeId'] === id);
    expect(present.closeCode).toBeNull();
  });

  it('or has nothing to do here is sent away; one with a subscription stays', async () => {
    await serve({ keepAliveMs: 200, idleSocketSeconds: 1 });
    const busy = await connect();
    busy.subscribe('1', EVENTS);
    const idle = await connect();
    expect(await idle.closed()).toBe(1001);
    expect(busy.closeCode).toBeNull();
  });
});

describe('connections', () => {
  it.each(['connectionsPerAddress', 'connectionsPerViewer'])(
    '(%s) are counted over all transports, refused beyond the limit, and admitted again when one is closed',
    async (setting) => {
      await serve({ [setting]: 2 });
      const first = await connect();
      await (await connectByHttp()).until(/CAUGHT_UP/);
      await expect(connect()).rejects.toThrow('429');
      const refused = await connectByHttp();
      await refused.ended;
      expect(refused.text()).toContain(`as many as one may (${setting})`);
      await ask(service, '{ viewer { actor } }'); // queries are no connections that stay
      await first.close();
      const third = await waitFor(() => connect().catch(() => null), 'a place to be free');
      third.subscribe('1', EVENTS);
      await third.until(({ type }) => type === 'next');
    },
  );

  it('are told to come back elsewhere when the service ends, without an end of their subscriptions', async () => {
    await serve({ drainSpreadMs: 300 });
    const sockets = await Promise.all(Array.from({ length: 20 }, () => connect()));
    for (const socket of sockets) socket.subscribe('1', EVENTS);
    await Promise.all(sockets.map((socket) => socket.until(({ type }) => type === 'next')));
    const stopped = service.stop();
    const codes = await Promise.all(sockets.map((socket) => socket.closed()));
    await stopped;
    expect(new Set(codes)).toEqual(new Set([1012]));
    for (const { messages } of sockets) expect(messages.map(({ type }) => type)).not.toContain('complete');
  });

  it('are served until it is their turn to go, and nobody waits for those that have gone by themselves', async () => {
    await serve({ drainSpreadMs: 2_000_000_000 }); // weeks: it is nobody's turn while this runs
    const other = await startTestService({ databaseUrl: service.databaseUrl, config: { role: 'api' } });
    const sockets = await Promise.all(Array.from({ length: 5 }, () => connect()));
    for (const socket of sockets) socket.subscribe('1', EVENTS);
    await Promise.all(sockets.map((socket) => socket.until(({ type }) => type === 'next')));
    const overHttp = await Promise.all([connectByHttp(), connectByHttp()]);
    await Promise.all(overHttp.map((stream) => stream.until(/CAUGHT_UP/)));

    const stopped = service.stop();
    const refusal = async (): Promise<string> => {
      const late = await connect().catch((error: unknown) => String(error));
      return typeof late === 'string' ? late : late.close().then(() => '');
    };
    await waitFor(async () => (await refusal()).includes('503'), 'nobody else to be let in');
    const { id } = await enroll(other);
    await Promise.all(
      sockets.map((socket) => socket.until(({ payload }) => payload?.data?.['nodeEvents']?.['nodeId'] === id)),
    );
    await Promise.all(overHttp.map((stream) => stream.until(new RegExp(id))));
    await other.stop();

    expect(sockets.map(({ closeCode }) => closeCode)).toEqual(sockets.map(() => null));
    for (const socket of sockets) await socket.close();
    for (const stream of overHttp) stream.close();
    await stopped;
  });
});

it('a socket that talks too much waits its turn, while others are heard at once; nothing of what it said is lost', async () => {
  await serve();
  const [chatty, calm] = [await connect(), await connect()];
  const say = ({ send }: RawSocket, number: number): void => send({ type: 'ping', payload: { number } });
  const heard = ({ messages }: RawSocket): unknown[] =>
    messages.filter(({ type }) => type === 'pong').map(({ payload }) => payload?.['number']);
  for (let number = 1; number <= 500; number += 1) say(chatty, number);
  await waitFor(() => heard(chatty).length === 500, 'more than one may say at once to be heard');
  say(chatty, 501); // it may speak again in six seconds: time enough for others, on any machine
  say(calm, 1);
  await waitFor(() => heard(calm).length === 1, 'the other to be heard');
  expect(heard(chatty)).not.toContain(501);
  await waitFor(() => heard(chatty).length === 501, 'all to be heard');
  expect(heard(chatty)).toEqual(Array.from({ length: 501 }, (_, at) => at + 1));
});

describe('a client that comes back', () => {
  it('is resumed by its operation ids, each where it stood, without a snapshot', async () => {
    await serve();
    const { id } = await enroll(service);
    const first = await connect();
    const query = 'subscription { nodeEvents(snapshot: true) { kind type nodeId } }'; // no cursor selected
    first.subscribe('a', query);
    const caughtUp = await first.until(({ payload }) => payload?.data?.['nodeEvents']?.['kind'] === 'CAUGHT_UP');
    const [snapshot] = first.messages.filter(({ type }) => type === 'next');
    expect(snapshot?.payload).toMatchObject({ data: { nodeEvents: { kind: 'SNAPSHOT' } } });
    expect(snapshot?.payload?.extensions).toBeUndefined(); // from a part of a snapshot nobody may go on
    const cursor = caughtUp.payload?.extensions?.['cursor'];
    expect(cursor).toEqual(expect.any(String));
    first.socket.terminate();
    await accepted(service, 'updateNode', { nodeId: id, description: 'meanwhile' });

    const second = await connect({ resume: { a: cursor } });
    second.subscribe('a', query);
    const kinds = (of: string): unknown[] =>
      second.messages
        .filter((message) => message.id === of && message.type === 'next')
        .map(({ payload }) => payload?.data?.['nodeEvents']?.['kind']);
    await waitFor(() => kinds('a').length === 2, 'two items');
    expect(kinds('a')).toEqual(['UPDATE', 'CAUGHT_UP']);

    second.send({ id: 'a', type: 'complete' });
    second.subscribe('b', query);
    await waitFor(() => kinds('b').length === 2, 'a new operation to begin anew');
    second.subscribe('a', query); // the same id, used once more, is another operation
    await waitFor(() => kinds('a').length === 4, 'it to begin anew');
    expect(kinds('b')).toEqual(['SNAPSHOT', 'CAUGHT_UP']);
    expect(kinds('a').slice(2)).toEqual(['SNAPSHOT', 'CAUGHT_UP']);
  });

  it.each([
    ['text that is no cursor', 'garbage'],
    ['a cursor of a list', Buffer.from('v1.abc').toString('base64url')],
  ])('with %s is told so, and its other operations run', async (_what, cursor) => {
    await serve();
    const socket = await connect({ resume: { a: cursor, b: 7 } });
    socket.subscribe('a', EVENTS);
    socket.subscribe('b', EVENTS);
    const refused = await socket.until(({ id }) => id === 'a');
    expect(refused.payload?.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'resume' });
    await socket.until(({ id, type }) => id === 'b' && type === 'next');
  });

  it.each([null, 'text', 5, ['a'], { a: null }])('and hands over %j to resume from begins anew', async (resume) => {
    await serve();
    const socket = await connect({ resume });
    socket.subscribe('a', EVENTS);
    const item = await socket.until(({ type }) => type === 'next');
    expect(item.payload?.data?.['nodeEvents']?.['kind']).toBe('CAUGHT_UP');
  });
});
