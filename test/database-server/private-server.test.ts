import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findServer, UNPACKED_SERVER } from '../../src/database-server/find-server.mjs';
import { startPrivateServer, type PrivateServer } from '../../src/database-server/private-server.ts';
import { isRunning } from '../../src/database-server/processes.ts';
import { silentLogger } from '../../src/domain/logger.ts';

let folder: string;
let dataDir: string;
const servers: PrivateServer[] = [];
const starters: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ironql-private-server-'));
  dataDir = join(folder, 'db');
});

afterEach(async () => {
  for (const starter of starters.splice(0)) starter.kill('SIGKILL');
  // A test that failed half-way may have left a server whose starter is dead; the last one to adopt it stops it.
  if (existsSync(join(dataDir, 'server.pid'))) await start().catch(() => undefined);
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  rmSync(folder, { recursive: true, force: true });
});

describe('a private database server', () => {
  it('starts in a folder that does not exist and answers at its URL', async () => {
    const server = await start();
    expect(server.adopted).toBe(false);
    expect(await queryRow(server.url, 'SELECT DATABASE() AS name')).toEqual({ name: 'ironql' });
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    expect(statSync(join(dataDir, 'server.json')).mode & 0o777).toBe(0o600);
  });

  it('lets its user make databases that are named like its own, and no others', async () => {
    const { url } = await start();
    await queryRow(url, 'CREATE DATABASE ironql_more');
    await expect(queryRow(url, 'CREATE DATABASE elsewhere')).rejects.toThrow(/denied/);
    await expect(queryRow(url, 'SELECT * FROM mysql.global_priv')).rejects.toThrow(/denied/);
  });

  it('lets nobody in over TCP without the password', async () => {
    const { port } = new URL((await start()).url);
    for (const user of ['root', 'ironql', '', 'mariadb.sys']) {
      await expect(createConnection({ host: '127.0.0.1', port: Number(port), user }), user).rejects.toThrow(/denied/);
    }
  });

  it.runIf(findServer()?.flavour === 'mariadb')(
    'reads what was committed, commits to the disk, and rolls back a transaction that was left standing',
    async () => {
      const { url } = await start();
      const row = await queryRow(
        url,
        `SELECT @@tx_isolation AS isolation, @@innodb_flush_log_at_trx_commit AS flush, @@time_zone AS zone,
              @@character_set_server AS characters, @@idle_write_transaction_timeout AS idle`,
      );
      expect(row).toEqual({ isolation: 'READ-COMMITTED', flush: 1, zone: '+00:00', characters: 'utf8mb4', idle: 8 });
    },
  );

  it('keeps data, password and port from one start to the next', async () => {
    const first = await start();
    await queryRow(first.url, 'CREATE TABLE kept (id int PRIMARY KEY)');
    await queryRow(first.url, 'INSERT INTO kept VALUES (7)');
    await first.stop();
    const second = await start();
    expect(second.url).toBe(first.url);
    expect(await queryRow(second.url, 'SELECT id FROM kept')).toEqual({ id: 7 });
  });

  it('takes another port when the one of last time is in use', async () => {
    const first = await start();
    await first.stop();
    const squatter = createServer().listen(Number(new URL(first.url).port), '127.0.0.1');
    await once(squatter, 'listening');
    try {
      const second = await start();
      expect(new URL(second.url).port).not.toBe(new URL(first.url).port);
      await queryRow(second.url, 'SELECT 1');
    } finally {
      squatter.close();
    }
  });

  it('works in a folder whose path is too long for a socket', async () => {
    dataDir = join(folder, 'a-rather-long-name'.repeat(6), 'db');
    const { url } = await start();
    expect(await queryRow(url, 'SELECT 1 AS one')).toEqual({ one: 1 });
  });

  it('leaves no process, lock or user behind when it is stopped, and may be stopped twice', async () => {
    const server = await start();
    await Promise.all([server.stop(), server.stop()]);
    expect(isRunning(server.pid)).toBe(false);
    expect(readdirSync(dataDir).sort()).toEqual(['data', 'server.json', 'server.log', 'server.port', 'users']);
    expect(readdirSync(join(dataDir, 'users'))).toEqual([]);
  });

  it('starts anew after the server itself was killed', async () => {
    const first = await start();
    await queryRow(first.url, 'CREATE TABLE kept (id int PRIMARY KEY)');
    process.kill(first.pid, 'SIGKILL');
    await until(() => !isRunning(first.pid));
    const second = await start();
    expect(second.adopted).toBe(false);
    await queryRow(second.url, 'SELECT * FROM kept');
  });
});

