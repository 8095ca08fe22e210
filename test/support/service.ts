/** A whole service in this process, on a database and a port of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApp, type App } from '../../src/app.ts';
import { readConfig, type Config } from '../../src/config.ts';
import { silentLogger, type Logger } from '../../src/domain/logger.ts';
import { createTestDatabase } from './database.ts';

export interface TestService {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Where machines find theirs; the same unless `machinesHost` is set. */
  readonly machinesUrl: string;
  readonly databaseUrl: string;
  readonly dataFolder: string;
  stop(): Promise<void>;
  /** Ends as a crash would and leaves the database for another service; `stop` still cleans up. */
  crash(): Promise<void>;
}

/** Nobody waits long for anything; and nobody reads machines but who a test asks to. */
const QUICK = {
  leasePeriodMs: 300,
  leaseExpiryMs: 30_000, // a busy machine may stand still for seconds, and nobody is to lose a job by that
  safetyMarginMs: 200,
  drainMs: 2_000,
  pollMs: 50,
  powerSyncSeconds: 0,
  drainSpreadMs: 50,
};

/** For a service that will crash: who goes on with its jobs waits until this has run out. */
export const SHORT_LEASE = { leaseExpiryMs: 1_500 };

export interface TestServiceOptions {
  readonly config?: Partial<Config>;
  /** Another service's database: both work on it. */
  readonly databaseUrl?: string;
  readonly dataFolder?: string;
  readonly log?: Logger;
}

export async function startTestService(options: TestServiceOptions = {}): Promise<TestService> {
  const database = options.databaseUrl === undefined ? await createTestDatabase() : null;
  const databaseUrl = options.databaseUrl ?? database?.url ?? '';
  const dataFolder = options.dataFolder ?? (await mkdtemp(join(tmpdir(), 'ironql-test-')));
  const config: Config = { ...readConfig([], {}), ...QUICK, port: 0, dataFolder, databaseUrl, ...options.config };
  const app: App = await startApp(config, databaseUrl, options.log ?? testLog());
  let isDown = false;
  return {
    url: app.url ?? '',
    machinesUrl: app.machinesUrl ?? app.url ?? '',
    databaseUrl,
    dataFolder,
    async stop() {
      if (!isDown) await app.stop();
      isDown = true;
      await database?.drop();
      if (options.dataFolder === undefined) await rm(dataFolder, { recursive: true, force: true });
    },
    async crash() {
      isDown = true;
      await app.crash();
    },
  };
}

/** Silent, unless somebody wants to look: IRONQL_TEST_LOG=1. */
function testLog(): Logger {
  if (process.env['IRONQL_TEST_LOG'] !== '1') return silentLogger;
  const write =
    (level: string) =>
    (fields: object, message: string): void =>
      console.error(level, message, fields);
  const log: Logger = {
    debug: () => {},
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: () => log,
  };
  return log;
}
