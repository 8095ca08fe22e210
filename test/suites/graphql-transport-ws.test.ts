/**
 * What PROTOCOL.md of graphql-ws and RFC 6455 say, one sentence a test, told to the service byte by byte. No client
 * library stands between: what one would never send is sent here, and what it would forgive is seen.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { enroll } from '../support/graphql-client.ts';
import {
  frameOf,
  OPCODE,
  openRaw,
  type FrameOptions,
  type Handshake,
  type RawWebSocket,
} from '../support/raw-websocket.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';

let service: TestService;
let impatient: TestService;
const opened: RawWebSocket[] = [];

beforeAll(async () => {
  service = await startTestService();
  impatient = await startTestService({ config: { role: 'api', socketInitMs: 50 } });
});
afterEach(async () => {
  for (const socket of opened.splice(0)) await socket.cut();
});
afterAll(async () => {
  await service?.stop();
  await impatient?.stop();
});

const VIEWER = 'query { viewer { actor } }';
const NODES = 'query { nodes(first: 1) { totalCount } }';
const NODE_EVENTS = 'subscription { nodeEvents { kind nodeId } }';
const CREATE = 'mutation ($input: CreateNodeInput!) { createNode(input: $input) { node { id } errors { code } } }';

/** A socket on which nothing has been said yet. */
async function open(handshake?: Handshake): Promise<RawWebSocket> {
  const { status, head, socket } = await openRaw(service.url, handshake);
  if (status !== 101) throw new Error(`The handshake was refused:\n${head}`);
  opened.push(socket);
  return socket;
}

/** A socket that may subscribe. */
async function ready(): Promise<RawWebSocket> {
  const socket = await open();
  socket.send({ type: 'connection_init' });
  await socket.message(({ type }) => type === 'connection_ack', 'the acknowledgement');
  return socket;
}

const ask = (socket: RawWebSocket, id: string, query: string, variables?: object): void =>
  socket.send({ id, type: 'subscribe', payload: { query, ...(variables === undefined ? {} : { variables }) } });

const typesOf = (socket: RawWebSocket, id: string): readonly string[] =>
  socket.messages.filter((message) => message.id === id).map(({ type }) => type);

/** Until the answer to an operation has ended, well or not. */
const ended = (socket: RawWebSocket, id: string): Promise<unknown> =>
  socket.message((message) => message.id === id && message.type !== 'next', `the end of operation ${id}`);

/** Everything that was sent before has been dealt with: the service answers in turn. */
async function settled(socket: RawWebSocket, word: string): Promise<void> {
  socket.send({ type: 'ping', payload: { word } });
  await socket.message(({ type, payload }) => type === 'pong' && JSON.stringify(payload).includes(word), 'the pong');
}

describe('the handshake', () => {
  const NEEDED = 'graphql-transport-ws';

  it('chooses graphql-transport-ws, also among others', async () => {
    for (const offered of [NEEDED, `graphql-ws, ${NEEDED}`, `${NEEDED}, soap`]) {
      const { status, head, socket } = await openRaw(service.url, { headers: { 'Sec-WebSocket-Protocol': offered } });
      opened.push(socket);
      expect(status).toBe(101);
      expect(head).toMatch(/^Sec-WebSocket-Protocol: graphql-transport-ws\r?$/m);
    }
  });

  it('takes no extension, though one is offered', async () => {
    const headers = { 'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits' };
    const { head, socket } = await openRaw(service.url, { headers });
    opened.push(socket);
    expect(head).not.toMatch(/extensions/i);
  });

  it.each([
    ['no subprotocol', undefined],
    ['the one before it, graphql-ws', 'graphql-ws'],
    ['one in other letters', 'GRAPHQL-TRANSPORT-WS'],
  ])('is followed by 4406 when it offers %s', async (_what, protocol) => {
    const socket = await open({ headers: { 'Sec-WebSocket-Protocol': protocol } });
    expect(await socket.closeCode()).toBe(4406);
  });

  it.each<[what: string, handshake: Handshake, status: readonly number[]]>([
    ['another path', { path: '/graphql/ws' }, [404]],
    ['no path', { path: '*' }, [400, 404]],
    ['a page of another origin', { headers: { Origin: 'http://evil.example' } }, [403]],
    ['an origin that is none', { headers: { Origin: 'null' } }, [403]],
    ['another version of the protocol', { headers: { 'Sec-WebSocket-Version': '7' } }, [400, 426]],
    ['no version', { headers: { 'Sec-WebSocket-Version': undefined } }, [400, 426]],
    ['no key', { headers: { 'Sec-WebSocket-Key': undefined } }, [400]],
    ['a key that is too short', { headers: { 'Sec-WebSocket-Key': 'c2hvcnQ=' } }, [400]],
    ['another method', { method: 'POST' }, [400, 405]],
    ['another protocol to change to', { headers: { Upgrade: 'h2c' } }, [400]],
  ])('is refused with %s', async (_what, handshake, expected) => {
    const { status } = await openRaw(service.url, handshake);
    expect(expected).toContain(status);
  });
});

