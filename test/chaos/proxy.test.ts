/** The faults that chaos makes are what they say they are; or it would test something else than it believes. */
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { waitFor } from '../support/wait.ts';
import { startDatabaseProxy, type DatabaseProxy } from './proxy.ts';

let database: TestDatabase;
let proxy: DatabaseProxy;
let direct: Connection;
beforeAll(async () => {
  database = await createTestDatabase();
  direct = await createConnection(database.url);
  await direct.query('CREATE TABLE marks (id INT PRIMARY KEY)');
});
afterAll(async () => {
  await direct.end();
  await database.drop();
});
beforeEach(async () => {
  await direct.query('DELETE FROM marks');
  proxy = await startDatabaseProxy(database.url);
});
afterEach(() => proxy.close());

const marks = async (): Promise<number[]> => {
  const [rows] = await direct.query<RowDataPacket[]>('SELECT id FROM marks ORDER BY id');
  return rows.map((row) => Number(row['id']));
};

/** One transaction by way of the proxy; how its COMMIT ended. */
async function commitMark(id: number): Promise<'committed' | 'connection lost'> {
  const connection = await createConnection(proxy.url);
  connection.on('error', () => {}); // told to the caller of the statement as well
  try {
    await connection.beginTransaction();
    await connection.query('INSERT INTO marks VALUES (?)', [id]);
    await connection.commit();
    return 'committed';
  } catch {
    return 'connection lost';
  } finally {
    connection.destroy();
  }
}

it('lets everything through while nothing is wrong', async () => {
  expect(await commitMark(1)).toBe('committed');
  expect(await marks()).toEqual([1]);
});

it('swallows a COMMIT: the client is cut off, and nothing is there', async () => {
  proxy.cutAtCommit('before-commit', 1);
  expect(await commitMark(1)).toBe('connection lost');
  expect(await commitMark(2)).toBe('committed'); // only as often as it was told
  expect(await marks()).toEqual([2]);
  expect(proxy.cutCommits).toEqual({ 'before-commit': 1, 'after-commit': 0 });
});

it('swallows the answer to a COMMIT: the client is cut off, and everything is there', async () => {
  proxy.cutAtCommit('after-commit', 1);
  expect(await commitMark(1)).toBe('connection lost');
  expect(await marks()).toEqual([1]);
  expect(proxy.cutCommits).toEqual({ 'before-commit': 0, 'after-commit': 1 });
});

it('delays the answer to a COMMIT: everybody else sees it first', async () => {
  proxy.delayAnswers(1, 300);
  let isAnswered = false;
  const committing = commitMark(1).finally(() => (isAnswered = true));
  await waitFor(async () => (await marks()).length === 1, 'the mark to be committed');
  expect(isAnswered).toBe(false);
  expect(await committing).toBe('committed');
});

it('forgets what it was told when it is healed', async () => {
  proxy.cutAtCommit('before-commit', 5);
  proxy.heal();
  expect(await commitMark(1)).toBe('committed');
});

it('cuts connections that are in use, and lets new ones through', async () => {
  const connection = await createConnection(proxy.url);
  connection.on('error', () => {});
  const waiting = connection.query('SELECT SLEEP(20)');
  proxy.cut();
  await expect(waiting).rejects.toMatchObject({ code: expect.stringMatching(/CONNECTION_LOST|ECONNRESET/) });
  connection.destroy();
  expect(await commitMark(1)).toBe('committed');
});

it('holds everything back from the next transaction on, and then delivers it', async () => {
  const connection = await createConnection(proxy.url);
  const over = proxy.stall(60_000);
  await connection.query('INSERT INTO marks VALUES (1)'); // no transaction about a node yet
  let isAnswered = false;
  const answer = connection.query('SELECT id FROM marks FOR UPDATE').then(() => (isAnswered = true));
  const behind = connection.query('INSERT INTO marks VALUES (2)');
  await direct.query('INSERT INTO marks VALUES (3)');
  expect(await marks()).toEqual([1, 3]); // the database is there, and has not heard of the other
  expect(isAnswered).toBe(false);
  proxy.heal();
  await Promise.all([answer, behind, over]);
  expect(await marks()).toEqual([1, 2, 3]);
  await connection.end();
});
