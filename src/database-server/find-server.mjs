/**
 * Finds a MariaDB or MySQL server program on this machine, without starting anything.
 *
 * Plain JavaScript, and only Node's own modules: `scripts/start.mjs` asks the same question before a single package is
 * installed, and two lists of folders would soon differ.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {object} DatabaseServer
 * @property {string} binary
 * @property {'mariadb' | 'mysql'} flavour
 * @property {string} version
 * @property {readonly string[]} args What this copy needs in order to find its own files.
 * @property {Readonly<Record<string, string>>} env The same, for the dynamic linker.
 */

/** Older servers lack what the migrations rely on: `SKIP LOCKED` and checked constraints. */
const OLDEST = { mariadb: [10, 6, 0], mysql: [8, 0, 16] };

const USUAL_FOLDERS = [
  '/usr/sbin',
  '/usr/local/sbin',
  '/usr/local/bin',
  '/usr/local/mysql/bin', // MySQL's and MariaDB's own archives
  '/opt/homebrew/bin',
  '/opt/homebrew/opt/mariadb/bin', // a versioned or "keg-only" formula is not linked into bin
  '/opt/homebrew/opt/mysql/bin',
  '/usr/local/opt/mariadb/bin', // Homebrew on Intel
  '/usr/local/opt/mysql/bin',
];

/** Where `npm run setup:db` unpacks a server when it may not install one. The same folder seen from `src` and `dist`. */
export const UNPACKED_SERVER = fileURLToPath(new URL('../../.ironql/mariadb', import.meta.url));

/**
 * The first server that is new enough, or undefined. `DATABASE_SERVER_PATH` (folders, written like PATH) is searched
 * instead of PATH and the usual folders. The copy that set-up unpacked comes last.
 *
 * @param {{ env?: NodeJS.ProcessEnv, unpacked?: string }} [options]
 * @returns {DatabaseServer | undefined}
 */
export function findServer({ env = process.env, unpacked = UNPACKED_SERVER } = {}) {
  for (const folder of foldersToSearch(env)) {
    const server = serverIn(folder, [], {});
    if (server) return server;
  }
  return serverIn(join(unpacked, 'usr/sbin'), unpackedArgs(unpacked), unpackedEnv(unpacked));
}

/**
 * For messages: where {@link findServer} looks.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string[]}
 */
export function foldersToSearch(env = process.env) {
  const own = env['DATABASE_SERVER_PATH'];
  const folders = own ? own.split(delimiter) : [...(env['PATH'] ?? '').split(delimiter), ...USUAL_FOLDERS];
  return [...new Set(folders.filter((folder) => folder !== ''))];
}

/**
 * @param {string} folder
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string>>} env
 * @returns {DatabaseServer | undefined}
 */
function serverIn(folder, args, env) {
  for (const name of ['mariadbd', 'mysqld']) {
    const binary = join(folder, name);
    if (!existsSync(binary)) continue;
    const { stdout } = spawnSync(binary, ['--no-defaults', '--version'], { encoding: 'utf8', env: { ...env } });
    const version = /(\d+)\.(\d+)\.(\d+)/.exec(stdout ?? '');
    if (!version) continue; // a wrapper, or a library is missing
    const flavour = stdout.includes('MariaDB') ? 'mariadb' : 'mysql';
    if (isAtLeast(version.slice(1).map(Number), OLDEST[flavour])) {
      return { binary, flavour, version: version[0], args, env };
    }
  }
  return undefined;
}

/**
 * The folder with the SQL that fills a new MariaDB's system tables. Packages differ in where they keep it.
 *
 * @param {string} binary
 * @returns {string | undefined}
 */
export function systemTablesFolder(binary) {
  const prefix = join(dirname(realpathSync(binary)), '..');
  return ['share/mariadb', 'share/mysql', 'share']
    .map((folder) => join(prefix, folder))
    .find((folder) => systemTablesFile(folder, 'system_tables.sql') !== undefined);
}

/**
 * @param {string} folder
 * @param {string} name
 * @returns {string | undefined}
 */
export function systemTablesFile(folder, name) {
  // MariaDB 11 renamed the files.
  return [`mariadb_${name}`, `mysql_${name}`].map((file) => join(folder, file)).find((path) => existsSync(path));
}

/** @param {string} root */
function unpackedArgs(root) {
  const share = ['mariadb', 'mysql'].map((name) => join(root, 'usr/share', name)).find((path) => existsSync(path));
  return share ? [`--lc-messages-dir=${share}`, `--character-sets-dir=${join(share, 'charsets')}`] : [];
}

/**
 * @param {string} root
 * @returns {Record<string, string>}
 */
function unpackedEnv(root) {
  const folders = ['usr/lib', 'lib']
    .map((lib) => join(root, lib))
    .filter((lib) => existsSync(lib))
    .flatMap((lib) => [lib, ...readdirSync(lib).map((name) => join(lib, name))])
    .filter((folder) => /lib$|-linux-/.test(folder));
  return { LD_LIBRARY_PATH: folders.join(delimiter) };
}

/**
 * @param {readonly number[]} version
 * @param {readonly number[]} oldest
 */
function isAtLeast(version, oldest) {
  const difference = version.map((part, i) => part - (oldest[i] ?? 0)).find((part) => part !== 0) ?? 0;
  return difference >= 0;
}
