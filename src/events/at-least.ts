import { covers, type LogPosition } from '../domain/cursor.ts';
import type { EventTail } from './tail.ts';

/**
 * Waits until the tail has read what a position covers; false when the signal fires before. The tail reads at once, and
 * does not wait for its next poll.
 *
 * Certain is that the events by which the position is known have been read. Others that it covers may be missing here:
 * then they were read, or given up, where it was made, before this process began the read of now; so they are in the
 * database, or nowhere.
 */
export async function waitUntilRead(tail: EventTail, target: LogPosition, signal: AbortSignal): Promise<boolean> {
  const { position } = tail.mark();
  if (hasRead(position, target) && !position.gaps.some((gap) => covers(target, gap))) return true;
  const unfollow = tail.follow();
  try {
    // A database that hangs must not make this wait for longer than it may.
    await Promise.race([tail.catchUp(signal), firing(signal)]);
    while (!signal.aborted && !tail.isStopped()) {
      const now = tail.mark();
      if (hasRead(now.position, target)) return true;
      await tail.waitFor(now.index, { signal });
    }
    return false;
  } finally {
    unfollow();
  }
}

function hasRead({ settled, gaps }: LogPosition, target: LogPosition): boolean {
  const named = [
    ...(target.last === target.settled ? [] : [target.last]), // or it may be a number that never was an event's
    target.anchor?.id ?? target.settled,
  ];
  return named.every((id) => id <= settled && !gaps.includes(id));
}

const firing = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
