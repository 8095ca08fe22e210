/** Makes a new, empty server: system tables, our database, and one application user. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { makeCredentials, type Credentials, type DataFolder } from './data-folder.ts';
import { systemTablesFile, systemTablesFolder, type DatabaseServer } from './find-server.mjs';
import { commonArguments } from './server-arguments.ts';

/**
 * Works in a folder beside the final one and renames it when complete, so that an interrupted attempt is never taken
 * for a database.
 */
export function initialise(server: DatabaseServer, folder: DataFolder, database: string): Credentials {
  const credentials = makeCredentials(folder, server.flavour);
  const attempt = join(folder.root, 'data.new');
  rmSync(attempt, { recursive: true, force: true });
  mkdirSync(attempt, { mode: 0o700 });
  if (server.flavour === 'mariadb') initialiseMariadb(server, attempt, credentials, database);
  else initialiseMysql(server, folder, attempt, credentials, database);
  renameSync(attempt, folder.data);
  return credentials;
}

/** As `mariadb-install-db` does it, but that script needs a program from the client package, which may be missing. */
function initialiseMariadb(server: DatabaseServer, data: string, credentials: Credentials, database: string): void {
  const share = systemTablesFolder(server.binary);
  if (share === undefined) {
    throw new Error(
      `${server.binary} was found, but not the SQL files that belong to it (share/mysql/mysql_system_tables.sql). ` +
        'Reinstall its package (Debian: mariadb-server-core), or set DATABASE_URL.',
    );
  }
  const files = ['system_tables.sql', 'performance_tables.sql', 'system_tables_data.sql'];
  const sql = [
    'create database if not exists mysql;',
    'use mysql;',
    // Root may come in by the socket, as the system's user who runs this, and by no other way: no root over TCP.
    `SET @auth_root_socket='${userInfo().username}';`,
    ...files.map((name) => readFileSync(systemTablesFile(share, name) ?? join(share, name), 'utf8')),
    ...applicationUser(credentials, database),
  ].join('\n');
  run(server, [...commonArguments(server, data), '--bootstrap', '--skip-log-error'], sql);
}

function initialiseMysql(
  server: DatabaseServer,
  folder: DataFolder,
  data: string,
  credentials: Credentials,
  database: string,
): void {
  // Read by the server while it initialises, so root is never without a password. Outside `data`, which has to be empty.
  const statements = join(folder.root, 'initialise.sql');
  const sql = [`ALTER USER 'root'@'localhost' IDENTIFIED BY '${credentials.password}';`];
  writeFileSync(statements, [...sql, ...applicationUser(credentials, database), ''].join('\n'), { mode: 0o600 });
  try {
    run(server, [...commonArguments(server, data), '--initialize-insecure', `--init-file=${statements}`], '');
  } finally {
    rmSync(statements, { force: true });
  }
}

/** One statement per line: both servers read them that way. No more rights than on `database` and `database_…`. */
function applicationUser({ user, password }: Credentials, database: string): string[] {
  const account = `'${user}'@'127.0.0.1'`;
  const pattern = database.replaceAll('_', '\\_');
  return [
    'FLUSH PRIVILEGES;', // a server that initialises runs without them until told to read them
    `CREATE DATABASE \`${database}\`;`,
    `CREATE USER ${account} IDENTIFIED BY '${password}';`,
    `GRANT ALL PRIVILEGES ON \`${pattern}\`.* TO ${account};`,
    `GRANT ALL PRIVILEGES ON \`${pattern}\\_%\`.* TO ${account};`,
  ];
}

function run(server: DatabaseServer, args: readonly string[], input: string): void {
  const env = { PATH: process.env['PATH'], ...server.env };
  const result = spawnSync(server.binary, args, { input, encoding: 'utf8', env, timeout: 120_000 });
  if (result.status === 0) return;
  const lastLines = `${result.stdout ?? ''}${result.stderr ?? ''}`.trim().split('\n').slice(-12).join('\n');
  throw new Error(`${server.binary} could not make a new database:\n${lastLines || String(result.error)}`);
}
