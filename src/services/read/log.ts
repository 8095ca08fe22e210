import { decodePosition, encodePosition, LOG_START, type EventMark, type LogPosition } from '../../domain/cursor.ts';
import type { EventType } from '../../domain/events.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { readLog } from '../../events/stream.ts';
import type { LogEntry } from '../../events/tail.ts';
import type { ServiceContext } from '../context.ts';
import { visibleByNode } from '../visibility.ts';
import { invalid, pageSize } from './page.ts';

export interface EventFilter {
  readonly nodeId?: string | null;
  readonly jobId?: string | null;
  readonly types?: readonly EventType[] | null;
}

export interface FindEventsArgs {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly filter?: EventFilter | null;
}

export interface EventPage {
  readonly entries: readonly LogEntry[];
  readonly hasNextPage: boolean;
}

/** A page of the event log, up to where this process has read it. */
export async function findEvents(ctx: ServiceContext, viewer: Viewer, args: FindEventsArgs): Promise<EventPage> {
  const { size } = pageSize({ first: args.first ?? null });
  const after = args.after === null || args.after === undefined ? LOG_START : positionOf('after', args.after);
  const { nodeId, jobId, types } = args.filter ?? {};
  const visible = visibleByNode(viewer, 'events');
  const conditions = [
    ...(typeof nodeId === 'string' ? [{ sql: 'node_id = ?', params: [nodeId] }] : []),
    ...(typeof jobId === 'string' ? [{ sql: 'job_id = ?', params: [jobId] }] : []),
    ...(types ? [types.length > 0 ? { sql: 'type IN (?)', params: [types] } : { sql: 'FALSE', params: [] }] : []),
    ...(visible.sql === '' ? [] : [visible]),
  ];
  const where = conditions.map(({ sql }) => `AND ${sql}`).join(' ');
  const params = conditions.flatMap((condition): readonly unknown[] => condition.params);
  const upTo = await committedNow(ctx);
  const entries = await readLog(ctx.db, upTo, after, size + 1, where, params);
  return { entries: entries.slice(0, size), hasNextPage: entries.length > size };
}

/** @throws {ProblemError} INVALID_INPUT */
export function positionOf(argument: string, cursor: string): LogPosition {
  const position = decodePosition(cursor);
  if (position !== null) return position;
  throw invalid(
    argument,
    `${argument} is not a cursor of the event log.`,
    "Use the cursor of an event, a stream's item or a mutation's payload, as it came.",
  );
}

export const cursorOf = (entry: LogEntry): string => encodePosition(entry.position);

/**
 * A page may show what the tail has not read yet; the numbers that are missing there stay gaps in its cursors, so
 * that going on from them loses nothing.
 */
export async function committedNow(ctx: ServiceContext): Promise<LogPosition> {
  const { settled, gaps, anchor } = ctx.logPosition();
  // Columns as this query names them.
  const rows = await ctx.db.query<EventMark[]>('SELECT id, stamp FROM events WHERE id > ? ORDER BY id LIMIT 10000', [
    settled,
  ]);
  const last = rows.at(-1);
  const newest = last?.id ?? settled;
  const seen = new Set(rows.map(({ id }) => id));
  const missing = [...gaps];
  for (let id = settled + 1; id < newest; id += 1) if (!seen.has(id)) missing.push(id);
  return { settled: newest, gaps: missing, last: newest, anchor: last === undefined ? anchor : { ...last } };
}
