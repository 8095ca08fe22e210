/**
 * Reads the event log once for the whole process, in an order that is right per node, and remembers the newest part.
 *
 * What makes it hard: numbers are given at INSERT, visible at COMMIT. A reader that remembers only the highest number
 * loses what commits late (1–6 % in our measurements). So the tail remembers the numbers that are missing below its
 * highest one and asks for them again, in the same statement that reads what is new: one snapshot, so an event is
 * never overtaken by a later one of its node. A number that has not appeared within GAP_MS belonged to a transaction
 * that rolled back; transactions are not allowed to last that long (entities/transaction.ts).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { LogPosition } from '../domain/cursor.ts';
import type { Change, EventType } from '../domain/events.ts';
import type { Logger } from '../domain/logger.ts';
import { MAX_TRANSACTION_MS } from '../entities/transaction.ts';
import type { Bell } from './bell.ts';

export interface LogEvent {
  readonly id: number;
  readonly type: EventType;
  readonly nodeId: string | null;
  readonly nodeSequence: number | null;
  readonly jobId: string | null;
  readonly actor: string;
  readonly changes: readonly Change[];
  /** UTC, to the microsecond, as the database writes it. */
  readonly at: string;
}

export interface LogEntry {
  readonly event: LogEvent;
  /** Covers this event and all that the tail delivered before it. */
  readonly position: LogPosition;
}

/** A place in the tail's own order of delivery, which is what a live reader follows. */
export interface TailMark {
  readonly index: number;
  readonly position: LogPosition;
}

export interface EventTail {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Nothing will come any more: who follows ends. */
  isStopped(): boolean;
  /** Resolves when all that was committed before the call has been read, however long the database is away. */
  catchUp(signal: AbortSignal): Promise<void>;
  /** The newest place: everything up to here has been read. */
  mark(): TailMark;
  /** Entries from `index` on, or null when the tail no longer remembers that far back. */
  since(index: number): readonly LogEntry[] | null;
  /** Resolves when there is an entry at `index`, or the signal fires. */
  waitFor(index: number, signal: AbortSignal): Promise<void>;
  /** While somebody follows, the tail reads at once; otherwise only now and then. */
  follow(): () => void;
}

export interface TailOptions {
  readonly db: DataSource;
  readonly bell: Bell;
  readonly log: Logger;
  /** How many events the process remembers; a reader further behind reads the database. */
  readonly capacity?: number;
}

const GAP_MS = MAX_TRANSACTION_MS + 2_000;
const PAGE = 1_000;
/** Poll interval while somebody follows: other processes' events come by polling alone. It doubles while idle. */
const POLL_MIN_MS = 25;
const POLL_MAX_MS = 100;
/** Without followers the position only has to stay roughly fresh, for the cursors of mutation payloads. */
const POLL_ALONE_MS = 1_000;
const AFTER_ERROR_MS = 500;

export const EVENT_COLUMNS =
  'id, type, node_id AS nodeId, node_sequence AS nodeSequence, job_id AS jobId, actor, changes, created_at AS `at`';

