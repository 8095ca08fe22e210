/**
 * Bulk mutations: the same work on many nodes, in one transaction that makes all their jobs and the group that tells
 * of them. Checks come before writes, and every statement is about all nodes at once (see docs/bulk.md).
 */
import type { NodesTx, NodeTx } from '../../conductor/node-transaction.ts';
import { enqueueForEach, whyBusy } from '../../conductor/queue.ts';
import { ProblemsError, type Problem } from '../../domain/problems.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { mutateNodes, type Answer } from '../mutation.ts';
import { projectedState, readNodes, unsettledTypes, type NodeRow } from '../node/node-row.ts';
import { jobOf, whyRefused, type NodeWork } from '../node/node-work.ts';
import { and } from '../read/page.ts';
import { visibleNodes } from '../visibility.ts';
import { insertJobGroup, type NewJobGroupItem } from './job-group-row.ts';
import { checkTargets, findTargets, MAX_ERRORS, unexpectedCount, type TargetInput, type Targets } from './targets.ts';

export interface BulkPolicy {
  readonly onLocked: 'QUEUE' | 'FAIL';
  /** When a node refuses: leave it out, or change nothing at all. */
  readonly onError: 'CONTINUE' | 'ABORT';
}

export interface BulkInput extends BulkPolicy, TargetInput {
  readonly idempotencyKey?: string | null;
}

/** What the nodes of one group are asked for. */
export interface GroupWork<Asked extends object> {
  /** The bulk mutation that asks for it, also when it is asked for again. */
  readonly mutation: string;
  readonly work: NodeWork<Asked>;
  readonly args: BulkPolicy & Asked;
  readonly retryOf: string | null;
}

export function workOnNodes<Asked extends object>(
  ctx: ServiceContext,
  viewer: Viewer,
  mutation: string,
  work: NodeWork<Asked>,
  input: BulkInput & Asked,
): Promise<Answer> {
  const { nodeIds: _ids, filter: _filter, expectedCount: _count, idempotencyKey: _key, ...args } = input;
  const find = (): Promise<Targets> => {
    const checker = createChecker();
    checkTargets(checker, input);
    work.checkInput?.(checker, input);
    checker.done();
    return findTargets(ctx, viewer, input);
  };
  return mutateNodes(ctx, viewer, { mutation, input, find }, (nodes, targets) =>
    // What is left is the policy and what was asked: the rest has been taken out above.
    createGroup(ctx, viewer, nodes, targets, { mutation, work, args: args as BulkPolicy & Asked, retryOf: null }),
  );
}

/**
 * Makes the group and its jobs, inside the transaction that has locked the nodes.
 * @throws {ProblemError} UNEXPECTED_COUNT when nodes have ceased to fit the filter
 * @throws {ProblemsError} with `onError: ABORT`, when a node refuses
 */
export async function createGroup<Asked extends object>(
  ctx: ServiceContext,
  viewer: Viewer,
  nodes: NodesTx,
  targets: Targets,
  { mutation, work, args, retryOf }: GroupWork<Asked>,
): Promise<{ readonly objectId: string }> {
  const verdicts = await judge(ctx, viewer, nodes, targets, work, args);
  const refusals = verdicts.flatMap(({ problem }) => problem ?? []);
  if (args.onError === 'ABORT' && refusals.length > 0) throw new ProblemsError(refusals.slice(0, MAX_ERRORS));

  const accepted = verdicts.flatMap((verdict) => (verdict.problem === null ? verdict : []));
  const jobIds = await enqueueForEach(
    nodes.tx,
    accepted.map(({ node, row }) => ({ node, job: jobOf(work, viewer, row, args) })),
  );
  const jobOfNode = new Map(accepted.map(({ nodeId }, index) => [nodeId, jobIds[index]]));
  const items = verdicts.map(({ nodeId, problem }): NewJobGroupItem => {
    const jobId = jobOfNode.get(nodeId);
    if (problem === null && jobId !== undefined) return { nodeId, jobId, error: null };
    return { nodeId, jobId: null, error: problem ?? notFound(nodeId) };
  });
  const group = { mutation, requestedBy: viewer.actor, args, retryOf, items };
  return { objectId: await insertJobGroup(nodes.tx, group) };
}

type Verdict = { readonly nodeId: string } & (
  { readonly problem: null; readonly node: NodeTx; readonly row: NodeRow } | { readonly problem: Problem }
);

const notFound = (id: string): Problem => ({ code: 'NOT_FOUND', type: 'node', id });

/** May each of them do it? Reads only. */
async function judge<Asked extends object>(
  ctx: ServiceContext,
  viewer: Viewer,
  { tx, nodes }: NodesTx,
  targets: Targets,
  work: NodeWork<Asked>,
  args: BulkPolicy & Asked,
): Promise<readonly Verdict[]> {
  // Asked again now that the nodes are locked: until then they could still change.
  const conditions = and([visibleNodes(viewer, 't'), targets.condition]);
  const rows = await readNodes(ctx, tx, [...nodes.keys()], conditions);
  if (targets.expectedCount !== null && rows.size !== targets.expectedCount) {
    throw unexpectedCount(targets.expectedCount, rows.size);
  }
  const unsettled = work.type.begins === null ? null : await unsettledTypes(tx, [...rows.keys()]);
  const apart = (await work.whyNotTogether?.(tx, [...rows.keys()], args)) ?? null;
  const busy = args.onLocked === 'FAIL' ? await whyBusy(tx, [...nodes.values()]) : null;

  return targets.asked.map((nodeId, position): Verdict => {
    const node = nodes.get(nodeId);
    const row = rows.get(nodeId);
    const at = targets.pathOf(position, nodeId);
    if (node === undefined || row === undefined) return { nodeId, problem: { ...notFound(nodeId), at } };
    const projected = projectedState(row.provisionState, unsettled?.get(nodeId) ?? [], ctx.jobTypes);
    const facts = { ...row, projectedState: projected };
    const problem = whyRefused(ctx, work, row, facts, args) ?? apart?.get(nodeId) ?? busy?.get(nodeId) ?? null;
    return problem === null ? { nodeId, problem, node, row } : { nodeId, problem: { ...problem, at } };
  });
}
