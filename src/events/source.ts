/**
 * What a field of Subscription gives to whoever delivers it (`api/fan-out/`): how one subscriber gets up to date by
 * itself, and how all who asked the same are told what happens from there on.
 *
 * The two parts meet at a place in the tail of this process, so that nothing falls between and nothing comes twice.
 */
import type { LogPosition } from '../domain/cursor.ts';
import type { TailMark } from './tail.ts';

export type StreamKind = 'SNAPSHOT' | 'ENTER' | 'UPDATE' | 'LEAVE' | 'CAUGHT_UP' | 'GAP' | 'HEARTBEAT';

/** What every item of every stream has. */
export interface StreamItem {
  /** Resume after it. */
  readonly cursor: string;
  readonly kind: StreamKind;
  /**
   * False while state is still owed: items of a snapshot, and a GAP that one follows. A client that is cut off there
   * has only a part of it, so what it resumes from must be older.
   */
  readonly isResumable: boolean;
}

/** An item, and the place in the tail that is behind it: whoever has had it has had everything before that place. */
export interface LiveItem<Item> {
  readonly item: Item;
  readonly index: number;
  /** Only of an item that stands for several events. */
  readonly standsFor?: StandsFor<Item>;
}

/** Who joined in the midst of what was collected has been told of a part of it, and is told an item of its own. */
export interface StandsFor<Item> {
  /** The place behind the first of the events. */
  readonly first: number;
  /** The item for who has had everything up to `had`. */
  without(had: number): Item;
}

/**
 * over: nothing more will come. behind: the tail no longer reaches back, so everybody replays from their own cursor.
 * stopped: the signal was aborted, or this process ends.
 */
export type LiveEnd = 'over' | 'behind' | 'stopped';

export interface Source<Item extends StreamItem> {
  /** The field of Subscription that it answers. */
  readonly field: string;
  /**
   * For one subscriber alone: the state if it is asked for, the log after `from` up to where the tail stands, CAUGHT_UP.
   * Returns the place from which `live` goes on, or null when nothing more will come.
   * @param from where the client was cut off; no state is sent then. Null: as the arguments of the field say
   */
  replay(from: LogPosition | null, signal: AbortSignal): AsyncGenerator<Item, TailMark | null, undefined>;
  /**
   * From a place in the tail on, for all who asked the same: the same document, the same variables but for those that
   * say where to begin, the same rights. It is pulled only as fast as the fastest of them takes, and is started again
   * at the last place when the database was away.
   */
  live(from: TailMark, signal: AbortSignal): AsyncGenerator<LiveItem<Item>, LiveEnd, undefined>;
}