describe('the connection', () => {
  it('is acknowledged once', async () => {
    const socket = await ready();
    await settled(socket, 'after');
    expect(socket.messages.map(({ type }) => type)).toEqual(['connection_ack', 'pong']);
  });

  it.each([
    ['null', { type: 'connection_init', payload: null }],
    ['an empty object', { type: 'connection_init', payload: {} }],
    ['what nobody knows', { type: 'connection_init', payload: { a: [1, { b: 'ü' }] } }],
  ])('may be asked for with %s', async (_what, message) => {
    const socket = await open();
    socket.send(message);
    expect(await socket.message(() => true, 'the acknowledgement')).toMatchObject({ type: 'connection_ack' });
  });

  it('is closed with 4408 when nobody asks for it', async () => {
    const { socket } = await openRaw(impatient.url);
    opened.push(socket);
    expect(await socket.closeCode()).toBe(4408);
  });

  it('stays open when it was asked for in time', async () => {
    // In one breath with the handshake: its time is short, and this machine may be busy.
    const { socket } = await openRaw(impatient.url, { first: frameOf(Buffer.from('{"type":"connection_init"}')) });
    const { socket: silent } = await openRaw(impatient.url);
    opened.push(socket, silent);
    expect(await silent.closeCode()).toBe(4408); // by then its own time is over, too
    await settled(socket, 'still here');
  });

  it('is closed with 4429 when it is asked for again', async () => {
    const socket = await ready();
    socket.send({ type: 'connection_init' });
    expect(await socket.closeCode()).toBe(4429);
  });

  it('is closed with 4429 when it is asked for twice in one breath', async () => {
    const socket = await open();
    const init = frameOf(Buffer.from('{"type":"connection_init"}'));
    socket.write(Buffer.concat([init, init]));
    expect(await socket.closeCode()).toBe(4429);
  });

  it('is closed with 4401 when something is asked before it is acknowledged', async () => {
    const socket = await open();
    ask(socket, '1', VIEWER);
    expect(await socket.closeCode()).toBe(4401);
    expect(socket.messages).toEqual([]);
  });
});

describe('a message that is none', () => {
  it.each([
    ['no JSON', '{"type":'],
    ['nothing', ''],
    ['a list', '[]'],
    ['a text', '"ping"'],
    ['null', 'null'],
    ['an object without a type', '{}'],
    ['a type that is no text', '{"type":1}'],
    ['a type of the protocol before this one', '{"type":"start","id":"1","payload":{"query":"{ viewer { actor } }"}}'],
    ['a type of JavaScript', '{"type":"__proto__"}'],
    ['an init whose payload is a text', '{"type":"connection_init","payload":"x"}'],
    ['a ping whose payload is a list', '{"type":"ping","payload":[1]}'],
    ['an operation without an id', '{"type":"subscribe","payload":{"query":"{ viewer { actor } }"}}'],
    ['an id that is a number', '{"type":"subscribe","id":1,"payload":{"query":"{ viewer { actor } }"}}'],
    ['an id that is empty', '{"type":"subscribe","id":"","payload":{"query":"{ viewer { actor } }"}}'],
    ['an operation without a payload', '{"type":"subscribe","id":"1"}'],
    ['a payload without a query', '{"type":"subscribe","id":"1","payload":{}}'],
    ['a query that is an object', '{"type":"subscribe","id":"1","payload":{"query":{}}}'],
    ['variables that are a text', '{"type":"subscribe","id":"1","payload":{"query":"{ a }","variables":"x"}}'],
    [
      'an operationName that is a number',
      '{"type":"subscribe","id":"1","payload":{"query":"{ a }","operationName":1}}',
    ],
    ['extensions that are a text', '{"type":"subscribe","id":"1","payload":{"query":"{ a }","extensions":"x"}}'],
    ['a complete without an id', '{"type":"complete"}'],
    ['what only a server says: connection_ack', '{"type":"connection_ack"}'],
    ['what only a server says: next', '{"type":"next","id":"1","payload":{"data":{}}}'],
    ['what only a server says: error', '{"type":"error","id":"1","payload":[{"message":"x"}]}'],
  ])('is answered with 4400: %s', async (_what, text) => {
    const socket = await ready();
    socket.sendFrame(text);
    expect(await socket.closeCode()).toBe(4400);
  });
});

