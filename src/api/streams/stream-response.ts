import type { ServerResponse } from 'node:http';

/** Beats in whose time a reader took nothing of what waits for it, before its connection is taken for dead. */
const MAX_STALLED_BEATS = 3;

/** A response that goes on, written as fast as its reader takes it. */
export class StreamResponse {
  readonly #response: ServerResponse;
  /** Sent with the first that is written, whatever that is; until then the answer may become another one. */
  #beginning: string;
  /** Of the write that is under way. */
  #settle: (() => void) | null = null;
  #stalledBeats = 0;
  readonly #gone = new AbortController();

  /**
   * @param response with its head set, and nothing of it sent
   * @param beginning what the body begins with
   * @param onClose called once: it was ended, or its reader has gone
   */
  constructor(response: ServerResponse, beginning: string, onClose: () => void) {
    this.#response = response;
    this.#beginning = beginning;
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

  /** Something was sent. */
  get hasBegun(): boolean {
    return this.#response.headersSent;
  }

  /** Resolves when it has left this process, or the reader is gone. One at a time. */
  write(text: string): Promise<void> {
    if (this.isClosed) return Promise.resolve();
    return new Promise((resolve) => {
      this.#settle = resolve;
      this.#response.write(this.#fromBeginning(text), () => {
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
      this.#response.write(this.#fromBeginning(text));
      return;
    }
    this.#stalledBeats += 1;
    if (this.#stalledBeats >= MAX_STALLED_BEATS) this.#response.destroy();
  }

  /** Resolves when all of it has left this process, or the reader is gone. */
  end(text: string): Promise<void> {
    return this.#end(() => this.#response.end(this.#fromBeginning(text)));
  }

  /** Instead of a stream, if it has not begun: 204, which tells an EventSource not to come back. */
  endWithNothing(): Promise<void> {
    return this.#end(() => {
      this.#response.removeHeader('content-type');
      this.#response.writeHead(204).end();
    });
  }

  #end(send: () => void): Promise<void> {
    if (this.isClosed) return Promise.resolve();
    return new Promise((resolve) => {
      this.#response.once('close', resolve);
      send();
    });
  }

  #fromBeginning(text: string): string {
    const whole = this.#beginning + text;
    this.#beginning = '';
    return whole;
  }
}
