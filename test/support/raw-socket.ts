/** A WebSocket that speaks graphql-transport-ws by hand, so that a test says exactly what is sent. */
import { WebSocket, type ClientOptions } from 'ws';
import type { Endpoint } from './graphql-client.ts';
import { waitFor } from './wait.ts';

export interface Message {
  readonly id?: string;
  readonly type: string;
  readonly payload?: {
    readonly data?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    readonly extensions?: Readonly<Record<string, unknown>>;
    readonly errors?: readonly { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> }[];
  } & Readonly<Record<string, unknown>>;
}

export interface RawSocket {
  readonly socket: WebSocket;
  /** All that has come so far, in order. */
  readonly messages: readonly Message[];
  /** The close code, once it is closed. */
  readonly closeCode: number | null;
  send(message: object): void;
  subscribe(id: string, query: string, variables?: object): void;
  until(predicate: (message: Message) => boolean, what?: string): Promise<Message>;
  closed(): Promise<number>;
  close(): Promise<void>;
}

/** Opens a socket and introduces itself, with the payload as `connectionParams`. */
export async function openRawSocket(
  { url }: Endpoint,
  payload: object | null = null,
  options: ClientOptions = {},
): Promise<RawSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', options);
  const messages: Message[] = [];
  let closeCode: number | null = null;
  let failure: Error | null = null;
  socket.on('error', (error) => (failure = error));
  socket.on('message', (data: Buffer) => messages.push(JSON.parse(data.toString()) as Message)); // what the service sent
  socket.once('close', (code) => (closeCode = code));
  const raw: RawSocket = {
    socket,
    messages,
    get closeCode() {
      return closeCode;
    },
    send: (message) => socket.send(JSON.stringify(message)),
    subscribe: (id, query, variables = {}) => raw.send({ id, type: 'subscribe', payload: { query, variables } }),
    until: (predicate, what = 'a message') => waitFor(() => messages.find(predicate), what),
    closed: () => waitFor(() => closeCode, 'the socket to be closed'),
    async close() {
      socket.close();
      await raw.closed();
    },
  };
  await waitFor(() => {
    if (failure !== null) throw failure;
    return socket.readyState === WebSocket.OPEN;
  }, 'the socket to open');
  raw.send({ type: 'connection_init', ...(payload === null ? {} : { payload }) });
  await raw.until(({ type }) => type === 'connection_ack', 'to be let in');
  return raw;
}
