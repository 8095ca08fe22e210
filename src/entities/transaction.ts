import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';

/**
 * A transaction may take this long from begin to commit. The event log's readers wait a little longer for events
 * that commit late, and no longer: see `events/tail.ts`.
 */
export const MAX_TRANSACTION_MS = 8_000;

const ATTEMPTS = 10;

/** 1213 deadlock (or Galera certification), 1205 lock wait, 1020 changed since read, 3572 NOWAIT: nothing happened, ask again. */
const RETRYABLE = new Set([1213, 1205, 1020, 3572]);

/**
 * Runs `work` in one transaction, again from the start when the database chose it as a deadlock's victim. So `work`
 * must have no effect outside the transaction; what follows a commit is done with what it returns.
 */
export async function inTransaction<T>(db: DataSource, work: (tx: EntityManager) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction(async (tx) => {
        const begun = performance.now();
        const result = await work(tx);
        if (performance.now() - begun > MAX_TRANSACTION_MS) throw new Error('Transaction took too long; rolled back.');
        return result;
      });
    } catch (error) {
      if (attempt >= ATTEMPTS || !isRetryable(error)) throw error;
      await sleep(5 + Math.random() * 45);
    }
  }
}

function isRetryable(error: unknown): boolean {
  return error instanceof Error && 'errno' in error && RETRYABLE.has(Number(error.errno));
}

/** Name of the unique key that an INSERT or UPDATE ran into, or null when the error is another. */
export function duplicateKey(error: unknown): string | null {
  if (!(error instanceof Error) || !('errno' in error) || Number(error.errno) !== 1062) return null;
  // MariaDB: for key 'ports_address'; MySQL 8: for key 'ports.ports_address'.
  return /for key '(?:[^'.]+\.)?([^']+)'/.exec(error.message)?.[1] ?? null;
}

/** Rows that an UPDATE or DELETE matched (not: changed), as mysql2 reports them. */
export function affectedRows(result: unknown): number {
  return typeof result === 'object' && result !== null && 'affectedRows' in result ? Number(result.affectedRows) : 0;
}

/**
 * MariaDB makes a join of an IN list of 1,000 or more, and then visits, and locks, in the join's order and not by the
 * index. Statements that lock rows by their ids take them in portions of this size.
 */
const LOCKED_AT_ONCE = 500;

export function* inPortions<T>(ids: readonly T[]): Generator<readonly T[], void, undefined> {
  for (let from = 0; from < ids.length; from += LOCKED_AT_ONCE) yield ids.slice(from, from + LOCKED_AT_ONCE);
}
