import { conductorActor, type LiveContext } from './context.ts';
import { shortenQuietTime } from './node-lock.ts';
import { inNodeTransaction, type NodeTx } from './node-transaction.ts';
import type { Claim } from './start-job.ts';

/**
 * Nothing of this job is at work here any more: whoever waits for that need not wait until our lease has run out. Only a
 * conductor that lives says so, one from which an administrator took the node; one that was declared dead writes nothing.
 */
export async function sayStopped(ctx: LiveContext, { nodeId, fence }: Claim): Promise<void> {
  const { epoch } = fence;
  if (epoch === null || !ctx.lease.isSafe()) return;
  try {
    const options = { db: ctx.db, bell: ctx.bell, nodeId, actor: conductorActor(ctx.conductorId) };
    await inNodeTransaction(options, async (node) => {
      if (await isAlive(node, ctx.conductorId)) await shortenQuietTime(node, epoch, ctx.settings.safetyMarginMs);
    });
  } catch (error) {
    ctx.log.debug({ nodeId, err: error }, 'could not say that a job has stopped; others wait a lease for it');
  }
}

async function isAlive({ tx }: NodeTx, conductorId: string): Promise<boolean> {
  const rows: unknown[] = await tx.query(
    `SELECT id FROM conductors WHERE id = ? AND state IN ('ALIVE', 'DRAINING') AND lease_expires_at > UTC_TIMESTAMP(6)`,
    [conductorId],
  );
  return rows.length > 0;
}
