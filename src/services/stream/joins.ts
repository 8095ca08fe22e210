/**
 * Who goes over from reading alone to a live view that others share may have read ahead: a node as it became by events
 * that the tail does not have yet. For a moment the view must then tell also what it takes to be known. This says when.
 */
import type { EventTail, TailMark } from '../../events/tail.ts';

export interface Joins {
  /** Somebody has read all he was to read alone, and goes on from this place. To be called at once, before any wait. */
  join(mark: TailMark): void;
  /** The newest place from which somebody went on; -1 before the first. */
  newest(): number;
  /** Events behind this place have been read ahead by nobody who joined. */
  settledFrom(): number;
}

export function createJoins(tail: Pick<EventTail, 'catchUp' | 'mark'>): Joins {
  const { signal } = new AbortController(); // nobody cuts it short: a stopped tail answers by itself
  let newest = -1;
  let settledFrom = -1;
  let unsettled = 0;
  return {
    join({ index }) {
      newest = Math.max(newest, index);
      unsettled += 1;
      void tail.catchUp(signal).then(() => {
        unsettled -= 1;
        settledFrom = Math.max(settledFrom, tail.mark().index);
      });
    },
    newest: () => newest,
    settledFrom: () => (unsettled > 0 ? Infinity : settledFrom),
  };
}