describe('ping and pong', () => {
  it('are answered before the connection is asked for, with what they carried', async () => {
    const socket = await open();
    socket.send({ type: 'ping', payload: { at: '12:00', deep: [{ a: null }] } });
    const pong = await socket.message(({ type }) => type === 'pong', 'the pong');
    expect(pong).toEqual({ type: 'pong', payload: { at: '12:00', deep: [{ a: null }] } });
  });

  it('carry nothing when nothing was given', async () => {
    const socket = await open();
    socket.send({ type: 'ping' });
    expect(await socket.message(({ type }) => type === 'pong', 'the pong')).toEqual({ type: 'pong' });
  });

  it('may come unasked: a pong is not answered', async () => {
    const socket = await open();
    socket.send({ type: 'pong', payload: { unasked: true } });
    await settled(socket, 'next');
    expect(socket.messages.map(({ type }) => type)).toEqual(['pong']);
  });
});

describe('an operation', () => {
  it('that is a query has one next, then complete', async () => {
    const socket = await ready();
    ask(socket, '1', VIEWER);
    await ended(socket, '1');
    await settled(socket, 'after');
    expect(typesOf(socket, '1')).toEqual(['next', 'complete']);
    expect(socket.messages[1]).toMatchObject({ payload: { data: { viewer: { actor: expect.any(String) } } } });
  });

  it('that is a mutation has one next, then complete', async () => {
    const socket = await ready();
    ask(socket, '1', CREATE, { input: { driver: 'fake-hardware', name: 'by-socket' } });
    await ended(socket, '1');
    expect(typesOf(socket, '1')).toEqual(['next', 'complete']);
    expect(socket.messages[1]).toMatchObject({ payload: { data: { createNode: { errors: [] } } } });
  });

  it.each<[what: string, payload: object, code: string]>([
    ['no GraphQL', { query: '{' }, 'GRAPHQL_PARSE_FAILED'],
    ['a field that is not there', { query: '{ nope }' }, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'two fields in a subscription',
      { query: 'subscription { nodeEvents { kind } a: nodeEvents { kind } }' },
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'a variable of another type',
      { query: 'query ($n: Int) { nodes(first: $n) { totalCount } }', variables: { n: 'x' } },
      'BAD_USER_INPUT',
    ],
    ['an operation that is not there', { query: VIEWER, operationName: 'Other' }, 'BAD_REQUEST'],
  ])('that is %s has one error and no complete, and the socket stays', async (_what, payload, code) => {
    const socket = await ready();
    socket.send({ id: '1', type: 'subscribe', payload });
    await ended(socket, '1');
    ask(socket, '2', NODES);
    await ended(socket, '2');
    expect(typesOf(socket, '1')).toEqual(['error']);
    expect(socket.messages.find(({ id }) => id === '1')?.payload).toMatchObject([{ extensions: { code } }]);
    expect(typesOf(socket, '2')).toEqual(['next', 'complete']);
  });

  it('leaves its id free once it has ended, well or not', async () => {
    const socket = await ready();
    for (const query of [VIEWER, '{ nope }', VIEWER]) {
      const before = socket.messages.length;
      ask(socket, 'again', query);
      await waitFor(() => socket.messages.slice(before).some(({ type }) => type !== 'next'), 'its end');
      expect(socket.closed).toBeNull();
    }
  });

  it('is one of many: answers find their way by id', async () => {
    const socket = await ready();
    const ids = Array.from({ length: 50 }, (_, index) => `op-${index}`);
    for (const id of ids)
      ask(socket, id, `query { __type(name: "${id}") { name } viewer { actor } }`.replace('op-', 'T'));
    for (const id of ids) await ended(socket, id);
    for (const id of ids) expect(typesOf(socket, id)).toEqual(['next', 'complete']);
  });

  it.each<[what: string, payload: string]>([
    ['a subscription', NODE_EVENTS],
    ['a query', NODES],
  ])('of an id that is taken closes the socket with 4409: %s', async (_what, query) => {
    const socket = await ready();
    ask(socket, 'same', NODE_EVENTS);
    ask(socket, 'same', query);
    expect(await socket.closeCode()).toBe(4409);
    expect(socket.closed?.reason).toContain('same');
  });

  it.each([
    ['quotes and backslashes', 'a"b\\c\'d'],
    ['line ends and NUL', 'a\r\nb\u2028c\u0000d'],
    ['letters of all the world', 'ünïcödé 例 🚀'],
    ['a name that JavaScript knows', '__proto__'],
    ['another such name', 'constructor'],
    ['60,000 letters', 'x'.repeat(60_000)],
  ])('may have an id of %s', async (_what, id) => {
    const socket = await ready();
    ask(socket, id, VIEWER);
    await ended(socket, id);
    expect(typesOf(socket, id)).toEqual(['next', 'complete']);
  });
});

