import { encodePosition, type LogPosition } from '../../domain/cursor.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { LiveEnd, LiveItem, Source, StreamItem, StreamKind } from '../../events/source.ts';
import { followTail, readBacklog, type TailEntry } from '../../events/stream.ts';
import type { LogEntry, TailMark } from '../../events/tail.ts';
import { positionOf } from '../read/log.ts';
import {
  nodeFilter,
  nodeIdsMatching,
  nodeOrder,
  type NodeField,
  type NodeFilter,
  type NodeOrder,
  type NodeRow,
} from '../read/nodes.ts';
import { checkInterval, counted, latestPerNode } from './conflate.ts';
import type { StreamContext } from './context.ts';
import { gapOf, type Gap } from './gap.ts';
import { nodeSnapshot } from './node-snapshot.ts';
import { Membership, type Verdict } from './membership.ts';
import { nodesNamed } from './node-events.ts';
import { readNodesAfter, type NodesAfter } from './nodes-after.ts';
import { couldKnow } from './rights.ts';

export interface NodeLiveItem extends StreamItem {
  /** Null also where the viewer may know only that the node left. */
  readonly entry: LogEntry | null;
  readonly node: NodeRow | null;
  readonly nodeId: string | null;
  /** As the database writes moments, or RFC 3339. */
  readonly at: string;
  readonly gap: Gap | null;
  /** How many events of this node the item stands for, besides its own. */
  readonly skipped: number;
}

export interface NodesLiveArgs {
  readonly filter?: NodeFilter | null;
  readonly orderBy?: readonly NodeOrder[] | null;
  readonly after?: string | null;
  readonly conflateMs?: number | null;
}

const ALL = Number.MAX_SAFE_INTEGER - 1;

/**
 * The nodes that fit, and from there on which of them come, change and leave. A client that puts in what it is told by
 * SNAPSHOT, ENTER and UPDATE and takes out what LEAVE names has what the same query answers.
 *
 * The service keeps no state for a subscriber: while one reads alone it is told of every node that was touched whether
 * it is in the view now, and what it has of it already it must see for itself. Only the shared part remembers.
 * @throws {ProblemError} INVALID_INPUT for a cursor, an interval, an order or a filter that is none
 */
