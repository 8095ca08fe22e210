/** The log's reader where numbers come in leaps: bulk mutations, servers of a cluster, and a server that is killed. */
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection, type Connection } from 'mysql2/promise';
import type { DataSource } from 'typeorm';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPrivateServer } from '../../src/database-server/private-server.ts';
import { isRunning } from '../../src/database-server/processes.ts';
import { covers, decodePosition, encodePosition, type EventMark, type LogPosition } from '../../src/domain/cursor.ts';
import { silentLogger } from '../../src/domain/logger.ts';
import { connectDatabase } from '../../src/entities/connect.ts';
import { migrate } from '../../src/entities/migrate.ts';
import { appendEvents, lastOf, type NewEvent } from '../../src/events/append.ts';
import { createBell } from '../../src/events/bell.ts';
import { followLog } from '../../src/events/stream.ts';
import { createEventTail, type EventTail, type LogEntry } from '../../src/events/tail.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { waitFor } from '../support/wait.ts';

const signal = new AbortController().signal;

describe('on one server', () => {
  let database: TestDatabase;
  let db: DataSource;
  let tail: EventTail;

  beforeAll(async () => {
    database = await createTestDatabase();
    db = await connectDatabase({ url: database.url, poolSize: 6 });
    await migrate(db);
    tail = await startTail(db);
  });
  afterAll(async () => {
    await tail?.stop();
    await db?.destroy();
    await database?.drop();
  });

  it('all events of a bulk mutation are delivered, though one of another transaction came before them', async () => {
    const { index, position } = tail.mark();
    const bulk = db.createQueryRunner();
    await bulk.startTransaction();
    const { first, count } = await appendEvents(bulk.manager, events(3_000));
    const { first: early } = await db.transaction((tx) => appendEvents(tx, events(1)));
    expect(early).toBeGreaterThan(first + count - 1);
    const [before] = await take(tail, index, 1);
    const younger = await startTail(db);
    await bulk.commitTransaction();
    await bulk.release();

    const all = [early, ...Array.from({ length: count }, (_, at) => first + at)];
    const entries = await take(tail, index, all.length);
    expect(entries.map(({ event }) => event.id)).toEqual(all);
    const late = all.slice(1);
    expect(await resumed(db, younger, before?.position)).toEqual(late); // its position is exact, and thousands long
    expect(await resumed(db, younger, viaCursor(before?.position))).toEqual([...late, early]); // a cursor is not
    expect(await resumed(db, tail, position)).toEqual([...late, early]);
    expect(await resumed(db, tail, viaCursor(tail.mark().position))).toEqual([]);
    for (const at of [0, 1, 999, 1_000, 2_999, 3_000]) {
      const had = all.slice(0, at + 1);
      const rest = await resumed(db, tail, viaCursor(entries[at]?.position));
      expect(new Set([...had, ...rest])).toEqual(new Set(all));
    }
    await younger.stop();
  });

  it('sessions that leave out each other’s numbers, as servers of a cluster do, lose nothing', async () => {
    const { index } = tail.mark();
    const writers = await Promise.all([1, 2, 3].map((offset) => openWriter(database.url, offset)));
    const written = await Promise.all(writers.map((writer, at) => writeMany(writer, 40, at)));
    const committed = written.flat().sort((a, b) => a - b);
    const entries = await take(tail, index, committed.length);
    const ids = entries.map(({ event }) => event.id);
    expect(ids.toSorted((a, b) => a - b)).toEqual(committed);
    expect(Math.max(...ids) - Math.min(...ids)).toBeGreaterThan(committed.length); // or nobody left anything out
    for (let cut = 0; cut < entries.length; cut += 17) {
      const rest = await resumed(db, tail, viaCursor(entries[cut]?.position));
      expect(new Set([...ids.slice(0, cut + 1), ...rest])).toEqual(new Set(committed));
    }
    await Promise.all(writers.map((writer) => writer.end()));
  });

  it('the last event of many that one statement appended is known also where numbers are left out', async () => {
    const runner = db.createQueryRunner();
    await runner.query('SET SESSION auto_increment_increment = 3');
    const appended = await appendEvents(runner.manager, events(4));
    const [newest] = await db.query<{ id: number }[]>('SELECT MAX(id) AS id FROM events'); // one row of one column
    expect(await lastOf(db.manager, appended)).toMatchObject({ id: newest?.id });
    expect(newest?.id).toBeGreaterThan(appended.first + 4);
    await runner.query('SET SESSION auto_increment_increment = 1');
    await runner.release();
  });
});

