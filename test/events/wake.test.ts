/** What makes a process read the log: its bell, its polls, and whoever must know now. */
import type { DataSource } from 'typeorm';
import { v7 as newId } from 'uuid';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { silentLogger } from '../../src/domain/logger.ts';
import { connectDatabase } from '../../src/entities/connect.ts';
import { migrate } from '../../src/entities/migrate.ts';
import { appendEvents } from '../../src/events/append.ts';
import { waitUntilRead } from '../../src/events/at-least.ts';
import { createBell } from '../../src/events/bell.ts';
import { createEventTail, type EventTail } from '../../src/events/tail.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { waitFor } from '../support/wait.ts';

let database: TestDatabase;
let db: DataSource;

beforeAll(async () => {
  database = await createTestDatabase();
  db = await connectDatabase({ url: database.url, poolSize: 4 });
  await migrate(db);
});
afterAll(async () => {
  await db?.destroy();
  await database?.drop();
});

afterEach(() => {
  vi.useRealTimers();
});

it('who needs an event now has the log read at once, by a process that never polls', async () => {
  const tail = createEventTail({ db, bell: createBell(), log: silentLogger });
  vi.useFakeTimers({ toFake: ['setTimeout'] }); // its next poll never comes
  const unfollow = tail.follow(); // somebody else did already, so that is no reason to read
  for (let turn = 1; turn <= 3; turn += 1) {
    const target = positionOf(await append());
    expect(await waitUntilRead(tail, target, AbortSignal.timeout(5_000))).toBe(true);
    expect(tail.mark().position.settled).toBeGreaterThanOrEqual(target.last);
  }
  unfollow();
  await tail.stop();
});

it('who needs what is not there yet waits for it, and no longer than it may', async () => {
  const tail = await startTail();
  const runner = db.createQueryRunner();
  await runner.startTransaction();
  const { first: id, stamp } = await appendEvents(runner.manager, [EVENT]);
  const target = positionOf({ id, stamp });
  expect(await waitUntilRead(tail, target, AbortSignal.timeout(50))).toBe(false);
  const waiting = waitUntilRead(tail, target, AbortSignal.timeout(10_000));
  await runner.commitTransaction();
  await runner.release();
  expect(await waiting).toBe(true);
  await tail.stop();
});

it('a database that hangs does not make anybody wait longer than it may', async () => {
  const other = await connectDatabase({ url: database.url, poolSize: 1 });
  const tail = createEventTail({ db: other, bell: createBell(), log: silentLogger });
  let isHanging = true;
  const hanging = other.query('SELECT SLEEP(3)').then(() => (isHanging = false)); // on its only connection
  expect(await waitUntilRead(tail, positionOf(await append()), AbortSignal.timeout(50))).toBe(false);
  expect(isHanging).toBe(true);
  await hanging;
  await tail.stop();
  await other.destroy();
});

it('a process whose hints are lost reads what was written all the same', async () => {
  const tail = await startTail(() => true);
  const unfollow = tail.follow();
  for (let turn = 1; turn <= 3; turn += 1) {
    const { id } = await append();
    await waitFor(() => tail.mark().position.settled >= id, 'the event');
    expect(tail.mark().position.gaps).toEqual([]);
  }
  unfollow();
  await tail.stop();
});

const EVENT = {
  type: 'NODE_UPDATED',
  actor: 'test',
  nodeId: newId(),
  nodeSequence: null,
  jobId: null,
  changes: [],
} as const;

async function append(): Promise<{ readonly id: number; readonly stamp: number }> {
  const { first, stamp } = await db.transaction((tx) => appendEvents(tx, [EVENT]));
  return { id: first, stamp };
}

const positionOf = (anchor: { readonly id: number; readonly stamp: number }) => ({
  settled: anchor.id,
  gaps: [],
  last: anchor.id,
  anchor,
});

/** With a bell that nobody rings. */
async function startTail(isHinted?: () => boolean): Promise<EventTail> {
  const tail = createEventTail({ db, bell: createBell(), log: silentLogger, ...(isHinted && { isHinted }) });
  await tail.start();
  return tail;
}
