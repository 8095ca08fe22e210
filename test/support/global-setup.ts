/**
 * One private database server for the whole run; `createTestDatabase` gives each test file a database on it.
 * IRONQL_TEST_DATABASE_URL names a server to use instead.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startPrivateServer } from '../../src/database-server/private-server.ts';
import { commandLine, isRunning } from '../../src/database-server/processes.ts';
import { silentLogger } from '../../src/domain/logger.ts';
import { fastestFolder } from './fastest-folder.ts';

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrl: string;
  }
}

const PREFIX = 'ironql-test-run-';

export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env['IRONQL_TEST_DATABASE_URL'];
  if (given) {
    project.provide('databaseUrl', given);
    return undefined;
  }
  const parent = fastestFolder();
  removeAbandonedRuns(parent);
  const folder = mkdtempSync(join(parent, `${PREFIX}${process.pid}-`));
  const server = await startPrivateServer({ dataDir: join(folder, 'db'), durable: false, log: silentLogger });
  project.provide('databaseUrl', server.url);

  // Vitest skips the teardown when it is interrupted twice or fails badly; nothing asynchronous can run then.
  const kill = () => {
    if (isRunning(server.pid)) process.kill(server.pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  process.once('exit', kill);
  return async () => {
    await server.stop();
    process.off('exit', kill);
    rmSync(folder, { recursive: true, force: true });
  };
}

/** Of a run that was killed: its server would go on for ever. */
function removeAbandonedRuns(parent: string): void {
  for (const name of readdirSync(parent).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = join(parent, name);
    if (isRunning(Number.parseInt(name.slice(PREFIX.length), 10))) continue;
    const pid = readNumber(join(folder, 'db/server.pid'));
    if (commandLine(pid).includes(`--datadir=${folder}/`)) process.kill(pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** 0 when there is none: no process has that number. */
function readNumber(path: string): number {
  try {
    return Number.parseInt(readFileSync(path, 'utf8'), 10) || 0;
  } catch {
    return 0;
  }
}
