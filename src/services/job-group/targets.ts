/** Which nodes a bulk mutation is about: listed by id, or found by a filter. */
import { isUuid } from '../../domain/ids.ts';
import { ProblemError, type Problem } from '../../domain/problems.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { Checker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { nodeFilter, nodeIdsMatching, nodesById, type NodeFilter } from '../read/nodes.ts';
import type { Predicate } from '../visibility.ts';

/** More would hold as many nodes up for too long: one transaction does it all. */
export const MAX_NODES = 1_000;

/** A payload lists this many problems of single nodes or ids; whoever has more has one cause for most. */
export const MAX_ERRORS = 100;

export interface TargetInput {
  readonly nodeIds?: readonly string[] | null;
  readonly filter?: NodeFilter | null;
  readonly expectedCount?: number | null;
}

export interface Targets {
  /** All that were asked for, in order. */
  readonly asked: readonly string[];
  /** Those of them that the viewer may see: the others are not even locked, or asking would hold them up. */
  readonly nodeIds: readonly string[];
  /** What must still be true of each once it is locked. */
  readonly condition: Predicate;
  /** How many must still fit; null: the list says which, whatever became of them. */
  readonly expectedCount: number | null;
  /** Where in the input this node stands. */
  pathOf(position: number, nodeId: string): readonly string[];
}

/** Adds what is wrong with the choice of nodes, looking at nothing but the input. */
export function checkTargets(checker: Checker, { nodeIds, filter, expectedCount }: TargetInput): void {
  if (nodeIds && filter) checker.invalid('filter', 'nodeIds and filter were both given.', 'Give one of them.');
  else if (nodeIds) checkIds(checker, nodeIds);
  else if (!filter) {
    const remedy = 'List the nodes, or give a filter and how many nodes you expect it to match.';
    checker.invalid('nodeIds', 'Neither nodeIds nor filter was given.', remedy);
  }
  checkCount(checker, filter, expectedCount ?? null);
}

function checkIds(checker: Checker, nodeIds: readonly string[]): void {
  if (nodeIds.length < 1 || nodeIds.length > MAX_NODES) {
    const remedy = `List 1 to ${MAX_NODES}; make several calls for more.`;
    return checker.invalid('nodeIds', `nodeIds lists ${nodeIds.length} nodes.`, remedy);
  }
  const seen = new Map<string, number>();
  for (const [position, nodeId] of nodeIds.map((id) => id.toLowerCase()).entries()) {
    if (checker.problems.length >= MAX_ERRORS) return;
    const path = ['nodeIds', String(position)];
    const earlier = seen.get(nodeId);
    if (!isUuid(nodeId)) {
      const remedy = 'Use the id as the API gave it, a UUID of 36 characters.';
      checker.invalid(path, `This is not an id: ${nodeId.slice(0, 64)}.`, remedy);
    } else if (earlier !== undefined) {
      checker.invalid(path, `Node ${nodeId} stands at ${earlier} already.`, 'List each node once.');
    }
    seen.set(nodeId, earlier ?? position);
  }
}

function checkCount(checker: Checker, filter: NodeFilter | null | undefined, expectedCount: number | null): void {
  const remedy = 'Ask nodes(filter: …) for its totalCount, look at them, and give that number.';
  if (filter && expectedCount === null) checker.invalid('expectedCount', 'A filter needs expectedCount.', remedy);
  if (!filter && expectedCount !== null) {
    checker.invalid(
      'expectedCount',
      'expectedCount was given without a filter.',
      'Leave it out: nodeIds says how many.',
    );
  }
  if (filter && expectedCount !== null && expectedCount < 1) {
    checker.invalid('expectedCount', `${expectedCount} nodes are none.`, `Expect 1 to ${MAX_NODES}.`);
  }
}

/**
 * @throws {ProblemError} UNEXPECTED_COUNT when the filter matches another number, or too many; INVALID_INPUT when it is
 * no filter
 */
export async function findTargets(ctx: ServiceContext, viewer: Viewer, input: TargetInput): Promise<Targets> {
  if (input.filter) return matching(ctx, viewer, input.filter, input.expectedCount ?? 0);
  const asked = (input.nodeIds ?? []).map((nodeId) => nodeId.toLowerCase());
  return listed(ctx, viewer, asked, (position) => ['input', 'nodeIds', String(position)]);
}

/** Nodes that are known by their ids. */
export async function listed(
  ctx: ServiceContext,
  viewer: Viewer,
  asked: readonly string[],
  pathOf: Targets['pathOf'],
): Promise<Targets> {
  const visible = viewer.scope.kind === 'all' ? null : await nodesById(ctx, viewer, ['id'], asked);
  const nodeIds = visible === null ? asked : visible.map(({ id }) => id);
  return { asked, nodeIds, condition: { sql: '', params: [] }, expectedCount: null, pathOf };
}

async function matching(
  ctx: ServiceContext,
  viewer: Viewer,
  filter: NodeFilter,
  expectedCount: number,
): Promise<Targets> {
  const condition = inInput(() => nodeFilter(filter));
  const { nodeIds, total } = await nodeIdsMatching(ctx, viewer, condition, MAX_NODES);
  if (total !== expectedCount || total > MAX_NODES) throw unexpectedCount(expectedCount, total);
  return {
    asked: nodeIds,
    nodeIds,
    condition,
    expectedCount,
    pathOf: (_position, nodeId) => ['input', 'filter', nodeId],
  };
}

export const unexpectedCount = (expected: number, actual: number): ProblemError =>
  new ProblemError({ code: 'UNEXPECTED_COUNT', expected, actual, limit: MAX_NODES });

/** A filter's problems name an argument, `filter.name`; here the filter is a field of the input. */
function inInput<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem.code !== 'INVALID_INPUT') throw error;
    const problem: Problem = {
      ...error.problem,
      path: ['input', ...error.problem.path.flatMap((argument) => argument.split('.'))],
    };
    throw new ProblemError(problem, { cause: error });
  }
}
