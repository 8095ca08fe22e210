import type { ServerResponse } from 'node:http';

/** Beats in whose time a reader took nothing of what waits for it, before its connection is taken for dead. */
const MAX_STALLED_BEATS = 3;

/** A response that goes on, written as fast as its reader takes it. */
export class StreamResponse {
  readonly #response: ServerResponse;
  /** Of the write that is under way. */
  #settle: (() => void) | null = null;
  #stalledBeats = 0;
  readonly #gone = new AbortController();

  /** @param onClose called once: it was ended, or its reader has gone */
  constructor(response: ServerResponse, onClose: () => void) {
    this.#response = response;
    response.on('error', () => {}); // a write to a reader that has just gone; `close` follows
    response.once('close', () => {
      this.#gone.abort();
      this.#settle?.();
      onClose();
    });
  }

  get isClosed(): boolean {
    return this.#gone.signal.aborted;
  }

  /** Fires when it is closed. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** Resolves when it has left this process, or the reader is gone. One at a time. */
  write(text: string): Promise<void> {
    if (this.isClosed) return Promise.resolve();
    return new Promise((resolve) => {
      this.#settle = resolve;
      this.#response.write(text, () => {
        this.#settle = null;
        this.#stalledBeats = 0;
        resolve();
      });
    });
  }

  /** Shows what stands between that the connection is in use; closes one that has not moved for long. */
  beat(text: string): void {
    if (this.#settle === null && this.#response.writableLength === 0) {
      this.#stalledBeats = 0;
      this.#response.write(text);
      return;
    }
    this.#stalledBeats += 1;
    if (this.#stalledBeats >= MAX_STALLED_BEATS) this.#response.destroy();
  }

  /** Resolves when all of it has left this process, or the reader is gone. */
  end(text: string): Promise<void> {
    if (this.isClosed) return Promise.resolve();
    return new Promise((resolve) => {
      this.#response.once('close', resolve);
      this.#response.end(text);
    });
  }
}
