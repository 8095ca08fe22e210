/** How the private server is run. Every line is an argument of `mariadbd` or `mysqld`. */
import { dirname } from 'node:path';
import type { DataFolder } from './data-folder.ts';
import type { DatabaseServer } from './find-server.mjs';

/** For every run of the program on this data, the initialising one included. */
export function commonArguments(server: DatabaseServer, data: string): string[] {
  return [
    '--no-defaults', // has to come first; the machine's own my.cnf is none of our business
    ...server.args,
    ...(process.getuid?.() === 0 ? ['--user=root'] : []), // as root it refuses to run without being told so
    `--datadir=${data}`,
    `--tmpdir=${dirname(data)}`, // servers that begin together in one folder have taken each other's temporary tables
    '--character-set-server=utf8mb4',
    '--collation-server=utf8mb4_unicode_ci', // both servers have it; tables name their own
    server.flavour === 'mariadb' ? '--innodb-log-file-size=32M' : '--innodb-redo-log-capacity=64M',
  ];
}

export function runArguments(server: DatabaseServer, folder: DataFolder, port: number, durable: boolean): string[] {
  return [
    ...commonArguments(server, folder.data),
    `--socket=${folder.socket}`,
    `--pid-file=${folder.pidFile}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    '--skip-name-resolve',
    '--local-infile=0',
    '--max-connections=400', // a few processes with a pool each
    '--transaction-isolation=READ-COMMITTED', // what the queue and the locks are written for
    '--default-time-zone=+00:00',
    '--innodb-buffer-pool-size=128M',
    '--performance-schema=OFF', // takes more memory than the data of a small installation
    ...(durable ? DURABLE : FAST),
    ...(server.flavour === 'mariadb' ? MARIADB_ONLY : MYSQL_ONLY),
  ];
}

/** A commit that was answered survives a power cut. */
const DURABLE = ['--innodb-flush-log-at-trx-commit=1'];

/** For tests: survives nothing, waits for no disk. */
const FAST = ['--innodb-flush-log-at-trx-commit=0', '--innodb-doublewrite=0'];

const MARIADB_ONLY = [
  // Event numbers are given out before the commit, and the reader of the event log waits 10 s for one that is missing.
  // A program that is stopped (SIGSTOP, a suspended VM) in mid-transaction must not commit its event after that: the
  // server rolls its transaction back first. MySQL has no such setting.
  '--idle-write-transaction-timeout=8',
];

const MYSQL_ONLY = [
  '--mysqlx=0', // its second port would be taken on a machine with another MySQL
  '--skip-log-bin',
];
