import { randomBytes } from 'node:crypto';
import { createConnection } from 'mysql2/promise';
import { inject } from 'vitest';

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/**
 * A new, empty database on the run's server, for one test file or one test. The user in its URL may do there what the
 * application's user may do in production, and no more.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = new URL(inject('databaseUrl'));
  // The application's user may make databases whose names begin like its own.
  const name = `${server.pathname.slice(1)}_test_${randomBytes(6).toString('hex')}`;
  const run = async (sql: string) => {
    const connection = await createConnection(server.href);
    try {
      await connection.query(sql);
    } finally {
      await connection.end();
    }
  };
  await run(`CREATE DATABASE \`${name}\``);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(`DROP DATABASE IF EXISTS \`${name}\``) };
}
