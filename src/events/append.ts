import type { EntityManager } from 'typeorm';
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

/**
 * Appends events as the last statement before the commit, so that the time between a number's birth and its
 * visibility stays short. Returns the number of the last one.
 */
export async function appendEvents(tx: EntityManager, events: readonly NewEvent[]): Promise<number> {
  const result: unknown = await tx.query(
    `INSERT INTO events (type, node_id, node_sequence, job_id, actor, changes, created_at) VALUES ${events
      .map(() => '(?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(6))')
      .join(', ')}`,
    events.flatMap((event) => [
      event.type,
      event.nodeId,
      event.nodeSequence,
      event.jobId,
      event.actor,
      JSON.stringify({ list: event.changes }),
    ]),
  );
  // mysql2 reports the first number of a multi-row insert; the rows of one statement are numbered in one run.
  const first = typeof result === 'object' && result !== null && 'insertId' in result ? Number(result.insertId) : 0;
  return first + events.length - 1;
}
