/** The statements with which the event log is read, and what they give. Which rows are asked for, and when, is the tail's. */
import type { DataSource } from 'typeorm';
import type { EventMark, LogPosition } from '../domain/cursor.ts';
import type { Change, EventType } from '../domain/events.ts';
import { MAX_TRANSACTION_MS } from '../entities/transaction.ts';

export interface LogEvent {
  readonly id: number;
  readonly stamp: number;
  readonly type: EventType;
  readonly nodeId: string | null;
  readonly nodeSequence: number | null;
  readonly jobId: string | null;
  readonly actor: string;
  readonly changes: readonly Change[];
  /** UTC, to the microsecond, as the database writes it. */
  readonly at: string;
}

/** A number that is missing for so long belonged to a transaction that rolled back. */
export const GAP_MS = MAX_TRANSACTION_MS + 2_000;
/** An event's time is that of its statement's beginning, which may have waited as long as its transaction may last. */
const OLD_SECONDS = Math.ceil((GAP_MS + MAX_TRANSACTION_MS) / 1_000);
/** Rows of one statement. */
export const PAGE = 1_000;
/**
 * So many missing numbers are asked for again. One statement of a bulk mutation takes some thousand at once, and they are
 * missing for whoever reads an event of another transaction that was committed before it.
 */
export const MAX_GAPS = 20_000;

export const EVENT_COLUMNS =
  'id, stamp, type, node_id AS nodeId, node_sequence AS nodeSequence, job_id AS jobId, actor, changes, created_at AS `at`';

/** What is new and what was missing, in one statement, and the anchor: see the top of tail.ts. */
export async function readRows(
  db: DataSource,
  { settled, anchor }: LogPosition,
  gaps: readonly number[],
): Promise<LogEvent[]> {
  const late = isOneOf(gaps);
  return toEvents(
    await db.query(
      `SELECT ${EVENT_COLUMNS} FROM events WHERE id >= ?${late === null ? '' : ` OR ${late}`} ORDER BY id LIMIT ${PAGE}`,
      [anchor?.id ?? settled + 1],
    ),
  );
}

/** SQL for some numbers, of which many stand in a row. */
export function isOneOf(ids: readonly number[]): string | null {
  if (ids.length === 0) return null;
  const single: number[] = [];
  const ranges: string[] = [];
  for (let from = 0; from < ids.length;) {
    const first = ids[from] ?? 0;
    let length = 1;
    while (ids[from + length] === first + length) length += 1;
    if (length < 4) single.push(...ids.slice(from, from + length));
    else ranges.push(`id BETWEEN ${first} AND ${first + length - 1}`);
    from += length;
  }
  return [...(single.length > 0 ? [`id IN (${single.join(',')})`] : []), ...ranges].join(' OR ');
}

/**
 * Where a process that starts now begins: at the newest event, with whatever may still appear below it. What retention
 * removed will not, and a log that it emptied is not at its beginning. Nor will a number that was given before an event
 * that is already old.
 */
export async function newestPosition(
  db: DataSource,
): Promise<{ readonly newest: LogPosition; readonly purged: number }> {
  // Numbers and aliases as these queries name them.
  const [state] = await db.query<{ purged: number }[]>(
    'SELECT purged_through AS purged FROM event_log_state WHERE id = 1',
  );
  const purged = state?.purged ?? 0;
  const rows = await db.query<(EventMark & { readonly isOld: number })[]>(
    `SELECT id, stamp, created_at < UTC_TIMESTAMP(6) - INTERVAL ${OLD_SECONDS} SECOND AS isOld FROM events
      WHERE id > (SELECT COALESCE(MAX(id), 0) FROM events) - ${MAX_GAPS} ORDER BY id`,
  );
  const last = rows.at(-1);
  const settled = Math.max(last?.id ?? 0, purged);
  const seen = new Set(rows.map(({ id }) => id));
  const oldest = rows.findLast(({ isOld }) => isOld === 1)?.id ?? settled - MAX_GAPS;
  const gaps: number[] = [];
  for (let id = Math.max(purged, oldest) + 1; id < settled; id += 1) if (!seen.has(id)) gaps.push(id);
  const anchor = last === undefined ? undefined : { id: last.id, stamp: last.stamp };
  return { newest: { settled, gaps, last: settled, anchor }, purged };
}

interface EventRow extends Omit<LogEvent, 'changes'> {
  readonly changes: { readonly list: readonly Change[] };
}

export function toEvents(rows: unknown): LogEvent[] {
  // Selected by EVENT_COLUMNS.
  return (rows as EventRow[]).map((row) => ({ ...row, changes: row.changes.list }));
}
