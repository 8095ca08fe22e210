/**
 * Reads the event log once for the whole process, in an order that is right per node, and remembers the newest part.
 *
 * What makes it hard: numbers are given at INSERT, visible at COMMIT. A reader that remembers only the highest number
 * loses what commits late (1–6 % in our measurements). So the tail remembers the numbers that are missing below its
 * highest one and asks for them again, in the same statement that reads what is new: one snapshot, so an event is
 * never overtaken by a later one of its node. A number that has not appeared within GAP_MS belonged to a transaction
 * that rolled back; transactions are not allowed to last that long (entities/transaction.ts).
 *
 * And a log may go back: a server is restored from a backup, or fails over to a copy that lacked the newest events. Then
 * numbers are given again that were read before, and what is new stands below what was highest. So each read asks for
 * the newest event that was read as well. When that is gone, the tail begins anew and remembers nothing of before;
 * its readers ask the log by their own positions, and are told what they lost (lost.ts). For some seconds it asks
 * after all others as well, which may be lost below one that was kept (taken-back.ts).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { EventMark, LogPosition } from '../domain/cursor.ts';
import type { Logger } from '../domain/logger.ts';
import type { Bell } from './bell.ts';
import { GAP_MS, MAX_GAPS, newestPosition, PAGE, readRows, type LogEvent } from './log-rows.ts';
import { recordTakenBack, takenBack } from './taken-back.ts';

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
  /**
   * Resolves when there is an entry at `index` or after it that is wanted, when there are so many others that it is
   * time to go past them, or when the signal fires; at the latest after `timeoutMs`.
   */
  waitFor(index: number, options: WaitOptions): Promise<void>;
  /** While somebody follows, the tail reads at once; otherwise only now and then. */
  follow(): () => void;
}

export interface WaitOptions {
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
  /** Others do not wake: with thousands of waiters, each for a node of its own, an event must not wake them all. */
  readonly wants?: ((event: LogEvent) => boolean) | undefined;
}

interface Waiter {
  readonly index: number;
  readonly wants: ((event: LogEvent) => boolean) | undefined;
  wake(): void;
}

export interface TailOptions {
  readonly db: DataSource;
  readonly bell: Bell;
  readonly log: Logger;
  /** Are rings of other processes heard at present? Then polling is for what a lost hint would have said. */
  readonly isHinted?: () => boolean;
  /** How many events the process remembers; a reader further behind reads the database. */
  readonly capacity?: number;
}

/** Up to so many missing numbers each entry has a position that names exactly those. */
const EXACT_GAPS = 256;
/** What a reader holds at a time: a thousand readers that stand still hold a thousand of these. */
const SLICE = 64;
/** Poll interval while somebody follows: other processes' events come by polling alone. It doubles while idle. */
const POLL_MIN_MS = 25;
const POLL_MAX_MS = 100;
const POLL_MAX_HINTED_MS = 400;
/** Without followers the position only has to stay roughly fresh, for the cursors of mutation payloads. */
const POLL_ALONE_MS = 1_000;
const AFTER_ERROR_MS = 500;
/** What was read is asked after once more this often, until it has been in the log for so long: see taken-back.ts. */
const RECHECK_MS = 1_000;
const SURE_AFTER_MS = 10_000;
/** Who sleeps through more unwanted events than this is woken to go past them, before the tail forgets where it stands. */
const MAX_SLEPT_THROUGH = 1_000;

