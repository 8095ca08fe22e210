/**
 * What there is of a connection:
 * - idle: nothing is subscribed to, so there is none;
 * - connecting: the first try. Left for live, or for reconnecting when it fails;
 * - live: items can come;
 * - reconnecting: it was lost, or could not be made, at `since`; tried again for ever. Left for live;
 * - closed: by `close()`, for good.
 *
 * `since` is when the phase began, in milliseconds of the epoch.
 */
export interface ConnectionState {
  readonly phase: 'idle' | 'connecting' | 'live' | 'reconnecting' | 'closed';
  readonly since: number;
}

export type Unsubscribe = () => void;

/** A value that others look at and are told of when it changes; what React's `useSyncExternalStore` takes. */
export interface Readable<Value> {
  /** The same object until something changes. */
  get(): Value;
  subscribe(listener: () => void): Unsubscribe;
}

/** Who is to be told. A listener that throws is the listener's bug: the others are told, and it surfaces unhandled. */
export class Listeners {
  readonly #listeners = new Set<() => void>();

  add(listener: () => void): Unsubscribe {
    const own = (): void => listener(); // the same function may be added twice, and taken out once
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  tell(): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener();
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
