import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createIronqlClient, type ClientOptions, type IronqlClient } from '../../src/client/client.ts';
import { IronqlError } from '../../src/client/errors.ts';
import type { StreamKind } from '../../src/client/generated.ts';
import { RecentIds } from '../../src/client/recent-ids.ts';
import type { Stream } from '../../src/client/stream.ts';
import { randomFor } from '../chaos/random.ts';
import { openRows, type TestRows } from '../support/builders.ts';
import { startWireProxy, type WireProxy } from '../support/wire-proxy.ts';
import { accepted, enroll } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';

interface Item {
  readonly kind: StreamKind;
  readonly nodeId: string | null;
  readonly event: { readonly id: string } | null;
  readonly gap: { readonly reason: string } | null;
}

const WATCH = `subscription ($filter: NodeFilter, $after: Cursor, $snapshot: Boolean! = false) {
  nodeEvents(filter: $filter, after: $after, snapshot: $snapshot) { kind nodeId event { id } gap { reason } } }`;

const LOG = `subscription ($after: Cursor) { events(after: $after) { kind nodeId event { id } gap { reason } } }`;

let service: TestService;
let rows: TestRows;
let proxy: WireProxy;
const clients: IronqlClient[] = [];

beforeAll(async () => {
  service = await startTestService({ config: { role: 'api' } });
  rows = await openRows(service.databaseUrl);
});
afterAll(async () => {
  await rows?.close();
  await service?.stop();
});
beforeEach(async () => {
  proxy = await startWireProxy(service);
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await proxy.close();
});

function connect(options: Partial<ClientOptions> = {}): IronqlClient {
  const client = createIronqlClient({ url: `${proxy.url}/graphql`, webSocketImpl: WebSocket, ...options });
  clients.push(client);
  return client;
}

interface Reading {
  readonly items: readonly Item[];
  /** The loop's end: null, or what it threw. */
  readonly ended: Promise<unknown>;
  has(kind: Item['kind']): Promise<unknown>;
}

function read(stream: Stream<Item>): Reading {
  const items: Item[] = [];
  const ended = (async () => {
    try {
      for await (const item of stream) items.push(item);
      return null;
    } catch (error) {
      return error;
    }
  })();
  return { items, ended, has: (kind) => waitFor(() => items.some((item) => item.kind === kind), kind) };
}

const eventIds = (items: readonly Item[]): number[] => items.flatMap(({ event }) => (event ? [Number(event.id)] : []));
const inOrder = (ids: readonly number[]): number[] => [...ids].sort((a, b) => a - b);

async function logOf(nodeIds: readonly string[]): Promise<readonly number[]> {
  const found = await rows.query<{ id: number }>(
    `SELECT id FROM events WHERE node_id IN (${nodeIds.map(() => '?').join()}) ORDER BY id`,
    [...nodeIds],
  );
  return found.map(({ id }) => id);
}

async function update(nodeId: string, description: string, at: TestService = service): Promise<void> {
  await accepted(at, 'updateNode', { nodeId, description });
}

const ofNodes = (ids: readonly string[]) => ({ filter: { id: { in: ids } } });