export function createEventTail({ db, bell, log, isHinted = () => false, capacity = 10_000 }: TailOptions): EventTail {
  let entries: LogEntry[] = [];
  let firstIndex = 0;
  let position: LogPosition = { settled: 0, gaps: [], last: 0 };
  /** Missing number → when (performance.now) it may be given up. */
  const gaps = new Map<number, number>();
  const waiting = new Set<Waiter>();
  let followers = 0;
  let isStopped = false;
  /** The read at work; true in the end when it could read. */
  let reading: Promise<boolean> | null = null;
  let isRung = false;
  let timer: NodeJS.Timeout | undefined;
  let pollMs = POLL_MIN_MS;
  /** Where the tail stood at its last re-checks, the oldest first: what is before one of long ago is there to stay. */
  let checks: { readonly index: number; readonly at: number }[] = [];

  const endIndex = (): number => firstIndex + entries.length;

  async function readOnce(): Promise<number> {
    let total = 0;
    for (;;) {
      const { anchor } = position;
      const rows = await readRows(db, position, [...gaps.keys()]);
      const known = rows.findIndex(({ id }) => id === anchor?.id);
      const isCut = rows.length === PAGE && (rows.at(-1)?.id ?? 0) < (anchor?.id ?? 0); // late ones filled the page
      if (anchor !== undefined && !isCut && rows[known]?.stamp !== anchor.stamp) {
        await afterLostAnchor(anchor);
        continue;
      }
      if (known >= 0) rows.splice(known, 1);
      absorb(rows);
      total += rows.length;
      if (rows.length < PAGE - 1 || isStopped) break;
    }
    await recheck();
    return total;
  }

  async function recheck(): Promise<void> {
    const now = performance.now();
    const newest = checks.at(-1);
    if (newest !== undefined && now - newest.at < RECHECK_MS) return;
    const lost = await takenBack(db, unsure());
    if (lost.length > 0) return beginAnew(lost);
    checks.push({ index: endIndex(), at: now });
    while (checks[1] !== undefined && now - checks[1].at > SURE_AFTER_MS) checks.shift();
  }

  function unsure(): EventMark[] {
    const [oldest] = checks;
    const sure = oldest !== undefined && performance.now() - oldest.at > SURE_AFTER_MS ? oldest.index : firstIndex;
    return entries.slice(Math.max(0, sure - firstIndex)).map(({ event: { id, stamp } }) => ({ id, stamp }));
  }

  /** Retention took the newest event of a log that has been quiet for long; or this is another log. */
  async function afterLostAnchor({ id }: EventMark): Promise<void> {
    const { settled } = position;
    const { purged, newest } = await newestPosition(db);
    if (purged >= id && newest.settled === settled) {
      position = { settled, gaps: position.gaps, last: settled };
      return;
    }
    await beginAnew(await takenBack(db, unsure()));
  }

  async function beginAnew(lost: readonly number[]): Promise<void> {
    if (lost.length > 0) await recordTakenBack(db, lost);
    const { newest } = await newestPosition(db);
    log.error(
      { lastRead: position.settled, newest: newest.settled, lost: lost.slice(0, 10) },
      'the event log is no longer the one that was read: the database lost its newest events, or was put back',
    );
    firstIndex = endIndex() + 1; // no place of before is one of this log
    entries = [];
    checks = [];
    startAt(newest);
    wakeAll();
  }

  function startAt(newest: LogPosition): void {
    position = newest;
    gaps.clear();
    for (const gap of newest.gaps) gaps.set(gap, performance.now() + GAP_MS);
  }

  function absorb(rows: readonly LogEvent[]): void {
    const now = performance.now();
    let { settled, anchor } = position;
    let gapsChanged = false;
    for (const [gap, until] of gaps) if (until < now) gapsChanged = gaps.delete(gap) || gapsChanged;
    let gapList = gapsChanged ? [...gaps.keys()] : position.gaps;
    // Where thousands are missing, all entries of a read share one list: who goes on from there may be sent some again.
    const isNew = ({ id }: LogEvent): boolean => id > settled;
    const missingNow = Math.max(0, (rows.at(-1)?.id ?? 0) - settled - rows.filter(isNew).length);
    const shared = gaps.size + missingNow > EXACT_GAPS ? [...gaps.keys()] : null;
    for (const event of rows) {
      const isLate = event.id <= settled;
      const before = settled;
      if (isLate) gaps.delete(event.id);
      else
        for (let missing = Math.max(settled + 1, event.id - MAX_GAPS); missing < event.id; missing += 1) {
          gaps.set(missing, now + GAP_MS);
          shared?.push(missing);
        }
      if (!isLate) {
        settled = event.id;
        anchor = { id: event.id, stamp: event.stamp };
      }
      if (shared === null && (isLate || settled > before + 1)) gapList = [...gaps.keys()];
      entries.push({ event, position: { settled, gaps: shared ?? gapList, last: settled, anchor } });
    }
    if (shared !== null) gapList = [...gaps.keys()];
    position = { settled, gaps: gapList, last: settled, anchor };
    if (entries.length > capacity) {
      const dropped = entries.length - Math.floor(capacity / 2);
      entries = entries.slice(dropped);
      firstIndex += dropped;
    }
    if (rows.length > 0) wakeWaiters(rows);
  }

  function wakeWaiters(rows: readonly LogEvent[]): void {
    const end = endIndex();
    for (const waiter of [...waiting]) {
      const { wants, index } = waiter;
      if (wants === undefined || end - index > MAX_SLEPT_THROUGH || rows.some(wants)) waiter.wake();
    }
  }

  function wakeAll(): void {
    for (const waiter of [...waiting]) waiter.wake();
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
      pollMs = count > 0 ? POLL_MIN_MS : Math.min(pollMs * 2, isHinted() ? POLL_MAX_HINTED_MS : POLL_MAX_MS);
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
      startAt((await newestPosition(db)).newest);
      schedule(POLL_ALONE_MS);
    },
    async stop() {
      isStopped = true;
      stopListening();
      clearTimeout(timer);
      wakeAll();
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
      return entries.slice(index - firstIndex, index - firstIndex + SLICE);
    },
    waitFor(index, { signal, timeoutMs, wants }) {
      if (index < endIndex() || signal.aborted || isStopped) return Promise.resolve();
      return new Promise((resolve) => {
        const timeout = timeoutMs === undefined ? undefined : setTimeout(wake, timeoutMs);
        const waiter: Waiter = { index, wants, wake };
        waiting.add(waiter);
        signal.addEventListener('abort', wake);
        function wake(): void {
          clearTimeout(timeout);
          waiting.delete(waiter);
          signal.removeEventListener('abort', wake);
          resolve();
        }
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
