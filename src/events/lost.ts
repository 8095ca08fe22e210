import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { LogPosition } from '../domain/cursor.ts';

/** A server of a cluster may be this far behind another, on which the position was made. */
const BEHIND_MS = 1_000;
const LOOK_AGAIN_MS = 100;

const TOO_OLD = 'The log no longer reaches back to your cursor.';
export const ANOTHER_LOG =
  'Your cursor is not from this event log: the database may have been put back to an older state, or lost what it had just told.';

/**
 * Why the log cannot be read on from a position; null when it can. Retention cut it beyond; or it is another log, or an
 * older state of the same: then it does not have the position's anchor, whatever its numbers say. Or it lost an event
 * that the position may cover below its anchor (taken-back.ts).
 */
export async function whyLost(db: DataSource, position: LogPosition): Promise<string | null> {
  const { settled, anchor } = position;
  const highest = Math.max(settled, position.last, anchor?.id ?? 0);
  const giveUpAt = performance.now() + BEHIND_MS;
  for (;;) {
    // One row, columns as this query names them.
    const [log] = await db.query<{ purged: number; newest: number; stamp: number | null; losses: number }[]>(
      `SELECT (SELECT purged_through FROM event_log_state WHERE id = 1) AS purged,
              (SELECT COALESCE(MAX(id), 0) FROM events) AS newest, (SELECT stamp FROM events WHERE id = ?) AS stamp,
              (SELECT COUNT(*) FROM event_log_losses WHERE known_from > ? AND first_lost <= ?) AS losses`,
      [anchor?.id ?? 0, settled, highest],
    );
    const { purged = 0, newest = 0, stamp = null, losses = 0 } = log ?? {};
    if (settled < purged) return TOO_OLD;
    if (losses > 0) return ANOTHER_LOG;
    const isAhead = highest > Math.max(newest, purged);
    if (!isAhead) return anchor === undefined || anchor.id <= purged || stamp === anchor.stamp ? null : ANOTHER_LOG;
    if (performance.now() > giveUpAt) return ANOTHER_LOG;
    await sleep(LOOK_AGAIN_MS);
  }
}
