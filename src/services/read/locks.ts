import { NodeLockEntity } from '../../entities/node-lock.ts';
import type { ServiceContext } from '../context.ts';

const FIELDS = ['nodeId', 'epoch', 'holderJobId', 'holderConductorId', 'purpose', 'since'] as const;
export type LockRow = Pick<NodeLockEntity, (typeof FIELDS)[number]>;

/** Locks that are held, of these nodes; the caller may see the nodes. */
export function heldLocks(ctx: ServiceContext, nodeIds: readonly string[]): Promise<LockRow[]> {
  return ctx.select(ctx.db.manager, NodeLockEntity, FIELDS, {
    where: 't.node_id IN (?) AND t.holder_job_id IS NOT NULL',
    params: [nodeIds],
  });
}