describe('a stream', () => {
  it('that is cut again and again gives every event once', { timeout: 90_000 }, async () => {
    const random = randomFor(6, 'cuts');
    const nodeIds = [];
    for (let count = 0; count < 4; count += 1) nodeIds.push((await enroll(service)).id);
    const before = await logOf(nodeIds);
    const client = connect();
    const readings = [client.subscribe<Item>(WATCH, ofNodes(nodeIds)), client.subscribe<Item>(LOG, {})].map(read);
    await Promise.all(readings.map((reading) => reading.has('CAUGHT_UP')));

    for (let round = 0; round < 40; round += 1) {
      const changes = nodeIds.map((id) => update(id, `round ${round}`));
      if (random.chance(0.5)) await changes[0];
      const seen = proxy.accepted;
      proxy.cut();
      await Promise.all(changes);
      // Mostly the next cut is to meet a connection, at any point of its life.
      if (random.chance(0.7)) await waitFor(() => proxy.accepted > seen, 'the client to come back');
    }
    const log = (await logOf(nodeIds)).filter((id) => !before.includes(id));
    expect(log.length).toBeGreaterThanOrEqual(160);
    for (const { items } of readings) {
      await waitFor(() => eventIds(items).length >= log.length, 'all events');
      expect(inOrder(eventIds(items))).toEqual(log);
    }
    expect(proxy.accepted).toBeGreaterThan(20);
  });

  it('goes on when another process takes over, and says meanwhile since when it is alone', async () => {
    const first = await startTestService({ config: { role: 'api' }, databaseUrl: service.databaseUrl });
    const { id } = await enroll(service);
    proxy.lead(first);
    const phases: string[] = [];
    const client = connect({ onState: ({ phase }) => phases.push(phase) });
    const reading = read(client.subscribe<Item>(WATCH, ofNodes([id])));
    await reading.has('CAUGHT_UP');
    expect(client.connection.get().phase).toBe('live');
    const cutAt = Date.now();
    await first.stop();
    await waitFor(() => client.connection.get().phase === 'reconnecting', 'the loss to be noticed');
    expect(client.connection.get().since).toBeGreaterThanOrEqual(cutAt);
    await update(id, 'while it was away');
    proxy.lead(service);
    await reading.has('UPDATE');
    expect(phases).toEqual(['connecting', 'live', 'reconnecting', 'live']);
    client.close();
    expect(await reading.ended).toBeNull();
    expect(phases.at(-1)).toBe('closed');
  });

  it('says what was lost while it was away, if the log no longer has it', async () => {
    const own = await startTestService({ config: { role: 'api' } });
    const ownRows = await openRows(own.databaseUrl);
    try {
      const { id } = await enroll(own);
      proxy.lead(own);
      const reading = read(connect().subscribe<Item>(WATCH, { ...ofNodes([id]), snapshot: true }));
      await reading.has('CAUGHT_UP');
      proxy.lead({ url: 'http://127.0.0.1:1' }); // nobody is there
      proxy.cut();
      for (const description of ['lost', 'lost too', 'kept']) await update(id, description, own);
      const [newest] = await ownRows.query<{ id: number }>('SELECT MAX(id) AS id FROM events');
      await ownRows.query('UPDATE event_log_state SET purged_through = ?', [(newest?.id ?? 0) - 1]);
      await ownRows.query('DELETE FROM events WHERE id < ?', [newest?.id]);
      proxy.lead(own);
      await reading.has('GAP');
      await waitFor(() => reading.items.filter(({ kind }) => kind === 'CAUGHT_UP').length === 2, 'it to catch up');
      const kinds = reading.items.map(({ kind }) => kind).filter((kind) => kind !== 'HEARTBEAT');
      expect(kinds).toEqual(['SNAPSHOT', 'CAUGHT_UP', 'GAP', 'SNAPSHOT', 'CAUGHT_UP']);
    } finally {
      await ownRows.close();
      await own.stop();
    }
  });

  it('that was cut off in its snapshot says that it begins anew', async () => {
    const nodeIds: string[] = [];
    for (let count = 0; count < 60; count += 1) nodeIds.push((await enroll(service)).id);
    let begun = 0;
    proxy.cutAfter([3_000, 4_000]); // some items each: an item has about a hundred bytes
    const variables = { ...ofNodes(nodeIds), snapshot: true };
    const reading = read(connect().subscribe<Item>(WATCH, variables, { onBegin: () => (begun += 1) }));
    await reading.has('CAUGHT_UP');
    const snapshot = reading.items.filter(({ kind }) => kind === 'SNAPSHOT').map(({ nodeId }) => nodeId ?? '');
    expect(begun).toBe(3);
    expect(snapshot.length).toBeGreaterThan(nodeIds.length);
    expect(new Set(snapshot.slice(-nodeIds.length))).toEqual(new Set(nodeIds));
  });

  it('goes on where an earlier run of the program stopped', async () => {
    const { id } = await enroll(service);
    const first = connect().subscribe<Item>(WATCH, ofNodes([id]));
    for await (const { kind } of first) if (kind === 'CAUGHT_UP') break;
    expect(first.cursor).toMatch(/\S/);
    await update(id, 'between the runs');
    const second = read(
      connect().subscribe<Item>(WATCH, { ...ofNodes([id]), snapshot: true }, { resume: first.cursor }),
    );
    await second.has('CAUGHT_UP');
    expect(second.items.map(({ kind }) => kind)).toEqual(['UPDATE', 'CAUGHT_UP']);
  });

  it('ends with the socket when its loop is left', async () => {
    const client = connect();
    for await (const { kind } of client.subscribe<Item>(LOG, {})) if (kind === 'CAUGHT_UP') break;
    expect(client.connection.get().phase).toBe('idle');
    await waitFor(async () => /^ironql_websocket_connections 0$/m.test(await metrics()), 'the socket to be closed');
  });

  it('is refused with what the service says, once and for good', async () => {
    const client = connect();
    const stream = client.subscribe<Item>('subscription { nodeEvents { kind nonsense } }', {});
    const error = await read(stream).ended;
    expect(error).toBeInstanceOf(IronqlError);
    expect(error).toMatchObject({ kind: 'refused', code: 'GRAPHQL_VALIDATION_FAILED' });
    expect(await stream.next()).toEqual({ done: true, value: undefined });
    expect(proxy.accepted).toBe(1);
  });

  it('costs a reader that does not take little: it is cut off, and goes on when it takes again', async () => {
    const { id } = await enroll(service);
    const { cursor } = await accepted(service, 'updateNode', { nodeId: id, description: 'first' });
    // More than is kept; they need not be true. Numbers are given in blocks: what is left of the last is a gap for a while,
    // and cursors repeat.
    await rows.query(
      `INSERT INTO events (type, node_id, node_sequence, actor, changes, stamp, created_at)
       WITH RECURSIVE fifty AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM fifty WHERE n < 50)
       SELECT type, node_id, node_sequence + a.n * 50 + b.n, actor, changes, stamp, created_at
         FROM events JOIN fifty a JOIN fifty b
        WHERE id = (SELECT MAX(id) FROM events WHERE node_id = ?)`,
      [id],
    );
    const client = connect();
    const stream = client.subscribe<Item>(LOG, { after: cursor });
    await waitFor(() => client.connection.get().phase === 'live', 'the connection');
    await waitFor(() => client.connection.get().phase === 'idle', 'it to be cut off');
    const reading = read(stream);
    await reading.has('CAUGHT_UP');
    const ids = eventIds(reading.items);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThanOrEqual(2_500);
    expect(proxy.accepted).toBeGreaterThanOrEqual(2);
  });
});

