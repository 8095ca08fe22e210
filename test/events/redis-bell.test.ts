/** Bells that several processes join by a real Redis, which dies, hangs and comes back. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@redis/client';
import type { DataSource } from 'typeorm';
import { v7 as newId } from 'uuid';
import { afterEach, describe, expect, it } from 'vitest';
import { connectDatabase } from '../../src/entities/connect.ts';
import { migrate } from '../../src/entities/migrate.ts';
import { appendEvents } from '../../src/events/append.ts';
import { createBell, type Bell } from '../../src/events/bell.ts';
import { createRedisBell, type RedisBell } from '../../src/events/redis-bell.ts';
import { createEventTail } from '../../src/events/tail.ts';
import { createTestDatabase } from '../support/database.ts';
import { recordingLog } from '../support/recording-log.ts';
import { startRedis, whyNoRedis, type RedisServer } from '../support/redis-server.ts';
import { waitFor } from '../support/wait.ts';

const CHANNEL = 'ironql:test';
const WAIT_MS = 20_000; // longer than the longest pause between two attempts

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) await clean();
});

describe.skipIf(whyNoRedis() !== null)('bells joined by Redis', () => {
  it('are heard in the other process, each topic by itself, and once in their own', async () => {
    const redis = await redisServer();
    const one = await connected(redis.url);
    const other = await connected(redis.url);
    one.forget();
    other.forget();
    one.bell.ring('jobs');
    await waitFor(() => other.heard.jobs === 1, 'the ring');
    other.bell.ring('events');
    await waitFor(() => one.heard.events === 1, 'the answer');
    // By now an echo would be back: the connections keep their order.
    expect(one.heard).toEqual({ events: 1, jobs: 1 });
    expect(other.heard).toEqual({ events: 1, jobs: 1 });
  });

  it('cost a few messages for a thousand rings, of which the last is heard', async () => {
    const redis = await redisServer();
    const one = await connected(redis.url);
    const messages = await listenTo(redis.url);
    for (let ring = 0; ring < 1_000; ring += 1) one.bell.ring('events');
    await waitFor(() => messages.length >= 2, 'messages');
    one.bell.ring('jobs');
    await waitFor(() => messages.some((message) => message.startsWith('jobs')), 'the last message');
    expect(messages.filter((message) => message.startsWith('events')).length).toBe(2);
  });

  it('are heard by those of the same channel only, and nonsense is not', async () => {
    const redis = await redisServer();
    const one = await connected(redis.url);
    const other = await connected(redis.url, 'ironql:elsewhere');
    one.forget();
    other.forget();
    const speaker = await rawClient(redis.url);
    for (const message of ['', 'events', 'doors me', '\u0000', 'jobs another']) await speaker.publish(CHANNEL, message);
    await waitFor(() => one.heard.jobs === 1, 'the last message');
    expect(one.heard).toEqual({ events: 1, jobs: 1 }); // of `events` without a sender, who may be anybody
    expect(other.heard).toEqual({ events: 0, jobs: 0 });
  });

  it('work in their own process while there is no Redis, and are joined when it comes', async () => {
    const redis = await redisServer({ isDown: true });
    const one = open(redis.url);
    one.bell.ring('events');
    expect(one.heard.events).toBe(1);
    await waitFor(() => one.log.text().includes('Redis is away'), 'the warning');
    expect(one.bell.isConnected()).toBe(false);
    await redis.start();
    await waitFor(() => one.bell.isConnected(), 'the connection', WAIT_MS);
    expect(one.heard.events).toBe(2); // whatever was rung elsewhere meanwhile
  });

  it.each(['kill', 'freeze'] as const)(
    'notice a Redis that they lose (%s), say so once, and come back',
    async (how) => {
      const redis = await redisServer();
      const one = await connected(redis.url);
      const other = await connected(redis.url);
      if (how === 'kill') await redis.kill();
      else await redis.freeze();
      for (const { bell } of [one, other]) {
        await waitFor(
          () => {
            bell.ring('events'); // or only the next question would find out
            return !bell.isConnected();
          },
          'the loss',
          WAIT_MS,
        );
      }
      if (how === 'kill') await redis.start();
      else await redis.thaw();
      await waitFor(() => one.bell.isConnected() && other.bell.isConnected(), 'the connections', WAIT_MS);
      other.forget();
      one.bell.ring('jobs');
      await waitFor(() => other.heard.jobs > 0, 'the ring');
      for (const { log } of [one, other]) {
        expect(log.text().match(/Redis is away/g)).toHaveLength(1);
        expect(log.text().match(/Redis is there again/g)).toHaveLength(1);
      }
    },
  );

  it('notice a frozen Redis also when nobody rings', async () => {
    const redis = await redisServer();
    const one = await connected(redis.url);
    await redis.freeze();
    await waitFor(() => !one.bell.isConnected(), 'the loss', WAIT_MS);
    expect(one.log.text()).toContain('Redis is away');
  });

  it('with a wrong password say so once, without the password, and go on alone', async () => {
    const redis = await redisServer({ password: 'not-a-real-password' });
    const one = open(redis.url.replace('not-a-real-password', 'also-not-a-real-one'));
    await waitFor(() => one.log.text().includes('Redis is away'), 'the warning');
    one.bell.ring('events');
    expect(one.heard.events).toBe(1);
    expect(one.log.text()).toMatch(/WRONGPASS/);
    expect(one.log.text()).not.toMatch(/not-a/);
  });

  it('can be stopped while Redis hangs', async () => {
    const redis = await redisServer();
    const one = await connected(redis.url);
    await redis.freeze();
    one.bell.ring('events');
    await one.bell.stop();
    const never = open(redis.url);
    await never.bell.stop();
    expect(never.bell.isConnected()).toBe(false);
  });
});

describe.skipIf(whyNoRedis() !== null)('a stream of events under which Redis dies, hangs and comes back', () => {
  it('loses and repeats nothing', async () => {
    const { db, url } = await openDatabase();
    const redis = await redisServer();
    const writer = await connected(redis.url);
    const reader = await connected(redis.url);
    const tail = createEventTail({ db, bell: reader.bell, log: reader.log.log, isHinted: reader.bell.isConnected });
    await tail.start();
    cleanups.push(() => tail.stop());
    const unfollow = tail.follow();
    const start = tail.mark().index;

    const written: number[] = [];
    let isOver = false;
    const ownDb = await connectDatabase({ url, poolSize: 2 }); // as another process has
    cleanups.push(() => ownDb.destroy());
    const writing = (async () => {
      while (!isOver) {
        written.push(await append(ownDb, writer.bell));
        await sleep(2);
      }
    })();
    const someMore = async (): Promise<void> => {
      const enough = written.length + 40;
      await waitFor(() => written.length >= enough, 'events');
    };
    for (const disturb of ['kill', 'start', 'freeze', 'thaw', 'kill', 'start'] as const) {
      await someMore();
      await redis[disturb]();
    }
    await someMore();
    isOver = true;
    await writing;

    const ids: number[] = [];
    await waitFor(() => {
      for (;;) {
        const more = tail.since(start + ids.length) ?? [];
        if (more.length === 0) return ids.length >= written.length;
        ids.push(...more.map(({ event }) => event.id));
      }
    }, 'all events');
    expect(ids).toEqual(written);
    unfollow();
  });
});

interface Process {
  readonly bell: RedisBell;
  readonly log: ReturnType<typeof recordingLog>;
  readonly heard: Record<'events' | 'jobs', number>;
  forget(): void;
}

async function redisServer(options: Parameters<typeof startRedis>[0] = {}): Promise<RedisServer> {
  const redis = await startRedis(options);
  cleanups.push(() => redis.stop());
  return redis;
}

/** What one process has. */
function open(url: string, channel = CHANNEL): Process {
  const own = createBell();
  const log = recordingLog();
  const heard = { events: 0, jobs: 0 };
  own.listen('events', () => (heard.events += 1));
  own.listen('jobs', () => (heard.jobs += 1));
  const bell = createRedisBell({ url, channel, bell: own, log: log.log });
  cleanups.push(() => bell.stop());
  return { bell, log, heard, forget: () => Object.assign(heard, { events: 0, jobs: 0 }) };
}

