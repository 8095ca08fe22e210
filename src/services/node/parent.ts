/** Which machine lives in which. One level: what lives in another machine has nothing living in itself. */
import type { NodeTx } from '../../conductor/node-transaction.ts';
import { isUuid } from '../../domain/ids.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { assertNodeVisible } from '../visibility.ts';

/**
 * May the node live in that one?
 * @param owner the node's, as it will be
 * @throws {ProblemError} INVALID_INPUT, NOT_FOUND at `parentNodeId`
 */
export async function requireParent(
  { tx, nodeId }: Pick<NodeTx, 'tx' | 'nodeId'>,
  viewer: Viewer,
  parentNodeId: string,
  owner: string | null,
): Promise<void> {
  const path = ['input', 'parentNodeId'];
  const notFound = new ProblemError({ code: 'NOT_FOUND', type: 'node', id: parentNodeId.slice(0, 64), path });
  const invalid = (reason: string, remedy: string): ProblemError =>
    new ProblemError({ code: 'INVALID_INPUT', path, reason, remedy });
  if (!isUuid(parentNodeId)) throw notFound;
  if (parentNodeId.toLowerCase() === nodeId) throw invalid('A node cannot live in itself.', 'Name another one.');
  // The parent is not locked, only read: what may be wrong a moment later is that it has become a child itself.
  const [parent] = await tx.query<{ owner: string | null; parentNodeId: string | null }[]>(
    'SELECT owner, parent_node_id AS parentNodeId FROM nodes WHERE id = ?',
    [parentNodeId],
  );
  if (parent === undefined) throw notFound;
  await assertNodeVisible(tx, viewer, parentNodeId).catch((cause: unknown) => {
    throw cause instanceof ProblemError ? notFound : cause;
  });
  if (parent.owner !== owner) {
    throw invalid('The node and its parent must have the same owner.', 'Give both the same owner first.');
  }
  if (parent.parentNodeId !== null) {
    throw invalid('The parent lives in another node itself.', `Name that one, ${parent.parentNodeId}, as the parent.`);
  }
  if (await hasChildren({ tx, nodeId })) {
    throw invalid('Other nodes live in this one.', 'Give them another parent, or none, first.');
  }
}

export async function hasChildren({ tx, nodeId }: Pick<NodeTx, 'tx' | 'nodeId'>): Promise<boolean> {
  const rows: unknown[] = await tx.query('SELECT id FROM nodes WHERE parent_node_id = ? LIMIT 1', [nodeId]);
  return rows.length > 0;
}
