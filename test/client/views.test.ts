import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createIronqlClient, type ClientOptions, type IronqlClient } from '../../src/client/client.ts';
import type { FleetBucket, FleetView } from '../../src/client/fleet-view.ts';
import type { FleetDimension } from '../../src/client/generated.ts';
import type { LiveView } from '../../src/client/live-view.ts';
import { randomFor } from '../chaos/random.ts';
import { openRows, type TestRows } from '../support/builders.ts';
import { accepted, ask, enroll, type Variables } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';
import { startWireProxy, type WireProxy } from '../support/wire-proxy.ts';

interface Node {
  readonly id: string;
  readonly name: string;
  readonly version: number;
}

const LIVE = `subscription ($filter: NodeFilter) {
  nodesLive(filter: $filter) { kind nodeId node { id name version } } }`;

const NODES = `query ($filter: NodeFilter) {
  nodes(first: 500, filter: $filter, orderBy: [{ field: NAME, direction: ASC }]) { nodes { id name version } } }`;

const COUNTS = `query ($groupBy: [FleetDimension!]!, $filter: NodeFilter) {
  fleetSummary(groupBy: $groupBy, filter: $filter) { total buckets { key { dimension value } count } } }`;

const GROUP_BY: readonly FleetDimension[] = ['RESOURCE_CLASS', 'MAINTENANCE'];

let service: TestService;
let rows: TestRows;
let proxy: WireProxy;
const clients: IronqlClient[] = [];

