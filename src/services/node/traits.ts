import type { NodeTx } from '../../conductor/node-transaction.ts';
import { traitsOf } from '../../conductor/load-job.ts';
import { isTrait, MAX_TRAITS, TRAIT_FORM } from '../../domain/traits.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { createChecker, type Checker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { mutateNode, type Answer } from '../mutation.ts';
import { checkVersion } from '../versions.ts';
import { readNode } from './node-row.ts';

export interface NodeTraitsInput {
  readonly nodeId: string;
  readonly traits: readonly string[];
  readonly expectedVersion?: number | null;
  readonly idempotencyKey?: string | null;
}

export const setNodeTraits = (ctx: ServiceContext, viewer: Viewer, input: NodeTraitsInput): Promise<Answer> =>
  changeTraits(ctx, viewer, 'setNodeTraits', input, () => new Set(input.traits));

export const addNodeTraits = (ctx: ServiceContext, viewer: Viewer, input: NodeTraitsInput): Promise<Answer> =>
  changeTraits(ctx, viewer, 'addNodeTraits', input, (now) => new Set([...now, ...input.traits]));

/** What the node does not have is gone already. */
export const removeNodeTraits = (ctx: ServiceContext, viewer: Viewer, input: NodeTraitsInput): Promise<Answer> =>
  changeTraits(ctx, viewer, 'removeNodeTraits', input, (now) => {
    const gone = new Set(input.traits);
    return new Set(now.filter((trait) => !gone.has(trait)));
  });

/** Takes effect at once, also while a job is at work: jobs and allocations look at the traits when they begin. */
function changeTraits(
  ctx: ServiceContext,
  viewer: Viewer,
  mutation: string,
  input: NodeTraitsInput,
  change: (now: readonly string[]) => ReadonlySet<string>,
): Promise<Answer> {
  return mutateNode(ctx, viewer, { mutation, input, nodeId: input.nodeId }, async (node) => {
    const checker = createChecker();
    checkTraits(checker, input.traits);
    checker.done();
    checkVersion('node', await readNode(ctx, node), input.expectedVersion);
    const before = (await traitsOf(node.tx, [node.nodeId])).get(node.nodeId) ?? [];
    const after = [...change(before)].sort();
    if (after.length > MAX_TRAITS) {
      const reason = `The node would have ${after.length} traits.`;
      checker.invalid('traits', reason, `A node has at most ${MAX_TRAITS}; remove some first.`);
      checker.done();
    }
    await writeTraits(node, before, after);
    return { objectId: node.nodeId };
  });
}

export function checkTraits(checker: Checker, traits: readonly string[] | null | undefined): void {
  if (traits === null || traits === undefined) return;
  if (traits.length > MAX_TRAITS) {
    checker.invalid('traits', `${traits.length} traits are too many.`, `Give at most ${MAX_TRAITS}.`);
    return;
  }
  for (const [index, trait] of traits.entries()) {
    if (isTrait(trait)) continue;
    checker.invalid(['traits', String(index)], `"${trait.slice(0, 64)}" is not a trait.`, `Write ${TRAIT_FORM}.`);
  }
}

async function writeTraits(node: NodeTx, before: readonly string[], after: readonly string[]): Promise<void> {
  const gone = before.filter((trait) => !after.includes(trait));
  const added = after.filter((trait) => !before.includes(trait));
  if (gone.length + added.length === 0) return;
  const { tx, nodeId } = node;
  if (gone.length > 0) await tx.query('DELETE FROM node_traits WHERE node_id = ? AND trait IN (?)', [nodeId, gone]);
  if (added.length > 0) {
    await tx.query(`INSERT INTO node_traits (node_id, trait) VALUES ${added.map(() => '(?, ?)').join(', ')}`, [
      ...added.flatMap((trait) => [nodeId, trait]),
    ]);
  }
  await tx.query('UPDATE nodes SET version = version + 1, updated_at = UTC_TIMESTAMP(6) WHERE id = ?', [nodeId]);
  node.emit('NODE_UPDATED', [{ field: 'traits', before, after }]);
}
