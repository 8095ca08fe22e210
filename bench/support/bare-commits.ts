/**
 * The other side of every write's ratio: what a durable commit costs on this machine, now, when nothing stands between
 * the statements and mysql2. One commit locks a row, changes it and appends two rows, as every change of a node does.
 */
import { createPool, type Pool } from 'mysql2/promise';
import type { Bench } from './figures.ts';
import { cpuMs } from './processes.ts';

export interface BareCommits {
  /** CPU of one commit, in milliseconds: of this process and of the database together. */
  measure(): Promise<number>;
  close(): Promise<void>;
}

const AT_ONCE = 16;
const COMMITS = 400;

export async function openBareCommits(bench: Bench): Promise<BareCommits> {
  const pool = createPool({ uri: await bench.createDatabase(), connectionLimit: AT_ONCE });
  await pool.query('CREATE TABLE things (id INT PRIMARY KEY, version INT NOT NULL)');
  await pool.query(
    `CREATE TABLE log (id BIGINT AUTO_INCREMENT PRIMARY KEY, thing INT NOT NULL, version INT NOT NULL,
                       body VARCHAR(255) NOT NULL, UNIQUE KEY (thing, version, id))`,
  );
  for (let id = 0; id < AT_ONCE; id += 1) await pool.query('INSERT INTO things VALUES (?, 0)', [id]);
  await commitMany(pool); // warm
  return {
    async measure() {
      const before = { client: process.cpuUsage(), database: cpuMs(bench.databasePid) };
      await commitMany(pool);
      const client = process.cpuUsage(before.client);
      const database = cpuMs(bench.databasePid) - before.database;
      return ((client.user + client.system) / 1_000 + database) / COMMITS;
    },
    close: () => pool.end(),
  };
}

async function commitMany(pool: Pool): Promise<void> {
  await Promise.all(
    Array.from({ length: AT_ONCE }, async (_, thing) => {
      const connection = await pool.getConnection();
      for (let number = 0; number < COMMITS / AT_ONCE; number += 1) {
        await connection.query('START TRANSACTION');
        await connection.query('SELECT version FROM things WHERE id = ? FOR UPDATE', [thing]);
        await connection.query('UPDATE things SET version = version + 1 WHERE id = ?', [thing]);
        await connection.query('INSERT INTO log (thing, version, body) VALUES (?, 1, ?), (?, 2, ?)', [
          ...[thing, BODY, thing, BODY],
        ]);
        await connection.query('COMMIT');
      }
      connection.release();
    }),
  );
}

const BODY = 'x'.repeat(200);
