/** Brings a database server for the private database, when this machine has none. */
import { existsSync } from 'node:fs';
import { UNPACKED_SERVER, findServer } from '../../src/database-server/find-server.mjs';
import { capture, Failure, say } from './terminal.mjs';
import { installPackages, isOnPath, packageAccess, unpackPackage } from './debian.mjs';

const URL_SETTINGS = ['DATABASE_URL', 'IRONQL_DATABASE_URL', 'DATABASE_URL_FILE', 'IRONQL_DATABASE_URL_FILE'];

/**
 * True when the program is told to use a server that exists, and so needs none of its own.
 *
 * @param {readonly string[]} args
 */
export function isDatabaseGiven(args) {
  const isSet = URL_SETTINGS.some((name) => (process.env[name] ?? '') !== '');
  return isSet || args.some((arg) => arg.startsWith('--database-url'));
}

/** Brings one if there is none. Only the server program: no service is made or started. */
export function ensureDatabaseServer() {
  if (findServer()) return;
  say('No database server (mariadbd, mysqld) on this machine; bringing one.');
  bringDatabaseServer();
  if (findServer()) return;
  throw new Failure(`A database server was brought, but it does not run. ${remedy()}`);
}

function bringDatabaseServer() {
  const access = packageAccess();
  if (access === 'none') throw new Failure(`No database server (mariadbd or mysqld) was found. ${remedy()}`);
  if (access === 'unpack') {
    unpackPackage(packageName(), UNPACKED_SERVER, remedy());
    return;
  }
  installPackages([packageName()], remedy());
}

/** The package without a service. Ubuntu up to 23.04 has the version in its name. */
function packageName() {
  const { output } = capture('apt-cache', ['pkgnames', 'mariadb-server-core']);
  const names = output.split('\n').filter((name) => /^mariadb-server-core(-\d+\.\d+)?$/.test(name));
  return names.includes('mariadb-server-core') ? 'mariadb-server-core' : (names.sort().at(-1) ?? 'mariadb-server-core');
}

function remedy() {
  const install =
    existsSync('/opt/homebrew') || process.platform === 'darwin' || !isOnPath('apt-get')
      ? 'Install MariaDB 10.6 or newer (macOS: "brew install mariadb"; Fedora: "dnf install mariadb-server")'
      : 'Install it by hand ("apt-get install --no-install-recommends mariadb-server-core" as root)';
  return `${install}, or set DATABASE_URL=mysql://user:password@host:3306/database to a server that you have.`;
}
