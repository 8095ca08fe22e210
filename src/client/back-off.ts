/** Doubled each time; by then a service that restarts is back, and one that does not is not helped by haste. */
const FIRST_MS = 250;
const LONGEST_MS = 15_000;

/** How long to wait before a further try. Half of it is chance, so that a thousand clients do not come back at once. */
export function backOffMs(tries: number): number {
  const most = Math.min(LONGEST_MS, FIRST_MS * 2 ** tries);
  return most / 2 + (Math.random() * most) / 2;
}
