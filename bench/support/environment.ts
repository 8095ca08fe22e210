/** The run's own database server, durable as in `ironql serve`, and its own folder. Both are gone afterwards. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataFolder, readCredentials } from '../../src/database-server/data-folder.ts';
import { startPrivateServer } from '../../src/database-server/private-server.ts';
import { silentLogger } from '../../src/domain/logger.ts';
import { createConnection } from 'mysql2/promise';
import { withConnection } from './database.ts';
import type { Bench } from './figures.ts';

export interface Environment extends Bench {
  readonly databaseVersion: string;
  close(): Promise<void>;
}

export async function openEnvironment({
  profileFolder,
  say,
}: Pick<Bench, 'profileFolder' | 'say'>): Promise<Environment> {
  const folder = mkdtempSync(join(tmpdir(), 'ironql-bench-'));
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  try {
    const dataDir = join(folder, 'database');
    const server = await startPrivateServer({ dataDir, durable: true, log: silentLogger });
    return {
      folder,
      profileFolder,
      say,
      databasePid: server.pid,
      databaseVersion: await versionOf(server.url),
      createDatabase: () => createDatabase(server.url),
      setFlushAtCommit: (mode) => setFlushAtCommit(dataDir, mode),
      async close() {
        await server.stop();
        removeFolder();
      },
    };
  } catch (error) {
    removeFolder();
    throw error;
  }
}

async function createDatabase(serverUrl: string): Promise<string> {
  const url = new URL(serverUrl);
  // The application's user may make databases whose names begin like its own.
  const name = `${url.pathname.slice(1)}_bench_${randomBytes(4).toString('hex')}`;
  await withConnection(serverUrl, (connection) => connection.query(`CREATE DATABASE \`${name}\``));
  url.pathname = `/${name}`;
  return url.href;
}

/** A setting of the whole server: root's, who comes in by the socket. */
async function setFlushAtCommit(dataDir: string, mode: 1 | 2): Promise<void> {
  const folder = openDataFolder(dataDir);
  const password = readCredentials(folder)?.password ?? '';
  const root = await createConnection({ socketPath: folder.socket, user: 'root', password });
  await root.query(`SET GLOBAL innodb_flush_log_at_trx_commit = ${mode}`);
  await root.end();
}

async function versionOf(url: string): Promise<string> {
  return withConnection(url, async (connection) => {
    const [rows] = await connection.query('SELECT VERSION() AS version');
    return (rows as { version: string }[])[0]?.version ?? 'unknown'; // one row, one column
  });
}
