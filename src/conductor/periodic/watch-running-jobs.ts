/**
 * Tells the jobs of this process what somebody, perhaps in another process, has done to them: asked to cancel them, or
 * taken their node away.
 */
import type { LiveContext } from '../context.ts';
import type { Worker } from '../worker.ts';

interface Claimed {
  /** How many nodes were ever taken from this conductor. */
  readonly revocations: number;
  readonly id: string | null;
  readonly attempt: number;
  readonly isCancelled: number;
  readonly reason: string | null;
}

export async function watchRunningJobs({ db, conductorId, lease }: LiveContext, worker: Worker): Promise<void> {
  const running = new Map(worker.runningJobs()); // what starts from here on was claimed after the question
  if (running.size === 0) return lease.haveHeardOf('all'); // nothing is left that could be told
  // Columns as this query names them; one row without a job when there is none.
  const rows = await db.query<Claimed[]>(
    `SELECT c.revocations, j.id, j.attempt, j.cancel_requested_at IS NOT NULL AS isCancelled, j.cancel_reason AS reason
       FROM conductors c LEFT JOIN jobs j ON j.claimed_by = c.id AND j.state = 'RUNNING' WHERE c.id = ?`,
    [conductorId],
  );
  const claimed = new Map(rows.map((row) => [row.id, row]));
  for (const [id, attempt] of running) {
    const row = claimed.get(id);
    if (row === undefined || row.attempt !== attempt) worker.lose(id, attempt);
    else if (row.isCancelled === 1) worker.cancel(id, row.reason ?? 'asked for');
  }
  if (rows[0] !== undefined) lease.haveHeardOf(rows[0].revocations);
}