describe('complete', () => {
  it('ends a subscription: nothing of it follows', async () => {
    const socket = await ready();
    ask(socket, 'left', NODE_EVENTS);
    ask(socket, 'kept', NODE_EVENTS);
    for (const id of ['left', 'kept']) await socket.message((message) => message.id === id, 'CAUGHT_UP');
    socket.send({ id: 'left', type: 'complete' });
    await settled(socket, 'done');
    const { id } = await enroll(service);
    await socket.message((message) => message.id === 'kept' && JSON.stringify(message).includes(id), 'the event');
    expect(JSON.stringify(socket.messages.filter((message) => message.id === 'left'))).not.toContain(id);
    expect(typesOf(socket, 'left')).not.toContain('complete');
    expect(typesOf(socket, 'kept')).not.toContain('complete');
  });

  it('of a query that is still being answered keeps the answer back', async () => {
    const socket = await ready();
    const subscribe = JSON.stringify({ id: 'left', type: 'subscribe', payload: { query: NODES } });
    const complete = JSON.stringify({ id: 'left', type: 'complete' });
    socket.write(Buffer.concat([frameOf(Buffer.from(subscribe)), frameOf(Buffer.from(complete))]));
    ask(socket, 'kept', NODES);
    await ended(socket, 'kept');
    expect(typesOf(socket, 'left')).toEqual([]);
  });

  it('leaves the id free at once', async () => {
    const socket = await ready();
    ask(socket, 'again', NODE_EVENTS);
    socket.send({ id: 'again', type: 'complete' });
    ask(socket, 'again', VIEWER);
    const answer = await socket.message((message) => JSON.stringify(message).includes('actor'), 'the answer');
    expect(answer).toMatchObject({ id: 'again', type: 'next' });
  });

  it('of what has ended, or never began, changes nothing', async () => {
    const socket = await ready();
    socket.send({ id: 'never', type: 'complete' });
    ask(socket, '1', VIEWER);
    await ended(socket, '1');
    socket.send({ id: '1', type: 'complete' });
    await settled(socket, 'after');
    expect(typesOf(socket, '1')).toEqual(['next', 'complete']);
  });
});

