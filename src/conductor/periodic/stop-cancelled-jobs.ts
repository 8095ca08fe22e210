/** Tells the jobs of this process that somebody asked to cancel them; who asked may have been in another process. */
import type { LiveContext } from '../context.ts';
import type { Worker } from '../worker.ts';

export async function stopCancelledJobs({ db, conductorId }: LiveContext, worker: Worker): Promise<void> {
  if (worker.runningJobs().size === 0) return;
  // Columns as this query names them.
  const rows = await db.query<{ id: string; reason: string | null }[]>(
    `SELECT id, cancel_reason AS reason FROM jobs
      WHERE claimed_by = ? AND state = 'RUNNING' AND cancel_requested_at IS NOT NULL`,
    [conductorId],
  );
  for (const { id, reason } of rows) worker.cancel(id, reason ?? 'asked for');
}
