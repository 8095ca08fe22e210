/** A log that went back: the server was restored from a backup, or failed over to a copy that lacked the newest events. */
import type { DataSource } from 'typeorm';
import { v7 as newId } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decodePosition, encodePosition, type LogPosition } from '../../src/domain/cursor.ts';
import { connectDatabase } from '../../src/entities/connect.ts';
import { migrate } from '../../src/entities/migrate.ts';
import { appendEvents } from '../../src/events/append.ts';
import { createBell } from '../../src/events/bell.ts';
import { followLog, type LogItem } from '../../src/events/stream.ts';
import { createEventTail, type EventTail } from '../../src/events/tail.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { recordingLog } from '../support/recording-log.ts';
import { watchStatements } from '../support/statements.ts';
import { waitFor } from '../support/wait.ts';

let database: TestDatabase;
let db: DataSource;
let tail: EventTail;
const log = recordingLog();

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
  await append(3);
  tail = createEventTail({ db, bell: createBell(), log: log.log });
  await tail.start();
});
afterEach(() => tail.stop());

describe('a cursor of what the log has lost', () => {
  it('gets a GAP while the log is shorter than it was', async () => {
    const cursor = await cursorAfter(5);
    await goBack(2);
    expect(await kinds(cursor)).toEqual(['gap', 'caught-up']);
  });

  it('gets a GAP when its number is another event’s', async () => {
    const cursor = await cursorAfter(5);
    await goBack(2);
    await append(2);
    expect(await newest()).toBe(decodePosition(cursor)?.settled);
    expect(await kinds(cursor)).toEqual(['gap', 'caught-up']);
  });

  it('gets a GAP when the log has long grown beyond', async () => {
    const cursor = await cursorAfter(5);
    await goBack(1);
    await append(40);
    expect(await kinds(cursor)).toEqual(['gap', 'caught-up']);
  });

  it('gets a GAP when its number was left out, as after a rollback', async () => {
    const cursor = await cursorAfter(1);
    await goBack(1);
    const skipped = (decodePosition(cursor)?.settled ?? 0) + 1;
    await db.query(`ALTER TABLE events AUTO_INCREMENT = ${skipped}`);
    await append(1);
    expect(await kinds(cursor)).toEqual(['gap', 'caught-up']);
  });

  it('gets a GAP though it was given out before cursors knew their log, while the log is shorter', async () => {
    const { settled } = decodePosition(await cursorAfter(5)) ?? { settled: 0 };
    await goBack(2);
    expect(await kinds(encodePosition({ settled, gaps: [], last: settled }))).toEqual(['gap', 'caught-up']);
  });

  it('gets a GAP when it is that of a mutation, whose own event was lost', async () => {
    const { settled, gaps, last, anchor } = await positionNow();
    const { first: id, stamp } = await append(1);
    await goBack(1);
    await append(1);
    expect(await newest()).toBe(id);
    const asOfMutation = encodePosition({ settled, gaps, last: id, anchor: { id, stamp } });
    expect(await kinds(asOfMutation)).toEqual(['gap', 'caught-up']);
    expect(await kinds(encodePosition({ settled, gaps, last, anchor }))).toEqual(['events', 'caught-up']);
  });
});

describe('a cursor of what the log still has', () => {
  it('goes on from there, with what was written since in place of what was lost', async () => {
    const cursor = await cursorAfter(3);
    await append(4);
    await goBack(4);
    const first = (await newest()) + 1;
    await append(2);
    expect(await read(cursor)).toMatchObject([
      { kind: 'events', entries: [{ event: { id: first } }, { event: { id: first + 1 } }] },
      { kind: 'caught-up' },
    ]);
  });

  it('is good though retention has taken its event, and everything', async () => {
    const cursor = await cursorAfter(3);
    await db.query('UPDATE event_log_state SET purged_through = (SELECT MAX(id) FROM events)');
    await db.query('DELETE FROM events');
    expect(await kinds(cursor)).toEqual(['caught-up']);
    await append(1);
    expect(await kinds(cursor)).toEqual(['events', 'caught-up']);
  });
});

describe('a process that was reading meanwhile', () => {
  it.each([
    { what: 'nothing was written since', written: 0 },
    { what: 'as much was written since', written: 3 },
    { what: 'more was written since', written: 30 },
  ])('tells its readers of the GAP when $what, and goes on', async ({ written }) => {
    const controller = new AbortController();
    const reader = followLog({ db, tail, after: null, signal: controller.signal });
    expect((await reader.next()).value).toMatchObject({ kind: 'caught-up' });
    await append(3);
    for (let seen = 0; seen < 3;) {
      const { value } = await reader.next();
      if (value?.kind === 'events') seen += value.entries.length;
    }
    await goBackAndWrite(3, written);
    expect((await reader.next()).value).toMatchObject({ kind: 'gap' });
    const { first } = await append(1);
    expect((await reader.next()).value).toMatchObject({ kind: 'events', entries: [{ event: { id: first } }] });
    controller.abort();
    await reader.return();
    expect(log.text()).toContain('no longer the one that was read');
  });

  it('is not deceived by retention that takes the newest event', async () => {
    const before = log.text().length;
    await append(2);
    const controller = new AbortController();
    const reader = followLog({ db, tail, after: null, signal: controller.signal });
    expect((await reader.next()).value).toMatchObject({ kind: 'caught-up' });
    await db.query('UPDATE event_log_state SET purged_through = (SELECT MAX(id) FROM events)');
    await db.query('DELETE FROM events');
    await tail.catchUp(controller.signal);
    await append(1);
    expect((await reader.next()).value).toMatchObject({ kind: 'events' });
    controller.abort();
    await reader.return();
    expect(log.text().slice(before)).toBe('');
  });
});

