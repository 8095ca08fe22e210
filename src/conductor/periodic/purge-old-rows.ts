/** Retention: events, idempotency keys and conductors that ended, older than they must be kept. */
import type { LiveContext } from '../context.ts';

const BATCH = 1_000;

export interface Retention {
  readonly eventDays: number;
  readonly idempotencyDays: number;
}

export async function purgeOldRows({ db }: LiveContext, { eventDays, idempotencyDays }: Retention): Promise<void> {
  // One row, one column, as this query names it.
  const rows = await db.query<{ last: number | null }[]>(
    'SELECT MAX(id) AS last FROM events WHERE created_at < UTC_TIMESTAMP(6) - INTERVAL ? DAY',
    [eventDays],
  );
  const last = rows[0]?.last ?? null;
  if (last !== null) {
    // First said, then done: a reader never meets a hole that nobody admits.
    await db.query('UPDATE event_log_state SET purged_through = GREATEST(purged_through, ?) WHERE id = 1', [last]);
    await deleteInBatches(() => db.query(`DELETE FROM events WHERE id <= ? LIMIT ${BATCH}`, [last]));
  }
  await deleteInBatches(() =>
    db.query(`DELETE FROM idempotency_keys WHERE created_at < UTC_TIMESTAMP(6) - INTERVAL ? DAY LIMIT ${BATCH}`, [
      idempotencyDays,
    ]),
  );
  // A dead conductor whose jobs nobody has taken over yet is still needed to find them.
  await deleteInBatches(() =>
    db.query(
      `DELETE FROM conductors WHERE state IN ('STOPPED', 'DEAD') AND lease_expires_at < UTC_TIMESTAMP(6) - INTERVAL ? DAY
          AND id NOT IN (SELECT claimed_by FROM jobs WHERE claimed_by IS NOT NULL) LIMIT ${BATCH}`,
      [eventDays],
    ),
  );
}

async function deleteInBatches(deleteOne: () => Promise<{ readonly affectedRows: number }>): Promise<void> {
  while ((await deleteOne()).affectedRows === BATCH);
}
