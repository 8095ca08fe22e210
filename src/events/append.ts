import { randomInt } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { EventMark } from '../domain/cursor.ts';
import type { Change, EventType } from '../domain/events.ts';

export interface NewEvent {
  readonly type: EventType;
  readonly actor: string;
  readonly nodeId: string | null;
  /** The node's own count of its events; null for events of no node. */
  readonly nodeSequence: number | null;
  readonly jobId: string | null;
  readonly changes: readonly Change[];
}

/** What one statement appended. */
export interface Appended {
  /** Number of the first. */
  readonly first: number;
  readonly count: number;
  /** The last one's. */
  readonly stamp: number;
}

/**
 * Appends events as the last statement before the commit, so that the time between a number's birth and its
 * visibility stays short.
 */
export async function appendEvents(tx: EntityManager, events: readonly NewEvent[]): Promise<Appended> {
  const stamps = events.map(() => randomInt(1, 2 ** 32));
  const result: unknown = await tx.query(
    `INSERT INTO events (type, node_id, node_sequence, job_id, actor, changes, stamp, created_at) VALUES ${events
      .map(() => '(?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(6))')
      .join(', ')}`,
    events.flatMap((event, at) => [
      event.type,
      event.nodeId,
      event.nodeSequence,
      event.jobId,
      event.actor,
      JSON.stringify({ list: event.changes }),
      stamps[at],
    ]),
  );
  // mysql2 reports the first number of a multi-row insert.
  const first = typeof result === 'object' && result !== null && 'insertId' in result ? Number(result.insertId) : 0;
  return { first, count: events.length, stamp: stamps.at(-1) ?? 0 };
}

/**
 * The last of the events that one statement appended. Its number is not counted from the first: on a cluster each server
 * leaves out the others' numbers, and how many that are changes while it runs (auto_increment_increment).
 */
export async function lastOf(
  db: Pick<EntityManager, 'query'>,
  { first, count, stamp }: Appended,
): Promise<EventMark | null> {
  if (count === 1) return { id: first, stamp };
  // One row of one column: it was committed, or this is its own transaction.
  const [row] = await db.query<{ id: number }[]>(
    'SELECT id FROM events WHERE id > ? AND stamp = ? ORDER BY id LIMIT 1',
    [first, stamp],
  );
  return row === undefined ? null : { id: row.id, stamp };
}
