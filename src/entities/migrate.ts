import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { v7 as newId } from 'uuid';
import { affectedRows } from './transaction.ts';

const GUARD_SECONDS = 60; // longer than any migration may take; a starter that died holds others up no longer than this

/**
 * Brings the schema up to date; safe to call from many processes at once. DDL is not transactional, so a row in the
 * database decides who migrates (a conditional UPDATE, not GET_LOCK, which does not exclude on Galera).
 */
export async function migrate(db: DataSource): Promise<void> {
  const me = newId();
  await takeGuard(db, me);
  try {
    await db.runMigrations({ transaction: 'none' });
  } finally {
    await db.query('UPDATE migration_guard SET holder = NULL, held_until = NULL WHERE id = 1 AND holder = ?', [me]);
  }
}

async function takeGuard(db: DataSource, me: string): Promise<void> {
  await db.query(
    'CREATE TABLE IF NOT EXISTS migration_guard (id TINYINT NOT NULL PRIMARY KEY, holder CHAR(36) NULL, held_until DATETIME(6) NULL) ENGINE=InnoDB',
  );
  await db.query('INSERT IGNORE INTO migration_guard (id, holder, held_until) VALUES (1, NULL, NULL)');
  for (;;) {
    const taken: unknown = await db.query(
      `UPDATE migration_guard SET holder = ?, held_until = UTC_TIMESTAMP(6) + INTERVAL ${GUARD_SECONDS} SECOND
       WHERE id = 1 AND (holder IS NULL OR held_until < UTC_TIMESTAMP(6))`,
      [me],
    );
    if (affectedRows(taken) === 1) return;
    await sleep(200);
  }
}
