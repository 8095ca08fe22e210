/** What follows the claim of a job in the same transaction: its plan and its first step's start, or that it goes on. */
import { writeHistory } from './history.ts';
import { nextState } from '../domain/provision-states.ts';
import { ProblemError, type Problem } from '../domain/problems.ts';
import { whyVerbRefused } from '../domain/verb-guards.ts';
import type { LiveContext } from './context.ts';
import type { Finding, JobNode, JobType, PlannedStep } from './job-type.ts';
import { loadSteps, provisionStateOf, type JobRow, type StepRow } from './load-job.ts';
import type { Fence, NodeTx } from './node-transaction.ts';
import { writePlan } from './plan.ts';
import { planningIn } from './planning.ts';
import { settleFailed } from './settle.ts';
import { moveNode, withFindings, writeFindings, writeStepStart } from './writes.ts';

/** A job that is ours to run, until its fence says otherwise. */
export interface Claim {
  readonly job: JobRow;
  readonly type: JobType;
  readonly fence: Fence;
  readonly nodeId: string;
  readonly node: JobNode;
  readonly steps: readonly StepRow[];
  /** The next step's start is already recorded: it was, in the transaction that claimed the job. */
  readonly isStarted: boolean;
}

/** A job whose row and lock are this conductor's. */
export interface Taken {
  /** As it is now: its attempt counts this one. */
  readonly job: JobRow;
  readonly type: JobType;
  readonly fence: Fence;
  /** The node before the job, or why this release cannot drive it. */
  readonly before: JobNode | ProblemError;
}

/** Null: the job ended at once because it cannot start. */
export async function startJob(
  ctx: LiveContext,
  node: NodeTx,
  { job, type, fence, before }: Taken,
): Promise<Claim | null> {
  if (before instanceof ProblemError) {
    // A job that had begun leaves the node where the table says a failure leads, not in the middle of its flow.
    const begun = { ...job, attempt: job.attempt - 1 };
    await settleFailed(node, begun, type, await provisionStateOf(node), before.problem);
    return null;
  }
  // Taken before, so begun: also when its plan is empty, and its worker died before it could say that it was done.
  if (job.attempt > 1) return resume(node, job, type, fence, before, await loadSteps(node.tx, job.id));

  const recorded = type.started?.(job.args, before) ?? [];
  const planned = await planOrProblem(ctx, node, job, type, before, recorded);
  if ('code' in planned) {
    // It never began, so the node's state stays: attempt 0 tells `settleFailed`.
    await settleFailed(node, { ...job, attempt: 0 }, type, before.provisionState, planned);
    return null;
  }
  await writeFindings(node, recorded);
  const provisionState =
    type.begins === null
      ? before.provisionState
      : await moveNode(node, before.provisionState, type.begins, type.endsIn);
  const { driverStepTimeoutMs } = ctx.settings;
  const steps = await writePlan(node, planned, { jobId: job.id, position: 0, driverStepTimeoutMs });
  if (type.begins !== null) {
    const text = `Began: ${steps.map(({ name }) => name).join(', ')}.`;
    const about = { eventType: type.name, actor: job.requestedBy, jobId: job.id };
    await writeHistory(node, { ...about, severity: 'INFO', text });
  }
  const first = steps[0];
  const claim = { job, type, fence, nodeId: node.nodeId, steps };
  const known = { ...withFindings(before, recorded), provisionState };
  if (first === undefined) return { ...claim, node: known, isStarted: false };
  const begun = await writeStepStart(node, job, first, { provisionState, endsIn: type.endsIn });
  return {
    ...claim,
    job: { ...job, commits: job.commits + 1 },
    node: { ...known, provisionState: begun },
    isStarted: true,
  };
}

/** What it will do, or why it cannot begin. */
async function planOrProblem(
  ctx: LiveContext,
  node: NodeTx,
  job: JobRow,
  type: JobType,
  before: JobNode,
  recorded: readonly Finding[],
): Promise<readonly PlannedStep[] | Problem> {
  const problem = whyNot(type, before) ?? (await whyNotRecorded(node, recorded));
  if (problem !== null) return problem;
  try {
    return await type.plan(withFindings(before, recorded), job.args, planningIn(node, ctx.settings.steps));
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
}

/** A flow that waited walks `resume`; one that was interrupted is where it was. */
async function resume(
  node: NodeTx,
  job: JobRow,
  type: JobType,
  fence: Fence,
  before: JobNode,
  steps: readonly StepRow[],
): Promise<Claim> {
  const isGoingOn = job.error === null && type.begins !== null && nextState(before.provisionState, 'resume') !== null;
  const provisionState = isGoingOn
    ? await moveNode(node, before.provisionState, 'resume', type.endsIn)
    : before.provisionState;
  return { job, type, fence, nodeId: node.nodeId, node: { ...before, provisionState }, steps, isStarted: false };
}

/** Asked again now that it is its turn: the jobs before it may have failed, an operator may have set maintenance. */
function whyNot(type: JobType, node: JobNode): Problem | null {
  if (type.begins === null) return type.whyNot?.(node) ?? null;
  return whyVerbRefused(type.begins, { ...node, projectedState: node.provisionState });
}

/** An instance's id is unique; two deployments that queued with the same one meet here. On an allocated node it is the allocation's. */
async function whyNotRecorded(node: NodeTx, findings: readonly Finding[]): Promise<Problem | null> {
  for (const finding of findings) {
    if (finding.kind !== 'instance' || finding.instanceId === null) continue;
    const taken: unknown[] = await node.tx.query('SELECT id FROM nodes WHERE instance_id = ? AND id <> ?', [
      finding.instanceId,
      node.nodeId,
    ]);
    if (taken.length > 0) {
      return { code: 'ALREADY_EXISTS', type: 'node', path: ['input', 'instanceId'], value: finding.instanceId };
    }
    const other: unknown[] = await node.tx.query('SELECT id FROM allocations WHERE node_id = ? AND id <> ?', [
      node.nodeId,
      finding.instanceId,
    ]);
    if (other.length > 0) {
      return {
        code: 'NOT_ALLOWED_NOW',
        action: 'deploying another instance',
        reason: 'the node is allocated, and its instance is that of the allocation',
        remedy: 'Leave instanceId out, or delete the allocation first.',
        path: ['input', 'instanceId'],
      };
    }
  }
  return null;
}
