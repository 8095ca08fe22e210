import { isSettled, type JobState } from '../domain/job.ts';
import type { Problem } from '../domain/problems.ts';
import { inPortions } from '../entities/transaction.ts';
import { cancelJob } from './cancel.ts';
import type { JobType } from './job-type.ts';
import type { NodesTx, NodeTx } from './node-transaction.ts';
import { promoteNextOfEach } from './queue.ts';

interface CancellableJob {
  readonly id: string;
  readonly nodeId: string;
  readonly type: string;
  readonly state: JobState;
  readonly attempt: number;
}

/**
 * {@link cancelJob} for many: jobs that never ran end, and those at work are told, in a few statements for all. Jobs
 * that have settled meanwhile are left alone, and so are those of other nodes. What waits for a signal or was
 * interrupted is cancelled one by one; a group has few of those.
 */
export async function cancelEach(
  { tx, nodes }: Pick<NodesTx, 'tx' | 'nodes'>,
  jobTypes: ReadonlyMap<string, JobType>,
  jobIds: readonly string[],
  reason: string,
): Promise<void> {
  if (jobIds.length === 0) return;
  // Columns as this query names them.
  const jobs = await tx.query<CancellableJob[]>(
    'SELECT id, node_id AS nodeId, type, state, attempt FROM jobs WHERE id IN (?) ORDER BY id',
    [jobIds],
  );
  const ended: [NodeTx, CancellableJob][] = [];
  const told: [NodeTx, CancellableJob][] = [];
  const others: [NodeTx, CancellableJob][] = [];
  for (const job of jobs) {
    const node = nodes.get(job.nodeId);
    const type = jobTypes.get(job.type);
    if (node === undefined || type === undefined || isSettled(job.state)) continue;
    if (job.state === 'RUNNING') told.push([node, job]);
    // A type that has something to set right (`abandoned`) does so by itself.
    else if (job.state === 'QUEUED' && job.attempt === 0 && type.abandoned === undefined) ended.push([node, job]);
    else others.push([node, job]);
  }
  await endUnstarted(tx, ended, { code: 'JOB_CANCELLED', reason });
  await tellWorkers(tx, told, reason);
  for (const [node, job] of others) await cancelJob(node, jobTypes, job.id, reason);
}

/** They have no steps yet, and no node's state was touched by them. */
async function endUnstarted(
  tx: NodesTx['tx'],
  jobs: readonly (readonly [NodeTx, CancellableJob])[],
  problem: Problem,
): Promise<void> {
  for (const ids of inPortions(jobs.map(([, { id }]) => id))) {
    await tx.query(
      `UPDATE jobs SET state = 'CANCELLED', ready = 0, limited_by = NULL, deadline_at = NULL, overdue_since = NULL, error = ?,
                       finished_at = UTC_TIMESTAMP(6), version = version + 1, commits = commits + 1
        WHERE id IN (?)`,
      [JSON.stringify(problem), ids],
    );
  }
  for (const [node, { id }] of jobs) {
    node.emit('JOB_CANCELLED', [{ field: 'job.error', before: null, after: problem.code }], id);
  }
  await promoteNextOfEach(
    tx,
    jobs.map(([node]) => node),
  );
}

async function tellWorkers(
  tx: NodesTx['tx'],
  jobs: readonly (readonly [NodeTx, CancellableJob])[],
  reason: string,
): Promise<void> {
  for (const ids of inPortions(jobs.map(([, { id }]) => id))) {
    await tx.query(
      `UPDATE jobs SET cancel_requested_at = UTC_TIMESTAMP(6), cancel_reason = ?, version = version + 1 WHERE id IN (?)`,
      [reason, ids],
    );
  }
  for (const [node, { id }] of jobs) {
    node.emit('JOB_CANCEL_REQUESTED', [{ field: 'job.cancelReason', before: null, after: reason }], id);
  }
}
