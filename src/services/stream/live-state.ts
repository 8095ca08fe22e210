import type { EventTail } from '../../events/tail.ts';
import type { Fleet } from './fleet.ts';
import { createJoins, type Joins } from './joins.ts';

/** What live views of one process know of each other. */
export interface LiveState {
  readonly joins: Joins;
  /** By what they count and for whom. Weakly held: the streams that show a fleet keep it, and it goes with the last. */
  readonly fleets: Map<string, WeakRef<Fleet>>;
}

export const createLiveState = (tail: EventTail): LiveState => ({ joins: createJoins(tail), fleets: new Map() });
