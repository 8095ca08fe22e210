/**
 * Work that a mutation asks a conductor to do on a node. `deployNode` asks for it on one, `deployNodes` on a thousand:
 * both by the same checks, and both make the same job.
 */
import type { JobType } from '../../conductor/job-type.ts';
import type { NodeTx } from '../../conductor/node-transaction.ts';
import { enqueue, type NewJob } from '../../conductor/queue.ts';
import { ProblemError, type Problem } from '../../domain/problems.ts';
import { whyVerbRefused, type GuardFacts } from '../../domain/verb-guards.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { JsonObject } from '../../entities/json.ts';
import { createChecker, type Checker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { mutateNode, type Answer } from '../mutation.ts';
import { guardFacts, readNode, type NodeRow } from './node-row.ts';

/** `Asked`: the fields of the input that only this mutation has. */
export interface NodeWork<Asked extends object> {
  readonly type: JobType;
  /** Of the input alone: the same for every node. */
  checkInput?(checker: Checker, asked: Asked): void;
  /**
   * What else than the verb's own rules speaks against this node; null when nothing does.
   * @throws {ProblemError} the same as answering with its problem
   */
  whyRefused?(ctx: ServiceContext, node: NodeRow, asked: Asked): Problem | null;
  /** What speaks against asking it of these nodes in one call with others, by node. Reads only. */
  whyNotTogether?(tx: NodeTx['tx'], nodeIds: readonly string[], asked: Asked): Promise<ReadonlyMap<string, Problem>>;
  /** What the job of one node is given; called anew for each. */
  args(asked: Asked): JsonObject;
  /** Work of one node that takes over from what is going on: stops that, before its own job is accepted. */
  makeWay?(ctx: ServiceContext, node: NodeTx, row: NodeRow): Promise<void>;
  /** What of the input only the job's steps may see: it must not stand in `args`. */
  secrets?(asked: Asked): JsonObject;
}

export interface VerbInput {
  readonly nodeId: string;
  readonly onLocked: 'QUEUE' | 'FAIL';
  readonly idempotencyKey?: string | null;
}

/**
 * Checks the verb against the state in which the queue will leave the node, and accepts a job. So `manage`, `provide`
 * and `deploy` may be asked for one right after the other; each is checked again when its turn comes.
 */
export function workOnNode<Asked extends object>(
  ctx: ServiceContext,
  viewer: Viewer,
  mutation: string,
  work: NodeWork<Asked>,
  input: VerbInput & Asked,
): Promise<Answer> {
  return mutateNode(ctx, viewer, { mutation, input, nodeId: input.nodeId }, async (node) =>
    workOnLocked(ctx, viewer, node, await readNode(ctx, node), work, input),
  );
}

/** The same, inside a transaction that has locked the node. */
export async function workOnLocked<Asked extends object>(
  ctx: ServiceContext,
  viewer: Viewer,
  node: NodeTx,
  row: NodeRow,
  work: NodeWork<Asked>,
  input: VerbInput & Asked,
): Promise<{ readonly objectId: string; readonly jobId: string }> {
  const checker = createChecker();
  work.checkInput?.(checker, input);
  checker.done();
  const problem = whyRefused(ctx, work, row, await factsFor(ctx, work.type, node, row), input);
  if (problem !== null) throw new ProblemError(problem);
  await work.makeWay?.(ctx, node, row);
  return { objectId: node.nodeId, jobId: await enqueue(node, jobOf(work, viewer, row, input)) };
}

export function jobOf<Asked extends object>(
  work: NodeWork<Asked>,
  viewer: Viewer,
  { conductorGroup }: NodeRow,
  input: Pick<VerbInput, 'onLocked'> & Asked,
): NewJob {
  return {
    type: work.type,
    input: work.args(input),
    secrets: work.secrets?.(input) ?? null,
    requestedBy: viewer.actor,
    conductorGroup,
    onLocked: input.onLocked,
  };
}

/** Why a node cannot do this work; null when it can. */
export function whyRefused<Asked extends object>(
  ctx: ServiceContext,
  work: NodeWork<Asked>,
  node: NodeRow,
  facts: GuardFacts,
  asked: Asked,
): Problem | null {
  const { begins } = work.type;
  const illegal = begins === null ? null : whyVerbRefused(begins, facts);
  if (illegal !== null) return illegal;
  try {
    return work.whyRefused?.(ctx, node, asked) ?? null;
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
}

/** The queue matters only to work that moves the node. */
async function factsFor(ctx: ServiceContext, type: JobType, node: NodeTx, row: NodeRow): Promise<GuardFacts> {
  return type.begins === null ? { ...row, projectedState: row.provisionState } : guardFacts(ctx, node, row);
}
