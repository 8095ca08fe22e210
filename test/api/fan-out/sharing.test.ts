/** What the fan-out does once for many, what it keeps for the slow, and what it lets go of. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { ReadyStream } from '../../../src/api/fan-out/ready.ts';
import { cursorAt, nextByReceiver, open, SimulatedLog } from './simulated-log.ts';

interface Client {
  readonly numbers: (number | string)[];
  readonly stream: ReadyStream;
  isDone: boolean;
  /** Takes everything that comes, until it is done. */
  readAll(): Promise<void>;
}

/** Turns of the event loop in which a log in memory has done all it will do. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 300; turn += 1) await nextTurn();
}

async function connect(log: SimulatedLog, count: number, subscriptions = log.subscriptions()): Promise<Client[]> {
  const clients: Client[] = [];
  while (clients.length < count) {
    const stream = await open(subscriptions);
    const client: Client = { numbers: [], stream, isDone: false, readAll };
    async function readAll(): Promise<void> {
      while (!client.isDone) take(client, await stream.next());
    }
    take(client, await stream.next()); // CAUGHT_UP
    clients.push(client);
  }
  return clients;
}

function take(client: Client, { done, value }: Awaited<ReturnType<ReadyStream['next']>>): void {
  if (done === true) {
    client.isDone = true;
    return;
  }
  // As ITEMS selects it.
  const { items } = (JSON.parse(value.json) as { data: { items: { number: number | null; kind: string } } }).data;
  client.numbers.push(items.number ?? items.kind);
}

const numbersOf = (clients: readonly Client[]): (number | string)[][] => clients.map(({ numbers }) => numbers);
const end = (clients: readonly Client[]) => Promise.all(clients.map(({ stream }) => stream.return()));

describe('subscribers who asked the same', () => {
  it('share one reader of the log and one execution of each event', async () => {
    const log = new SimulatedLog();
    const clients = await connect(log, 50);
    const reading = clients.map((client) => client.readAll());
    await settle();
    for (let event = 0; event < 10; event += 1) {
      log.append(1);
      await settle();
    }
    expect(numbersOf(clients)).toEqual(clients.map(() => ['CAUGHT_UP', 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));
    expect([...log.madeLive]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((number) => [number, 1]));
    expect(log.mostLives).toBe(1);

    await end(clients);
    await Promise.all(reading);
    await settle();
    expect([log.openLives, log.openReplays]).toEqual([0, 0]);
  });

  it('begin anew when all have left', async () => {
    const log = new SimulatedLog();
    const subscriptions = log.subscriptions();
    const [first] = await connect(log, 1, subscriptions);
    const firstReading = first?.readAll();
    await settle();
    await first?.stream.return();
    await firstReading;
    const [second] = await connect(log, 1, subscriptions);
    const reading = second?.readAll();
    await settle();
    log.append(1);
    await settle();
    expect(second?.numbers).toEqual(['CAUGHT_UP', 1]);
    expect([log.madeLive.get(1), log.replaysStarted]).toEqual([1, 2]);
    await second?.stream.return();
    await reading;
  });

  it('with other rights share nothing', async () => {
    const log = new SimulatedLog();
    const subscriptions = log.subscriptions();
    const scope = (project: string) => ({ kind: 'projects' as const, projects: [project] });
    const streams = await Promise.all([
      open(subscriptions),
      open(subscriptions, { viewer: { actor: 'one', scope: scope('a') } }),
      open(subscriptions, { viewer: { actor: 'two', scope: scope('b') } }),
    ]);
    for (const stream of streams) await stream.next();
    const reading = streams.map((stream) => stream.next());
    await settle();
    expect(log.openLives).toBe(3);
    log.append(1);
    await Promise.all(reading);
    expect([...log.madeLive]).toEqual([[1, 3]]);
    await Promise.all(streams.map((stream) => stream.return()));
  });
});

describe('a subscriber that does not read', () => {
  it('costs nothing: nothing is read for it', async () => {
    const log = new SimulatedLog();
    const [idle] = await connect(log, 1);
    void idle?.stream.next(); // it waits for the first event, and then for none
    await settle();
    log.append(200);
    await settle();
    expect(log.madeLive.size).toBe(1);
    expect(log.openLives).toBe(1);
    await idle?.stream.return();
    await settle();
    expect(log.openLives).toBe(0);
  });

  it('holds up nobody, and reads the log by itself when it comes back', async () => {
    const log = new SimulatedLog();
    const clients = await connect(log, 3);
    const [stalled, ...others] = clients;
    const first = stalled?.stream.next(); // it is in the group, and takes this one only
    const reading = others.map((client) => client.readAll());
    await settle();
    log.append(1);
    await first;
    for (let event = 0; event < 99; event += 1) {
      log.append(1);
      await nextTurn();
    }
    await settle();
    expect(others.map(({ numbers }) => numbers.at(-1))).toEqual([100, 100]);
    const before = log.replaysStarted;
    if (stalled !== undefined) reading.push(stalled.readAll());
    await settle();
    expect(log.replaysStarted).toBe(before + 1);
    expect(stalled?.numbers.filter((number) => number !== 'CAUGHT_UP')).toEqual(others[0]?.numbers.slice(2));
    log.append(1);
    await settle();
    expect(numbersOf(clients).map((numbers) => numbers.at(-1))).toEqual([101, 101, 101]);
    expect(log.madeLive.get(101)).toBe(1); // it is one of the group again
    await end(clients);
    await Promise.all(reading);
  });

  it.each([
    { what: 'as many items as the ring keeps', size: 1, behind: 60, replays: 0 },
    { what: 'more items than the ring keeps', size: 1, behind: 70, replays: 1 },
    { what: 'few items, which are larger than the ring keeps', size: 200_000, behind: 5, replays: 1 },
  ])('and then comes back after $what: replays $replays times', async ({ size, behind, replays }) => {
    const log = new SimulatedLog();
    log.payload = 'p'.repeat(size);
    const clients = await connect(log, 2);
    const [slow, fast] = clients;
    const first = slow?.stream.next();
    const reading = fast?.readAll();
    await settle();
    log.append(1);
    await first;
    const before = log.replaysStarted;
    for (let event = 0; event < behind; event += 1) {
      log.append(1);
      await settle();
    }
    void slow?.stream.next();
    await settle();
    expect(log.replaysStarted - before).toBe(replays);
    await end(clients);
    await reading;
  });
});

describe('the end', () => {
  it('of what is subscribed to ends all, also those that come later', async () => {
    const log = new SimulatedLog();
    const clients = await connect(log, 3);
    const reading = clients.map((client) => client.readAll());
    await settle();
    log.append(2);
    log.isOver = true;
    log.wake();
    await Promise.all(reading);
    expect(numbersOf(clients)).toEqual(clients.map(() => ['CAUGHT_UP', 1, 2]));
    const [late] = await connect(log, 1);
    await late?.readAll();
    expect(late?.numbers).toEqual(['CAUGHT_UP']);
    expect([log.openLives, log.openReplays]).toEqual([0, 0]);
  });

  it('of the process leaves streams open and silent until their transport returns them', async () => {
    const log = new SimulatedLog();
    const clients = await connect(log, 2);
    const reading = clients.map((client) => client.readAll());
    await settle();
    log.isStopped = true;
    log.append(1);
    await settle();
    expect(clients.map(({ isDone }) => isDone)).toEqual([false, false]);
    await end(clients);
    await Promise.all(reading);
    expect([log.openLives, log.openReplays]).toEqual([0, 0]);
  });
});

describe('subscribers of a log that breaks', () => {
  it('are told so, whether they wait by a promise or not', async () => {
    const log = new SimulatedLog();
    const clients = await connect(log, 4);
    const waiting = clients.map(({ stream }, at) => (at % 2 === 0 ? stream.next() : nextByReceiver(stream)));
    await settle();
    log.isBroken = true;
    log.append(1);
    const outcomes = await Promise.allSettled(waiting);
    expect(outcomes.map(({ status }) => status)).toEqual(clients.map(() => 'rejected'));
    for (const { stream } of clients) expect(await nextByReceiver(stream)).toMatchObject({ done: true });
  });
});

describe('a subscriber that comes back', () => {
  it('is sent what it missed by itself, and shares again', async () => {
    const log = new SimulatedLog();
    const subscriptions = log.subscriptions();
    const [steady] = await connect(log, 1, subscriptions);
    const reading = steady?.readAll();
    await settle();
    log.append(5);
    await settle();
    const back = await open(subscriptions, { resume: cursorAt(2), snapshot: true });
    const client: Client = { numbers: [], stream: back, isDone: false, readAll: () => Promise.resolve() };
    for (let item = 0; item < 4; item += 1) take(client, await back.next());
    expect(client.numbers).toEqual([3, 4, 5, 'CAUGHT_UP']); // and no snapshot
    const next = back.next();
    await settle();
    log.append(1);
    take(client, await next);
    expect(client.numbers.at(-1)).toBe(6);
    expect(log.madeLive.get(6)).toBe(1);
    await steady?.stream.return();
    await back.return();
    await reading;
  });

  it('is refused with a cursor that is none', async () => {
    await expect(open(new SimulatedLog().subscriptions(), { resume: 'nonsense' })).rejects.toThrow('BAD_USER_INPUT');
  });

  it('returned while it was being brought up to date leaves nothing behind', async () => {
    const log = new SimulatedLog();
    const [client] = await connect(log, 1);
    const next = client?.stream.next(); // the replay is over and it is about to join
    await client?.stream.return();
    expect((await next)?.done).toBe(true);
    log.append(1);
    await settle();
    expect([log.openLives, log.openReplays, log.madeLive.size]).toEqual([0, 0, 0]);
    // Had it joined, nobody would ever leave: the next one's group would be kept with it.
    const [other] = await connect(log, 1);
    await other?.stream.return();
    await settle();
    expect([log.openLives, log.openReplays]).toEqual([0, 0]);
  });
});