describe('frames', () => {
  const PING = JSON.stringify({ type: 'ping', payload: { of: 'pieces' } });

  it('may carry a message in pieces, with a ping of the socket itself between them', async () => {
    const socket = await open();
    socket.sendFrame(PING.slice(0, 5), { isLast: false });
    socket.sendFrame(PING.slice(5, 9), { isLast: false, opcode: OPCODE.continuation });
    socket.sendFrame('between', { opcode: OPCODE.ping });
    socket.sendFrame(PING.slice(9), { opcode: OPCODE.continuation });
    expect(await socket.message(({ type }) => type === 'pong', 'the pong')).toMatchObject({
      payload: { of: 'pieces' },
    });
    const pong = socket.control.find(({ opcode }) => opcode === OPCODE.pong);
    expect(pong?.payload.toString()).toBe('between');
  });

  it('may come a byte at a time', async () => {
    const socket = await open();
    for (const byte of frameOf(Buffer.from(PING))) socket.write(Buffer.from([byte]));
    expect(await socket.message(() => true, 'the pong')).toEqual({ type: 'pong', payload: { of: 'pieces' } });
  });

  it('may be many in one packet', async () => {
    const socket = await open();
    const one = (of: number): Buffer => frameOf(Buffer.from(JSON.stringify({ type: 'ping', payload: { of } })));
    const numbers = Array.from({ length: 100 }, (_, index) => index);
    socket.write(Buffer.concat(numbers.map(one)));
    await waitFor(() => socket.messages.length === 100, 'all pongs');
    expect(socket.messages.map(({ payload }) => payload)).toEqual(numbers.map((of) => ({ of })));
  });

  it('of bytes are read as text', async () => {
    const socket = await open();
    socket.sendFrame(PING, { opcode: OPCODE.binary });
    expect(await socket.message(() => true, 'the pong')).toEqual({ type: 'pong', payload: { of: 'pieces' } });
  });

  const BIG = 'x'.repeat(70_000);
  const ID_OF_A_MEGABYTE = JSON.stringify({ id: 'x'.repeat(1024 * 1024), type: 'complete' });
  it.each<[what: string, frames: readonly (readonly [string | Buffer, FrameOptions])[], code: number]>([
    ['that are not masked', [[PING, { isMasked: false }]], 1002],
    ['with a bit for an extension', [[PING, { reserved: 4 }]], 1002],
    ['of a kind that does not exist', [[PING, { opcode: 3 }]], 1002],
    ['that go on with nothing', [[PING, { opcode: OPCODE.continuation }]], 1002],
    [
      'that begin another message within one',
      [
        [PING, { isLast: false }],
        [PING, {}],
      ],
      1002,
    ],
    ['of control that come in pieces', [['a', { opcode: OPCODE.ping, isLast: false }]], 1002],
    ['of control that are longer than 125 bytes', [['a'.repeat(126), { opcode: OPCODE.ping }]], 1002],
    ['that are no UTF-8', [[Buffer.from([0x22, 0xff, 0xfe, 0x22]), {}]], 1007],
    ['over 64 KiB', [[BIG, {}]], 1009],
    [
      'over 64 KiB together',
      [
        [BIG.slice(0, 40_000), { isLast: false }],
        [BIG.slice(0, 40_000), { opcode: OPCODE.continuation }],
      ],
      1009,
    ],
    ['with an id of a megabyte', [[ID_OF_A_MEGABYTE, {}]], 1009],
    ['that close with a code nobody may send', [[Buffer.from([0x03, 0xed]), { opcode: OPCODE.close }]], 1002],
    ['that close with half a code', [[Buffer.from([0x03]), { opcode: OPCODE.close }]], 1002],
  ])('close the socket %s', async (_what, frames, code) => {
    const socket = await ready();
    for (const [payload, options] of frames) socket.sendFrame(payload, options);
    expect(await socket.closeCode()).toBe(code);
    await waitFor(() => socket.isGone, 'the connection to end');
  });
});

describe('the end', () => {
  const openSockets = async (): Promise<number> => {
    const text = await (await fetch(`${service.url}/metrics`)).text();
    return Number(/^ironql_websocket_connections (\d+)$/m.exec(text)?.[1]);
  };

  it('is answered with the same code, and the connection ends', async () => {
    const socket = await ready();
    ask(socket, '1', NODE_EVENTS);
    await socket.message(({ id }) => id === '1', 'CAUGHT_UP');
    socket.sendFrame(Buffer.concat([Buffer.from([0x03, 0xe8]), Buffer.from('bye')]), { opcode: OPCODE.close });
    expect(await socket.closeCode()).toBe(1000);
    await waitFor(() => socket.isGone, 'the connection to end');
    expect(typesOf(socket, '1')).not.toContain('complete');
    await waitFor(async () => (await openSockets()) === 0, 'no socket to be left');
  });

  it('may come without a word, in the middle of a frame', async () => {
    const socket = await ready();
    ask(socket, '1', NODE_EVENTS);
    await socket.message(({ id }) => id === '1', 'CAUGHT_UP');
    expect(await openSockets()).toBeGreaterThan(0);
    socket.write(frameOf(Buffer.from('{"type":"ping"}')).subarray(0, 7));
    await socket.cut();
    await waitFor(async () => (await openSockets()) === 0, 'no socket to be left');
  });
});
