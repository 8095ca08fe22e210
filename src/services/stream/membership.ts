/**
 * Which nodes are in a live view, and what those who share the view must be told of each event.
 *
 * A node is read after its event, and so may already be as later events made it. Two readers who do so at different
 * moments can disagree about it until its last event has passed. Everybody who shares the view has read some of it
 * alone before: where such a reader may have a node that the view never had, the view says LEAVE instead of nothing.
 * Why that is enough: docs/decisions/0028.
 */
import type { Joins } from './joins.ts';

/** An event, and its node as it was read afterwards. */
export interface Look {
  readonly nodeId: string;
  /** The place in the tail behind the event. */
  readonly index: number;
  /** The event's number among those of its node. */
  readonly sequence: number;
  /** The event is the node's last. */
  readonly isLast: boolean;
  readonly matches: boolean;
  /** Number of the node's newest event, read after it was known whether the node matches; Infinity of one that is gone. */
  readonly readSequence: number;
  /** May those who share the view be told this node's id although it is not in the view? */
  readonly mayTell: boolean;
}

export type Verdict = 'ENTER' | 'UPDATE' | 'LEAVE';

/** The node was read as later events made it. */
interface Ahead {
  /** All events up to this one may have been in what was read. */
  readonly sequence: number;
  /** Who joined before this place agrees with the view about the node. */
  readonly index: number;
  /** Something was to be told and could not be: it is told with the next event that may. */
  readonly isOwed: boolean;
}

export class Membership {
  readonly #members: Set<string>;
  /** Events behind this place were not in what the members were read from. */
  readonly #builtUntil: number;
  readonly #joins: Pick<Joins, 'newest' | 'settledFrom'>;
  readonly #ahead = new Map<string, Ahead>();

  constructor(members: Iterable<string>, builtUntil: number, joins: Pick<Joins, 'newest' | 'settledFrom'>) {
    this.#members = new Set(members);
    this.#builtUntil = builtUntil;
    this.#joins = joins;
  }

  /** What to tell of the event, or null. To be asked in the order of the tail. */
  decide(look: Look): Verdict | null {
    const { nodeId, matches } = look;
    const wasIn = this.#members.has(nodeId);
    if (matches) this.#members.add(nodeId);
    else this.#members.delete(nodeId);
    const isDue = matches || wasIn || this.#mayBeHeld(look);
    // Of what was in the view everybody knows already.
    const isTold = isDue && (matches || wasIn || look.mayTell);
    this.#remember(look, isTold, isDue && !isTold);
    if (!isTold) return null;
    if (!matches) return 'LEAVE';
    return wasIn ? 'UPDATE' : 'ENTER';
  }

  /** Somebody may have the node by a read of their own, although the view has not. */
  #mayBeHeld({ nodeId, index, sequence }: Look): boolean {
    if (index <= Math.max(this.#builtUntil, this.#joins.settledFrom())) return true;
    const ahead = this.#ahead.get(nodeId);
    if (ahead === undefined || ahead.sequence < sequence) return false;
    return ahead.isOwed || this.#joins.newest() >= ahead.index;
  }

  #remember({ nodeId, index, sequence, isLast, readSequence }: Look, isTold: boolean, isOwed: boolean): void {
    if (readSequence <= sequence || isLast) {
      this.#ahead.delete(nodeId);
      return;
    }
    const before = this.#ahead.get(nodeId);
    this.#ahead.set(nodeId, {
      sequence: readSequence,
      index, // whoever had joined since the last one has been told now, or is owed it
      isOwed: isOwed || (!isTold && before?.isOwed === true),
    });
  }
}
