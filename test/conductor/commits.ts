/** A database as one worker sees it, whose commits a test counts, and before and after which it does something. */
import type { DataSource } from 'typeorm';

export interface CommitHooks {
  /** Before transaction number `commit`, from 1, begins; it has no row locked yet. */
  readonly before?: (commit: number) => Promise<void> | void;
  /** When it was refused, before the worker hears of it. */
  readonly refused?: (commit: number) => void;
  /** After it was committed, before the worker hears of it. */
  readonly after?: (commit: number) => Promise<void> | void;
}

export interface CountedDatabase {
  readonly db: DataSource;
  commits(): number;
}

/**
 * A transaction that was refused or rolled back counts for nothing, and one that a deadlock had run again counts once.
 * The worker under test has one at a time.
 */
export function countCommits(db: DataSource, hooks: CommitHooks = {}): CountedDatabase {
  let commits = 0;
  const transaction = async (work: Parameters<DataSource['transaction']>[1]): Promise<unknown> => {
    await hooks.before?.(commits + 1);
    let result: unknown;
    try {
      result = await db.transaction(work);
    } catch (error) {
      hooks.refused?.(commits + 1);
      throw error;
    }
    commits += 1;
    await hooks.after?.(commits);
    return result;
  };
  const counted = new Proxy(db, {
    get(target, key) {
      if (key === 'transaction') return transaction;
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { db: counted, commits: () => commits };
}
