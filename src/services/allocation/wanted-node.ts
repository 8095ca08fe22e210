/** What an allocation asks for, checked and looked up: for creating one and for explaining what would fit. */
import type { WantedNode } from '../../domain/allocation.ts';
import { isUuid } from '../../domain/ids.ts';
import { ProblemError, ProblemsError, type Problem } from '../../domain/problems.ts';
import { isTrait, TRAIT_FORM } from '../../domain/traits.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { NodeEntity } from '../../entities/node.ts';
import type { Reader } from '../../entities/select.ts';
import { createChecker, type Checker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { and } from '../read/page.ts';
import { visibleNodes } from '../visibility.ts';

export interface WantedNodeInput {
  readonly resourceClass?: string | null;
  readonly traits?: readonly string[] | null;
  readonly candidateNodes?: readonly string[] | null;
  readonly owner?: string | null;
}

const MAX_CANDIDATES = 500;
const MAX_TRAITS = 50; // a node has no more

export function checkWantedNode(checker: Checker, input: WantedNodeInput): void {
  checker.text('resourceClass', input.resourceClass, 80);
  if (input.resourceClass === '') {
    checker.invalid('resourceClass', 'resourceClass is empty.', 'Name the kind of machine that is wanted.');
  }
  checker.text('owner', input.owner, 255);
  checkTraits(checker, input.traits ?? []);
  const candidates = input.candidateNodes ?? [];
  if (candidates.length > MAX_CANDIDATES) {
    const reason = `${candidates.length} candidates are too many for one call.`;
    checker.invalid('candidateNodes', reason, `Give at most ${MAX_CANDIDATES}, or none for any node.`);
  }
}

function checkTraits(checker: Checker, traits: readonly string[]): void {
  if (traits.length > MAX_TRAITS) {
    const reason = `No node has ${traits.length} traits.`;
    return checker.invalid('traits', reason, `Give at most ${MAX_TRAITS}.`);
  }
  traits.forEach((trait, index) => {
    if (isTrait(trait)) return;
    checker.invalid(['traits', String(index)], `"${trait.slice(0, 64)}" is not a trait.`, `Use ${TRAIT_FORM}.`);
  });
}

/**
 * With the candidates' names made ids. A project's allocation is the project's own unless it says otherwise.
 * @throws {ProblemsError} NOT_FOUND, NOT_ALLOWED_NOW
 */
export async function resolveWanted(
  ctx: ServiceContext,
  reader: Reader,
  viewer: Viewer,
  input: WantedNodeInput & { readonly resourceClass: string },
): Promise<WantedNode> {
  return {
    resourceClass: input.resourceClass,
    traits: [...new Set(input.traits ?? [])],
    candidateNodes: await findCandidates(ctx, reader, viewer, input.candidateNodes ?? []),
    owner: ownerFor(viewer, input.owner ?? null),
  };
}

/** @throws {ProblemError} NOT_ALLOWED_NOW */
export function ownerFor(viewer: Viewer, asked: string | null): string | null {
  if (viewer.scope.kind === 'all') return asked;
  const { projects } = viewer.scope;
  const owner = asked ?? projects[0];
  if (owner !== undefined && projects.includes(owner)) return owner;
  throw new ProblemError({
    code: 'NOT_ALLOWED_NOW',
    action: 'allocating for another project',
    reason: 'only administrators of the system may',
    remedy: 'Leave owner out: it is your project then.',
    path: ['input', 'owner'],
  });
}

async function findCandidates(
  ctx: ServiceContext,
  reader: Reader,
  viewer: Viewer,
  asked: readonly string[],
): Promise<readonly string[]> {
  if (asked.length === 0) return [];
  const { sql, params } = and([
    visibleNodes(viewer, 't'),
    { sql: 't.id IN (?) OR t.name IN (?)', params: [asked.map((text) => text.toLowerCase()), asked] },
  ]);
  const rows = await ctx.select(reader, NodeEntity, ['id', 'name'], { where: sql, params });
  const known = new Map(
    rows.flatMap(({ id, name }) => [[id, id] as const, ...(name === null ? [] : [[name, id] as const])]),
  );
  const ids: string[] = [];
  const problems: Problem[] = [];
  asked.forEach((text, index) => {
    const id = known.get(isUuid(text) ? text.toLowerCase() : text);
    const path = ['input', 'candidateNodes', String(index)];
    if (id === undefined) problems.push({ code: 'NOT_FOUND', type: 'node', id: text.slice(0, 255), path });
    else ids.push(id);
  });
  if (problems.length > 0) throw new ProblemsError(problems);
  return [...new Set(ids)];
}

/** Checked and looked up at once, for a question that changes nothing. */
export async function wantedNode(
  ctx: ServiceContext,
  viewer: Viewer,
  input: WantedNodeInput & { readonly resourceClass: string },
): Promise<WantedNode> {
  const checker = createChecker();
  checkWantedNode(checker, input);
  checker.done();
  return resolveWanted(ctx, ctx.db.manager, viewer, input);
}
