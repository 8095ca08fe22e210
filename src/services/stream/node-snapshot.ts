import type { Viewer } from '../../domain/viewer.ts';
import { findNodes, type FindNodesArgs, type NodeField, type NodeRow } from '../read/nodes.ts';
import type { StreamContext } from './context.ts';

const PAGE = 250;

/** All nodes that fit, as they are now, read a page at a time: the next one when the last has been taken. */
export async function* nodeSnapshot(
  ctx: StreamContext,
  viewer: Viewer,
  fields: readonly NodeField[],
  args: Pick<FindNodesArgs, 'filter' | 'orderBy'>,
  signal: AbortSignal,
): AsyncGenerator<NodeRow, void, undefined> {
  let behind: string | null = null;
  while (!signal.aborted) {
    const page = await findNodes(ctx, viewer, fields, { ...args, first: PAGE, after: behind });
    yield* page.rows;
    const last = page.rows.at(-1);
    if (!page.hasNextPage || last === undefined) return;
    behind = page.cursorOf(last);
  }
}
