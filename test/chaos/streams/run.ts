/**
 * One run of the proof that subscriptions miss nothing: several API processes on one database, subscribers of all sorts
 * that are cut off again and again, while processes are killed, frozen and replaced and the database is killed; then
 * peace, then the verdict. Everything it uses is its own.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fastestFolder } from '../../support/fastest-folder.ts';
import { STOCK_CLIENTS } from '../../support/stock-clients.ts';
import { waitFor } from '../../support/wait.ts';
import { collect } from '../collect.ts';
import { startChaosDatabase, type ChaosDatabase } from '../database.ts';
import { startFleet, type Fleet } from '../fleet.ts';
import { randomFor, type Random } from '../random.ts';
import { ask } from './ask.ts';
import type { Judgement } from './check.ts';
import { startLibraryStream, startLibraryView, startStockClient } from './led.ts';
import { startStreamLoad } from './load.ts';
import { startSubscriber } from './subscriber.ts';
import { queryCounts, queryNodes, viewOfCounts, viewOfNodes, type View } from './view.ts';
import type { Truth, Watcher } from './watcher.ts';
import { startWebhooks, webhookFlags, type Webhooks } from './webhooks.ts';
import {
  ALL_NODES,
  drawWishes,
  EVERYTHING,
  PLACES,
  RESOURCE_CLASSES,
  VIEWS,
  wishForGroup,
  wishForJob,
} from './wishes.ts';
import type { KnownNode, Wish } from './wishes.ts';

export interface StreamRunOptions {
  readonly seed: number;
  /** How long faults come; starting before it and settling after it come on top. */
  readonly chaosMs: number;
  readonly apis: number;
  /** Over the service's own socket; a few that are led about and webhooks come on top. */
  readonly subscribers: number;
  readonly nodes: number;
  /** Ends the faults early: it settles and is judged all the same. */
  readonly signal?: AbortSignal;
  readonly say?: (line: string) => void;
}

export interface StreamOutcome {
  readonly judgements: readonly Judgement[];
  readonly events: number;
  /** What was done, in words, in its order. */
  readonly faults: readonly string[];
  /** How often subscribers came back. */
  readonly reconnects: number;
  /** How many processes were killed while they sent to a webhook. */
  readonly killedSenders: number;
  /** How long each part of the run took, in its order. */
  readonly seconds: ReadonlyMap<string, number>;
  /** Where the logs of the processes are. */
  readonly folder: string;
  removeFolder(): void;
}

const LEASE = { 'lease-period-ms': 500, 'lease-expiry-ms': 6_000, 'safety-margin-ms': 500, 'poll-ms': 50 };
const FAULT_EVERY_MS = { min: 500, max: 2_500 };
const LONGEST_BEGIN_MS = 60_000;
const LONGEST_SETTLE_MS = 90_000;
const MOST_JOB_SUBSCRIBERS = 10;
const MOST_GROUP_SUBSCRIBERS = 4;

export async function runStreams(options: StreamRunOptions): Promise<StreamOutcome> {
  const folder = mkdtempSync(join(fastestFolder(), 'ironql-streams-'));
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  const seconds = new Map<string, number>();
  let begunAt = performance.now();
  const enter = (next: string | null, last: string): void => {
    seconds.set(last, Math.round((performance.now() - begunAt) / 100) / 10);
    begunAt = performance.now();
    if (next !== null) options.say?.(next);
  };
  const database = await startChaosDatabase(folder);
  const breakOff = (): void => {
    database.kill();
    removeFolder();
  };
  process.once('exit', breakOff);
  let fleet: Fleet | null = null;
  try {
    const { apis } = options;
    fleet = await startFleet({ folder, databaseUrl: database.url, conductors: 1, apis, flags: webhookFlags });
    const found = await perform(options, { folder, database, fleet, enter });
    return { ...found, seconds, folder, removeFolder };
  } finally {
    await fleet?.stop();
    await database.stop();
    process.off('exit', breakOff);
    enter(null, 'stopping');
  }
}

interface Stage {
  readonly folder: string;
  readonly database: ChaosDatabase;
  readonly fleet: Fleet;
  /** A part of the run begins, and the last one is over. */
  enter(next: string | null, last: string): void;
}

