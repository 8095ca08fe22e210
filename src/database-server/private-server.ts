/**
 * The database server that IronQL runs for itself when it was given none.
 *
 * It listens on loopback only, keeps everything in one folder, and is never the machine's own. It is started in a
 * session of its own: a Ctrl-C in the terminal reaches the program, which then stops it in order. When the program is
 * killed the server lives on, and the next start adopts it: restarting it would cost a crash recovery and gain nothing.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import type { Logger } from '../domain/logger.ts';
import {
  openDataFolder,
  readCredentials,
  readPid,
  readPort,
  registerUser,
  rememberPort,
  withStartLock,
  type Credentials,
  type DataFolder,
} from './data-folder.ts';
import { findServer, foldersToSearch, type DatabaseServer } from './find-server.mjs';
import { initialise } from './initialise.ts';
import { commandLine, isRunning, startMark } from './processes.ts';
import { runArguments } from './server-arguments.ts';

export interface PrivateServerOptions {
  /** Made where it does not exist. One folder is one server. */
  readonly dataDir: string;
  /** Made where it does not exist. Default `ironql`. Letters, digits and underscores. */
  readonly database?: string;
  /** False is for tests: nothing survives a crash, and it is stopped the quick way. */
  readonly durable: boolean;
  readonly log: Logger;
  /** Default: the one of last time, else a free one. */
  readonly port?: number;
  /** Default: what {@link findServer} finds. */
  readonly server?: DatabaseServer | undefined;
}

export interface PrivateServer {
  /** `mysql://user:password@127.0.0.1:port/database` */
  readonly url: string;
  readonly pid: number;
  /** It was already running, left by a program that was killed or shared with one that still runs. */
  readonly adopted: boolean;
  /** Stops it, unless another program uses it too; resolves when it has ended. A second call does nothing. */
  stop(): Promise<void>;
}

interface Running {
  readonly pid: number;
  readonly port: number;
  readonly credentials: Credentials;
  readonly child: ChildProcess | undefined;
}

const LONGEST_START_MS = 120_000; // crash recovery reads the whole redo log
const LONGEST_STOP_MS = 60_000;
const STARTS_TO_TRY = 3; // another program may take the port between our look and the server's bind

/**
 * Starts the server of this data folder, or adopts the one that runs there.
 *
 * @throws {Error} with the remedy: no server program found, or the last lines of its log when it does not start.
 */
export async function startPrivateServer(options: PrivateServerOptions): Promise<PrivateServer> {
  const database = options.database ?? 'ironql';
  if (!/^\w{1,48}$/.test(database)) throw new Error(`'${database}' will not do as the name of a database.`);
  const folder = openDataFolder(options.dataDir);
  return withStartLock(folder, async () => {
    const adopted = await adoptRunning(folder, options.log);
    const running = adopted ?? (await startNew(folder, database, options));
    await createDatabase(running, database);
    const unregister = registerUser(folder);
    const stop = stopOnce(folder, running, unregister, options);
    const { user, password } = running.credentials;
    const url = `mysql://${user}:${password}@127.0.0.1:${running.port}/${database}`;
    return { url, pid: running.pid, adopted: adopted !== undefined, stop };
  });
}

/** Waits, too, for one that is still starting, or still stopping: in the latter case there is nothing to adopt. */
async function adoptRunning(folder: DataFolder, log: Logger): Promise<Running | undefined> {
  const pid = readPid(folder);
  const port = readPort(folder);
  const credentials = readCredentials(folder);
  if (pid === undefined || !isOurServer(pid, folder)) return undefined;
  if (port === undefined || credentials === undefined) {
    throw new Error(
      `A database server (process ${pid}) runs on ${folder.root}, but server.json or server.port is missing there. ` +
        `End it with "kill ${pid}" and start again.`,
    );
  }
  const running = { pid, port, credentials, child: undefined };
  const state = await untilItAnswers(running, folder, () => !isRunning(pid));
  if (state === 'ended') return undefined;
  log.info({ pid, port, dataDir: folder.root }, 'database server adopted');
  return running;
}

