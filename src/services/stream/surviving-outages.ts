import { decodePosition, type LogPosition } from '../../domain/cursor.ts';
import { isConnectionError } from '../../entities/data-source.ts';
import type { StreamContext } from './context.ts';

const RETRY_MS = 500;

/**
 * A stream outlives a lost database: it goes on from its last item when the database is back, and its reader notices
 * nothing but the silence. Without this every client would be cut off at once, and come back at once.
 */
export async function* survivingOutages<Item extends { readonly cursor: string }>(
  { log }: StreamContext,
  signal: AbortSignal,
  open: (after: LogPosition | null) => AsyncGenerator<Item, void, undefined>,
): AsyncGenerator<Item, void, undefined> {
  let after: LogPosition | null = null;
  while (!signal.aborted) {
    try {
      for await (const item of open(after)) {
        after = decodePosition(item.cursor);
        yield item;
      }
      return;
    } catch (error) {
      if (!isConnectionError(error)) throw error;
      log.warn({ err: error }, 'subscription waits for the database');
      await pause(signal);
    }
  }
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, RETRY_MS);
    signal.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