async function perform(
  { seed, chaosMs, subscribers: count, nodes: nodeCount, signal }: StreamRunOptions,
  { folder, database, fleet, enter }: Stage,
): Promise<Pick<StreamOutcome, 'judgements' | 'events' | 'faults' | 'reconnects' | 'killedSenders'>> {
  const random = (part: string): Random => randomFor(seed, part);
  const { url, urls } = fleet;
  const [{ nodes, cursor }] = await Promise.all([enroll(url, nodeCount), fleet.startConductors(LEASE)]);
  enter('everybody comes', 'starting');
  const wishes = drawWishes(nodes, count, random('wishes'));
  const watchers: Watcher[] = wishes.map((wish, at) => startSubscriber(urls, wish, random(`subscriber ${at}`)));
  let webhooks: Webhooks | null = null;
  let load: ReturnType<typeof startStreamLoad> | null = null;
  try {
    watchers.push(...(await startLed(urls, random)));
    webhooks = await startWebhooks(url, [...fleet.apis, ...fleet.conductors], nodes, cursor, random('webhooks'));
    watchers.push(...webhooks.watchers);
    await waitFor(() => watchers.every((one) => one.hasBegun()), 'everybody to begin', LONGEST_BEGIN_MS);
    let [jobs, groups] = [0, 0];
    load = startStreamLoad({
      urls,
      databaseUrl: database.url,
      nodes,
      random,
      onJob({ id, cursor: after }) {
        jobs += 1;
        if (jobs > MOST_JOB_SUBSCRIBERS) return;
        watchers.push(startSubscriber(urls, wishForJob(id, after, jobs), random(`job ${jobs}`)));
      },
      onGroup({ id, cursor: after, jobIds }) {
        groups += 1;
        if (groups > MOST_GROUP_SUBSCRIBERS) return;
        watchers.push(startSubscriber(urls, wishForGroup(id, jobIds, after, groups), random(`group ${groups}`)));
      },
    });
    enter('faults', 'coming');
    const faults = await disturb({ fleet, database, webhooks }, random('faults'), chaosMs, signal);
    enter('settling', 'faults');
    await load.stop();
    for (const one of watchers) one.calm();
    await untilSettled(database);
    const { events } = await collect(database, folder);
    const views = new Map<Wish, View>();
    for (const wish of [...wishes, ...VIEWS]) if (wish.keepsView === true) views.set(wish, await viewBy(url, wish));
    const viewFor = (wish: Wish): View => views.get(wish) ?? new Map();
    enter(null, 'settling');
    await untilTold(watchers, { happened: events, log: events, viewFor });
    await Promise.all(watchers.map((one) => one.stop()));
    const truth = { happened: events, log: (await collect(database, folder)).events, viewFor };
    enter(null, 'being told');
    return {
      judgements: watchers.map((one) => one.judge(truth)),
      events: events.length,
      faults,
      killedSenders: webhooks.kills(),
      reconnects: watchers.reduce((sum, one) => sum + one.returns(), 0),
    };
  } finally {
    await load?.stop();
    webhooks?.calm();
    await Promise.all(watchers.map((one) => one.stop()));
  }
}

/** By plain HTTP as others do it, and by the client library. */
function startLed(urls: readonly string[], random: (part: string) => Random): Promise<Watcher[]> {
  const stock = (name: string) => STOCK_CLIENTS.filter((client) => client.name.startsWith(name));
  const [eventSource, apollo] = [...stock('EventSource'), ...stock('Apollo Client, HttpLink')];
  if (eventSource === undefined || apollo === undefined) throw new Error('A client library is missing.');
  const named = (wish: Wish, by: string): Wish => ({ ...wish, name: `${wish.name}, by ${by}` });
  return Promise.all([
    startStockClient(eventSource, urls, named(ALL_NODES, eventSource.name), random('event source')),
    startStockClient(apollo, urls, named(EVERYTHING, apollo.name), random('multipart')),
    startLibraryStream(urls, named(ALL_NODES, 'the client library'), random('library stream')),
    ...VIEWS.map((wish) => startLibraryView(urls, wish, random(`library ${wish.name}`))),
  ]);
}

/** What a query answers, for who keeps a view. */
async function viewBy(url: string, { field, variables }: Wish): Promise<View> {
  return field === 'fleetSummary'
    ? viewOfCounts(await queryCounts(url, variables))
    : viewOfNodes(await queryNodes(url, variables));
}