async function startNew(folder: DataFolder, database: string, options: PrivateServerOptions): Promise<Running> {
  const server = options.server ?? findServer();
  if (server === undefined) throw new Error(noServerMessage());
  const credentials = credentialsFor(folder, server, database, options.log);
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort(attempt === 1 ? readPort(folder) : undefined));
    rememberPort(folder, port);
    const logStart = existsSync(folder.logFile) ? statSync(folder.logFile).size : 0;
    const startedAt = performance.now();
    const child = launch(server, folder, port, options);
    const running = { pid: child.pid ?? -1, port, credentials, child };
    const state = await untilItAnswers(running, folder, () => hasEnded(child));
    if (state === 'answers') {
      const startMs = Math.round(performance.now() - startedAt);
      options.log.info({ pid: running.pid, port, dataDir: folder.root, startMs }, 'database server started');
      return running;
    }
    const said = readFileSync(folder.logFile, 'utf8').slice(logStart).trim();
    if (/address already in use/i.test(said) && options.port === undefined && attempt < STARTS_TO_TRY) continue;
    throw new Error(startFailedMessage(server, folder, said));
  }
}

function credentialsFor(folder: DataFolder, server: DatabaseServer, database: string, log: Logger): Credentials {
  if (!existsSync(folder.data)) {
    log.info({ dataDir: folder.root, server: server.binary, version: server.version }, 'making a new database');
    return initialise(server, folder, database);
  }
  const credentials = readCredentials(folder);
  if (credentials === undefined) {
    throw new Error(
      `${folder.root} holds a database, but server.json with its password is gone. Put it back, or move the folder away to start with an empty database.`,
    );
  }
  if (credentials.flavour !== server.flavour) {
    throw new Error(
      `${folder.root} was made by ${credentials.flavour}, and ${server.binary} is ${server.flavour}. ` +
        `Set DATABASE_SERVER_PATH to the folder of a ${credentials.flavour} server, or move ${folder.root} away to start with an empty database.`,
    );
  }
  return credentials;
}

function launch(
  server: DatabaseServer,
  folder: DataFolder,
  port: number,
  { durable, log }: PrivateServerOptions,
): ChildProcess {
  rmSync(folder.pidFile, { force: true }); // of a server that is dead, or it would have been adopted
  const logFd = openSync(folder.logFile, 'a', 0o600);
  try {
    const child = spawn(server.binary, runArguments(server, folder, port, durable), {
      stdio: ['ignore', logFd, logFd],
      detached: true,
      cwd: folder.root,
      env: serverEnvironment(server),
    });
    child.unref();
    child.on('error', (error) => log.error({ err: error, server: server.binary }, 'database server cannot be run'));
    child.on('exit', (code, signal) => {
      log.info({ pid: child.pid, code, signal, log: folder.logFile }, 'database server ended');
    });
    return child;
  } finally {
    closeSync(logFd);
  }
}

/**
 * Not the program's whole environment: it holds secrets, and under systemd a NOTIFY_SOCKET with which the server would
 * report itself ready in our place. TEST_RUN_ID lets `npm test` recognise what a test left running.
 */
function serverEnvironment(server: DatabaseServer): NodeJS.ProcessEnv {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'TEST_RUN_ID'].map((name) => [name, process.env[name]]);
  return { ...Object.fromEntries(kept.filter(([, value]) => value !== undefined)), ...server.env };
}

/** Answers means: with our password, and from our data. Anything may listen on a port. */
async function untilItAnswers(
  running: Running,
  folder: DataFolder,
  ended: () => boolean,
): Promise<'answers' | 'ended'> {
  const giveUpAt = Date.now() + LONGEST_START_MS;
  let last: unknown;
  while (!ended()) {
    try {
      if (realpathSync(await dataFolderOf(running)) === folder.data) return 'answers';
      last = new Error(`port ${running.port} belongs to another database server`);
    } catch (cause) {
      last = cause;
    }
    if (Date.now() > giveUpAt) {
      throw new Error(
        `The database server (process ${running.pid}) on ${folder.root} runs, but did not answer on port ${running.port} ` +
          `within ${LONGEST_START_MS / 1000} s. Its log is ${folder.logFile}. End it with "kill ${running.pid}" and start again.`,
        { cause: last },
      );
    }
    await sleep(20);
  }
  return 'ended';
}

