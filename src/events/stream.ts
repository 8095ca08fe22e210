/**
 * What a subscription pulls: the log after a position up to where the tail stands, and then the tail.
 *
 * Nothing is pushed and nothing is queued per reader: the generators read the next entries only when the last ones were
 * taken, so a slow reader costs a position in memory and nothing else. History comes from the database up to the place
 * where the tail stood, the rest from the tail; a reader that falls behind what the tail remembers goes back to the
 * database, and one behind retention is told so (GAP).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { covers, newerMark, type LogPosition } from '../domain/cursor.ts';
import type { EventType } from '../domain/events.ts';
import { EVENT_COLUMNS, isOneOf, toEvents, type LogEvent } from './log-rows.ts';
import { whyLost } from './lost.ts';
import type { LiveEnd } from './source.ts';
import type { EventTail, LogEntry, TailMark } from './tail.ts';

export type LogItem =
  | { readonly kind: 'events'; readonly entries: readonly LogEntry[] }
  | { readonly kind: 'caught-up'; readonly position: LogPosition }
  | GapItem
  | { readonly kind: 'heartbeat'; readonly position: LogPosition };

export interface GapItem {
  readonly kind: 'gap';
  /** Where the reader stood. */
  readonly from: LogPosition;
  /** Where it goes on. */
  readonly position: LogPosition;
  readonly reason: string;
}

/** All that are given must hold; an event without a node or job fits no set of them. */
export interface LogFilter {
  readonly nodeIds?: ReadonlySet<string> | undefined;
  readonly jobIds?: ReadonlySet<string> | undefined;
  readonly types?: ReadonlySet<EventType> | undefined;
}

export interface BacklogOptions {
  readonly db: DataSource;
  readonly tail: EventTail;
  /** Null: from now. */
  readonly after: LogPosition | null;
  readonly signal: AbortSignal;
  readonly filter?: LogFilter | undefined;
}

export interface TailReadOptions {
  readonly tail: EventTail;
  readonly from: TailMark;
  readonly signal: AbortSignal;
  readonly filter?: LogFilter | undefined;
  /** A stream on which nothing happens says so this often, also when much happens that it does not want. */
  readonly heartbeatMs?: number | undefined;
  /** From the first wanted event on, wait so long for more before telling. */
  readonly collectMs?: number | undefined;
}

export type TailItem =
  | { readonly kind: 'events'; readonly entries: readonly TailEntry[] }
  | { readonly kind: 'heartbeat'; readonly position: LogPosition; readonly index: number };

/** An entry, and the place in the tail behind it. */
export interface TailEntry {
  readonly entry: LogEntry;
  readonly index: number;
}

const PAGE = 256;
const HEARTBEAT_MS = 30_000;
/** A cursor may be some events ahead of this process: another one gave it out. Then this one has them soon. */
const AHEAD_MS = 2_000;

/** History and the tail in one, without an end: for readers of their own, who share with nobody. */
export async function* followLog(
  options: BacklogOptions & { readonly heartbeatMs?: number },
): AsyncGenerator<LogItem, void, undefined> {
  const { db, tail, signal, filter, heartbeatMs } = options;
  let { after } = options;
  let isCaughtUp = false;
  while (!signal.aborted && !tail.isStopped()) {
    const mark: TailMark = yield* readBacklog({ db, tail, after, signal, filter });
    after = mark.position;
    if (!isCaughtUp) yield { kind: 'caught-up', position: after };
    isCaughtUp = true;
    for await (const item of followTail({ tail, from: mark, signal, filter, heartbeatMs })) {
      if (item.kind === 'heartbeat') {
        after = item.position;
        yield { kind: 'heartbeat', position: after };
      } else {
        const entries = item.entries.map(({ entry }) => entry);
        after = entries.at(-1)?.position ?? after;
        yield { kind: 'events', entries };
      }
    }
  }
}

/**
 * Everything after a position up to where the tail stands at the end, which is returned: whoever goes on from there
 * misses nothing. A position that the log no longer reaches is a gap, and then it goes on from now.
 */
export async function* readBacklog(
  options: BacklogOptions,
): AsyncGenerator<Extract<LogItem, { kind: 'events' }> | GapItem, TailMark, undefined> {
  const { db, tail, after, signal, filter } = options;
  const unfollow = follow(tail, signal);
  try {
    await tail.catchUp(signal); // or what happened just now would come after the mark
    let position = after ?? tail.mark().position;
    for (;;) {
      const mark = tail.mark();
      const lost = isSame(position, mark.position) ? null : await whyLost(db, position);
      if (lost === null) yield* history(db, position, mark, filter);
      else yield { kind: 'gap', from: position, position: mark.position, reason: lost };
      position = mark.position;

      let { index } = mark;
      for (;;) {
        const entries = tail.since(index);
        if (entries === null) break; // fell behind what the tail remembers
        if (entries.length === 0) {
          if (signal.aborted || tail.isStopped() || !isAhead(after, position)) return { index, position };
          await tail.waitFor(index, { signal, timeoutMs: AHEAD_MS });
          if (tail.since(index)?.length === 0) return { index, position };
          continue;
        }
        index += entries.length;
        position = entries.at(-1)?.position ?? position;
        const wanted = entries.filter(
          ({ event }) => fits(event, filter) && !(after !== null && covers(after, event.id)),
        );
        if (wanted.length > 0) yield { kind: 'events', entries: wanted };
      }
    }
  } finally {
    unfollow();
  }
}

