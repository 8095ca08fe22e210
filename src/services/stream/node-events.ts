import { encodePosition, type LogPosition } from '../../domain/cursor.ts';
import type { EventType } from '../../domain/events.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { LiveEnd, LiveItem, Source, StreamItem, StreamKind } from '../../events/source.ts';
import { followTail, readBacklog, type GapItem, type LogFilter } from '../../events/stream.ts';
import type { LogEntry, TailMark } from '../../events/tail.ts';
import { positionOf } from '../read/log.ts';
import { nodeFilter, nodesById, type NodeField, type NodeFilter, type NodeRow } from '../read/nodes.ts';
import { checkInterval, counted, each, latestPerNode, withOwed, type Kept } from './conflate.ts';
import type { StreamContext } from './context.ts';
import { gapOf, type Gap } from './gap.ts';
import { nodeSnapshot } from './node-snapshot.ts';
import { couldKnow, rightsByEvent, rightsByNode } from './rights.ts';

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
  const seesAll = viewer.scope.kind === 'all';
  // An event that takes or gives the right to see a node is told of whatever its type.
  const filter = logFilter({ filter: args.filter ?? null, types: seesAll ? (args.types ?? null) : null });
  const types = args.types ? new Set(args.types) : null;
  let hasBegun = false;
  return { field, replay, live };

  async function* replay(
    from: LogPosition | null,
    signal: AbortSignal,
  ): AsyncGenerator<NodeStreamItem, TailMark | null, undefined> {
    await tail.catchUp(signal);
    const start = from ?? after ?? tail.mark().position;
    if (args.snapshot && from === null) {
      // What was sent of the first try may be gone meanwhile, and nothing would say so.
      const reason = 'The snapshot was cut off and begins anew.';
      if (hasBegun) yield gap({ kind: 'gap', from: start, position: start, reason }, false);
      hasBegun = true;
      yield* snapshot(start, signal);
    }
    const backlog = readBacklog({ db, tail, after: start, signal, filter });
    for (;;) {
      const { done, value } = await backlog.next();
      if (done === true) {
        yield mark('CAUGHT_UP', value.position);
        return value;
      }
      if (value.kind === 'events') {
        for await (const { item } of told(value.entries)) yield item;
      } else {
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
    let saidAt = performance.now();
    for (;;) {
      const { done, value } = await items.next();
      if (done === true) return value;
      if (value.kind === 'heartbeat') {
        yield { item: mark('HEARTBEAT', value.position), index: value.index };
        saidAt = performance.now();
        continue;
      }
      const indexes = new Map(value.entries.map(({ entry, index }) => [entry, index]));
      const entries = value.entries.map(({ entry }) => entry);
      const indexOf = (entry: LogEntry): number => indexes.get(entry) ?? 0;
      for await (const { item, entry, skipped } of told(entries)) {
        yield counted(item, indexOf(entry), skipped.map(indexOf));
        saidAt = performance.now();
      }
      // Much may happen that is of no concern here.
      const last = value.entries.at(-1);
      if (last === undefined || performance.now() - saidAt < heartbeatMs) continue;
      yield { item: mark('HEARTBEAT', last.entry.position), index: last.index };
      saidAt = performance.now();
    }
  }

  /** One query for the nodes of a batch: it says which of them fit, and what they look like now. */
  async function* told(read: readonly LogEntry[]): AsyncGenerator<Told, void, undefined> {
    const isConflated = (args.conflateMs ?? 0) > 0;
    const entries = read.filter(({ event }) => isAsked(event.type) || (!seesAll && couldKnow(viewer, event)));
    const all = isConflated ? latestPerNode(entries) : each(entries);
    const positionOfItem = isConflated ? withOwed(entries) : ({ position }: LogEntry): LogPosition => position;
    const rightsOf = isConflated ? rightsByNode(viewer, entries) : rightsByEvent(viewer);
    for (let at = 0; at < all.length; at += BATCH) {
      const batch = all.slice(at, at + BATCH);
      const nodes = await nodesOf(batch);
      const lost = await lostOf(batch.filter(({ entry }) => rightsOf(entry).takes));
      for (const { entry, skipped } of batch) {
        const { nodeId, type, at: happenedAt } = entry.event;
        const node = nodes.get(nodeId ?? '') ?? null;
        const about = { nodeId, at: happenedAt, skipped: skipped.length };
        const item = { ...mark('UPDATE', positionOfItem(entry)), ...about };
        if (node !== null) {
          const kind = rightsOf(entry).gives ? 'ENTER' : 'UPDATE';
          if (kind === 'ENTER' || isAsked(type)) yield { item: { ...item, kind, entry, node }, entry, skipped };
        }
        // Of a node that is no longer the viewer's only that it is so; what happened is the business of others.
        else if (nodeId !== null && lost.has(nodeId)) yield { item: { ...item, kind: 'LEAVE' }, entry, skipped };
        else if (seesAll && isToldWithoutNode(entry)) yield { item: { ...item, entry }, entry, skipped };
      }
    }
  }

  /** A node that is gone fits no filter any more; that it is gone is news to whoever may see everything. */
  function isToldWithoutNode({ event: { nodeId, type } }: LogEntry): boolean {
    if (type === 'NODE_DELETED') return true;
    return !args.filter && (nodeId !== null || field === 'events');
  }

  function isAsked(type: EventType): boolean {
    return types === null || types.has(type);
  }

  async function nodesOf(batch: readonly Kept[]): Promise<ReadonlyMap<string, NodeRow>> {
    const ids = [...new Set(batch.flatMap(({ entry }) => entry.event.nodeId ?? []))];
    const rows = ids.length === 0 ? [] : await nodesById(ctx, viewer, fields, ids, args.filter);
    return new Map(rows.map((node) => [node.id, node]));
  }

  /** Those of which an event took the right away that the viewer has no other right to see. */
  async function lostOf(taken: readonly Kept[]): Promise<ReadonlySet<string>> {
    const ids = new Set(taken.flatMap(({ entry }) => entry.event.nodeId ?? []));
    if (ids.size > 0) for (const { id } of await nodesById(ctx, viewer, ['id'], [...ids])) ids.delete(id);
    return ids;
  }

  async function* snapshot(
    position: LogPosition,
    signal: AbortSignal,
  ): AsyncGenerator<NodeStreamItem, void, undefined> {
    const nodes = nodeSnapshot(ctx, viewer, fields, { filter: args.filter ?? null }, signal);
    for await (const node of nodes) yield { ...mark('SNAPSHOT', position), isResumable: false, node, nodeId: node.id };
  }
}

interface Told extends Kept {
  readonly item: NodeStreamItem;
}

/** What can be told from the event alone spares a look at the node. */
function logFilter({ filter, types }: Pick<NodeEventsArgs, 'filter' | 'types'>): LogFilter | undefined {
  const nodeIds = nodesNamed(filter);
  if (nodeIds === undefined && !types) return undefined;
  return { nodeIds, types: types ? new Set(types) : undefined };
}

/** The only nodes that can fit, if the filter names them: events of others are of no concern. */
export function nodesNamed(filter: NodeFilter | null | undefined): ReadonlySet<string> | undefined {
  const { eq, in: among } = filter?.id ?? {};
  const ids = typeof eq === 'string' ? [eq] : among;
  return ids ? new Set(ids.map((id) => String(id).toLowerCase())) : undefined;
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
