import { afterEach, beforeEach, expect, it } from 'vitest';
import type { LiveContext } from '../../src/conductor/context.ts';
import { purgeOldRows } from '../../src/conductor/periodic/purge-old-rows.ts';
import { connectDatabase } from '../../src/entities/connect.ts';
import { migrate } from '../../src/entities/migrate.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let db: LiveContext['db'];
beforeEach(async () => {
  database = await createTestDatabase();
  db = await connectDatabase({ url: database.url, poolSize: 2 });
  await migrate(db);
});
afterEach(async () => {
  await db.destroy();
  await database.drop();
});

it('removes what is older than its retention, keeps the rest, and says how far the log was cut', async () => {
  for (const days of [9, 8, 1]) {
    await db.query(
      `INSERT INTO events (type, actor, changes, created_at)
       VALUES ('CONDUCTOR_STARTED', 'old', '{"list":[]}', UTC_TIMESTAMP(6) - INTERVAL ? DAY)`,
      [days],
    );
    await db.query(
      `INSERT INTO idempotency_keys (actor, mutation, idempotency_key, input_hash, result, created_at)
       VALUES ('a', 'm', ?, '', '{}', UTC_TIMESTAMP(6) - INTERVAL ? DAY)`,
      [String(days), days],
    );
    await db.query(
      `INSERT INTO conductors (id, host, pid, conductor_group, drivers, state, started_at, heartbeat_at, lease_expires_at)
       VALUES (?, 'h', 1, '', '{"list":[]}', 'DEAD', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) - INTERVAL ? DAY)`,
      [String(days), days],
    );
  }

  await db.query('INSERT INTO event_log_losses (known_from, first_lost) VALUES (2, 1), (3, 1)');

  await purgeOldRows({ db }, { eventDays: 7, idempotencyDays: 7, jobDays: 30, historyDays: 90, deadLetterDays: 30 });

  expect(await db.query('SELECT id FROM events')).toEqual([{ id: 3 }]);
  expect(await db.query('SELECT idempotency_key AS name FROM idempotency_keys')).toEqual([{ name: '1' }]);
  expect(await db.query('SELECT id FROM conductors')).toEqual([{ id: '1' }]);
  expect(await db.query('SELECT purged_through AS through FROM event_log_state')).toEqual([{ through: 2 }]);
  expect(await db.query('SELECT known_from AS at FROM event_log_losses')).toEqual([{ at: 3 }]);
});

it('removes what could not be delivered after its own time', async () => {
  await db.query(
    `INSERT INTO webhooks (id, name, url, types, batch_size, secret, state, log_cursor, attempts, consecutive_failures,
                           epoch, version, created_at, updated_at)
     VALUES ('w', 'w', 'http://192.0.2.1/', '{"list":[]}', 1, 'x', 'PAUSED', 'x', 0, 0, 0, 1, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))`,
  );
  for (const days of [31, 29]) {
    await db.query(
      `INSERT INTO webhook_letters (id, webhook_id, subject, attempts, created_at)
       VALUES (?, 'w', '{}', 1, UTC_TIMESTAMP(6) - INTERVAL ? DAY)`,
      [String(days), days],
    );
  }
  await purgeOldRows({ db }, { eventDays: 7, idempotencyDays: 7, jobDays: 30, historyDays: 90, deadLetterDays: 30 });
  expect(await db.query('SELECT id FROM webhook_letters')).toEqual([{ id: '29' }]);
});
