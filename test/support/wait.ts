/** Waiting for something to become true, instead of sleeping for it. */
import { setTimeout as sleep } from 'node:timers/promises';

const DEADLINE_MS = 60_000; // a busy machine may stand still for ten seconds, and only a failing test waits it out
const POLL_MS = 20;

/**
 * Asks until the answer is neither undefined, null nor false, and gives that answer.
 * @param what for the error message: "the job to settle"
 */
export async function waitFor<T>(
  condition: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  what: string,
  timeoutMs = DEADLINE_MS,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await condition();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    if (performance.now() > deadline) throw new Error(`Waited ${timeoutMs} ms in vain for ${what}.`);
    await sleep(POLL_MS);
  }
}