beforeAll(async () => {
  service = await startTestService({ config: { role: 'api', streamHeartbeatMs: 100 } });
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

const byName = (a: Node, b: Node): number => (a.name < b.name ? -1 : Number(a.name > b.name));

const nodesOf = async (filter: Variables): Promise<readonly Node[]> =>
  (await ask<{ nodes: { nodes: readonly Node[] } }>(service, NODES, { filter })).nodes.nodes;

const isComplete = (view: LiveView<Node> | FleetView): Promise<unknown> =>
  waitFor(() => view.get().isComplete, 'the first snapshot');

async function enrollAll(count: number, resourceClass: string): Promise<readonly string[]> {
  const ids = [];
  for (let number = 1; number <= count; number += 1)
    ids.push((await enroll(service, { resourceClass, name: `${resourceClass}-${number}` })).id);
  return ids;
}

const inOrder = (buckets: readonly FleetBucket[]): readonly string[] =>
  buckets.map(({ key, count }) => `${key.map(({ value }) => value).join()}: ${count}`).sort();

describe('views', () => {
  it('show what queries answer, whatever happened to nodes and wire', { timeout: 90_000 }, async () => {
    const random = randomFor(6, 'views');
    const ids = await enrollAll(12, 'in');
    const filter = { resourceClass: { eq: 'in' } };
    const all = { name: { startsWith: 'in-' } };
    const client = connect();
    const view = client.liveView<Node>(LIVE, { filter }, { compare: byName });
    const counts = client.fleetView({ groupBy: GROUP_BY, filter: all });
    await Promise.all([isComplete(view), isComplete(counts)]);

    for (let round = 0; round < 60; round += 1) {
      const nodeId = random.pick(ids) ?? '';
      const changes = [
        accepted(service, 'updateNode', { nodeId, resourceClass: random.chance(0.6) ? 'in' : 'out' }),
        accepted(service, 'updateNode', { nodeId: random.pick(ids), name: `in-${random.between(0, 99)}-${round}` }),
        accepted(service, 'setNodeMaintenance', { nodeId: random.pick(ids), maintenance: random.chance(0.5) }),
      ];
      const connections = proxy.accepted;
      const isCut = random.chance(0.4);
      if (isCut) proxy.cut();
      await Promise.all(changes);
      if (isCut) await waitFor(() => proxy.accepted > connections, 'the client to come back');
    }
    const expected = await nodesOf(filter);
    const { fleetSummary } = await ask<{ fleetSummary: { total: number; buckets: readonly FleetBucket[] } }>(
      service,
      COUNTS,
      { groupBy: GROUP_BY, filter: all },
    );
    await waitFor(() => JSON.stringify(view.get().nodes) === JSON.stringify(expected), 'the view to be the same').catch(
      () => {}, // the comparison below says more
    );
    expect(view.get().nodes).toEqual(expected);
    expect([...view.get().byId.values()]).toEqual(expected);
    await waitFor(
      () => JSON.stringify(inOrder(counts.get().buckets)) === JSON.stringify(inOrder(fleetSummary.buckets)),
      'the counts to be the same',
    ).catch(() => {});
    expect(inOrder(counts.get().buckets)).toEqual(inOrder(fleetSummary.buckets));
    expect(counts.get().total).toBe(fleetSummary.total);
    expect(proxy.accepted).toBeGreaterThan(10);
  });

  it('are never seen half empty, nor with who left while a snapshot was cut off', async () => {
    const ids = await enrollAll(60, 'whole');
    const filter = { resourceClass: { eq: 'whole' } };
    const client = connect();
    proxy.cutAfter([4_000]); // some of the sixty, in the order of their ids
    const view = client.liveView<Node>(LIVE, { filter });
    const sizes: number[] = [];
    view.subscribe(() => sizes.push(view.get().nodes.length));
    await waitFor(() => client.connection.get().phase === 'reconnecting', 'the cut');
    proxy.lead({ url: 'http://127.0.0.1:1' }); // away, until this is done
    proxy.cut();
    await accepted(service, 'deleteNode', { nodeId: ids[0] });
    proxy.lead(service);
    await isComplete(view);
    expect(view.get().byId.has(ids[0] ?? '')).toBe(false);
    expect(view.get().nodes).toHaveLength(59);

    // The log no longer has what happens now; and the snapshot that comes instead is cut off as well.
    proxy.lead({ url: 'http://127.0.0.1:1' });
    proxy.cut();
    await accepted(service, 'deleteNode', { nodeId: ids[1] });
    const [newest] = await rows.query<{ id: number }>('SELECT MAX(id) AS id FROM events');
    await rows.query('UPDATE event_log_state SET purged_through = ?', [newest?.id]);
    await rows.query('DELETE FROM events');
    proxy.cutAfter([4_000]);
    proxy.lead(service);
    await waitFor(() => view.get().nodes.length === 58, 'the snapshot that replaces what was lost');
    await waitFor(() => sizes.at(-1) === 58, 'the listener to be told');
    expect(new Set(sizes)).toEqual(new Set([59, 58]));
  });

  it('are the same object until something changes, and tell a burst of changes once', async () => {
    const [id] = await enrollAll(1, 'same');
    const view = connect().liveView<Node>(LIVE, { filter: { resourceClass: { eq: 'same' } } });
    await isComplete(view);
    const before = view.get();
    expect(view.get()).toBe(before);
    let told = 0;
    const stop = view.subscribe(() => (told += 1));
    await accepted(service, 'updateNode', { nodeId: id, description: 'changed' });
    await waitFor(() => view.get() !== before && told > 0, 'the listener to be told');
    expect(before.nodes[0]?.version).not.toBe(view.get().nodes[0]?.version);
    stop();
    view.close();
    expect(view.get()).toMatchObject({ hasEnded: true, error: null });
  });

  it('say that they may be out of date, and when they are not any more', async () => {
    const client = connect();
    const view = client.fleetView({ groupBy: ['OWNER'], staleAfterMs: 1_000 });
    await isComplete(view);
    expect(view.get().isStale).toBe(false);
    proxy.freeze();
    await waitFor(() => view.get().isStale, 'the view to be stale');
    expect(client.connection.get().phase).toBe('live'); // for all that the socket knows
    proxy.cut();
    await waitFor(() => !view.get().isStale, 'the view to be fresh');
  });

  it('of a document that selects too little say so', async () => {
    const view = connect().liveView<Node>('subscription { nodesLive { nodeId node { id } } }', {});
    await waitFor(() => view.get().hasEnded, 'the end');
    expect(view.get().error?.message).toContain('kind, nodeId and node');
  });

  it('that are refused say so', async () => {
    const view = connect().fleetView({ groupBy: [] });
    await waitFor(() => view.get().hasEnded, 'the end');
    expect(view.get().error).toMatchObject({ kind: 'refused' });
  });
});
