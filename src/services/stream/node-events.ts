import { encodePosition, type LogPosition } from '../../domain/cursor.ts';
import type { EventType } from '../../domain/events.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { LiveEnd, LiveItem, Source, StreamItem, StreamKind } from '../../events/source.ts';
import { followTail, readBacklog, type GapItem, type LogFilter } from '../../events/stream.ts';
import type { LogEntry, TailMark } from '../../events/tail.ts';
import { positionOf } from '../read/log.ts';
import { findNodes, nodeFilter, nodesById, type NodeField, type NodeFilter, type NodeRow } from '../read/nodes.ts';
import { checkInterval, each, latestPerNode, type Kept } from './conflate.ts';
import type { StreamContext } from './context.ts';
import { gapOf, type Gap } from './gap.ts';

export interface NodeStreamItem extends StreamItem {
  readonly entry: LogEntry | null;
  readonly node: NodeRow | null;
  readonly nodeId: string | null;
  /** As the database writes moments, or RFC 3339. */
  readonly at: string;
  readonly gap: Gap | null;
  /** How many events of this node the item stands for, besides its own. */
  readonly skipped: number;
}

export interface NodeEventsArgs {
  readonly filter?: NodeFilter | null;
  readonly types?: readonly EventType[] | null;
  readonly after?: string | null;
  readonly snapshot: boolean;
  readonly conflateMs?: number | null;
}

const SNAPSHOT_PAGE = 250;
/** Nodes that are looked up at a time. */
const BATCH = 64;

/**
 * Every event of the log that the viewer may see, from a position on; those of no node only to who may see the whole
 * system, and not with a filter by node.
 * @throws {ProblemError} INVALID_INPUT for a cursor or a filter that is none
 */
export function logEvents(
  ctx: StreamContext,
  viewer: Viewer,
  fields: readonly NodeField[],
  args: Omit<NodeEventsArgs, 'snapshot' | 'conflateMs'>,
): Source<NodeStreamItem> {
  return eventSource(ctx, viewer, fields, { ...args, snapshot: false }, 'events');
}

/**
 * The nodes as they are, if asked for; then every event after the position at which that was read, CAUGHT_UP, and live.
 * The position is taken before the snapshot is read: what happens meanwhile is in the events, so nothing falls between.
 * @throws {ProblemError} INVALID_INPUT for a cursor, an interval or a filter that is none
 */
export function nodeEvents(
  ctx: StreamContext,
  viewer: Viewer,
  fields: readonly NodeField[],
  args: NodeEventsArgs,
): Source<NodeStreamItem> {
  return eventSource(ctx, viewer, fields, args, 'nodeEvents');
}