async function connected(url: string, channel?: string): Promise<Process> {
  const process = open(url, channel);
  await waitFor(() => process.bell.isConnected(), 'the connection', WAIT_MS);
  return process;
}

async function rawClient(url: string) {
  const client = createClient({ url });
  client.on('error', () => {}); // its server goes before it does
  await client.connect();
  cleanups.push(() => Promise.resolve(client.destroy()));
  return client;
}

/** Everything that is said on the channel from now on. */
async function listenTo(url: string): Promise<string[]> {
  const messages: string[] = [];
  const client = await rawClient(url);
  await client.subscribe(CHANNEL, (message) => messages.push(message));
  return messages;
}

async function openDatabase(): Promise<{ readonly db: DataSource; readonly url: string }> {
  const database = await createTestDatabase();
  cleanups.push(() => database.drop());
  const db = await connectDatabase({ url: database.url, poolSize: 2 });
  cleanups.push(() => db.destroy());
  await migrate(db);
  return { db, url: database.url };
}

async function append(db: DataSource, bell: Bell): Promise<number> {
  const event = {
    type: 'NODE_UPDATED' as const, // or the literal would be any text
    actor: 'test',
    nodeId: newId(),
    nodeSequence: 1,
    jobId: null,
    changes: [],
  };
  const { first } = await db.transaction((tx) => appendEvents(tx, [event]));
  bell.ring('events');
  return first;
}
