import { encodePosition } from '../../domain/cursor.ts';
import type { GapItem } from '../../events/stream.ts';

/** What a reader is told of events that are lost to it. */
export interface Gap {
  readonly reason: string;
  /** The cursor at which it stood. */
  readonly from: string;
  /** The one at which it goes on. */
  readonly to: string;
}

export function gapOf({ reason, from, position }: GapItem): Gap {
  return { reason, from: encodePosition(from), to: encodePosition(position) };
}
