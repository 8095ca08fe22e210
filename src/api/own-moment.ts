import { setTimeout as sleep } from 'node:timers/promises';

/**
 * When a process ends, each of its clients is sent on at a moment of its own: all at once they would all be at the next
 * process at once. Resolves at that moment, or when the client has gone by itself: nobody waits for who is not there.
 */
export async function ownMoment(spreadMs: number, gone: AbortSignal): Promise<void> {
  await sleep(Math.random() * spreadMs, undefined, { signal: gone }).catch(() => {}); // it has gone
}
