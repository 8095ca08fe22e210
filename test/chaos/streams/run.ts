/**
 * One run of the proof that subscriptions miss nothing: several API processes on one database, subscribers of all sorts
 * that are cut off again and again, while processes are killed, frozen and replaced and the database is killed; then
 * peace, then the verdict. Everything it uses is its own.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fastestFolder } from '../../support/fastest-folder.ts';
import { waitFor } from '../../support/wait.ts';
import { collect } from '../collect.ts';
import { startChaosDatabase, type ChaosDatabase } from '../database.ts';
import { startFleet, type Fleet } from '../fleet.ts';
import type { LoggedEvent } from '../history.ts';
import { randomFor, type Random } from '../random.ts';
import { judgeSubscriber, type Judgement } from './check.ts';
import { ask, startStreamLoad } from './load.ts';
import { startSubscriber, type NodeState, type Subscriber } from './subscriber.ts';
import { drawWishes, RESOURCE_CLASSES, wishForJob, type KnownNode } from './wishes.ts';

export interface StreamRunOptions {
  readonly seed: number;
  /** How long faults come; starting before it and settling after it come on top. */
  readonly chaosMs: number;
  readonly apis: number;
  readonly subscribers: number;
  readonly nodes: number;
  readonly say?: (line: string) => void;
}

export interface StreamOutcome {
  readonly judgements: readonly Judgement[];
  readonly events: number;
  /** What was done, in words, in its order. */
  readonly faults: readonly string[];
  /** How often subscribers came back. */
  readonly reconnects: number;
  /** Where the logs of the processes are. */
  readonly folder: string;
  removeFolder(): void;
}

const LEASE = { 'lease-period-ms': 500, 'lease-expiry-ms': 6_000, 'safety-margin-ms': 500, 'poll-ms': 50 };
const FAULT_EVERY_MS = { min: 500, max: 2_500 };
const LONGEST_SETTLE_MS = 90_000;
const MOST_JOB_SUBSCRIBERS = 12;

export async function runStreams(options: StreamRunOptions): Promise<StreamOutcome> {
  const folder = mkdtempSync(join(fastestFolder(), 'ironql-streams-'));
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  const database = await startChaosDatabase(folder);
  const breakOff = (): void => {
    database.kill();
    removeFolder();
  };
  process.once('exit', breakOff);
  let fleet: Fleet | null = null;
  try {
    fleet = await startFleet({ folder, databaseUrl: database.url, conductors: 1, apis: options.apis });
    return { ...(await perform(options, folder, database, fleet)), folder, removeFolder };
  } finally {
    await fleet?.stop();
    await database.stop();
    process.off('exit', breakOff);
  }
}

async function perform(
  { seed, chaosMs, subscribers: count, nodes: nodeCount, say = () => {} }: StreamRunOptions,
  folder: string,
  database: ChaosDatabase,
  fleet: Fleet,
): Promise<Omit<StreamOutcome, 'folder' | 'removeFolder'>> {
  const random = (part: string): Random => randomFor(seed, part);
  await fleet.startConductors(LEASE);
  const nodes = await enroll(fleet.url, nodeCount);
  const wishes = drawWishes(nodes, count, random('wishes'));
  const subscribers: Subscriber[] = wishes.map((wish, at) =>
    startSubscriber(fleet.urls, wish, random(`subscriber ${at}`)),
  );
  let load: ReturnType<typeof startStreamLoad> | null = null;
  try {
    say('subscribers come');
    await waitFor(() => subscribers.every(({ record }) => record.begun !== null), 'all subscribers to stand', 60_000);
    let jobs = 0;
    load = startStreamLoad({
      urls: fleet.urls,
      databaseUrl: database.url,
      nodes,
      random,
      onJob({ id, cursor }) {
        jobs += 1;
        if (jobs > MOST_JOB_SUBSCRIBERS) return;
        subscribers.push(startSubscriber(fleet.urls, wishForJob(id, cursor, jobs), random(`job ${jobs}`)));
      },
    });
    say('faults');
    const faults = await disturb(fleet, database, random('faults'), chaosMs);
    say('settling');
    await load.stop();
    for (const one of subscribers) one.calm();
    await untilSettled(database);
    const { events } = await collect(database, folder);
    await untilSeen(subscribers, events);
    const present = await ask<{ nodes: { nodes: NodeState[] } }>(
      fleet.url,
      'query ($first: Int!) { nodes(first: $first) { nodes { id provisionState powerState maintenance } } }',
      { first: nodeCount },
    );
    await Promise.all(subscribers.map((one) => one.stop()));
    const records = subscribers.map(({ record }) => record);
    const all = (await collect(database, folder)).events;
    return {
      judgements: records.map((record) => judgeSubscriber(record, events, all, present.nodes.nodes)),
      events: events.length,
      faults,
      reconnects: records.reduce((sum, { connections }) => sum + connections - 1, 0),
    };
  } finally {
    await load?.stop();
    await Promise.all(subscribers.map((one) => one.stop()));
  }
}

async function enroll(url: string, count: number): Promise<KnownNode[]> {
  const nodes: KnownNode[] = [];
  while (nodes.length < count) {
    const resourceClass = RESOURCE_CLASSES[nodes.length % 2] ?? 'even';
    const { createNode } = await ask<{ createNode: { node: { id: string } } }>(
      url,
      'mutation ($input: CreateNodeInput!) { createNode(input: $input) { node { id } errors { message } } }',
      { input: { driver: 'fake-hardware', resourceClass } },
    );
    nodes.push({ id: createNode.node.id, resourceClass });
  }
  return nodes;
}

/** Each kind once, in an order drawn by lot, and on from there until the time is over. */
async function disturb(fleet: Fleet, database: ChaosDatabase, random: Random, ms: number): Promise<string[]> {
  const done: string[] = [];
  const idle = () => random.pick(fleet.apis.filter((slot) => !slot.isBusy()));
  const kinds: readonly (readonly [string, () => Promise<void> | undefined])[] = [
    ['API killed', () => idle()?.kill(random.between(0, 1_500))],
    ['API killed', () => idle()?.kill(random.between(0, 1_500))],
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
  while (performance.now() < endsAt) {
    await sleep(random.between(FAULT_EVERY_MS.min, FAULT_EVERY_MS.max));
    if (!isDatabaseKilled && performance.now() > databaseAt) {
      isDatabaseKilled = true;
      done.push('database killed');
      going.push(database.killAndRestart());
      continue;
    }
    if (deck.length === 0) deck = random.shuffled(kinds);
    const [kind, run] = deck.pop() ?? [];
    const over = run?.();
    if (kind === undefined || over === undefined) continue;
    done.push(kind);
    going.push(over);
  }
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

async function untilSeen(subscribers: readonly Subscriber[], events: readonly LoggedEvent[]): Promise<void> {
  const newest = new Map(events.map(({ nodeId, sequence }) => [nodeId, sequence]));
  const isUpToDate = ({ record: { wish, isComplete }, hasSeen, reached }: Subscriber): boolean => {
    if (wish.field === 'jobEvents') return isComplete; // it says itself when it has been told everything
    if (wish.tells === 'all')
      return events
        .filter(wish.fits)
        .slice(-200)
        .every(({ id }) => hasSeen(id));
    // What comes later may have taken its place; and of those that fit only at times there is nothing to wait for.
    return (
      wish.tells === 'some' || [...newest].every(([id, sequence]) => id === null || reached(id) >= (sequence ?? 0))
    );
  };
  await waitFor(() => subscribers.every(isUpToDate), 'all subscribers to be up to date', LONGEST_SETTLE_MS).catch(
    () => {},
  );
}
