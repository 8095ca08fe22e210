/** Jobs whose signal has come, or has not come in time, stand in the queue again, ahead of the others of their node. */
import type { Problem } from '../../domain/problems.ts';
import type { Signal } from '../../domain/job.ts';
import { affectedRows } from '../../entities/transaction.ts';
import { conductorActor, type LiveContext } from '../context.ts';
import { agentAddress } from '../load-ramdisk.ts';
import { inNodeTransaction, type NodeTx } from '../node-transaction.ts';
import { promoteNext, RESUMES_SOON } from '../queue.ts';

export async function wakeWaitingJobs(ctx: LiveContext): Promise<void> {
  // Columns as this query names them.
  const due = await ctx.db.query<WaitingJob[]>(
    `SELECT id, node_id AS nodeId, wait_for AS waitFor FROM jobs
      WHERE state = 'WAITING' AND wait_until <= UTC_TIMESTAMP(6) AND node_id IS NOT NULL ORDER BY wait_until LIMIT 500`,
  );
  for (const job of due) await wake(ctx, job, 'too late');
  for (const job of await findReadyByJobs(ctx)) await wake(ctx, job, 'come');
}

/** Those that wait for other jobs, all of which have ended. One that is gone has ended as well. */
async function findReadyByJobs({ db }: LiveContext): Promise<readonly WaitingJob[]> {
  // Columns as these queries name them; who waits for jobs was given their ids.
  const waiting = await db.query<(WaitingJob & { args: { readonly after?: readonly string[] } })[]>(
    `SELECT id, node_id AS nodeId, wait_for AS waitFor, args FROM jobs
      WHERE state = 'WAITING' AND wait_for = 'JOBS' AND node_id IS NOT NULL ORDER BY id LIMIT 500`,
  );
  const awaited = waiting.flatMap(({ args }) => args.after ?? []);
  if (awaited.length === 0) return waiting;
  const rows = await db.query<{ id: string }[]>(
    `SELECT id FROM jobs WHERE id IN (?) AND state IN ('QUEUED', 'RUNNING', 'WAITING')`,
    [awaited],
  );
  const unsettled = new Set(rows.map(({ id }) => id));
  return waiting.filter(({ args }) => !(args.after ?? []).some((id) => unsettled.has(id)));
}

interface WaitingJob {
  readonly id: string;
  readonly nodeId: string;
  readonly waitFor: Signal;
}

async function wake(ctx: LiveContext, job: WaitingJob, signal: 'come' | 'too late'): Promise<void> {
  const { db, bell, conductorId } = ctx;
  await inNodeTransaction({ db, bell, nodeId: job.nodeId, actor: conductorActor(conductorId) }, async (node) => {
    // The timer running out is what a TIMER waits for; for the others it means that nobody called back.
    const problem = signal === 'come' || job.waitFor === 'TIMER' ? null : await whyTooLate(node, job);
    const result: unknown = await node.tx.query(
      `UPDATE jobs SET state = 'QUEUED', ready = IF(lock_mode = 'SHARED', 1, 0), error = ?, ${RESUMES_SOON}, version = version + 1
        WHERE id = ? AND state = 'WAITING'`,
      [problem === null ? null : JSON.stringify(problem), job.id],
    );
    if (affectedRows(result) !== 1) return;
    node.emit('JOB_QUEUED', [{ field: 'job.waitFor', before: job.waitFor, after: null }], job.id);
    await promoteNext(node);
  });
}

async function whyTooLate({ tx, nodeId }: NodeTx, { id, waitFor }: WaitingJob): Promise<Problem> {
  // One column, as this query names it.
  const [step] = await tx.query<{ name: string }[]>(
    `SELECT name FROM job_steps WHERE job_id = ? AND state = 'WAITING'`,
    [id],
  );
  const name = step?.name ?? waitFor;
  if (waitFor === 'AGENT_HEARTBEAT') {
    return { code: 'AGENT_SILENT', step: name, address: await agentAddress(tx, nodeId) };
  }
  return { code: 'STEP_FAILED', step: name, reason: 'its signal did not come in time' };
}
