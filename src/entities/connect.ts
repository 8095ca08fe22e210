import type { DataSource } from 'typeorm';
import { createDataSource, type DatabaseOptions } from './data-source.ts';

/** What each session is told before its first statement. Both servers take these forms. */
const SESSION_SETTINGS = [
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  `SET SESSION time_zone = '+00:00'`,
  // A wait for a row lock longer than this is a bug or an attack; the statement fails and the transaction runs again.
  'SET SESSION innodb_lock_wait_timeout = 5',
];

interface PoolConnection {
  query(sql: string, done: (error: unknown) => void): void;
}
interface PoolLike {
  on(event: 'connection', listener: (connection: PoolConnection) => void): void;
}

/**
 * Connects, and sees to it that every session of the pool has our settings: one listener for the sessions to come,
 * and one pass over the session that `initialize` has already opened (a listener set afterwards misses it).
 */
export async function connectDatabase(options: DatabaseOptions): Promise<DataSource> {
  const db = createDataSource(options);
  await db.initialize();
  // TypeORM does not publish the pool in its types; mysql2's pool has been there under this name since 0.2.
  const { pool } = db.driver as unknown as { readonly pool: PoolLike };
  pool.on('connection', (connection) => {
    for (const statement of SESSION_SETTINGS) connection.query(statement, () => {});
  });
  for (const statement of SESSION_SETTINGS) await db.query(statement);
  return db;
}