describe('an event that was told and then lost, below one that was kept', () => {
  it('gives a GAP to whoever may have had it, wherever they come, and to nobody else', async () => {
    const controller = new AbortController();
    const reader = followLog({ db, tail, after: null, signal: controller.signal });
    expect((await reader.next()).value).toMatchObject({ kind: 'caught-up' });
    const before = encodePosition(await positionNow());
    await append(1);
    const { first: lost } = await append(1);
    const had = encodePosition(await positionNow());
    const { first: kept } = await append(2);
    const hadAll = encodePosition(await positionNow());
    for (let seen = 0; seen < 4;) {
      const { value } = await reader.next();
      if (value?.kind === 'events') seen += value.entries.length;
    }
    await db.query('DELETE FROM events WHERE id = ?', [lost]);

    expect((await reader.next()).value).toMatchObject({ kind: 'gap' });
    controller.abort();
    await reader.return();
    expect(log.text()).toContain(`"lost":[${lost}]`);
    const [event] = await db.query<{ id: number; type: string }[]>(
      'SELECT id, type FROM events ORDER BY id DESC LIMIT 1', // one row, columns as named
    );
    expect(event).toMatchObject({ type: 'EVENTS_LOST' });
    const now = encodePosition(await positionNow());

    await goBack(0); // another process, which has never read what was lost
    expect(await kinds(had)).toEqual(['gap', 'caught-up']);
    expect(await kinds(hadAll)).toEqual(['gap', 'caught-up']);
    expect(await read(before)).toMatchObject([
      { kind: 'events', entries: [lost - 1, kept, kept + 1, event?.id].map((id) => ({ event: { id } })) },
      { kind: 'caught-up' },
    ]);
    expect(await kinds(now)).toEqual(['caught-up']);
  });

  it('is not one that retention took', async () => {
    const before = log.text().length;
    const { first } = await append(2);
    await tail.catchUp(new AbortController().signal);
    await db.query('UPDATE event_log_state SET purged_through = ?', [first]);
    await db.query('DELETE FROM events WHERE id = ?', [first]);
    const watched = watchStatements(db);
    const unfollow = tail.follow();
    await waitFor(() => watched.sent.some((sql) => sql.startsWith('SELECT purged_through')), 'the tail to ask why');
    await tail.catchUp(new AbortController().signal); // it has heard
    watched.stop();
    unfollow();
    expect(log.text().slice(before)).toBe('');
  });
});

const append = (count: number) =>
  db.transaction((tx) =>
    appendEvents(
      tx,
      Array.from({ length: count }, () => ({
        type: 'NODE_UPDATED' as const, // or the literal would be any text
        actor: 'test',
        nodeId: newId(),
        nodeSequence: 1,
        jobId: null,
        changes: [],
      })),
    ),
  );

async function newest(): Promise<number> {
  const [row] = await db.query<{ id: number }[]>('SELECT MAX(id) AS id FROM events'); // one row of one column
  return row?.id ?? 0;
}

async function positionNow(): Promise<LogPosition> {
  await tail.catchUp(new AbortController().signal);
  return tail.mark().position;
}

/** Of a client that has had so many more events. */
async function cursorAfter(count: number): Promise<string> {
  await append(count);
  return encodePosition(await positionNow());
}

/** As a copy of the server would be that lacks the newest events: their numbers are given again. */
async function goBack(count: number): Promise<void> {
  await tail.stop();
  await remove(count);
  tail = createEventTail({ db, bell: createBell(), log: log.log });
  await tail.start();
}

/** In one moment for whoever reads: a transaction of its own hides what is between. */
async function goBackAndWrite(count: number, written: number): Promise<void> {
  const first = (await newest()) - count + 1;
  await db.transaction(async (tx) => {
    await tx.query('DELETE FROM events WHERE id >= ?', [first]);
    for (let id = first; id < first + written; id += 1) {
      await tx.query(
        `INSERT INTO events (id, type, actor, changes, stamp, created_at)
         VALUES (?, 'NODE_UPDATED', 'test', '{"list": []}', 7, UTC_TIMESTAMP(6))`,
        [id],
      );
    }
  });
}

async function remove(count: number): Promise<void> {
  const first = (await newest()) - count + 1;
  await db.query('DELETE FROM events WHERE id >= ?', [first]);
  await db.query(`ALTER TABLE events AUTO_INCREMENT = ${first}`);
}

const kinds = async (cursor: string): Promise<string[]> => (await read(cursor)).map(({ kind }) => kind);

/** What a reader that resumes from a cursor gets until it has caught up. */
async function read(cursor: string): Promise<LogItem[]> {
  const after = decodePosition(cursor);
  if (after === null) throw new Error('That is no cursor.');
  const controller = new AbortController();
  const items: LogItem[] = [];
  for await (const item of followLog({ db, tail, after, signal: controller.signal })) {
    items.push(item);
    if (item.kind === 'caught-up') break;
  }
  controller.abort();
  return items;
}
