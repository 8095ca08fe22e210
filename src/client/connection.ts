/**
 * One socket for all subscriptions, by graphql-ws: opened for the first, closed with the last, and made again for ever
 * when it is lost. Each operation says in its own message where it stood (`extensions.resume`), so it goes on there.
 */
import { createClient, type Client } from 'graphql-ws';
import { backOffMs } from './back-off.ts';
import { tokenOf, type TokenSource } from './document.ts';
import { IronqlError, refusal, type ServiceError } from './errors.ts';
import { cursorOf } from './resume.ts';
import { Listeners, type ConnectionState, type Readable, type Unsubscribe } from './state.ts';

/** What is needed of a socket besides what graphql-ws does with it. */
interface Socket {
  close(code?: number, reason?: string): void;
}

/** `WebSocket` of a browser, of Node from 22 on, or of the package ws. */
export type SocketClass = new (url: string, protocols?: string | string[]) => Socket;

export interface ConnectionOptions {
  /** `ws://…` or `wss://…` */
  readonly url: string;
  readonly token?: TokenSource | undefined;
  readonly webSocketImpl: SocketClass;
  readonly pingMs?: number | undefined;
}

/** What one operation is told. */
export interface Sink<Data> {
  /** It is asked for, now or again. `cursor` null: from the beginning, as its arguments say. */
  begin(cursor: string | null): void;
  /** `cursor` null: it can not be resumed after this one. */
  next(data: Data, cursor: string | null): void;
  /** Nothing more will come. Null: the service ended it. */
  end(error: IronqlError | null): void;
}

export interface Request {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Where to go on; null: as the arguments say. */
  readonly resume: string | null;
}

/** A firewall that swallows everything keeps a browser waiting for minutes. */
const LONGEST_CONNECT_MS = 10_000;
/** Half of what a person takes for "it hangs"; the service answers each at once. */
const PING_MS = 10_000;

export class Connection implements Readable<ConnectionState> {
  readonly #client: Client;
  readonly #listeners = new Listeners();
  /** What each operation that is open does when the socket stands. */
  readonly #open = new Set<() => void>();
  #state: ConnectionState = { phase: 'idle', since: Date.now() };
  /** While it is not open yet. */
  #opening: { readonly socket: Socket; readonly timer: ReturnType<typeof setTimeout> } | null = null;
  #pongTimer: ReturnType<typeof setTimeout> | undefined;
  /** Ends the wait for the next try. */
  #goOn: () => void = () => {};

  constructor({ url, token, webSocketImpl, pingMs = PING_MS }: ConnectionOptions) {
    this.#client = createClient({
      url,
      webSocketImpl: this.#timed(webSocketImpl),
      connectionParams: async () => {
        const value = await tokenOf(token);
        return value === null ? {} : { token: value };
      },
      connectionAckWaitTimeout: LONGEST_CONNECT_MS,
      keepAlive: pingMs,
      retryAttempts: Infinity,
      shouldRetry: () => true, // what is fatal by its close code ends before this is asked
      retryWait: (tries) => this.#wait(backOffMs(tries)),
      on: {
        connecting: () => this.#enter(this.#state.phase === 'reconnecting' ? 'reconnecting' : 'connecting'),
        opened: () => this.#opened(),
        connected: () => {
          this.#enter('live');
          for (const begin of this.#open) begin();
        },
        ping: (isReceived) => {
          if (!isReceived) this.#pongTimer = setTimeout(() => this.#client.terminate(), pingMs);
        },
        pong: (isReceived) => {
          if (isReceived) clearTimeout(this.#pongTimer);
        },
        error: () => this.#lost(),
        closed: () => this.#lost(),
      },
    });
  }

  get(): ConnectionState {
    return this.#state;
  }

  subscribe(listener: () => void): Unsubscribe {
    return this.#listeners.add(listener);
  }

  /** Survives cuts. Returns how to end it; the sink is told nothing any more from then on. */
  run<Data>({ query, variables, resume }: Request, sink: Sink<Data>): () => void {
    if (this.#state.phase === 'closed') {
      sink.end(new IronqlError('closed', 'This client was closed.'));
      return () => {};
    }
    let isOver = false;
    // Sent anew with each connection, as it is then.
    const extensions: { resume?: string } = resume === null ? {} : { resume };
    const begin = (): void => sink.begin(extensions.resume ?? null);
    const isLive = this.#state.phase === 'live';
    this.#open.add(begin);
    const over = (): boolean => {
      if (isOver) return false;
      isOver = true;
      this.#open.delete(begin);
      return true;
    };
    const end = (error: IronqlError | null): void => {
      if (!over()) return;
      stop();
      sink.end(error);
      if (this.#open.size === 0) this.#enter('idle');
    };
    if (isLive) begin();
    const stop = this.#client.subscribe<Data>(
      { query, variables: { ...variables }, extensions },
      {
        next({ data, errors, ...rest }) {
          if (isOver) return;
          if (errors !== undefined) return end(refusal(errors));
          const cursor = cursorOf(rest);
          if (cursor !== null) extensions.resume = cursor;
          if (data) sink.next(data, cursor);
        },
        error: (cause) => end(failureOf(cause)),
        complete: () => end(null),
      },
    );
    return () => {
      if (!over()) return;
      stop();
      if (this.#open.size === 0) this.#enter('idle');
    };
  }

  /** Operations are to be ended before. */
  close(): void {
    this.#enter('closed');
    clearTimeout(this.#pongTimer);
    this.#goOn();
    this.#opening?.socket.close();
    this.#opened();
    this.#client.dispose()?.then(undefined, () => {}); // no connection was being made any more
  }

  #enter(phase: ConnectionState['phase']): void {
    if (this.#state.phase === phase || this.#state.phase === 'closed') return;
    this.#state = { phase, since: Date.now() };
    this.#listeners.tell();
  }

  #lost(): void {
    clearTimeout(this.#pongTimer);
    this.#opened();
    // Idle: it was the last one's, on its way out while the next one came.
    if (this.#open.size > 0 && this.#state.phase !== 'idle') this.#enter('reconnecting');
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#goOn = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** The same class, but a connection that does not come about is given up. */
  #timed(Base: SocketClass): SocketClass {
    const opening = (socket: Socket): void => {
      const timer = setTimeout(() => socket.close(), LONGEST_CONNECT_MS);
      this.#opening = { socket, timer };
    };
    return class extends Base {
      constructor(url: string, protocols?: string | string[]) {
        super(url, protocols);
        opening(this);
      }
    };
  }

  #opened(): void {
    clearTimeout(this.#opening?.timer);
    this.#opening = null;
  }
}

function failureOf(cause: unknown): IronqlError {
  if (Array.isArray(cause)) return refusal(cause as readonly ServiceError[]); // what graphql-ws documents
  const { code, reason } = cause as { readonly code?: number; readonly reason?: string }; // a CloseEvent is all else
  return new IronqlError(
    'refused',
    `The service closed the connection for good: ${code ?? ''} ${reason ?? ''}`,
    [],
    cause,
  );
}
