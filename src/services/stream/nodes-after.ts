import type { Viewer } from '../../domain/viewer.ts';
import { inPortions } from '../../entities/transaction.ts';
import { nodesById, type NodeField, type NodeFilter, type NodeRow } from '../read/nodes.ts';
import type { StreamContext } from './context.ts';

export interface NodesAfter {
  /** Those that the viewer may see and that fit. */
  readonly members: ReadonlyMap<string, NodeRow>;
  /** Those that the viewer may see, or, who may see everything, that were asked for. */
  readonly visible: ReadonlySet<string>;
  /** Number of each one's newest event; none of a node that is gone. Read last, so that it is never too small. */
  readonly sequences: ReadonlyMap<string, number>;
}

/** How these nodes are, to be asked after their events were read. */
export async function readNodesAfter(
  ctx: StreamContext,
  viewer: Viewer,
  fields: readonly NodeField[],
  filter: NodeFilter | null,
  nodeIds: readonly string[],
): Promise<NodesAfter> {
  const members = new Map<string, NodeRow>();
  for (const portion of inPortions(nodeIds))
    for (const row of await nodesById(ctx, viewer, fields, portion, filter)) members.set(row.id, row);
  const visible = new Set(viewer.scope.kind === 'all' ? nodeIds : members.keys());
  const others = nodeIds.filter((id) => !visible.has(id));
  for (const portion of inPortions(others))
    for (const { id } of await nodesById(ctx, viewer, ['id'], portion)) visible.add(id);

  const sequences = new Map<string, number>();
  for (const portion of inPortions(nodeIds)) {
    // Columns as this query names them.
    const rows = await ctx.db.query<{ nodeId: string; sequence: number }[]>(
      'SELECT node_id AS nodeId, event_sequence AS sequence FROM node_locks WHERE node_id IN (?)',
      [portion],
    );
    for (const { nodeId, sequence } of rows) sequences.set(nodeId, sequence);
  }
  return { members, visible, sequences };
}
