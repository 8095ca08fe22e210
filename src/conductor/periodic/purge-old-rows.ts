/** Retention: what is older than it must be kept. */
import type { DataSource } from 'typeorm';
import type { LiveContext } from '../context.ts';

const BATCH = 1_000;

export interface Retention {
  readonly eventDays: number;
  readonly idempotencyDays: number;
  /** Of jobs that have ended, with their steps and groups. */
  readonly jobDays: number;
  readonly historyDays: number;
  readonly deadLetterDays: number;
}

export async function purgeOldRows({ db }: Pick<LiveContext, 'db'>, retention: Retention): Promise<void> {
  const { eventDays, idempotencyDays } = retention;
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
    await db.query('DELETE FROM event_log_losses WHERE known_from <= ?', [last]);
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
  await deleteInBatches(() =>
    db.query(`DELETE FROM webhook_letters WHERE created_at < UTC_TIMESTAMP(6) - INTERVAL ? DAY LIMIT ${BATCH}`, [
      retention.deadLetterDays,
    ]),
  );
  await purgeJobs(db, retention.jobDays);
  await purgeHistory(db, retention.historyDays);
}

/**
 * A group is kept as long as one of its jobs is: half of it would give wrong counts. Jobs of a group go with it, after
 * it, so that whatever stops this in the middle leaves jobs without their group and no group without its jobs.
 */
async function purgeJobs(db: DataSource, jobDays: number): Promise<void> {
  await deleteInBatches(() =>
    db.query(
      `DELETE FROM job_groups WHERE created_at < UTC_TIMESTAMP(6) - INTERVAL ? DAY
          AND NOT EXISTS (SELECT 1 FROM job_group_items i JOIN jobs j ON j.id = i.job_id
                           WHERE i.job_group_id = job_groups.id
                             AND (j.finished_at IS NULL OR j.finished_at >= UTC_TIMESTAMP(6) - INTERVAL ? DAY))
        LIMIT ${BATCH}`,
      [jobDays, jobDays],
    ),
  );
  await deleteInBatches(() =>
    db.query(
      `DELETE FROM jobs WHERE finished_at < UTC_TIMESTAMP(6) - INTERVAL ? DAY
          AND NOT EXISTS (SELECT 1 FROM job_group_items i WHERE i.job_id = jobs.id) LIMIT ${BATCH}`,
      [jobDays],
    ),
  );
}

/** What a node that fails over and over may leave. Source: the reference's node_history_max_entries. */
const MAX_HISTORY = 300;

async function purgeHistory(db: DataSource, historyDays: number): Promise<void> {
  await deleteInBatches(() =>
    db.query(`DELETE FROM node_history WHERE at < UTC_TIMESTAMP(6) - INTERVAL ? DAY LIMIT ${BATCH}`, [historyDays]),
  );
  // One column, as this query names it.
  const long = await db.query<{ nodeId: string }[]>(
    'SELECT node_id AS nodeId FROM node_history GROUP BY node_id HAVING COUNT(*) > ?',
    [MAX_HISTORY],
  );
  for (const { nodeId } of long) {
    // Ids are in the order of time.
    const [last] = await db.query<{ id: string }[]>(
      'SELECT id FROM node_history WHERE node_id = ? ORDER BY id DESC LIMIT 1 OFFSET ?',
      [nodeId, MAX_HISTORY],
    );
    if (last === undefined) continue;
    await deleteInBatches(() =>
      db.query(`DELETE FROM node_history WHERE node_id = ? AND id <= ? LIMIT ${BATCH}`, [nodeId, last.id]),
    );
  }
}

async function deleteInBatches(deleteOne: () => Promise<{ readonly affectedRows: number }>): Promise<void> {
  while ((await deleteOne()).affectedRows === BATCH);
}