function eventSource(
  ctx: StreamContext,
  viewer: Viewer,
  fields: readonly NodeField[],
  args: NodeEventsArgs,
  field: 'nodeEvents' | 'events',
): Source<NodeStreamItem> {
  nodeFilter(args.filter); // a bad filter is refused now, not at the first event
  checkInterval(args.conflateMs);
  const after = args.after === null || args.after === undefined ? null : positionOf('after', args.after);
  const { db, tail, heartbeatMs } = ctx;
  const filter = logFilter(args);
  const tellsOfNoNode = field === 'events' && viewer.scope.kind === 'all' && !args.filter;
  return { field, replay, live };

  async function* replay(
    from: LogPosition | null,
    signal: AbortSignal,
  ): AsyncGenerator<NodeStreamItem, TailMark | null, undefined> {
    await tail.catchUp(signal);
    const start = from ?? after ?? tail.mark().position;
    if (args.snapshot && from === null) yield* snapshot(start, signal);
    const backlog = readBacklog({ db, tail, after: start, signal, filter });
    for (;;) {
      const { done, value } = await backlog.next();
      if (done === true) {
        yield mark('CAUGHT_UP', value.position);
        return value;
      }
      if (value.kind === 'events') yield* updates(kept(value.entries));
      else {
        yield gap(value, !args.snapshot);
        if (args.snapshot) yield* snapshot(value.position, signal);
      }
    }
  }

  async function* live(
    from: TailMark,
    signal: AbortSignal,
  ): AsyncGenerator<LiveItem<NodeStreamItem>, LiveEnd, undefined> {
    const collectMs = args.conflateMs ?? 0;
    const items = followTail({ tail, from, signal, filter, heartbeatMs, collectMs });
    for (;;) {
      const { done, value } = await items.next();
      if (done === true) return value;
      if (value.kind === 'heartbeat') yield { item: mark('HEARTBEAT', value.position), index: value.index };
      else {
        const indexes = new Map(value.entries.map(({ entry, index }) => [entry, index]));
        for await (const item of updates(kept(value.entries.map(({ entry }) => entry)))) {
          const index = item.entry === null ? undefined : indexes.get(item.entry);
          if (index !== undefined) yield { item, index };
        }
      }
    }
  }

  /** One query for the nodes of a batch: it says which of them fit, and what they look like now. */
  async function* updates(all: readonly Kept[]): AsyncGenerator<NodeStreamItem, void, undefined> {
    for (let at = 0; at < all.length; at += BATCH) {
      const batch = all.slice(at, at + BATCH);
      const ids = [...new Set(batch.flatMap(({ entry }) => entry.event.nodeId ?? []))];
      const rows = ids.length === 0 ? [] : await nodesById(ctx, viewer, fields, ids, args.filter);
      const nodes = new Map(rows.map((node) => [node.id, node]));
      for (const { entry, skipped } of batch) {
        const { event } = entry;
        const node = nodes.get(event.nodeId ?? '') ?? null;
        // A node that is gone fits no filter any more; that it is gone is news to whoever may see everything.
        const isGone = event.type === 'NODE_DELETED' && viewer.scope.kind === 'all';
        if (node === null && !isGone && !(event.nodeId === null && tellsOfNoNode)) continue;
        yield { ...mark('UPDATE', entry.position), entry, node, nodeId: event.nodeId, at: event.at, skipped };
      }
    }
  }

  async function* snapshot(
    position: LogPosition,
    signal: AbortSignal,
  ): AsyncGenerator<NodeStreamItem, void, undefined> {
    let behind: string | null = null;
    while (!signal.aborted) {
      const page = await findNodes(ctx, viewer, fields, {
        first: SNAPSHOT_PAGE,
        after: behind,
        filter: args.filter ?? null,
      });
      for (const node of page.rows) yield { ...mark('SNAPSHOT', position), isResumable: false, node, nodeId: node.id };
      const last = page.rows.at(-1);
      if (!page.hasNextPage || last === undefined) return;
      behind = page.cursorOf(last);
    }
  }

  function kept(entries: readonly LogEntry[]): readonly Kept[] {
    return (args.conflateMs ?? 0) > 0 ? latestPerNode(entries) : each(entries);
  }
}

/** What can be told from the event alone spares a look at the node. */
function logFilter({ filter, types }: NodeEventsArgs): LogFilter | undefined {
  const { eq, in: among } = filter?.id ?? {};
  const ids = typeof eq === 'string' ? [eq] : among;
  const nodeIds = ids ? new Set(ids.map((id) => String(id).toLowerCase())) : undefined;
  if (nodeIds === undefined && !types) return undefined;
  return { nodeIds, types: types ? new Set(types) : undefined };
}

function gap(lost: GapItem, isResumable: boolean): NodeStreamItem {
  return { ...mark('GAP', lost.position), isResumable, gap: gapOf(lost) };
}

function mark(kind: StreamKind, position: LogPosition): NodeStreamItem {
  return {
    cursor: encodePosition(position),
    kind,
    isResumable: true,
    entry: null,
    node: null,
    nodeId: null,
    at: new Date().toISOString(),
    gap: null,
    skipped: 0,
  };
}
