/** The reader of the event log against a real database, with writers that commit late, in another order, or not at all. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection, type Connection, type ResultSetHeader } from 'mysql2/promise';
import type { DataSource } from 'typeorm';
import { v7 as newId } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decodePosition, encodePosition, type LogPosition } from '../../src/domain/cursor.ts';
import { silentLogger } from '../../src/domain/logger.ts';
import { connectDatabase } from '../../src/entities/connect.ts';
import { migrate } from '../../src/entities/migrate.ts';
import { createBell } from '../../src/events/bell.ts';
import type { LogEvent } from '../../src/events/log-rows.ts';
import { followLog } from '../../src/events/stream.ts';
import { createEventTail, type EventTail, type LogEntry } from '../../src/events/tail.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { waitFor } from '../support/wait.ts';

let database: TestDatabase;
let db: DataSource;
let tail: EventTail;
let unfollow: () => void;

beforeAll(async () => {
  database = await createTestDatabase();
  db = await connectDatabase({ url: database.url, poolSize: 4 });
  await migrate(db);
});
afterAll(async () => {
  await db?.destroy();
  await database?.drop();
});
beforeEach(async () => {
  // An empty log, as retention leaves it.
  await db.query(
    'UPDATE event_log_state SET purged_through = GREATEST(purged_through, (SELECT COALESCE(MAX(id), 0) FROM events))',
  );
  await db.query('DELETE FROM events');
  tail = await startTail();
  unfollow = tail.follow();
});
afterEach(async () => {
  unfollow();
  await tail.stop();
});

async function startTail(capacity?: number): Promise<EventTail> {
  const started = createEventTail({ db, bell: createBell(), log: silentLogger, ...(capacity && { capacity }) });
  await started.start();
  return started;
}

describe('a commit that comes late', () => {
  it('is delivered, although a later number was read before; a reader of `id > last` would never see it', async () => {
    const slow = await openWriter();
    const fast = await openWriter();
    const start = tail.mark().index;
    await slow.begin();
    const late = await slow.append(newId(), 1);
    await fast.begin();
    const early = await fast.append(newId(), 1);
    await fast.commit();
    expect(early).toBeGreaterThan(late);

    expect(idsOf(await delivered(start, 1))).toEqual([early]);
    const [naive] = await db.query<{ last: number }[]>('SELECT MAX(id) AS last FROM events');
    await slow.commit();

    expect(idsOf(await delivered(start, 2))).toEqual([early, late]);
    expect(await db.query('SELECT id FROM events WHERE id > ?', [naive?.last])).toEqual([]);
    await Promise.all([slow.close(), fast.close()]);
  });

  it('is delivered to whoever resumes from a position before it, and not to whoever has had it', async () => {
    const slow = await openWriter();
    const fast = await openWriter();
    const start = tail.mark().index;
    await slow.begin();
    const late = await slow.append(newId(), 1);
    await fast.begin();
    const early = await fast.append(newId(), 1);
    await fast.commit();
    const [first] = await delivered(start, 1);
    await slow.commit();
    const [, second] = await delivered(start, 2);

    expect(await resumed(first?.position, 1)).toEqual([late]);
    expect(await resumed({ settled: late - 1, gaps: [], last: late - 1 }, 2)).toEqual([late, early]);
    await fast.begin();
    const next = await fast.append(newId(), 1);
    await fast.commit();
    expect(await resumed(second?.position, 1)).toEqual([next]);
    await Promise.all([slow.close(), fast.close()]);
  });

  it('is delivered by a process that started between the two commits', async () => {
    const slow = await openWriter();
    const fast = await openWriter();
    await slow.begin();
    const late = await slow.append(newId(), 1);
    await fast.begin();
    await fast.append(newId(), 1);
    await fast.commit();
    const younger = await startTail();
    const stopFollowing = younger.follow();
    const { index } = younger.mark();
    await slow.commit();
    const entries = await waitFor(() => younger.since(index)?.length === 1 && younger.since(index), 'the late event');
    expect(idsOf(entries ?? [])).toEqual([late]);
    stopFollowing();
    await younger.stop();
    await Promise.all([slow.close(), fast.close()]);
  });

  it('that never comes holds nobody up', async () => {
    const lost = await openWriter();
    const fast = await openWriter();
    const start = tail.mark().index;
    await lost.begin();
    await lost.append(newId(), 1);
    await fast.begin();
    const id = await fast.append(newId(), 1);
    await fast.commit();
    await lost.rollback();
    expect(idsOf(await delivered(start, 1))).toEqual([id]);
    await Promise.all([lost.close(), fast.close()]);
  });
});

describe('eight writers that delay and roll back', () => {
  const TRANSACTIONS = 60;
  let all: readonly LogEntry[];
  let committed: readonly number[];

  beforeEach(async () => {
    const start = tail.mark().index;
    const written = await Promise.all(Array.from({ length: 8 }, (_, writer) => writeMany(writer)));
    committed = written.flat().sort((a, b) => a - b);
    all = await delivered(start, committed.length);
  });

  it('get each committed event delivered once, and nothing that was rolled back', async () => {
    expect(committed.length).toBeGreaterThan(300);
    expect(idsOf(all).sort((a, b) => a - b)).toEqual(committed);
    const stored = await db.query<{ id: number }[]>('SELECT id FROM events ORDER BY id');
    expect(committed).toEqual(stored.map(({ id }) => id));
    // Or the run would prove nothing: some were delivered after a higher number.
    const isLate = ({ event }: LogEntry, index: number): boolean =>
      index > 0 && event.id < (all[index - 1]?.event.id ?? 0);
    expect(all.filter(isLate).length).toBeGreaterThan(0);
  });

  it('get the events of each node in their order, without a gap', () => {
    const nextOf = new Map<string, number>();
    for (const { event } of all) {
      const node = event.nodeId ?? '';
      expect(event.nodeSequence).toBe(nextOf.get(node) ?? 1);
      nextOf.set(node, (nextOf.get(node) ?? 1) + 1);
    }
    expect(nextOf.size).toBe(8);
  });

  it('lose and repeat nothing for a reader that was cut off anywhere and resumes from its last position', async () => {
    for (let cut = 0; cut < all.length; cut += 23) {
      const had = idsOf(all.slice(0, cut + 1));
      const rest = await follow(all[cut]?.position ?? null, all.length - cut - 1);
      expect([...had, ...rest].sort((a, b) => a - b)).toEqual(committed);
    }
  });

  it('lose nothing either by its cursor, which may repeat when it would have to name too many gaps', async () => {
    for (let cut = 0; cut < all.length; cut += 23) {
      const had = idsOf(all.slice(0, cut + 1));
      const rest = await resumed(all[cut]?.position, all.length - cut - 1);
      expect([...new Set([...had, ...rest])].sort((a, b) => a - b)).toEqual(committed);
    }
  });

  /** Transactions of one writer about one node, as the conductor makes them; the ids of those that were committed. */
  async function writeMany(writer: number): Promise<number[]> {
    const connection = await openWriter();
    const node = newId();
    const ids: number[] = [];
    let sequence = 0;
    for (let turn = 0; turn < TRANSACTIONS; turn += 1) {
      // Spread over turns and writers without chance, so that a failure can be repeated.
      const events = 1 + ((turn + writer) % 2);
      await connection.begin();
      const written: number[] = [];
      for (let event = 1; event <= events; event += 1) written.push(await connection.append(node, sequence + event));
      await sleep(((turn * 7 + writer * 5) % 6) * 2);
      if ((turn + writer) % 5 === 0) {
        await connection.rollback();
      } else {
        await connection.commit();
        sequence += events;
        ids.push(...written);
      }
    }
    await connection.close();
    return ids;
  }
});

