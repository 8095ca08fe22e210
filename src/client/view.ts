/** What the stores of live views have in common: when others are told, and when a view is out of date. */
import type { IronqlError } from './errors.ts';
import { Listeners, type Readable, type Unsubscribe } from './state.ts';

/** How much a view may be trusted. */
export interface Freshness {
  /** False until all of the first snapshot has come. */
  readonly isComplete: boolean;
  /** Nothing was heard for longer than a stream is ever silent: what it shows may have changed meanwhile. */
  readonly isStale: boolean;
  /** It will not change any more; `error` says why, unless it was closed by its user. */
  readonly hasEnded: boolean;
  readonly error: IronqlError | null;
}

export interface ViewOptions {
  /** Longer than the service's heartbeat (`streamHeartbeatMs`, 30 s). Absent: 75 s, so that one may be late. */
  readonly staleAfterMs?: number;
}

/** A view, for a user interface: read it with `get`, and be told of changes. Close it when it is not looked at any more. */
export interface View<State extends Freshness> extends Readable<State> {
  close(): void;
}

const STALE_AFTER_MS = 75_000;
/** A page is drawn sixty times a second: being told more often than that is of no use. */
const FRAME_MS = 16;

/**
 * Keeps what `read` makes of a store until something changes, and tells others of a burst of changes once.
 */
export class Published<State extends Freshness> implements Readable<State> {
  readonly #read: (freshness: Freshness) => State;
  readonly #listeners = new Listeners();
  readonly #staleAfterMs: number;
  #freshness: Freshness = { isComplete: false, isStale: false, hasEnded: false, error: null };
  #state: State | null = null;
  #frame: ReturnType<typeof setTimeout> | null = null;
  #staleTimer: ReturnType<typeof setTimeout> | undefined;
  #heardAt = Date.now();

  constructor(read: (freshness: Freshness) => State, { staleAfterMs = STALE_AFTER_MS }: ViewOptions) {
    this.#read = read;
    this.#staleAfterMs = staleAfterMs;
    this.#watch(staleAfterMs);
  }

  get(): State {
    this.#state ??= this.#read(this.#freshness);
    return this.#state;
  }

  subscribe(listener: () => void): Unsubscribe {
    return this.#listeners.add(listener);
  }

  /** An item came, whatever it was. */
  heard(): void {
    this.#heardAt = Date.now();
    if (this.#freshness.isStale) this.#set({ isStale: false });
  }

  /** What `read` makes is another one now, and all of it is there. */
  changed(): void {
    this.#set({ isComplete: true });
  }

  end(error: IronqlError | null): void {
    if (this.#freshness.hasEnded) return;
    clearTimeout(this.#staleTimer);
    this.#set({ hasEnded: true, error });
  }

  #set(change: Partial<Freshness>): void {
    this.#freshness = { ...this.#freshness, ...change };
    this.#state = null;
    if (this.#frame !== null) return; // they will be told
    this.#frame = setTimeout(() => {
      this.#frame = null;
      this.#listeners.tell();
    }, FRAME_MS);
  }

  /** One timer that is put off, instead of a new one for each item. */
  #watch(ms: number): void {
    this.#staleTimer = setTimeout(() => {
      const leftMs = this.#heardAt + this.#staleAfterMs - Date.now();
      if (leftMs <= 0 && !this.#freshness.isStale) this.#set({ isStale: true });
      this.#watch(leftMs > 0 ? leftMs : this.#staleAfterMs);
    }, ms);
  }
}
