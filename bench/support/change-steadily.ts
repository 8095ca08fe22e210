/**
 * Changes of nodes at a steady rate, written as the service writes them (the node, its lock row, the event, one commit)
 * and by nothing but mysql2: what is measured is how they are told, not how they are made. The service hears of them as
 * of those of any other process.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createPool, type Pool } from 'mysql2/promise';

const AT_ONCE = 16;

export interface SteadyChanges {
  /** One change of each node in turn, whether or not the one before is committed. Resolves when all are. */
  run(count: number, perSecond: number): Promise<void>;
  close(): Promise<void>;
}

export function openSteadyChanges(databaseUrl: string, nodeIds: readonly string[]): SteadyChanges {
  const pool = createPool({ uri: databaseUrl, connectionLimit: AT_ONCE });
  let number = 0;
  return {
    async run(count, perSecond) {
      const begun = performance.now();
      const commits: Promise<void>[] = [];
      for (let sent = 0; sent < count; sent += 1) {
        await sleep(Math.max(0, begun + (sent * 1_000) / perSecond - performance.now()));
        commits.push(change(pool, nodeIds[number % nodeIds.length] ?? ''));
        number += 1;
      }
      await Promise.all(commits);
    },
    close: () => pool.end(),
  };
}

async function change(pool: Pool, nodeId: string): Promise<void> {
  const connection = await pool.getConnection();
  try {
    await connection.query('START TRANSACTION');
    await connection.query('UPDATE node_locks SET event_sequence = event_sequence + 1 WHERE node_id = ?', [nodeId]);
    await connection.query('UPDATE nodes SET maintenance = 1 - maintenance, version = version + 1 WHERE id = ?', [
      nodeId,
    ]);
    await connection.query(
      `INSERT INTO events (type, node_id, node_sequence, actor, changes, stamp, created_at)
       SELECT 'NODE_MAINTENANCE_CHANGED', node_id, event_sequence, 'bench', '{"list":[{"field":"maintenance","before":false,"after":true}]}',
              FLOOR(1 + RAND() * 4294967294), UTC_TIMESTAMP(6) FROM node_locks WHERE node_id = ?`,
      [nodeId],
    );
    await connection.query('COMMIT');
  } finally {
    connection.release();
  }
}