async function dataFolderOf(running: Running): Promise<string> {
  const connection = await connect(running);
  try {
    const [rows] = await connection.query<RowDataPacket[]>('SELECT @@datadir AS datadir');
    return String(rows[0]?.['datadir']);
  } finally {
    await connection.end();
  }
}

async function createDatabase(running: Running, database: string): Promise<void> {
  const connection = await connect(running);
  try {
    await connection.query(`CREATE DATABASE IF NOT EXISTS \`${database}\``);
  } finally {
    await connection.end();
  }
}

function connect({ port, credentials: { user, password } }: Running) {
  return createConnection({ host: '127.0.0.1', port, user, password, connectTimeout: 5_000 });
}

function stopOnce(
  folder: DataFolder,
  running: Running,
  unregister: () => { othersRemain: boolean },
  { durable, log }: PrivateServerOptions,
): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  const stop = () =>
    withStartLock(folder, async () => {
      if (unregister().othersRemain) {
        log.info({ pid: running.pid, dataDir: folder.root }, 'database server left running for another program');
        return;
      }
      await end(running, folder, durable ? 'SIGTERM' : 'SIGKILL', log);
      removeSocket(folder);
      rmSync(folder.pidFile, { force: true });
    });
  return () => (stopping ??= stop());
}

async function end(running: Running, folder: DataFolder, signal: NodeJS.Signals, log: Logger): Promise<void> {
  const { pid, child } = running;
  if (child ? hasEnded(child) : !isOurServer(pid, folder)) return;
  // By its start, no longer by its command line: that is empty before the process has ended.
  const mark = startMark(pid);
  const isGone = () => (child ? hasEnded(child) : !isRunning(pid) || startMark(pid) !== mark);
  process.kill(pid, signal);
  const killAt = Date.now() + LONGEST_STOP_MS;
  let killed = false;
  while (!isGone()) {
    if (Date.now() > killAt && !killed) {
      killed = true;
      log.warn(
        { pid, log: folder.logFile },
        'database server does not stop; killing it, it will recover at its next start',
      );
      process.kill(pid, 'SIGKILL');
    }
    await sleep(20); // an adopted server is not our child: there is no event to wait for
  }
}

/** With its folder, when that is one of ours in the system's temporary folder. */
function removeSocket(folder: DataFolder): void {
  const own = dirname(folder.socket);
  rmSync(own === folder.root ? folder.socket : own, { recursive: true, force: true });
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

/** The number in a pid file may by now belong to any program. */
function isOurServer(pid: number, folder: DataFolder): boolean {
  return isRunning(pid) && `${commandLine(pid)} `.includes(`--datadir=${folder.data} `);
}

async function freePort(preferred: number | undefined): Promise<number> {
  for (const port of preferred === undefined ? [0] : [preferred, 0]) {
    const found = await tryPort(port);
    if (found !== undefined) return found;
  }
  throw new Error('No free port on 127.0.0.1 for the database server.');
}

async function tryPort(port: number): Promise<number | undefined> {
  const probe = createServer();
  try {
    probe.listen(port, '127.0.0.1');
    await once(probe, 'listening');
    const address = probe.address();
    return typeof address === 'object' && address !== null ? address.port : undefined;
  } catch {
    return undefined; // taken
  } finally {
    probe.close();
  }
}

function noServerMessage(): string {
  return (
    'No database server found: neither mariadbd (10.6 or newer) nor mysqld (8.0.16 or newer) is in ' +
    `${foldersToSearch().join(', ')}. Run "npm run setup:db" to bring one (Debian, Ubuntu), "brew install mariadb" on macOS, ` +
    'or set DATABASE_URL to a server that you have.'
  );
}

function startFailedMessage(server: DatabaseServer, folder: DataFolder, said: string): string {
  const lastLines = said.split('\n').slice(-12).join('\n') || '(nothing)';
  return `The database server ${server.binary} did not start on ${folder.root}. Its log, ${folder.logFile}, ends with:\n${lastLines}`;
}
