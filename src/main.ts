/** `ironql`: reads the settings, starts what they say, stops it on a signal. The only `process.exit`. */
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { databaseFolder, startApp, type App } from './app.ts';
import { drain } from './cli/drain.ts';
import { loggedError } from './cli/logged-error.ts';
import { ConfigError, describeSettings, readConfig, redacted, type Config } from './config.ts';
import { keepPrivateServer } from './database-server/keep-running.ts';
import { isUuid } from './domain/ids.ts';
import type { Logger } from './domain/logger.ts';

const HELP = `Usage: ironql serve [flags]          runs the service
       ironql drain [--conductor ID] [flags]
                                     asks the conductors of this machine, or one, to hand over their work and end; waits for it
       ironql config print [flags]   shows the settings, secrets hidden
       ironql help

Settings, as flags (a YAML file given by --config or IRONQL_CONFIG, and the environment, come before them):

${describeSettings()}
`;

/** A database that recovers from a crash takes its time; a second signal would not make it faster. */
const LONGEST_WAIT_FOR_START_MS = 30_000;

try {
  const [command = 'help', ...rest] = process.argv.slice(2);
  switch (command) {
    case 'serve':
      await serve(readConfig(rest, process.env));
      break;
    case 'drain':
      await drainConductors(rest);
      break;
    case 'config':
      printConfig(rest);
      break;
    case 'help':
    case '--help':
      process.stdout.write(HELP);
      break;
    default:
      throw new ConfigError(`There is no command "${command}". Try "ironql help".`);
  }
} catch (error) {
  const isExpected = error instanceof ConfigError;
  process.stderr.write(
    `ironql: ${isExpected ? error.message : error instanceof Error ? (error.stack ?? error.message) : 'failed'}\n`,
  );
  process.exit(isExpected ? 2 : 1);
}

async function serve(config: Config): Promise<void> {
  const log = createLog(config);
  let database: Awaited<ReturnType<typeof keepPrivateServer>> | null = null;
  let app: App | null = null;
  let stopping: Promise<void> | null = null;
  const stop = (signal: string): void => {
    // A launcher and a terminal may both send it: one stop is enough.
    stopping ??= (async () => {
      log.info({ signal }, 'stopping');
      // What is still coming up comes up first: a database server that nobody waits for would be left running.
      await Promise.race([starting.catch(() => {}), sleep(LONGEST_WAIT_FOR_START_MS)]);
      let exitCode = 0;
      await app?.stop().catch((error: unknown) => {
        log.error(
          { err: error },
          'did not stop in order; what was at work is taken over like that of any lost process',
        );
        exitCode = 1;
      });
      await database?.stop();
      log.info({}, 'stopped');
      process.exit(exitCode);
    })();
  };
  process.on('SIGINT', () => stop('SIGINT'));
  process.on('SIGTERM', () => stop('SIGTERM'));

  const starting = (async (): Promise<App> => {
    try {
      database =
        config.databaseUrl === ''
          ? await keepPrivateServer({ dataDir: databaseFolder(config), durable: true, log })
          : null;
      return await startApp(config, database?.url ?? config.databaseUrl, log);
    } catch (error) {
      await database?.stop();
      throw error;
    }
  })();
  app = await starting;
  announce(config, app);
  // A process that was only a conductor has nothing left to do; the API of another goes on.
  if (config.role === 'conductor') void app.drained.then(() => stop('drained'));
}

async function drainConductors(flags: readonly string[]): Promise<void> {
  const { conductorId, others } = takeConductorFlag(flags);
  const config = readConfig(others, process.env);
  const log = createLog({ ...config, logLevel: 'warn' });
  const database =
    config.databaseUrl === '' ? await keepPrivateServer({ dataDir: databaseFolder(config), durable: true, log }) : null;
  try {
    const databaseUrl = database?.url ?? config.databaseUrl;
    const say = (line: string): void => void process.stdout.write(`${line}\n`);
    if (!(await drain({ databaseUrl, conductorId, say }))) process.exitCode = 1;
  } finally {
    await database?.stop();
  }
}

function takeConductorFlag(flags: readonly string[]): { conductorId: string | null; others: string[] } {
  const at = flags.findIndex((flag) => flag === '--conductor' || flag.startsWith('--conductor='));
  if (at < 0) return { conductorId: null, others: [...flags] };
  const inline = flags[at]?.split('=')[1];
  const conductorId = inline ?? flags[at + 1];
  if (conductorId === undefined || !isUuid(conductorId)) {
    throw new ConfigError('--conductor needs the id of a conductor, as the query conductors lists it.');
  }
  return {
    conductorId,
    others: flags.filter((_, index) => index !== at && (inline !== undefined || index !== at + 1)),
  };
}

function announce(config: Config, { url, machinesUrl }: Pick<App, 'url' | 'machinesUrl'>): void {
  const lines =
    url === null
      ? [`IronQL conductor is running, group "${config.conductorGroup}".`]
      : [
          'IronQL is running.',
          '',
          `  GraphiQL  ${url}/graphiql/`,
          `  GraphQL   ${url}/graphql  (HTTP and WebSocket)`,
          `  Health    ${url}/livez  ${url}/readyz`,
          `  Metrics   ${url}/metrics`,
          ...(machinesUrl === null ? [] : [`  Machines  ${machinesUrl}  (agents in ramdisks and what machines boot)`]),
        ];
  process.stderr.write(`\n${lines.join('\n')}\n\n  Ctrl-C stops everything.\n\n`);
}

function createLog(config: Config): Logger {
  const options = {
    level: config.logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: loggedError },
  };
  if (config.logFormat === 'pretty') return pino({ ...options, transport: { target: 'pino-pretty' } });
  return pino(options);
}

function printConfig([action, ...flags]: readonly string[]): void {
  if (action !== 'print') throw new ConfigError('Try "ironql config print".');
  process.stdout.write(`${JSON.stringify(redacted(readConfig(flags, process.env)), null, 2)}\n`);
}