/** The tail from a place on. */
export async function* followTail(
  options: TailReadOptions,
): AsyncGenerator<TailItem, Exclude<LiveEnd, 'over'>, undefined> {
  const { tail, from, signal, filter, heartbeatMs = HEARTBEAT_MS, collectMs = 0 } = options;
  const wants = filter === undefined ? undefined : (event: LogEvent): boolean => fits(event, filter);
  const unfollow = follow(tail, signal);
  let { index, position } = from;
  let saidAt = performance.now();
  let collected: TailEntry[] = [];
  try {
    while (!signal.aborted && !tail.isStopped()) {
      const entries = tail.since(index);
      if (entries === null) return 'behind';
      const first = index + 1;
      index += entries.length;
      position = entries.at(-1)?.position ?? position;
      const wanted = entries.flatMap((entry, at) => (fits(entry.event, filter) ? [{ entry, index: first + at }] : []));
      const quietMs = performance.now() - saidAt;
      if (collectMs > 0 && collected.length === 0 && wanted.length > 0) {
        collected = wanted;
        await sleep(collectMs, undefined, { signal, ref: false }).catch(() => {});
        continue;
      }
      if (collected.length > 0 && entries.length > 0) {
        collected.push(...wanted);
        continue;
      }
      if (collected.length > 0) {
        yield { kind: 'events', entries: collected };
        collected = [];
      } else if (wanted.length > 0) yield { kind: 'events', entries: wanted };
      else if (quietMs >= heartbeatMs) yield { kind: 'heartbeat', position, index };
      else if (entries.length === 0) {
        await tail.waitFor(index, { signal, wants, timeoutMs: heartbeatMs - quietMs });
        continue;
      } else continue;
      saidAt = performance.now();
    }
    return 'stopped';
  } finally {
    unfollow();
  }
}

/** A page of the log after a position, oldest first: what the `events` query shows. */
export async function readLog(
  db: DataSource,
  upTo: LogPosition,
  after: LogPosition,
  limit: number,
  where = '',
  params: readonly unknown[] = [],
): Promise<LogEntry[]> {
  const late = isOneOf(after.gaps);
  const events = toEvents(
    await db.query(
      `SELECT ${EVENT_COLUMNS} FROM events WHERE (id > ?${late === null ? '' : ` OR ${late}`}) AND id <= ? ${where} ORDER BY id LIMIT ${limit}`,
      [after.settled, upTo.settled, ...params],
    ),
  );
  const entries: LogEntry[] = [];
  // A mutation's own event may lie among the gaps: whoever answered it had read later ones before.
  let remaining = after.gaps.filter((gap) => gap !== after.last);
  let { settled, anchor } = after;
  const notYet = new Set(upTo.gaps);
  for (const event of events) {
    if (notYet.has(event.id) || covers(after, event.id)) continue;
    remaining = remaining.filter((gap) => gap !== event.id);
    settled = Math.max(settled, event.id);
    anchor = newerMark(anchor, { id: event.id, stamp: event.stamp });
    const pending = [...new Set([...remaining, ...upTo.gaps])].filter((gap) => gap < settled);
    entries.push({ event, position: { settled, gaps: pending, last: Math.max(settled, after.last), anchor } });
  }
  return entries;
}

async function* history(
  db: DataSource,
  from: LogPosition,
  mark: TailMark,
  filter: LogFilter | undefined,
): AsyncGenerator<Extract<LogItem, { kind: 'events' }>, void, undefined> {
  if (from.settled === mark.position.settled && from.gaps.length === 0) return;
  let position = from;
  const sets = [
    ['node_id', filter?.nodeIds],
    ['job_id', filter?.jobIds],
    ['type', filter?.types],
  ] as const;
  const given = sets.flatMap(([column, set]) => (set === undefined ? [] : [{ column, values: [...set] }]));
  if (given.some(({ values }) => values.length === 0)) return;
  const where = given.map(({ column }) => `AND ${column} IN (?)`).join(' ');
  const params = given.map(({ values }) => values);
  for (;;) {
    const entries = await readLog(db, mark.position, position, PAGE, where, params);
    if (entries.length > 0) yield { kind: 'events', entries };
    const newest = entries.at(-1);
    if (newest === undefined) return;
    position = newest.position;
  }
}

/**
 * Follows the tail until the reader has read all, or its signal fires. A generator that is let go of between two items
 * runs no `finally`, and the tail would read for nobody from then on.
 */
function follow(tail: EventTail, signal: AbortSignal): () => void {
  let unfollow: (() => void) | null = tail.follow();
  signal.addEventListener('abort', leave);
  if (signal.aborted) leave();
  return leave;

  function leave(): void {
    unfollow?.();
    unfollow = null;
    signal.removeEventListener('abort', leave);
  }
}

const isSame = (one: LogPosition, other: LogPosition): boolean =>
  one.settled === other.settled && one.anchor?.id === other.anchor?.id && one.anchor?.stamp === other.anchor?.stamp;

function fits({ nodeId, jobId, type }: LogEvent, filter: LogFilter | undefined): boolean {
  if (filter === undefined) return true;
  const { nodeIds, jobIds, types } = filter;
  if (types !== undefined && !types.has(type)) return false;
  if (nodeIds !== undefined && (nodeId === null || !nodeIds.has(nodeId))) return false;
  return jobIds === undefined || (jobId !== null && jobIds.has(jobId));
}

const isAhead = (after: LogPosition | null, { settled }: LogPosition): boolean =>
  after !== null && Math.max(after.settled, after.last) > settled;