/** @returns the nodes, and the cursor behind the last of them */
async function enroll(url: string, count: number): Promise<{ nodes: readonly KnownNode[]; cursor: string }> {
  const nodes: KnownNode[] = [];
  const classes = [...RESOURCE_CLASSES, PLACES[0]] as const;
  let last = '';
  while (nodes.length < count) {
    const resourceClass = classes[nodes.length % classes.length] ?? PLACES[0];
    const { createNode } = await ask<{ createNode: { node: { id: string }; cursor: string } }>(
      url,
      'mutation ($input: CreateNodeInput!) { createNode(input: $input) { node { id } cursor errors { message } } }',
      { input: { name: `node-${nodes.length}`, driver: 'fake-hardware', resourceClass } },
    );
    nodes.push({ id: createNode.node.id, resourceClass });
    last = createNode.cursor;
  }
  return { nodes, cursor: last };
}

/** Each kind once, in an order drawn by lot, and on from there until the time is over. What is going on then ends. */
async function disturb(
  { fleet, database, webhooks }: { fleet: Fleet; database: ChaosDatabase; webhooks: Webhooks },
  random: Random,
  ms: number,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const done: string[] = [];
  const idle = () => random.pick(fleet.apis.filter((slot) => !slot.isBusy()));
  const kinds: readonly (readonly [string, () => Promise<void> | undefined])[] = [
    ['API killed', () => idle()?.kill(random.between(0, 1_500))],
    ['sender of a webhook to be killed', () => webhooks.killSender()],
    ['sender of a webhook to be killed', () => webhooks.killSender()],
    ['API frozen', () => idle()?.freeze(random.between(300, 4_000))],
    [
      'API replaced',
      () =>
        idle()
          ?.replace()
          .then(() => {}),
    ],
    ["API's connections to the database cut", () => Promise.resolve(random.pick(fleet.apis)?.proxy.cut())],
    [
      "API's COMMITs cut",
      () =>
        Promise.resolve(random.pick(fleet.apis)?.proxy.cutAtCommit(random.pick(['before-commit', 'after-commit']), 2)),
    ],
    ["API's database stalled", () => random.pick(fleet.apis)?.proxy.stall(random.between(300, 2_500))],
    ['conductor killed', () => fleet.conductors.find((slot) => !slot.isBusy())?.kill(random.between(0, 500))],
  ];
  const going: Promise<void>[] = [];
  const endsAt = performance.now() + ms;
  const databaseAt = performance.now() + ms * (0.3 + 0.4 * random.next());
  let isDatabaseKilled = false;
  let deck = random.shuffled(kinds);
  let hadAll = false;
  while ((performance.now() < endsAt || !hadAll) && signal?.aborted !== true) {
    await sleep(random.between(FAULT_EVERY_MS.min, FAULT_EVERY_MS.max));
    if (!isDatabaseKilled && performance.now() > databaseAt) {
      isDatabaseKilled = true;
      done.push('database killed');
      going.push(database.killAndRestart());
      continue;
    }
    const [kind, run] = deck.pop() ?? [];
    const over = run?.();
    if (deck.length === 0) {
      deck = random.shuffled(kinds);
      hadAll = true;
    }
    if (kind === undefined || over === undefined) continue;
    done.push(kind);
    going.push(over);
  }
  const { kills } = webhooks;
  if (signal?.aborted !== true)
    await waitFor(() => kills() > 0, 'a sender of a webhook', LONGEST_BEGIN_MS).catch(() => {});
  webhooks.calm(); // or a sender is waited for that has nothing to send
  fleet.heal(); // a stall may wait for a transaction that does not come
  await Promise.all(going);
  fleet.heal();
  return done;
}

/** Gives up in silence: what is missing by then is what the checks will say. */
async function untilSettled(database: ChaosDatabase): Promise<void> {
  const settled = async (): Promise<boolean> => {
    const [row] = await database.query<{ open: number }>(
      `SELECT COUNT(*) AS open FROM jobs WHERE state IN ('QUEUED', 'RUNNING', 'WAITING')`,
    );
    return row?.open === 0;
  };
  await waitFor(settled, 'all jobs to settle', LONGEST_SETTLE_MS).catch(() => {});
}

async function untilTold(watchers: readonly Watcher[], truth: Truth): Promise<void> {
  const isOver = (): boolean => watchers.every((one) => one.isUpToDate(truth));
  await waitFor(isOver, 'everybody to be up to date', LONGEST_SETTLE_MS).catch(() => {});
}
