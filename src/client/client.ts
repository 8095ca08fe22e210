/**
 * The client library: for the dashboard, the command line, and whoever writes TypeScript. It runs in browsers and in
 * Node, and needs nothing but graphql-ws.
 *
 *     const ironql = createIronqlClient({ url: 'http://127.0.0.1:6385/graphql', webSocketImpl: WebSocket });
 *     for await (const item of ironql.subscribe<Item>(WATCH, { filter })) show(item);
 *
 * What it adds to a socket: it comes back for ever and goes on where it stood; no event comes twice; a reader that takes
 * slowly costs little memory; a connection that is dead is found out; and what a page shows of the fleet can be had as a
 * store ({@link IronqlClient.liveView}, {@link IronqlClient.fleetView}).
 */
import { Connection, type SocketClass } from './connection.ts';
import type { AnyVariables, Document, TokenSource } from './document.ts';
import { IronqlError } from './errors.ts';
import { openFleetView, type FleetView, type FleetViewOptions } from './fleet-view.ts';
import { openLiveView, type LiveItem, type LiveView, type LiveViewOptions } from './live-view.ts';
import { createRequests, type Requests } from './requests.ts';
import type { ConnectionState, Readable } from './state.ts';
import { openStream, type Stream, type StreamItem, type StreamOptions } from './stream.ts';

export interface ClientOptions {
  /** `https://…/graphql`; in a page a path will do. Streams go to the same place. */
  readonly url: string;
  /** Sent as `Authorization: Bearer …`, and in a socket's `connection_init`. */
  readonly token?: TokenSource;
  /** Absent: the platform's. Node has one from version 22 on; before, hand over that of the package ws. */
  readonly webSocketImpl?: SocketClass;
  /** How often the connection is tested; unanswered for as long again, it is made anew. Absent: 10 s. */
  readonly pingMs?: number;
  /** Told of each change. `connection` says the same to who comes later. */
  readonly onState?: (state: ConnectionState) => void;
}

export interface IronqlClient extends Requests {
  readonly connection: Readable<ConnectionState>;
  /**
   * The items of a document with one field of Subscription, one after the other. GAP is an item like any other: what it
   * means is for the caller to say. Leave the loop, or close the stream, to end it.
   * @throws {IronqlError} from the loop: refused, or closed
   */
  subscribe<Item extends StreamItem, Variables extends AnyVariables = AnyVariables>(
    document: Document<Readonly<Record<string, Item>>, Variables>,
    variables: Variables,
    options?: StreamOptions,
  ): Stream<Item>;
  /** A list of nodes that keeps itself up to date, from a document with the field `nodesLive`. */
  liveView<Node, Variables extends AnyVariables = AnyVariables>(
    document: Document<Readonly<Record<string, LiveItem<Node>>>, Variables>,
    variables: Variables,
    options?: LiveViewOptions<Node>,
  ): LiveView<Node>;
  /** Counts that keep themselves up to date. */
  fleetView(options: FleetViewOptions): FleetView;
  /** Ends all streams and views and closes the socket. */
  close(): void;
}

export function createIronqlClient({ url, token, webSocketImpl, pingMs, onState }: ClientOptions): IronqlClient {
  const { socketUrl, httpUrl } = urlsOf(url);
  const connection = new Connection({
    url: socketUrl,
    token,
    webSocketImpl: webSocketImpl ?? platformSocket(),
    pingMs,
  });
  if (onState !== undefined) connection.subscribe(() => onState(connection.get()));
  const open = new Set<{ close(): void }>();

  /** Opens one that is closed with the client, unless it is over before. */
  function keep<Closable extends { close(): void }>(openOne: (onClose: () => void) => Closable): Closable {
    let isOver = false;
    let one: Closable | null = null;
    const opened = openOne(() => {
      isOver = true;
      if (one !== null) open.delete(one);
    });
    one = opened;
    if (!isOver) open.add(opened);
    return opened;
  }

  return {
    ...createRequests({ url: httpUrl, token }),
    connection,
    subscribe: (document, variables, options = {}) =>
      keep((onClose) => openStream(connection, String(document), variables, options, onClose)),
    liveView: (document, variables, options = {}) =>
      keep((onClose) => openLiveView(connection, String(document), variables, options, onClose)),
    fleetView: (options) => keep((onClose) => openFleetView(connection, options, onClose)),
    close() {
      for (const one of [...open]) one.close();
      connection.close();
    },
  };
}

function urlsOf(url: string): { readonly httpUrl: string; readonly socketUrl: string } {
  const { location } = globalThis as { readonly location?: { readonly href: string } }; // pages have one
  const http = new URL(url, location?.href);
  const socket = new URL(http);
  socket.protocol = http.protocol === 'https:' ? 'wss:' : 'ws:';
  return { httpUrl: http.href, socketUrl: socket.href };
}

function platformSocket(): SocketClass {
  const { WebSocket } = globalThis as { readonly WebSocket?: SocketClass }; // Node has none before version 22
  if (WebSocket === undefined)
    throw new IronqlError(
      'refused',
      'This platform has no WebSocket: hand one over as webSocketImpl, as of the package ws.',
    );
  return WebSocket;
}