export function nodesLive(
  ctx: StreamContext,
  viewer: Viewer,
  fields: readonly NodeField[],
  args: NodesLiveArgs,
): Source<NodeLiveItem> {
  nodeFilter(args.filter);
  nodeOrder(args.orderBy);
  checkInterval(args.conflateMs);
  const after = args.after === null || args.after === undefined ? null : positionOf('after', args.after);
  const { db, tail, heartbeatMs, live: shared } = ctx;
  const collectMs = args.conflateMs ?? 0;
  const filter = args.filter ?? null;
  const named = nodesNamed(filter);
  const ofThese = named === undefined ? undefined : { nodeIds: named };
  let hasBegun = false;
  return { field: 'nodesLive', replay, live };

  async function* replay(
    from: LogPosition | null,
    signal: AbortSignal,
  ): AsyncGenerator<NodeLiveItem, TailMark | null, undefined> {
    await tail.catchUp(signal);
    const start = from ?? after ?? tail.mark().position;
    if (from === null && after === null) {
      // What was sent of the first try may have left meanwhile, and nothing would say so.
      if (hasBegun) yield gap({ from: start, position: start, reason: 'The snapshot was cut off and begins anew.' });
      hasBegun = true;
      yield* snapshot(start, signal);
    }
    const backlog = readBacklog({ db, tail, after: start, signal, filter: ofThese });
    for (;;) {
      const { done, value } = await backlog.next();
      if (done === true) {
        shared.joins.join(value);
        yield mark('CAUGHT_UP', value.position);
        return value;
      }
      if (value.kind === 'events') yield* asTheyAre(value.entries);
      else {
        yield gap(value);
        yield* snapshot(value.position, signal);
      }
    }
  }

  async function* live(
    from: TailMark,
    signal: AbortSignal,
  ): AsyncGenerator<LiveItem<NodeLiveItem>, LiveEnd, undefined> {
    const membership = await membersNow(signal);
    const items = followTail({ tail, from, signal, filter: ofThese, heartbeatMs, collectMs });
    let saidAt = performance.now();
    for (;;) {
      const { done, value } = await items.next();
      if (done === true) return value;
      let isQuiet = value.kind === 'heartbeat';
      if (value.kind === 'events') {
        const told = await tell(membership, value.entries);
        yield* told;
        // Much may happen that is of no concern here.
        isQuiet = told.length === 0 && performance.now() - saidAt >= heartbeatMs;
        if (told.length > 0) saidAt = performance.now();
      }
      if (!isQuiet) continue;
      const last = value.kind === 'heartbeat' ? value : lastOf(value.entries);
      if (last !== null) yield { item: mark('HEARTBEAT', last.position), index: last.index };
      saidAt = performance.now();
    }
  }

  async function membersNow(signal: AbortSignal): Promise<Membership> {
    const { nodeIds } = await nodeIdsMatching(ctx, viewer, nodeFilter(filter), ALL);
    await tail.catchUp(signal); // what may have been in them has been read now
    return new Membership(nodeIds, tail.mark().index, shared.joins);
  }

  /** One look at the nodes of a batch, after their events. */
  async function tell(
    membership: Membership,
    entries: readonly TailEntry[],
  ): Promise<readonly LiveItem<NodeLiveItem>[]> {
    const nodes = await readNodesAfter(ctx, viewer, fields, filter, nodeIdsOf(entries.map(({ entry }) => entry)));
    const told: Told[] = [];
    for (const { entry, index } of entries) {
      const { nodeId, nodeSequence, type } = entry.event;
      if (nodeId === null || nodeSequence === null) continue;
      const verdict = membership.decide({
        nodeId,
        index,
        sequence: nodeSequence,
        isLast: type === 'NODE_DELETED',
        matches: nodes.members.has(nodeId),
        readSequence: nodes.sequences.get(nodeId) ?? Infinity,
        mayTell: nodes.visible.has(nodeId) || couldKnow(viewer, entry.event),
      });
      if (verdict !== null) told.push({ verdict, entry, nodeId, index, skipped: [] });
    }
    const kept = collectMs > 0 ? onePerNode(told) : told;
    return kept.map((one) => counted(change({ ...one, skipped: one.skipped.length }, nodes), one.index, one.skipped));
  }

  /** For one subscriber alone: every node that was touched, as it is now. */
  async function* asTheyAre(entries: readonly LogEntry[]): AsyncGenerator<NodeLiveItem, void, undefined> {
    const nodes = await readNodesAfter(ctx, viewer, fields, filter, nodeIdsOf(entries));
    const known = new Set(entries.flatMap(({ event }) => (couldKnow(viewer, event) ? (event.nodeId ?? []) : [])));
    for (const { entry, skipped } of latestPerNode(entries)) {
      const { nodeId } = entry.event;
      if (nodeId === null) continue;
      if (nodes.members.has(nodeId)) yield change({ verdict: 'ENTER', entry, nodeId, skipped: skipped.length }, nodes);
      else if (nodes.visible.has(nodeId) || known.has(nodeId))
        yield change({ verdict: 'LEAVE', entry, nodeId, skipped: skipped.length }, nodes);
    }
  }

  async function* snapshot(position: LogPosition, signal: AbortSignal): AsyncGenerator<NodeLiveItem, void, undefined> {
    const nodes = nodeSnapshot(ctx, viewer, fields, { filter, orderBy: args.orderBy ?? null }, signal);
    for await (const node of nodes) yield { ...mark('SNAPSHOT', position), isResumable: false, node, nodeId: node.id };
  }
}

interface Told {
  readonly verdict: Verdict;
  readonly entry: LogEntry;
  readonly nodeId: string;
  readonly index: number;
  /** Places of those of the same node that it stands for. */
  readonly skipped: readonly number[];
}

interface Change extends Omit<Told, 'index' | 'skipped'> {
  readonly skipped: number;
}

function change({ verdict, entry, nodeId, skipped }: Change, nodes: NodesAfter): NodeLiveItem {
  const isSeen = nodes.visible.has(nodeId);
  return {
    ...mark(verdict, entry.position),
    node: verdict === 'LEAVE' ? null : (nodes.members.get(nodeId) ?? null),
    nodeId,
    entry: isSeen ? entry : null,
    at: entry.event.at,
    skipped,
  };
}

/** Where several are told of one node, the first says how it came to be so, and the last what happened last. */
function onePerNode(told: readonly Told[]): readonly Told[] {
  const latest = new Map<string, Told>();
  for (const one of told) {
    const before = latest.get(one.nodeId);
    latest.delete(one.nodeId); // to the end: the order is that of the last events
    latest.set(
      one.nodeId,
      before === undefined ? one : { ...one, verdict: before.verdict, skipped: [...before.skipped, before.index] },
    );
  }
  return [...latest.values()];
}

const nodeIdsOf = (entries: readonly LogEntry[]): readonly string[] => [
  ...new Set(entries.flatMap(({ event }) => event.nodeId ?? [])),
];

function lastOf(entries: readonly TailEntry[]): TailMark | null {
  const last = entries.at(-1);
  return last === undefined ? null : { index: last.index, position: last.entry.position };
}

function gap(lost: {
  readonly from: LogPosition;
  readonly position: LogPosition;
  readonly reason: string;
}): NodeLiveItem {
  return { ...mark('GAP', lost.position), isResumable: false, gap: gapOf({ kind: 'gap', ...lost }) };
}

function mark(kind: StreamKind, position: LogPosition): NodeLiveItem {
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
