import type { LoggedEvent } from '../history.ts';
import type { Judgement } from './check.ts';
import type { View } from './view.ts';
import type { Wish } from './wishes.ts';

/** Somebody who is told what happens, in whatever way, and is judged in the end. */
export interface Watcher {
  /** It has had its beginning: from now on it is to miss nothing. */
  hasBegun(): boolean;
  /** From now on it is left alone. */
  calm(): void;
  isUpToDate(truth: Truth): boolean;
  judge(truth: Truth): Judgement;
  /** How often it came back so far. */
  returns(): number;
  stop(): Promise<void>;
}

/** What everybody is judged by. */
export interface Truth {
  /** What had happened when everybody was given time to be told of it. */
  readonly happened: readonly LoggedEvent[];
  /** All of the log: more may have happened since. */
  readonly log: readonly LoggedEvent[];
  /** What a query answers, for wishes that keep a view. */
  viewFor(wish: Wish): View;
}
