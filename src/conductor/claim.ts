/**
 * Taking jobs: their nodes' locks, their rows and the starts of their first steps, several at once in one transaction. The
 * nodes' lock rows are locked first, so what is found out about a job then stays true until the commit; a job that
 * cannot be taken is left as it is.
 */
import { ProblemError } from '../domain/problems.ts';
import { affectedRows } from '../entities/transaction.ts';
import type { Candidate } from './candidates.ts';
import { conductorActor, type LiveContext } from './context.ts';
import type { JobNode, JobType } from './job-type.ts';
import { openPlaces } from './limits.ts';
import { loadJobNodes, loadJobs, type JobRow } from './load-job.ts';
import { takeNodeLocks } from './node-lock.ts';
import { aboutJob, inNodesTransaction, type Fence, type NodesTx, type NodeTx } from './node-transaction.ts';
import { startJob, type Claim, type Taken } from './start-job.ts';

/** Null: somebody else was faster, there is no place for it, or the job ended at once because it cannot start. */
export async function claimJob(ctx: LiveContext, candidate: Candidate): Promise<Claim | null> {
  return (await claimJobs(ctx, [candidate]))[0] ?? null;
}

/** At most one of a node; the claims of those that could be taken. */
export async function claimJobs(ctx: LiveContext, candidates: readonly Candidate[]): Promise<readonly Claim[]> {
  try {
    return await claimTogether(ctx, candidates);
  } catch (error) {
    if (candidates.length === 1) throw error;
    ctx.log.warn({ err: error, jobIds: candidates.map(({ id }) => id) }, 'claiming jobs together failed: one by one');
    const alone = await Promise.allSettled(candidates.map((candidate) => claimTogether(ctx, [candidate])));
    return alone.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : []));
  }
}

async function claimTogether(ctx: LiveContext, candidates: readonly Candidate[]): Promise<readonly Claim[]> {
  const { db, bell } = ctx;
  const nodeIds = candidates.map(({ nodeId }) => nodeId);
  const actor = conductorActor(ctx.conductorId);
  const { result } = await inNodesTransaction({ db, bell, nodeIds, actor }, async (nodes) => {
    const claims: Claim[] = [];
    for (const { node, taken } of await take(ctx, nodes, candidates)) {
      const claim = await startJob(ctx, aboutJob(taken.job.id, node), taken);
      if (claim !== null) claims.push(claim);
    }
    return claims;
  });
  return result;
}

interface Takeable {
  readonly node: NodeTx;
  readonly job: JobRow;
  readonly type: JobType;
  readonly before: JobNode | ProblemError;
}

async function take(
  ctx: LiveContext,
  nodes: NodesTx,
  candidates: readonly Candidate[],
): Promise<readonly { readonly node: NodeTx; readonly taken: Taken }[]> {
  const { conductorId } = ctx;
  const takeable = await findTakeable(ctx, nodes, candidates);
  if (takeable.length === 0) return [];
  const exclusive = takeable.filter(({ job }) => job.lockMode === 'EXCLUSIVE');
  const grants = exclusive.map(({ node, job, type }) => ({
    node,
    holder: { jobId: job.id, conductorId, purpose: type.purpose },
  }));
  if (!(await takeNodeLocks(grants))) throw new Error('A node was taken although its lock row was locked.');
  const epochOf = ({ node, job }: Takeable): number | null => (job.lockMode === 'EXCLUSIVE' ? node.lock.epoch : null);
  const result: unknown = await nodes.tx.query(
    `UPDATE jobs SET state = 'RUNNING', ready = 0, claimed_by = ?, epoch = CASE id ${takeable.map(() => 'WHEN ? THEN ?').join(' ')} END,
                     attempt = attempt + 1, wait_for = NULL, wait_until = NULL,
                     limited_by = IF(limit_class = '', limited_by, limit_class), limit_class = '',
                     started_at = COALESCE(started_at, UTC_TIMESTAMP(6)), version = version + 1
      WHERE id IN (?) AND state = 'QUEUED' AND ready = 1`,
    [conductorId, ...takeable.flatMap((one) => [one.job.id, epochOf(one)]), takeable.map(({ job }) => job.id)],
  );
  if (affectedRows(result) !== takeable.length) throw new Error('A job was taken although its node was locked.');
  return takeable.map((one) => {
    const { node, job, type, before } = one;
    node.emit(job.attempt === 0 ? 'JOB_STARTED' : 'JOB_RESUMED', [], job.id);
    const attempt = job.attempt + 1;
    const fence: Fence = { jobId: job.id, conductorId, attempt, epoch: epochOf(one) };
    return { node, taken: { job: { ...job, attempt }, type, fence, before } };
  });
}

/** Those of the candidates that may be taken, now that nobody else can change them. */
async function findTakeable(
  ctx: LiveContext,
  { tx, nodes }: NodesTx,
  candidates: readonly Candidate[],
): Promise<readonly Takeable[]> {
  const due = await findDue(
    tx,
    candidates.map(({ id }) => id),
  );
  if (due.size === 0) return [];
  const jobs = await loadJobs(tx, [...due]);
  const seen = new Set<string>();
  const possible = [...jobs.values()].flatMap((job) => {
    const node = nodes.get(job.nodeId ?? '');
    const type = ctx.jobTypes.get(job.type); // an older or newer release may have queued it: left to one that knows it
    if (node === undefined || type === undefined || seen.has(node.nodeId)) return [];
    if (job.lockMode === 'EXCLUSIVE' && node.lock.holderJobId !== null) return [];
    seen.add(node.nodeId);
    return [{ node, job, type }];
  });
  if (possible.length === 0) return [];
  const before = await loadJobNodes(tx, [...seen], ctx.hardwareTypes, ctx.settings);
  const places = openPlaces();
  const takeable: Takeable[] = [];
  for (const one of inOrderOfTheirLimits(possible, before)) {
    if (await places.take(one.node, one.job, bmcOf(one.before))) takeable.push(one);
  }
  return takeable;
}

/** Queued, next, and neither their own time nor their node's quiet time is still to come. */
async function findDue(tx: NodesTx['tx'], jobIds: readonly string[]): Promise<ReadonlySet<string>> {
  // One column, as this query names it.
  const rows = await tx.query<{ id: string }[]>(
    `SELECT j.id FROM jobs j JOIN node_locks l ON l.node_id = j.node_id
      WHERE j.id IN (?) AND j.state = 'QUEUED' AND j.ready = 1 AND j.run_after <= UTC_TIMESTAMP(6)
        AND (j.lock_mode <> 'EXCLUSIVE' OR l.free_from IS NULL OR l.free_from <= UTC_TIMESTAMP(6))`,
    [jobIds],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Limits are locked one after the other: in one order by everybody, or two conductors could wait for each other. */
function inOrderOfTheirLimits(
  possible: readonly Omit<Takeable, 'before'>[],
  nodes: ReadonlyMap<string, JobNode | ProblemError>,
): readonly Takeable[] {
  const nameOf = ({ job, before }: Takeable): string => `${job.limitClass} ${bmcOf(before) ?? ''}`;
  return possible
    .flatMap((one) => {
      const before = nodes.get(one.node.nodeId);
      return before === undefined ? [] : [{ ...one, before }];
    })
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

const bmcOf = (node: JobNode | ProblemError): string | null => (node instanceof ProblemError ? null : node.bmc);
