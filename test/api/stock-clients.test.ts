/** Unmodified client libraries, whose connections are cut again and again while things happen. */
import { afterEach, describe, expect, it } from 'vitest';
import { covers, decodePosition } from '../../src/domain/cursor.ts';
import { randomFor } from '../chaos/random.ts';
import { openRows, type TestRows } from '../support/builders.ts';
import { startCuttingProxy, type CuttingProxy } from '../support/cutting-proxy.ts';
import { createTestDatabase } from '../support/database.ts';
import { accepted, enroll } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { STOCK_CLIENTS, type StockClient } from '../support/stock-clients.ts';
import { waitFor } from '../support/wait.ts';

const SEED = Number(process.env['IRONQL_CUT_SEED'] ?? 20_261_127);
const CUTS_OF_EACH = 27; // over 200 of all eight
const NODES = 3;
const LONGEST_MS = 150_000;

const WATCH = `subscription Watch($after: Cursor) {
  nodeEvents(after: $after) { kind type event { id nodeId nodeSequence } node { id name description } } }`;

interface LogEvent {
  readonly id: string;
  readonly nodeId: string;
  readonly nodeSequence: number;
}

interface Following {
  readonly client: StockClient;
  readonly proxy: CuttingProxy;
  readonly events: readonly LogEvent[];
  readonly failures: readonly unknown[];
  readonly stop: () => void;
}

const ends: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

async function follow(client: StockClient, service: TestService, after: string | null): Promise<Following> {
  const proxy = await startCuttingProxy(service.url, randomFor(SEED, client.name).next);
  ends.push(() => proxy.close());
  const events: LogEvent[] = [];
  const failures: unknown[] = [];
  const stop = client.follow({
    url: `${proxy.url}/graphql`,
    query: WATCH,
    variables: { after },
    told(data) {
      // As the document selects.
      const { nodeEvents } = data as { nodeEvents: { kind: string; event: LogEvent | null } };
      if (nodeEvents.kind === 'GAP') failures.push(nodeEvents);
      if (nodeEvents.event !== null) events.push(nodeEvents.event);
    },
    failed: (why) => failures.push(why),
  });
  ends.push(stop);
  return { client, proxy, events, failures, stop };
}

/** What the log has that the holder of the cursor has not had, each node's in its order. */
async function readLog(rows: TestRows, cursor: string | null): Promise<Map<string, string[]>> {
  const log = await rows.query<{ id: number; node: string }>(
    'SELECT id, node_id AS node FROM events WHERE node_id IS NOT NULL ORDER BY node_sequence',
  );
  const from = decodePosition(cursor ?? '');
  if (from === null) throw new Error('That is no cursor.');
  return byNode(log.flatMap(({ id, node }) => (covers(from, id) ? [] : { id: String(id), nodeId: node })));
}

function byNode(events: readonly Pick<LogEvent, 'id' | 'nodeId'>[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { id, nodeId } of events) found.set(nodeId, [...(found.get(nodeId) ?? []), id]);
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Changes nodes one after the other until it is enough, and says how often. */
async function change(service: () => TestService, nodes: readonly string[], isEnough: () => boolean): Promise<number> {
  let changes = 0;
  const deadline = performance.now() + LONGEST_MS;
  while (!isEnough()) {
    if (performance.now() > deadline) throw new Error('The connections were not cut often enough.');
    const description = `change ${changes} ${'.'.repeat(200)}`; // so that a cut falls into an item
    await accepted(service(), 'updateNode', { nodeId: nodes[changes % nodes.length], description });
    changes += 1;
  }
  return changes;
}

async function everybodyHas(
  followings: readonly Following[],
  log: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  const count = [...log.values()].flat().length;
  for (const { client, events, failures } of followings) {
    await waitFor(() => new Set(events.map(({ id }) => id)).size >= count || failures.length > 0, client.name, 60_000);
    expect(failures, client.name).toEqual([]);
    expect(byNode(events), client.name).toEqual(log);
  }
}

describe('stock clients', () => {
  it(
    'whose connections are cut hundreds of times have every event once, and those of a node in their order',
    async () => {
      const service = await startTestService();
      ends.push(() => service.stop());
      const rows = await openRows(service.databaseUrl);
      ends.push(() => rows.close());
      const nodes: string[] = [];
      for (let node = 0; node < NODES; node += 1) nodes.push((await enroll(service)).id);
      const { cursor } = await accepted(service, 'updateNode', { nodeId: nodes[0], description: 'from here on' });
      const followings = await Promise.all(STOCK_CLIENTS.map((client) => follow(client, service, cursor)));
      await change(
        () => service,
        nodes,
        () => followings.every(({ proxy, failures }) => proxy.cuts >= CUTS_OF_EACH || failures.length > 0),
      );
      for (const { proxy } of followings) proxy.heal();
      const log = await readLog(rows, cursor);
      await everybodyHas(followings, log);
      expect(followings.reduce((sum, { proxy }) => sum + proxy.cuts, 0)).toBeGreaterThan(200);
    },
    LONGEST_MS + 90_000,
  );

  it(
    'whose service is restarted under them go on at another process, and miss nothing',
    async () => {
      const database = await createTestDatabase();
      ends.push(() => database.drop());
      const start = (): Promise<TestService> =>
        startTestService({ databaseUrl: database.url, config: { role: 'api' } });
      const services = [await start(), await start()] as [TestService, TestService];
      ends.push(() => Promise.all(services.map((service) => service.stop())));
      const rows = await openRows(database.url);
      ends.push(() => rows.close());
      const nodes = [(await enroll(services[0])).id, (await enroll(services[0])).id];
      const { cursor } = await accepted(services[0], 'updateNode', { nodeId: nodes[0], description: 'from here on' });
      const followings = await Promise.all(STOCK_CLIENTS.map((client) => follow(client, services[0], cursor)));
      for (const { proxy } of followings) proxy.heal();

      let staying: TestService = services[1];
      let isOver = false;
      const changing = change(
        () => staying,
        nodes,
        () => isOver,
      );
      for (const leaving of [0, 1, 0, 1] as const) {
        staying = services[leaving === 0 ? 1 : 0];
        for (const { proxy } of followings) proxy.direct(staying.url);
        await services[leaving].stop();
        const had = followings.map(({ events }) => events.length);
        await waitFor(
          () => followings.every(({ events }, at) => events.length > (had[at] ?? 0)),
          'everybody to go on at the other process',
        );
        services[leaving] = await start();
      }
      isOver = true;
      expect(await changing).toBeGreaterThan(4);
      await everybodyHas(followings, await readLog(rows, cursor));
    },
    LONGEST_MS,
  );
});