it('a reader that falls behind what the process remembers goes on from the database', async () => {
  const forgetful = await startTail(20);
  const controller = new AbortController();
  const reader = followLog({ db, tail: forgetful, after: null, signal: controller.signal });
  expect((await reader.next()).value).toMatchObject({ kind: 'caught-up' });
  const writer = await openWriter();
  const node = newId();
  const ids: number[] = [];
  for (let sequence = 1; sequence <= 100; sequence += 1) {
    await writer.begin();
    ids.push(await writer.append(node, sequence));
    await writer.commit();
  }
  await waitFor(() => forgetful.mark().position.settled === ids.at(-1), 'the tail to have read all');
  const seen: number[] = [];
  while (seen.length < ids.length) {
    const { value } = await reader.next();
    if (value?.kind === 'events') seen.push(...idsOf(value.entries));
  }
  expect(seen).toEqual(ids);
  controller.abort();
  await reader.return();
  await forgetful.stop();
  await writer.close();
});

it('a position beyond what this process has read is not sent again what it covers', async () => {
  const writer = await openWriter();
  const lagging = await startTail(); // nobody follows it: it has read nothing yet of what comes
  const ids: number[] = [];
  await writer.begin();
  for (let sequence = 1; sequence <= 3; sequence += 1) ids.push(await writer.append(newId(), 1));
  await writer.commit();
  const after = { settled: ids[1] ?? 0, gaps: [], last: ids[1] ?? 0 };
  expect(lagging.mark().position.settled).toBeLessThan(after.settled);
  expect(await resumed(after, 1, lagging)).toEqual([ids[2]]);
  await lagging.stop();
  await writer.close();
});

