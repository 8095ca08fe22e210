/**
 * Events that were told and then lost. InnoDB shows a commit to readers a moment before it is on the disk; a server that
 * dies in that moment has told of a change that never happened. So does a copy that takes over without the newest events.
 * Mostly the newest event is among them, and is missed at once (tail.ts). One that was lost below another which was
 * kept is missed only by who looks again.
 */
import type { DataSource } from 'typeorm';
import type { EventMark } from '../domain/cursor.ts';
import { inTransaction } from '../entities/transaction.ts';
import { appendEvents } from './append.ts';
import { isOneOf } from './log-rows.ts';

/** Numbers of those that are no longer in the log, or are another event's; not of what retention took. */
export async function takenBack(db: DataSource, told: readonly EventMark[]): Promise<number[]> {
  const which = isOneOf(told.map(({ id }) => id));
  if (which === null) return [];
  // One row, columns as this query names them. The sum of 32-bit numbers is a DECIMAL, and comes as text.
  const [kept] = await db.query<{ count: number; stamps: string }[]>(
    `SELECT COUNT(*) AS count, COALESCE(SUM(stamp), 0) AS stamps FROM events WHERE ${which}`,
  );
  const stamps = told.reduce((sum, { stamp }) => sum + stamp, 0);
  if (kept?.count === told.length && Number(kept.stamps) === stamps) return [];
  const [rows, [state]] = await Promise.all([
    db.query<EventMark[]>(`SELECT id, stamp FROM events WHERE ${which}`),
    db.query<{ purged: number }[]>('SELECT purged_through AS purged FROM event_log_state WHERE id = 1'),
  ]);
  const stampOf = new Map(rows.map(({ id, stamp }) => [id, stamp]));
  return told.filter(({ id, stamp }) => id > (state?.purged ?? 0) && stampOf.get(id) !== stamp).map(({ id }) => id);
}

/**
 * Says so for good. The event is for people, and gives whoever goes on from now a position that is behind the loss; the
 * row is for those who come with a position of before, to any process (lost.ts).
 */
export async function recordTakenBack(db: DataSource, ids: readonly number[]): Promise<void> {
  const firstLost = ids.reduce((first, id) => Math.min(first, id));
  await inTransaction(db, async (tx) => {
    const changes = [{ field: 'eventsLost', before: ids.length, after: 0 }];
    const { first } = await appendEvents(tx, [
      { type: 'EVENTS_LOST', actor: 'database', nodeId: null, nodeSequence: null, jobId: null, changes },
    ]);
    await tx.query('INSERT INTO event_log_losses (known_from, first_lost) VALUES (?, ?)', [first, firstLost]);
  });
}
