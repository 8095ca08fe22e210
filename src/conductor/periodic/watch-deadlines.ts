/**
 * Nothing stays in a transient state for ever (design, P7). Each step and each signal has a deadline, and its own worker
 * ends what is over it; this is what speaks up when that did not happen, whatever died, and takes the last way out.
 */
import { PROVISION_STATES, PROVISION_TABLE, type ProvisionState } from '../../domain/provision-states.ts';
import { affectedRows } from '../../entities/transaction.ts';
import { conductorActor, type LiveContext } from '../context.ts';
import { provisionStateOf } from '../load-job.ts';
import { inNodeTransaction, type NodeTx } from '../node-transaction.ts';
import { moveNode, setLastError } from '../writes.ts';

/** A worker's own timers come first: they stop the step, give it some seconds to end, and settle the job. */
export const OVERDUE_AFTER_SECONDS = 15;
/** A node may be without a job for the moment between two transactions; never for this long. */
const OWNERLESS_AFTER_SECONDS = 60;
const AT_ONCE = 500;

export async function watchDeadlines(ctx: LiveContext): Promise<void> {
  for (const job of await findOverdue(ctx)) await inNode(ctx, job.nodeId, (node) => markOverdue(node, job));
  for (const nodeId of await findOwnerless(ctx)) await inNode(ctx, nodeId, (node) => failOwnerless(ctx, node));
}

interface OverdueJob {
  readonly id: string;
  readonly nodeId: string;
  readonly deadlineAt: string;
}

function findOverdue({ db }: LiveContext): Promise<OverdueJob[]> {
  // Columns as this query names them.
  return db.query<OverdueJob[]>(
    `SELECT id, node_id AS nodeId, deadline_at AS deadlineAt FROM jobs
      WHERE deadline_at < UTC_TIMESTAMP(6) - INTERVAL ${OVERDUE_AFTER_SECONDS} SECOND AND overdue_since IS NULL AND node_id IS NOT NULL
      ORDER BY deadline_at LIMIT ${AT_ONCE}`,
  );
}

/** Once for each deadline: the next step, or the next attempt, clears it. */
async function markOverdue(node: NodeTx, { id, deadlineAt }: OverdueJob): Promise<void> {
  const result: unknown = await node.tx.query(
    `UPDATE jobs SET overdue_since = UTC_TIMESTAMP(6), version = version + 1
      WHERE id = ? AND deadline_at = ? AND overdue_since IS NULL`,
    [id, deadlineAt],
  );
  if (affectedRows(result) !== 1) return;
  node.emit('NODE_OVERDUE', [{ field: 'job.deadlineAt', before: deadlineAt, after: null }], id);
}

/** States that only a job can lead on from. */
const MOVED_BY_JOBS = PROVISION_STATES.filter((state) => ['WORKING', 'WAITING'].includes(PROVISION_TABLE[state].kind));

const HAS_OWNER = `EXISTS (SELECT 1 FROM jobs j WHERE j.node_id = n.id AND j.attempt > 0 AND j.state IN ('QUEUED', 'RUNNING', 'WAITING'))`;

async function findOwnerless({ db }: LiveContext): Promise<string[]> {
  // One column, as this query names it.
  const rows = await db.query<{ id: string }[]>(
    `SELECT n.id FROM nodes n WHERE n.provision_state IN (?) AND NOT ${HAS_OWNER}
        AND n.provision_updated_at < UTC_TIMESTAMP(6) - INTERVAL ${OWNERLESS_AFTER_SECONDS} SECOND LIMIT ${AT_ONCE}`,
    [MOVED_BY_JOBS],
  );
  return rows.map(({ id }) => id);
}

/** Its job is gone, by whatever means: the node goes where the table says a failure leads. */
async function failOwnerless(ctx: LiveContext, node: NodeTx): Promise<void> {
  const state: ProvisionState = await provisionStateOf(node);
  const owners: unknown[] = await node.tx.query(`SELECT n.id FROM nodes n WHERE n.id = ? AND ${HAS_OWNER}`, [
    node.nodeId,
  ]);
  if (!MOVED_BY_JOBS.includes(state) || owners.length > 0) return;
  ctx.log.error({ nodeId: node.nodeId, provisionState: state }, 'a node was in a transient state without a job');
  node.emit('NODE_OVERDUE', [{ field: 'provisionState', before: state, after: null }]);
  await moveNode(node, state, 'fail', null);
  const error = `The node was ${state} without a job that could lead it on.`;
  await setLastError(node, error, { eventType: 'node.overdue' });
}

async function inNode(ctx: LiveContext, nodeId: string, work: (node: NodeTx) => Promise<void>): Promise<void> {
  const { db, bell, conductorId } = ctx;
  await inNodeTransaction({ db, bell, nodeId, actor: conductorActor(conductorId) }, work);
}
