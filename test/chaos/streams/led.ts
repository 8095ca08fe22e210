/**
 * Clients that come back by themselves, as others have written them: to one address, behind which they are led to one
 * process after another, and cut off or left without a word in between.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { createIronqlClient } from '../../../src/client/client.ts';
import type { FleetViewOptions } from '../../../src/client/fleet-view.ts';
import type { StreamItem } from '../../../src/client/stream.ts';
import type { StockClient } from '../../support/stock-clients.ts';
import { startWireProxy, type WireProxy } from '../../support/wire-proxy.ts';
import type { Random } from '../random.ts';
import { judgeSubscriber, judgeView } from './check.ts';
import { createRecorder, hasHadAll, type Item, type SubscriberRecord } from './record.ts';
import { viewOfCounts, viewOfNodes, type ShownNode, type View } from './view.ts';
import type { Truth, Watcher } from './watcher.ts';
import { DOCUMENTS, type Wish } from './wishes.ts';

const LED_ON_AFTER_MS = { min: 300, max: 5_000 };
/** A client that sends pings finds out that nobody answers; the others wait until they are cut off. */
const FROZEN_SHARE = 0.2;
const PING_MS = 500;

interface Way {
  readonly proxy: WireProxy;
  calm(): void;
  close(): Promise<void>;
}

async function openWay(urls: readonly string[], random: Random): Promise<Way> {
  const proxy = await startWireProxy({ url: random.pick(urls) ?? '' });
  const peace = new AbortController();
  const leading = (async () => {
    for (;;) {
      const ms = random.between(LED_ON_AFTER_MS.min, LED_ON_AFTER_MS.max);
      await sleep(ms, undefined, { signal: peace.signal }).catch(() => {});
      proxy.lead({ url: random.pick(urls) ?? '' });
      if (!peace.signal.aborted && random.chance(FROZEN_SHARE)) proxy.freeze();
      else proxy.cut(); // in the end as well: what was frozen would never move
      if (peace.signal.aborted) return;
    }
  })();
  return {
    proxy,
    calm: () => peace.abort(),
    async close() {
      peace.abort();
      await leading;
      await proxy.close();
    },
  };
}

/** A client library as it is published. It says nothing of its connections, so those of the way are counted. */
export async function startStockClient(
  client: StockClient,
  urls: readonly string[],
  wish: Wish,
  random: Random,
): Promise<Watcher> {
  const way = await openWay(urls, random);
  const recorder = createRecorder(wish);
  const { record } = recorder;
  const stop = client.follow({
    url: `${way.proxy.url}/graphql`,
    query: DOCUMENTS[wish.field],
    variables: wish.variables,
    told(data) {
      const item = (data as Readonly<Record<string, Item>>)[wish.field]; // as the document selects it
      while (record.connections < way.proxy.accepted) recorder.connect();
      if (item !== undefined) recorder.take(item, item.cursor);
    },
    failed: (why) => recorder.complain(`it gave up: ${String(why)} ${JSON.stringify(why)}`),
  });
  return followingEvents(way, record, stop);
}

/** @param stop ends the client, before its way is closed */
function followingEvents(way: Way, record: SubscriberRecord, stop: () => void | Promise<void>): Watcher {
  return {
    hasBegun: () => record.begun !== null,
    calm: () => way.calm(),
    isUpToDate: ({ happened }) => hasHadAll(record, happened),
    judge: (truth) => judgeSubscriber(record, truth),
    returns: () => Math.max(0, way.proxy.accepted - 1),
    async stop() {
      await stop();
      await way.close();
    },
  };
}

const createClient = (way: Way): ReturnType<typeof createIronqlClient> =>
  createIronqlClient({ url: `${way.proxy.url}/graphql`, webSocketImpl: WebSocket, pingMs: PING_MS });

/** The stream of the client library, which gives no event twice: all that it gives counts as one connection. */
export async function startLibraryStream(urls: readonly string[], wish: Wish, random: Random): Promise<Watcher> {
  const way = await openWay(urls, random);
  const client = createClient(way);
  const recorder = createRecorder(wish);
  const { record } = recorder;
  recorder.connect();
  const reading = (async () => {
    for await (const item of client.subscribe<Item & StreamItem>(DOCUMENTS[wish.field], wish.variables))
      recorder.take(item, item.cursor);
  })().catch((error: unknown) => recorder.complain(`it gave up: ${String(error)}`));
  return followingEvents(way, record, async () => {
    client.close();
    await reading;
  });
}

/** A store of the client library, as a page has it. */
export async function startLibraryView(urls: readonly string[], wish: Wish, random: Random): Promise<Watcher> {
  const way = await openWay(urls, random);
  const client = createClient(way);
  const shown = wish.field === 'fleetSummary' ? openCounts() : openList();
  const judge = (truth: Truth): ReturnType<typeof judgeView> =>
    judgeView(wish, { ...shown(), connections: way.proxy.accepted }, truth.viewFor(wish));
  return {
    hasBegun: () => shown().isComplete,
    calm: () => way.calm(),
    isUpToDate: (truth) => judge(truth).violations.length === 0, // it does not say where it stands
    judge,
    returns: () => Math.max(0, way.proxy.accepted - 1),
    async stop() {
      client.close();
      await way.close();
    },
  };

  function openCounts(): () => ShownView {
    const { groupBy, filter = null } = wish.variables as Partial<FleetViewOptions>; // what the field takes
    const counts = client.fleetView({ groupBy: groupBy ?? [], filter });
    return () => {
      const { buckets, ...state } = counts.get();
      return { ...state, view: viewOfCounts(buckets) };
    };
  }

  function openList(): () => ShownView {
    const options =
      wish.variables['orderBy'] === undefined ? {} : { compare: (a: ShownNode, b: ShownNode) => byName(b, a) };
    const list = client.liveView<ShownNode>(DOCUMENTS.nodesLive, wish.variables, options);
    return () => {
      const { nodes, ...state } = list.get();
      return { ...state, view: viewOfNodes(nodes) };
    };
  }
}

interface ShownView {
  readonly view: View;
  readonly isComplete: boolean;
  readonly error: Error | null;
}

const byName = (one: ShownNode, other: ShownNode): number =>
  (one.name ?? '') < (other.name ?? '') ? -1 : Number((one.name ?? '') > (other.name ?? ''));