it('a server that is killed and started again loses and repeats nothing, or says so, for readers and those who resume', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ironql-killed-server-'));
  const dataDir = join(folder, 'db');
  let server = await startPrivateServer({ dataDir, durable: true, log: silentLogger });
  try {
    const db = await connectDatabase({ url: server.url, poolSize: 8 });
    await migrate(db);
    const tail = await startTail(db);
    const reader = startReader(db, tail);
    const committed: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const writers = await Promise.all([0, 1, 2, 3].map(() => openWriter(server.url)));
      const work = writers.map((writer, at) => untilKilled(writer, committed, at));
      const enough = committed.length + 60;
      await waitFor(() => committed.length >= enough, 'events');
      process.kill(server.pid, 'SIGKILL');
      await Promise.all(work);
      for (const writer of writers) writer.destroy();
      await waitFor(() => !isRunning(server.pid), 'the end of the server');
      await server.stop(); // or it would count as one who still uses it
      server = await startPrivateServer({ dataDir, durable: true, log: silentLogger });
    }
    // What was under way when it died may have been committed, unseen by its writer.
    const stored = await storedMarks(db);
    expect(stored.map(({ id }) => id)).toEqual(expect.arrayContaining(committed));
    const { before, now } = await reader.hasAllOf(stored);
    // InnoDB shows a commit a moment before it is durable. Who was told of one that then was lost is told of that, too.
    const names = new Set(stored.map(nameOf));
    for (const { entries } of before) expect(entries.every(({ event }) => names.has(nameOf(event)))).toBe(false);
    const { entries } = now;
    const ids = entries.map(({ event }) => event.id);
    const all = ids.toSorted((a, b) => a - b);
    for (let cut = 0; cut < entries.length; cut += 29) {
      const rest = await resumed(db, tail, entries[cut]?.position);
      expect([...ids.slice(0, cut + 1), ...rest].sort((a, b) => a - b)).toEqual(all);
    }
    await reader.stop();
    await tail.stop();
    await db.destroy();
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** What a reader was told from its beginning, or a GAP, up to the next GAP. */
interface Told {
  readonly after: LogPosition;
  readonly entries: LogEntry[];
}

/** A reader that lives through it all, as a subscription does. */
function startReader(db: DataSource, tail: EventTail) {
  const controller = new AbortController();
  let now: Told = { after: tail.mark().position, entries: [] };
  const before: Told[] = [];
  const reading = (async () => {
    for await (const item of followLog({ db, tail, after: now.after, signal: controller.signal })) {
      if (item.kind === 'events') now.entries.push(...item.entries);
      if (item.kind !== 'gap') continue;
      before.push(now);
      now = { after: item.position, entries: [] };
    }
  })();
  return {
    /** Resolves when it has been told of exactly these since its last GAP, but for those that were before that. */
    async hasAllOf(stored: readonly EventMark[]): Promise<{ readonly before: readonly Told[]; readonly now: Told }> {
      const isTold = (): boolean => {
        const expected = stored.filter(({ id }) => !covers(now.after, id)).map(nameOf);
        const told = now.entries.map(({ event }) => nameOf(event));
        return told.length === expected.length && new Set([...told, ...expected]).size === told.length;
      };
      await waitFor(isTold, `the ${stored.length} events that are stored, and no others`);
      return { before, now };
    },
    async stop(): Promise<void> {
      controller.abort();
      await reading;
    },
  };
}

const storedMarks = (db: DataSource): Promise<EventMark[]> => db.query('SELECT id, stamp FROM events ORDER BY id');
const nameOf = ({ id, stamp }: EventMark): string => `${id}:${stamp}`;

const events = (count: number): NewEvent[] =>
  Array.from({ length: count }, () => ({
    type: 'NODE_UPDATED',
    actor: 'test',
    nodeId: newId(),
    nodeSequence: 1,
    jobId: null,
    changes: [],
  }));

async function startTail(db: DataSource): Promise<EventTail> {
  const tail = createEventTail({ db, bell: createBell(), log: silentLogger });
  await tail.start();
  const unfollow = tail.follow();
  const { stop } = tail;
  return {
    ...tail,
    stop() {
      unfollow();
      return stop();
    },
  };
}

async function take(tail: EventTail, index: number, count: number): Promise<readonly LogEntry[]> {
  const entries: LogEntry[] = [];
  await waitFor(() => {
    for (;;) {
      const more = tail.since(index + entries.length) ?? [];
      if (more.length === 0) return entries.length >= count;
      entries.push(...more);
    }
  }, `${count} events`);
  return entries;
}

function viaCursor(position: LogPosition | undefined): LogPosition | undefined {
  return position === undefined ? undefined : (decodePosition(encodePosition(position)) ?? undefined);
}

/** The numbers of what a reader gets after a position until it has caught up. */
async function resumed(db: DataSource, tail: EventTail, after: LogPosition | undefined): Promise<number[]> {
  if (after === undefined) throw new Error('There is no such position.');
  const ids: number[] = [];
  for await (const item of followLog({ db, tail, after, signal })) {
    if (item.kind === 'gap') throw new Error(item.reason);
    if (item.kind === 'events') ids.push(...item.entries.map(({ event }) => event.id));
    if (item.kind === 'caught-up') break;
  }
  return ids;
}

/** @param offset of a cluster's three servers; absent: the only one */
async function openWriter(url: string, offset?: number): Promise<Connection> {
  const connection = await createConnection(url);
  connection.on('error', () => {}); // the server is killed on purpose
  if (offset !== undefined) {
    await connection.query('SET SESSION auto_increment_increment = 3, SESSION auto_increment_offset = ?', [offset]);
  }
  return connection;
}

/** Transactions with one or two events, of which every fifth rolls back; numbers of those that were committed. */
async function writeMany(writer: Connection, count: number, salt: number): Promise<number[]> {
  const ids: number[] = [];
  for (let turn = 0; turn < count; turn += 1) ids.push(...(await writeOnce(writer, turn + salt)));
  return ids;
}

async function untilKilled(writer: Connection, committed: number[], salt: number): Promise<void> {
  try {
    for (let turn = 0; ; turn += 1) committed.push(...(await writeOnce(writer, turn + salt)));
  } catch {
    // That was the end of the server.
  }
}

async function writeOnce(writer: Connection, turn: number): Promise<number[]> {
  await writer.beginTransaction();
  const ids: number[] = [];
  for (let event = 0; event <= turn % 2; event += 1) {
    const [result] = await writer.query(
      `INSERT INTO events (type, node_id, node_sequence, actor, changes, stamp, created_at)
       VALUES ('NODE_UPDATED', ?, 1, 'test', '{"list": []}', ?, UTC_TIMESTAMP(6))`,
      [newId(), randomInt(1, 2 ** 32)],
    );
    if ('insertId' in result) ids.push(result.insertId);
  }
  if (turn % 5 === 0) {
    await writer.rollback();
    return [];
  }
  await writer.commit();
  return ids;
}
