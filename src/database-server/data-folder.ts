/**
 * The private server's data folder: what lies where, and who uses it.
 *
 *   data/             the server's own files
 *   server.json       flavour, application user and password (mode 0600)
 *   server.port       the port of last time; kept, so that a URL somebody noted stays true
 *   server.pid        written by the server
 *   server.log        its messages
 *   start.lock        held by the program that starts or stops the server, for that long only
 *   users/            one file per program that uses the server; the last one to leave stops it
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning, startMark } from './processes.ts';

export interface DataFolder {
  readonly root: string;
  readonly data: string;
  readonly socket: string;
  readonly pidFile: string;
  readonly logFile: string;
}

export interface Credentials {
  readonly flavour: 'mariadb' | 'mysql';
  readonly user: string;
  readonly password: string;
}

const LONGEST_SOCKET_PATH = 103; // sockaddr_un holds 108 bytes on Linux, 104 on macOS, the closing zero included
const LONGEST_WAIT_FOR_LOCK_MS = 180_000; // longer than a start with crash recovery may take

/** Makes the folder where it does not exist; nobody but its owner may look inside. */
export function openDataFolder(path: string): DataFolder {
  mkdirSync(join(path, 'users'), { recursive: true, mode: 0o700 });
  const root = realpathSync(path);
  return {
    root,
    data: join(root, 'data'),
    socket: socketPath(root),
    pidFile: join(root, 'server.pid'),
    logFile: join(root, 'server.log'),
  };
}

export function readCredentials(folder: DataFolder): Credentials | undefined {
  const path = join(folder.root, 'server.json');
  if (!existsSync(path)) return undefined;
  return JSON.parse(readFileSync(path, 'utf8')) as Credentials; // the file is ours; only {@link makeCredentials} writes it
}

export function makeCredentials(folder: DataFolder, flavour: Credentials['flavour']): Credentials {
  const credentials = { flavour, user: 'ironql', password: randomBytes(24).toString('hex') };
  writeFileSync(join(folder.root, 'server.json'), JSON.stringify(credentials), { mode: 0o600 });
  return credentials;
}

export function readPort(folder: DataFolder): number | undefined {
  return readNumber(join(folder.root, 'server.port'));
}

export function rememberPort(folder: DataFolder, port: number): void {
  writeFileSync(join(folder.root, 'server.port'), `${port}\n`);
}

export function readPid(folder: DataFolder): number | undefined {
  return readNumber(folder.pidFile);
}

/**
 * Runs `work` while no other program starts or stops this server; waits for one that does.
 * A lock whose holder is dead is taken over.
 */
export async function withStartLock<T>(folder: DataFolder, work: () => Promise<T>): Promise<T> {
  const path = join(folder.root, 'start.lock');
  const mine = `${process.pid} ${startMark(process.pid)} ${randomUUID()}`;
  const giveUpAt = Date.now() + LONGEST_WAIT_FOR_LOCK_MS;
  while (!tryLock(path, mine)) {
    if (Date.now() > giveUpAt) {
      throw new Error(
        `Another program (process ${readOrEmpty(path).split(' ')[0]}) has been starting or stopping the database in ${folder.root} ` +
          `for ${LONGEST_WAIT_FOR_LOCK_MS / 1000} s. Look what it is doing; end it and start again.`,
      );
    }
    removeIfStale(path);
    await sleep(30);
  }
  try {
    return await work();
  } finally {
    if (readOrEmpty(path) === mine) rmSync(path, { force: true });
  }
}

/** Notes that this program uses the server. Call the answer when it no longer does; it tells who else does. */
export function registerUser(folder: DataFolder): () => { othersRemain: boolean } {
  const own = `${process.pid}-${randomUUID()}`;
  const users = join(folder.root, 'users');
  writeFileSync(join(users, own), startMark(process.pid));
  return () => {
    rmSync(join(users, own), { force: true });
    const others = readdirSync(users).filter((name) => {
      const isUser = isSameProcess(Number.parseInt(name, 10), readOrEmpty(join(users, name)));
      if (!isUser) rmSync(join(users, name), { force: true }); // it was killed before it could say goodbye
      return isUser;
    });
    return { othersRemain: others.length > 0 };
  };
}

function tryLock(path: string, mine: string): boolean {
  try {
    writeFileSync(path, mine, { flag: 'wx' });
    return true;
  } catch (cause) {
    if (isCode(cause, 'EEXIST')) return false;
    throw cause;
  }
}

/**
 * Two waiters may both find the lock stale, and the slower must not remove the one that the faster has just made. So it
 * is moved aside, which only one can do, looked at again, and put back if it is not the one that was judged.
 */
function removeIfStale(path: string): void {
  const seen = readOrEmpty(path);
  const [pid = '', mark = ''] = seen.split(' ');
  if (seen === '' ? !isOlderThan(path, 5_000) : isSameProcess(Number(pid), mark)) return;
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
    if (readOrEmpty(aside) !== seen) linkSync(aside, path);
  } catch (cause) {
    if (!isCode(cause, 'ENOENT') && !isCode(cause, 'EEXIST')) throw cause;
  } finally {
    rmSync(aside, { force: true });
  }
}

function isSameProcess(pid: number, mark: string): boolean {
  return isRunning(pid) && startMark(pid) === mark;
}

/** Beside the data where that is short enough, else in a folder of ours under the system's temporary folder. */
function socketPath(root: string): string {
  const beside = join(root, 'server.sock');
  if (Buffer.byteLength(beside) <= LONGEST_SOCKET_PATH) return beside;
  const name = createHash('sha256').update(root).digest('hex').slice(0, 16);
  const folder = join(tmpdir(), `ironql-${process.getuid?.() ?? 0}-${name}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (process.getuid && statSync(folder).uid !== process.getuid()) {
    throw new Error(`${folder} belongs to somebody else. Remove it, or choose a data folder with a shorter path.`);
  }
  return join(folder, 's');
}

function readNumber(path: string): number | undefined {
  const value = Number.parseInt(readOrEmpty(path), 10);
  return Number.isInteger(value) && value > 0 ? value : undefined;
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (isCode(cause, 'ENOENT')) return '';
    throw cause;
  }
}

function isOlderThan(path: string, ageMs: number): boolean {
  try {
    return Date.now() - statSync(path).mtimeMs > ageMs;
  } catch {
    return false; // it is gone: whoever had it is done
  }
}

function isCode(cause: unknown, code: string): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === code;
}
