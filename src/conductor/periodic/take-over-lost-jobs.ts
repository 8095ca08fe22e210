/**
 * Declares conductors dead whose lease has run out (or whose process is certainly gone), and queues their jobs again,
 * ahead of everything else on their nodes.
 */
import { PRIORITY_CLASS } from '../../domain/job.ts';
import { affectedRows, inTransaction } from '../../entities/transaction.ts';
import { appendEvents } from '../../events/append.ts';
import { conductorActor, type LiveContext } from '../context.ts';
import { conductorEvent } from '../lease.ts';
import { breakNodeLock } from '../node-lock.ts';
import { inNodeTransaction } from '../node-transaction.ts';
import { isCertainlyGone } from '../process-identity.ts';
import { promoteNext, RESUMES_SOON } from '../queue.ts';

export async function takeOverLostJobs(ctx: LiveContext): Promise<void> {
  for (const conductorId of await findLostConductors(ctx)) {
    if (await declareDead(ctx, conductorId))
      ctx.log.warn({ lostConductorId: conductorId }, 'conductor was lost; taking over its jobs');
  }
  // Also jobs of those declared dead earlier: whoever did so may have died before it got here.
  for (const job of await findOrphans(ctx)) await requeueLost(ctx, job);
}

interface LostCandidate {
  readonly id: string;
  readonly processIdentity: string | null;
  readonly isExpired: number;
}

async function findLostConductors({ db, conductorId }: LiveContext): Promise<string[]> {
  // Columns as this query names them.
  const rows = await db.query<LostCandidate[]>(
    `SELECT id, process_identity AS processIdentity, lease_expires_at < UTC_TIMESTAMP(6) AS isExpired
       FROM conductors WHERE state IN ('ALIVE', 'DRAINING') AND id <> ?`,
    [conductorId],
  );
  return rows
    .filter((row) => row.isExpired === 1 || (row.processIdentity !== null && isCertainlyGone(row.processIdentity)))
    .map((row) => row.id);
}

/** One conditional UPDATE: of several that notice at once, one declares. */
async function declareDead({ db, bell }: LiveContext, lostId: string): Promise<boolean> {
  const isDeclared = await inTransaction(db, async (tx) => {
    const result: unknown = await tx.query(
      `UPDATE conductors SET state = 'DEAD', lease_expires_at = LEAST(lease_expires_at, UTC_TIMESTAMP(6))
        WHERE id = ? AND state IN ('ALIVE', 'DRAINING')`,
      [lostId],
    );
    if (affectedRows(result) !== 1) return false;
    await appendEvents(tx, [conductorEvent('CONDUCTOR_LOST', lostId)]);
    return true;
  });
  if (isDeclared) bell.ring('events');
  return isDeclared;
}

/** A RUNNING job that nobody runs. */
export interface LostJob {
  readonly id: string;
  readonly nodeId: string;
  readonly claimedBy: string;
  readonly attempt: number;
}

async function findOrphans({ db }: LiveContext): Promise<LostJob[]> {
  // Columns as this query names them. STOPPED is here for a process that was killed while it drained.
  return db.query<LostJob[]>(
    `SELECT j.id, j.node_id AS nodeId, j.claimed_by AS claimedBy, j.attempt FROM conductors c JOIN jobs j ON j.claimed_by = c.id AND j.state = 'RUNNING'
      WHERE c.state IN ('DEAD', 'STOPPED') AND j.node_id IS NOT NULL LIMIT 1000`,
  );
}

/**
 * The job starts no earlier than a safety margin from now: the lost holder stopped sending commands that long before
 * its lease ran out, and a command may still be on its way to the BMC.
 */
export async function requeueLost(ctx: LiveContext, job: LostJob): Promise<void> {
  const { db, bell, settings } = ctx;
  await inNodeTransaction({ db, bell, nodeId: job.nodeId, actor: conductorActor(ctx.conductorId) }, async (node) => {
    const result: unknown = await node.tx.query(
      `UPDATE jobs SET state = 'QUEUED', ready = IF(lock_mode = 'SHARED', 1, 0), claimed_by = NULL, priority = ?,
                       run_after = UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND, ${RESUMES_SOON},
                       interruptions = interruptions + 1, version = version + 1
        WHERE id = ? AND state = 'RUNNING' AND claimed_by = ? AND attempt = ?`,
      [PRIORITY_CLASS.RESUME, settings.safetyMarginMs * 1_000, job.id, job.claimedBy, job.attempt],
    );
    if (affectedRows(result) !== 1) return; // somebody else was here first
    if (node.lock.holderJobId === job.id) {
      await breakNodeLock(node, 'its conductor was lost', settings.safetyMarginMs);
    }
    node.emit('JOB_QUEUED', [{ field: 'job.conductor', before: 'lost', after: null }], job.id);
    await promoteNext(node);
  });
}
