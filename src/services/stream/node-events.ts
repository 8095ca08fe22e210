import { encodePosition, type LogPosition } from '../../domain/cursor.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { followLog, type LogItem } from '../../events/stream.ts';
import type { LogEntry } from '../../events/tail.ts';
import { positionOf } from '../read/log.ts';
import { findNodes, nodeFilter, nodesById, type NodeField, type NodeFilter, type NodeRow } from '../read/nodes.ts';
import type { StreamContext } from './context.ts';
import { survivingOutages } from './surviving-outages.ts';

export type StreamKind = 'SNAPSHOT' | 'UPDATE' | 'CAUGHT_UP' | 'GAP' | 'HEARTBEAT';

export interface NodeStreamItem {
  readonly cursor: string;
  readonly kind: StreamKind;
  readonly entry: LogEntry | null;
  readonly node: NodeRow | null;
  readonly nodeId: string | null;
  /** As the database writes moments, or RFC 3339. */
  readonly at: string;
  readonly gapReason: string | null;
}

export interface NodeEventsArgs {
  readonly filter?: NodeFilter | null;
  readonly after?: string | null;
  readonly snapshot: boolean;
}

const SNAPSHOT_PAGE = 250;

/**
 * The nodes as they are, if asked for; then every event after the position at which that was read, CAUGHT_UP, and live.
 * The position is taken before the snapshot is read: what happens meanwhile is in the events, so nothing falls between.
 * @throws {ProblemError} INVALID_INPUT for a cursor or filter that is none
 */
export function nodeEvents(
  ctx: StreamContext,
  viewer: Viewer,
  fields: readonly NodeField[],
  args: NodeEventsArgs,
  signal: AbortSignal,
): AsyncGenerator<NodeStreamItem, void, undefined> {
  nodeFilter(args.filter); // a bad filter is refused now, not at the first event
  const after = args.after === null || args.after === undefined ? null : positionOf('after', args.after);
  return survivingOutages(ctx, signal, (resumed) => stream(resumed ?? after, resumed === null));

  async function* stream(from: LogPosition | null, isFirst: boolean): AsyncGenerator<NodeStreamItem, void, undefined> {
    await ctx.tail.catchUp(signal);
    const start = from ?? ctx.tail.mark().position;
    if (args.snapshot && isFirst) yield* snapshot(ctx, viewer, fields, args.filter, encodePosition(start), signal);
    const { db, tail, heartbeatMs } = ctx;
    for await (const item of followLog({ db, tail, after: start, signal, heartbeatMs })) {
      yield* present(ctx, viewer, fields, args.filter, item);
      if (item.kind === 'gap' && args.snapshot) {
        yield* snapshot(ctx, viewer, fields, args.filter, encodePosition(item.position), signal);
      }
    }
  }
}

async function* snapshot(
  ctx: StreamContext,
  viewer: Viewer,
  fields: readonly NodeField[],
  filter: NodeFilter | null | undefined,
  cursor: string,
  signal: AbortSignal,
): AsyncGenerator<NodeStreamItem, void, undefined> {
  let after: string | null = null;
  while (!signal.aborted) {
    const page = await findNodes(ctx, viewer, fields, { first: SNAPSHOT_PAGE, after, filter: filter ?? null });
    for (const node of page.rows) yield { ...mark('SNAPSHOT', cursor), node, nodeId: node.id };
    const last = page.rows.at(-1);
    if (!page.hasNextPage || last === undefined) return;
    after = page.cursorOf(last);
  }
}

async function* present(
  ctx: StreamContext,
  viewer: Viewer,
  fields: readonly NodeField[],
  filter: NodeFilter | null | undefined,
  item: LogItem,
): AsyncGenerator<NodeStreamItem, void, undefined> {
  switch (item.kind) {
    case 'events':
      yield* updates(ctx, viewer, fields, filter, item.entries);
      return;
    case 'caught-up':
      yield mark('CAUGHT_UP', encodePosition(item.position));
      return;
    case 'heartbeat':
      yield mark('HEARTBEAT', encodePosition(item.position));
      return;
    case 'gap':
      yield { ...mark('GAP', encodePosition(item.position)), gapReason: item.reason };
  }
}

/** One query for the nodes of a whole batch: it says which of them fit, and what they look like now. */
async function* updates(
  ctx: StreamContext,
  viewer: Viewer,
  fields: readonly NodeField[],
  filter: NodeFilter | null | undefined,
  entries: readonly LogEntry[],
): AsyncGenerator<NodeStreamItem, void, undefined> {
  const ids = [...new Set(entries.flatMap(({ event }) => event.nodeId ?? []))];
  if (ids.length === 0) return;
  const nodes = new Map((await nodesById(ctx, viewer, fields, ids, filter)).map((node) => [node.id, node]));
  for (const entry of entries) {
    const { event } = entry;
    if (event.nodeId === null) continue;
    const node = nodes.get(event.nodeId) ?? null;
    // A node that is gone fits no filter any more; that it is gone is news to whoever may see everything.
    const isGone = event.type === 'NODE_DELETED' && viewer.scope.kind === 'all';
    if (node === null && !isGone) continue;
    yield {
      cursor: encodePosition(entry.position),
      kind: 'UPDATE',
      entry,
      node,
      nodeId: event.nodeId,
      at: event.at,
      gapReason: null,
    };
  }
}

function mark(kind: StreamKind, cursor: string): NodeStreamItem {
  return { cursor, kind, entry: null, node: null, nodeId: null, at: new Date().toISOString(), gapReason: null };
}