describe('a private database server whose starter was killed', () => {
  it('is adopted by the next start and stopped with it', async () => {
    const { starter, pid, url } = await startElsewhere();
    starter.kill('SIGKILL');
    await once(starter, 'exit');
    expect(isRunning(pid)).toBe(true);
    const adopter = await start();
    expect(adopter).toMatchObject({ adopted: true, pid, url });
    await adopter.stop();
    expect(isRunning(pid)).toBe(false);
    expect((await start()).adopted).toBe(false);
  });

  it('is not confused with another program that was given the same process id', async () => {
    mkdirSync(dataDir);
    writeFileSync(join(dataDir, 'server.pid'), String(process.pid));
    writeFileSync(join(dataDir, 'start.lock'), `${process.pid} 1 of-a-program-that-ended`);
    expect((await start()).adopted).toBe(false);
  });
});

describe('two programs on one data folder', () => {
  it('share one server when they start at once, and the last one to leave stops it', async () => {
    const both = await Promise.all([startElsewhere(), startElsewhere()]);
    expect(new Set(both.map(({ pid }) => pid)).size).toBe(1);
    expect(both.filter(({ adopted }) => adopted)).toHaveLength(1);
    for (const { starter, pid, url } of both) {
      await queryRow(url, 'SELECT 1');
      expect(isRunning(pid)).toBe(true);
      starter.kill('SIGTERM');
      await once(starter, 'exit');
    }
    expect(both.map(({ pid }) => isRunning(pid))).toEqual([false, false]);
  });
});

describe('a private database server that cannot be had', () => {
  it('is not found where there is none', () => {
    expect(findServer({ env: { DATABASE_SERVER_PATH: folder }, unpacked: folder })).toBeUndefined();
  });

  it('is not taken from a program that is too old', () => {
    const old = join(folder, 'mysqld');
    writeFileSync(old, '#!/bin/sh\necho "mysqld  Ver 5.7.44 for Linux on x86_64 (MySQL Community Server)"\n');
    chmodSync(old, 0o755);
    expect(findServer({ env: { DATABASE_SERVER_PATH: folder }, unpacked: folder })).toBeUndefined();
  });

  // One that set-up has unpacked for this checkout is always considered.
  it.skipIf(existsSync(UNPACKED_SERVER))('says what to do when no server program is found', async () => {
    const found = process.env['DATABASE_SERVER_PATH'];
    process.env['DATABASE_SERVER_PATH'] = folder;
    try {
      await expect(start()).rejects.toThrow(/npm run setup:db.*DATABASE_URL/);
    } finally {
      if (found === undefined) delete process.env['DATABASE_SERVER_PATH'];
      else process.env['DATABASE_SERVER_PATH'] = found;
    }
  });

  it('shows the end of its log when it does not start', async () => {
    await (await start()).stop();
    writeFileSync(join(dataDir, 'data/ibdata1'), 'this is no tablespace');
    await expect(start()).rejects.toThrow(/did not start[\s\S]*server\.log, ends with:\n[\s\S]*InnoDB/);
  });

  it('is not run on data that the other kind of server made', async () => {
    await (await start()).stop();
    const mariadb = findServer();
    if (!mariadb) throw new Error('The tests above would have failed.');
    const other = { ...mariadb, flavour: mariadb.flavour === 'mariadb' ? ('mysql' as const) : ('mariadb' as const) };
    const attempt = startPrivateServer({ dataDir, durable: true, log: silentLogger, server: other });
    await expect(attempt).rejects.toThrow(/was made by .*DATABASE_SERVER_PATH/);
  });
});

async function start(): Promise<PrivateServer> {
  const server = await startPrivateServer({ dataDir, durable: true, log: silentLogger });
  servers.push(server);
  return server;
}

/** In a process of its own, which can then be killed. */
async function startElsewhere(): Promise<{ starter: ChildProcess; pid: number; url: string; adopted: boolean }> {
  const script = new URL('keep-server-running.ts', import.meta.url).pathname;
  const starter = spawn(process.execPath, ['--import', 'tsx', script, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  starters.push(starter);
  const [line] = (await once(starter.stdout, 'data')) as [Buffer];
  return { starter, ...(JSON.parse(line.toString()) as { pid: number; url: string; adopted: boolean }) };
}

async function queryRow(url: string, sql: string): Promise<unknown> {
  const connection = await createConnection(url);
  try {
    const [rows] = await connection.query<RowDataPacket[]>(sql);
    return rows[0];
  } finally {
    await connection.end();
  }
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 10));
}