export function createEventTail({ db, bell, log, capacity = 10_000 }: TailOptions): EventTail {
  let entries: LogEntry[] = [];
  let firstIndex = 0;
  let position: LogPosition = { settled: 0, gaps: [], last: 0 };
  /** Missing number → when (performance.now) it may be given up. */
  const gaps = new Map<number, number>();
  const waiting = new Set<() => void>();
  let followers = 0;
  let isStopped = false;
  /** The read at work; true in the end when it could read. */
  let reading: Promise<boolean> | null = null;
  let isRung = false;
  let timer: NodeJS.Timeout | undefined;
  let pollMs = POLL_MIN_MS;

  const endIndex = (): number => firstIndex + entries.length;

  async function readOnce(): Promise<number> {
    let total = 0;
    for (;;) {
      const rows = await readRows(db, position.settled, [...gaps.keys()]);
      absorb(rows);
      total += rows.length;
      if (rows.length < PAGE || isStopped) return total;
    }
  }

  function absorb(rows: readonly LogEvent[]): void {
    const now = performance.now();
    let { settled } = position;
    let gapsChanged = false;
    for (const [gap, until] of gaps) if (until < now) gapsChanged = gaps.delete(gap) || gapsChanged;
    let gapList = gapsChanged ? [...gaps.keys()] : position.gaps;
    for (const event of rows) {
      const isLate = event.id <= settled;
      if (isLate) gaps.delete(event.id);
      else
        for (let missing = Math.max(settled + 1, event.id - PAGE); missing < event.id; missing += 1)
          gaps.set(missing, now + GAP_MS);
      if (isLate || event.id > settled + 1) gapList = [...gaps.keys()];
      settled = Math.max(settled, event.id);
      entries.push({ event, position: { settled, gaps: gapList, last: settled } });
    }
    position = { settled, gaps: gapList, last: settled };
    if (entries.length > capacity) {
      const dropped = entries.length - Math.floor(capacity / 2);
      entries = entries.slice(dropped);
      firstIndex += dropped;
    }
    if (rows.length > 0) for (const wake of [...waiting]) wake();
  }

  function schedule(delayMs: number): void {
    if (isStopped) return;
    clearTimeout(timer);
    timer = setTimeout(() => void pump(), delayMs);
    timer.unref();
  }

  /** Reads; asked again meanwhile, it reads once more before it ends. */
  function pump(): Promise<boolean> {
    if (reading !== null) isRung = true;
    reading ??= read();
    return reading;
  }

  async function read(): Promise<boolean> {
    try {
      let count = 0;
      do {
        isRung = false;
        count = await readOnce();
      } while (isRung && !isStopped && followers > 0);
      pollMs = count > 0 ? POLL_MIN_MS : Math.min(pollMs * 2, POLL_MAX_MS);
      schedule(followers > 0 ? pollMs : POLL_ALONE_MS);
      return true;
    } catch (error) {
      if (!isStopped) log.warn({ err: error }, 'event log cannot be read; trying again');
      schedule(AFTER_ERROR_MS);
      return false;
    } finally {
      reading = null; // here and not later: who asks from now on needs a read of its own
    }
  }

  const stopListening = bell.listen('events', () => {
    if (reading !== null || followers > 0) void pump();
  });

  return {
    async start() {
      const newest = await newestPosition(db);
      position = newest;
      for (const gap of newest.gaps) gaps.set(gap, performance.now() + GAP_MS);
      schedule(POLL_ALONE_MS);
    },
    async stop() {
      isStopped = true;
      stopListening();
      clearTimeout(timer);
      for (const wake of [...waiting]) wake();
      await reading;
    },
    isStopped: () => isStopped,
    async catchUp(signal) {
      followers += 1; // or a read at work would not read once more
      try {
        while (!isStopped && !signal.aborted && !(await pump())) await waitAfterError(signal);
      } finally {
        followers -= 1;
      }
    },
    mark: () => ({ index: endIndex(), position }),
    since(index) {
      if (index < firstIndex) return null;
      return entries.slice(index - firstIndex, index - firstIndex + 256);
    },
    waitFor(index, signal) {
      if (index < endIndex() || signal.aborted || isStopped) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = (): void => {
          if (index >= endIndex() && !signal.aborted && !isStopped) return;
          waiting.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        waiting.add(wake);
        signal.addEventListener('abort', wake);
      });
    },
    follow() {
      followers += 1;
      if (followers === 1) void pump();
      return () => (followers -= 1);
    },
  };
}

async function waitAfterError(signal: AbortSignal): Promise<void> {
  await sleep(AFTER_ERROR_MS, undefined, { signal, ref: false }).catch(() => {});
}

/** What is new and what was missing, in one statement: see the top of this file. */
async function readRows(db: DataSource, settled: number, gaps: readonly number[]): Promise<LogEvent[]> {
  const late = gaps.length > 0 ? ` OR id IN (${gaps.join(',')})` : '';
  return toEvents(
    await db.query(`SELECT ${EVENT_COLUMNS} FROM events WHERE id > ?${late} ORDER BY id LIMIT ${PAGE}`, [settled]),
  );
}

/**
 * Where a process that starts now begins: at the newest event, with whatever may still appear below it. What retention
 * removed will not, and a log that it emptied is not at its beginning.
 */
async function newestPosition(db: DataSource): Promise<LogPosition> {
  // Numbers and aliases as these queries name them.
  const [state] = await db.query<{ purged: number }[]>(
    'SELECT purged_through AS purged FROM event_log_state WHERE id = 1',
  );
  const purged = state?.purged ?? 0;
  const rows = await db.query<{ id: number }[]>(
    `SELECT id FROM events WHERE id > (SELECT COALESCE(MAX(id), 0) FROM events) - ${PAGE} ORDER BY id`,
  );
  const settled = Math.max(rows.at(-1)?.id ?? 0, purged);
  const seen = new Set(rows.map((row) => row.id));
  const gaps: number[] = [];
  for (let id = Math.max(purged, settled - PAGE) + 1; id < settled; id += 1) if (!seen.has(id)) gaps.push(id);
  return { settled, gaps, last: settled };
}

interface EventRow extends Omit<LogEvent, 'changes'> {
  readonly changes: { readonly list: readonly Change[] };
}

export function toEvents(rows: unknown): LogEvent[] {
  // Selected by EVENT_COLUMNS.
  return (rows as EventRow[]).map((row) => ({ ...row, changes: row.changes.list }));
}
