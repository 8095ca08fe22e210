import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepPrivateServer } from '../../src/database-server/keep-running.ts';
import { isRunning } from '../../src/database-server/processes.ts';
import { silentLogger } from '../../src/domain/logger.ts';
import { waitFor } from '../support/wait.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ironql-keep-running-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('starts a private database that was killed again on the same port, and still stops it in the end', async () => {
  const server = await keepPrivateServer({ dataDir: join(folder, 'database'), durable: false, log: silentLogger });
  try {
    const first = await pidOf(server.url);
    process.kill(first, 'SIGKILL');
    await waitFor(() => !isRunning(first), 'the server to end');
    await waitFor(async () => (await pidOf(server.url).catch(() => first)) !== first, 'another to answer');
  } finally {
    const last = await pidOf(server.url);
    await server.stop();
    expect(isRunning(last)).toBe(false);
  }
});

/** Who answers there: the server's own pid file, once the server does answer. */
async function pidOf(url: string): Promise<number> {
  await (await createConnection(url)).end();
  return Number(readFileSync(join(folder, 'database', 'server.pid'), 'utf8'));
}
