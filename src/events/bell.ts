/**
 * Wakes whoever waits for something to have been committed. A bell carries no data: losing a ring costs time, never
 * truth, so every waiter also looks by itself now and then.
 */
export interface Bell {
  ring(): void;
  /** Calls back after every ring, until the returned function is called. */
  listen(onRing: () => void): () => void;
}

export function createBell(): Bell {
  const listeners = new Set<() => void>();
  return {
    ring() {
      for (const listener of listeners) listener();
    },
    listen(onRing) {
      listeners.add(onRing);
      return () => listeners.delete(onRing);
    },
  };
}
