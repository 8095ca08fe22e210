import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DataSource } from 'typeorm';
import { loggedError } from '../../src/cli/logged-error.ts';
import { connectDatabase } from '../../src/entities/connect.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let db: DataSource;
beforeAll(async () => {
  database = await createTestDatabase();
  db = await connectDatabase({ url: database.url, poolSize: 1 });
});
afterAll(async () => {
  await db?.destroy();
  await database?.drop();
});

it('an error of the database is logged with what went wrong, and without the values of its statement', async () => {
  const lines: string[] = [];
  const log = pino({ serializers: { err: loggedError } }, { write: (line) => void lines.push(line) });
  await db.query('CREATE TABLE machines (id INT PRIMARY KEY, password JSON)');
  const failure = await db
    .query('INSERT INTO machines (id, nothing_like_it, password) VALUES (?, ?, ?)', [1, 2, 'planted-secret'])
    .catch((error: unknown) => error);
  log.error({ err: failure }, 'could not be written');
  log.error({ err: new Error('a plain one', { cause: failure }) }, 'could not be written either');
  expect(JSON.stringify(failure)).toContain('planted-secret');
  expect(lines.join('')).not.toContain('planted-secret');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    err: { message: expect.stringContaining('nothing_like_it'), driverError: { code: 'ER_BAD_FIELD_ERROR' } },
  });
  expect(lines[1]).toContain('nothing_like_it');
});