async function metrics(): Promise<string> {
  return (await fetch(`${service.url}/metrics`)).text();
}

describe('a connection', () => {
  it('over which nothing comes any more is given up and made anew', async () => {
    const { id } = await enroll(service);
    const reading = read(connect({ pingMs: 100 }).subscribe<Item>(WATCH, ofNodes([id])));
    await reading.has('CAUGHT_UP');
    proxy.freeze();
    await update(id, 'unheard');
    await reading.has('UPDATE');
    expect(proxy.accepted).toBeGreaterThan(1);
  });

  it('asks for its token each time', async () => {
    let asked = 0;
    const client = connect({
      token: () => {
        asked += 1;
        return `token ${asked}`;
      },
    });
    await read(client.subscribe<Item>(LOG, {})).has('CAUGHT_UP');
    proxy.cut();
    await waitFor(() => client.connection.get().phase === 'reconnecting', 'the loss to be noticed');
    await waitFor(() => client.connection.get().phase === 'live', 'the next connection');
    expect(asked).toBeGreaterThanOrEqual(2);
  });

  it('is not made by a client that was closed', async () => {
    const client = connect();
    client.close();
    expect(await read(client.subscribe<Item>(LOG, {})).ended).toMatchObject({ kind: 'closed' });
    expect(proxy.accepted).toBe(0);
  });
});

describe('what is remembered of events', () => {
  it('is the newest few', () => {
    const ids = new RecentIds(3);
    expect(['a', 'b', 'a', 'c', 'd', 'b', 'a'].map((id) => ids.add(id))).toEqual([
      true,
      true,
      false,
      true,
      true,
      false,
      true,
    ]);
  });
});
