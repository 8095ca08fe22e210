/** Refusals in the log: the first of each kind from each address, and then how many there were. A flood writes one line. */
import { LRUCache } from 'lru-cache';
import type { Logger } from '../domain/logger.ts';

const MAX_REMEMBERED = 5_000;
/** An operator who looks at the last ten minutes sees what is still going on. */
const SAID_AGAIN_AFTER_MS = 10 * 60_000;

export interface RefusalLog {
  /** @param details more to say, never what somebody sent as a secret */
  refused(kind: string, address: string, details: Readonly<Record<string, unknown>>): void;
}

export function createRefusalLog({ log, now }: { readonly log: Logger; readonly now: () => number }): RefusalLog {
  const said = new LRUCache<string, { at: number; unsaid: number }>({ max: MAX_REMEMBERED });
  return {
    refused(kind, address, details) {
      const key = `${kind} ${address}`;
      const last = said.get(key);
      if (last !== undefined && now() - last.at < SAID_AGAIN_AFTER_MS) {
        last.unsaid += 1;
        return;
      }
      const more = last === undefined || last.unsaid === 0 ? {} : { refusedSinceLastLine: last.unsaid };
      log.warn({ kind, address, ...details, ...more }, 'request of a ramdisk agent refused');
      said.set(key, { at: now(), unsaid: 0 });
    },
  };
}
