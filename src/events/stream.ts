/**
 * What a subscription pulls: the log after a position, then a mark, then live, for ever.
 *
 * Nothing is pushed and nothing is queued per reader: the generator reads the next entries only when the last one was
 * taken, so a slow reader costs a position in memory and nothing else. History comes from the database up to the place
 * where the tail stood, the rest from the tail; a reader that falls behind what the tail remembers goes back to the
 * database, and one behind retention is told so (GAP).
 */
import type { DataSource } from 'typeorm';
import { covers, newerMark, type LogPosition } from '../domain/cursor.ts';
import { whyLost } from './lost.ts';
import {
  EVENT_COLUMNS,
  isOneOf,
  toEvents,
  type EventTail,
  type LogEntry,
  type LogEvent,
  type TailMark,
} from './tail.ts';

export type LogItem =
  | { readonly kind: 'events'; readonly entries: readonly LogEntry[] }
  | { readonly kind: 'caught-up'; readonly position: LogPosition }
  | { readonly kind: 'gap'; readonly position: LogPosition; readonly reason: string }
  | { readonly kind: 'heartbeat'; readonly position: LogPosition };

export interface LogFilter {
  readonly jobIds: ReadonlySet<string>;
}

export interface FollowOptions {
  readonly db: DataSource;
  readonly tail: EventTail;
  /** Null: from now. */
  readonly after: LogPosition | null;
  readonly signal: AbortSignal;
  readonly filter?: LogFilter;
  /** An idle stream says so this often. */
  readonly heartbeatMs?: number;
}

const PAGE = 256;

export async function* followLog(options: FollowOptions): AsyncGenerator<LogItem, void, undefined> {
  const { db, tail, signal, heartbeatMs = 30_000 } = options;
  const unfollow = tail.follow();
  // Of a tail that was stopped every wait ends at once: going on would spin for ever.
  const isOver = (): boolean => signal.aborted || tail.isStopped();
  try {
    await tail.catchUp(signal); // or what happened just now would come after the mark
    let mark = tail.mark();
    let position = options.after ?? mark.position;
    let isCaughtUp = false;
    while (!isOver()) {
      const lost = isSame(position, mark.position) ? null : await whyLost(db, position);
      if (lost !== null) {
        position = mark.position;
        yield { kind: 'gap', position, reason: lost };
      } else {
        yield* history(db, position, mark, options.filter);
        position = mark.position;
      }
      if (!isCaughtUp) yield { kind: 'caught-up', position };
      isCaughtUp = true;

      let { index } = mark;
      while (!isOver()) {
        const entries = tail.since(index);
        if (entries === null) break; // fell behind what the tail remembers
        if (entries.length > 0) {
          index += entries.length;
          position = entries.at(-1)?.position ?? position;
          const wanted = entries.filter(({ event }) => fits(event, options.filter) && !isCovered(options.after, event));
          if (wanted.length > 0) yield { kind: 'events', entries: wanted };
        } else {
          const timedOut = await waitOr(tail, index, signal, heartbeatMs);
          if (timedOut && !isOver()) yield { kind: 'heartbeat', position };
        }
      }
      mark = tail.mark();
    }
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
  let remaining = after.gaps;
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
): AsyncGenerator<LogItem, void, undefined> {
  let position = from;
  const [where, params] = filter === undefined ? ['', []] : ['AND job_id IN (?)', [[...filter.jobIds]]];
  for (;;) {
    const entries = await readLog(db, mark.position, position, PAGE, where, params);
    if (entries.length > 0) yield { kind: 'events', entries };
    const newest = entries.at(-1);
    if (newest === undefined) return;
    position = newest.position;
  }
}

const isSame = (one: LogPosition, other: LogPosition): boolean =>
  one.settled === other.settled && one.anchor?.id === other.anchor?.id && one.anchor?.stamp === other.anchor?.stamp;

const fits = (event: LogEvent, filter: LogFilter | undefined): boolean =>
  filter === undefined || (event.jobId !== null && filter.jobIds.has(event.jobId));

/** A cursor may be ahead of this process: a mutation's own event, a page of events, another process' stream. */
const isCovered = (after: LogPosition | null, event: LogEvent): boolean => after !== null && covers(after, event.id);

async function waitOr(tail: EventTail, index: number, signal: AbortSignal, ms: number): Promise<boolean> {
  const timeout = AbortSignal.timeout(ms);
  await tail.waitFor(index, AbortSignal.any([signal, timeout]));
  return timeout.aborted;
}