const idsOf = (entries: readonly { readonly event: LogEvent }[]): number[] => entries.map(({ event }) => event.id);

/** So many entries of the tail, from an index on. */
async function delivered(index: number, count: number): Promise<readonly LogEntry[]> {
  const entries: LogEntry[] = [];
  await waitFor(() => {
    entries.push(...(tail.since(index + entries.length) ?? []));
    return entries.length >= count;
  }, `${count} events`);
  return entries;
}

/** The numbers that a stream delivers after a position, which goes the way of a cursor. */
function resumed(after: LogPosition | undefined, count: number, from: EventTail = tail): Promise<number[]> {
  if (after === undefined) throw new Error('There is no such position.');
  return follow(decodePosition(encodePosition(after)), count, from);
}

/** The numbers that a stream delivers after a position: all that was there, and so many at least. */
async function follow(after: LogPosition | null, count: number, from: EventTail = tail): Promise<number[]> {
  const controller = new AbortController();
  const ids: number[] = [];
  let isCaughtUp = false;
  for await (const item of followLog({ db, tail: from, after, signal: controller.signal })) {
    if (item.kind === 'events') ids.push(...idsOf(item.entries));
    if (item.kind === 'caught-up') isCaughtUp = true;
    if (isCaughtUp && ids.length >= count) break;
  }
  controller.abort();
  return ids;
}

interface Writer {
  begin(): Promise<void>;
  /** Appends an event to the open transaction; gives its number. */
  append(nodeId: string, nodeSequence: number): Promise<number>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  close(): Promise<void>;
}

async function openWriter(): Promise<Writer> {
  const connection: Connection = await createConnection(database.url);
  return {
    begin: () => connection.beginTransaction(),
    async append(nodeId, nodeSequence) {
      const [{ insertId }] = await connection.query<ResultSetHeader>(
        `INSERT INTO events (type, node_id, node_sequence, actor, changes, created_at)
         VALUES ('NODE_UPDATED', ?, ?, 'test', '{"list": []}', UTC_TIMESTAMP(6))`,
        [nodeId, nodeSequence],
      );
      return insertId;
    },
    commit: () => connection.commit(),
    rollback: () => connection.rollback(),
    close: () => connection.end(),
  };
}
