/**
 * GraphQL over WebSocket on the same path and by the same pipeline as HTTP. graphql-ws owns the protocol; parsing,
 * validation, limits, viewer and the wording of errors are ours, because none of Apollo's apply here, and so is what is
 * sent for an item of a subscription: it is made once for all who asked the same (`fan-out/`).
 */
import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Duplex } from 'node:stream';
import { execute, GraphQLError, OperationTypeNode, type ExecutionArgs, type FormattedExecutionResult } from 'graphql';
import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL, makeServer, type Context } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Logger } from '../domain/logger.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { RequestContext } from '../resolvers/context.ts';
import type { Admission } from './admission.ts';
import type { OpenRequest, Subscriptions } from './fan-out/subscriptions.ts';
import { MAX_OPERATIONS_PER_SOCKET, MAX_SOCKET_MESSAGE_BYTES } from './limits.ts';
import type { Metrics } from './metrics.ts';
import { ownMoment } from './own-moment.ts';
import type { Pipeline } from './pipeline.ts';
import { urlOf } from './request-url.ts';
import { isSameOrigin } from './same-origin.ts';
import { deliver } from './socket-items.ts';
import { createKeeper } from './socket-keeper.ts';

export interface SocketOptions {
  readonly server: Server;
  readonly pipeline: Pipeline;
  readonly subscriptions: Subscriptions;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly viewerOf: (request: IncomingMessage) => Viewer;
  readonly admission: Admission;
  readonly settings: SocketSettings;
}

export interface SocketSettings {
  /** How long a new socket may take to introduce itself. */
  readonly initMs: number;
  readonly keepAliveMs: number;
  /** A socket on which no operation has run for so long is closed. */
  readonly idleMs: number;
  /** When the process ends, its clients are sent away one by one over so long. */
  readonly drainSpreadMs: number;
}

export interface Sockets {
  /** Tells every client to come back elsewhere (1012), spread over a while, and ends what is left. */
  close(): Promise<void>;
}

interface Extra {
  readonly socket: WebSocket;
  readonly viewer: Viewer;
  /** Set when the client has introduced itself. */
  context: Context<Record<string, unknown> | undefined, Extra> | null;
}

/** What graphql-ws hands to `onNext`. */
interface OperationOutcome {
  readonly data?: Readonly<Record<string, unknown>> | null | undefined;
  readonly errors?: readonly GraphQLError[] | undefined;
}

/** What a subscription needs, where graphql-ws has a place for it. */
interface OpenOnSocket {
  readonly id: string;
  readonly socket: WebSocket;
  readonly request: OpenRequest;
}

/** Service restart: stock clients reconnect by themselves and keep their subscriptions. */
const RESTARTING = 1012;

export function attachSockets(options: SocketOptions): Sockets {
  const { server, pipeline, subscriptions, metrics, log, viewerOf, admission, settings } = options;
  const keeper = createKeeper(settings);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_SOCKET_MESSAGE_BYTES,
    perMessageDeflate: false, // costs four times the CPU and five times the memory (stack note 6)
    handleProtocols: (offered) => (offered.has(GRAPHQL_TRANSPORT_WS_PROTOCOL) ? GRAPHQL_TRANSPORT_WS_PROTOCOL : false),
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy()); // a peer that goes away in the middle of it is no event
    if (urlOf(request).pathname !== '/graphql') return refuse(socket, 404);
    if (!isSameOrigin(request)) return refuse(socket, 403);
    const viewer = viewerOf(request);
    const admitted = admission.admit(request, viewer);
    // Not a close code: the client has not been let in, and stock clients try again after a while.
    if ('refusal' in admitted) return refuse(socket, admitted.status, admitted.refusal);
    socket.once('close', () => admitted.release());
    sockets.handleUpgrade(request, socket, head, (opened) => serve(opened, viewer));
  });

  const protocol = makeServer<Record<string, unknown> | undefined, Extra>({
    execute,
    connectionInitWaitTimeout: settings.initMs,
    async subscribe({ contextValue }) {
      const { id, socket, request } = contextValue as OpenOnSocket; // from onSubscribe
      const opened = await subscriptions.open(request);
      return 'next' in opened ? deliver(id, opened, (message, done) => write(socket, message, done)) : opened;
    },
    onConnect(ctx) {
      ctx.extra.context = ctx;
      metrics.socketOpened();
      return { sessionId: randomUUID(), serverTime: new Date().toISOString(), keepAliveMs: settings.keepAliveMs };
    },
    onDisconnect: () => metrics.socketClosed(),
    onSubscribe(ctx, id, { query, operationName, variables, extensions }) {
      if (Object.keys(ctx.subscriptions).length > MAX_OPERATIONS_PER_SOCKET) return [tooManyOperations()];
      const operation = pipeline.prepare(query, operationName, variables);
      if (!('document' in operation)) return operation;
      const { viewer, socket } = ctx.extra;
      const isStream = operation.operation.operation === OperationTypeNode.SUBSCRIPTION;
      const resume = resumeOf(ctx, id) ?? ownResumeOf(extensions);
      const isWanted = (): boolean => id in ctx.subscriptions; // not after `complete`, nor when the socket has closed
      const request: OpenRequest = { operation, operationName, variables, viewer, resume, isWanted };
      return {
        schema: pipeline.schema,
        document: operation.document,
        operationName: operationName ?? null,
        variableValues: variables ?? {},
        contextValue: isStream
          ? ({ id, socket, request } satisfies OpenOnSocket)
          : pipeline.createContext(viewer, 'once'),
      };
    },
    onNext: (_ctx, _id, _payload, args, result) => masked(pipeline, result, args),
    onError: (_ctx, _id, _payload, errors) => errors.map((error) => pipeline.formatError(error.toJSON(), error)),
  });

  function serve(socket: WebSocket, viewer: Viewer): void {
    const extra: Extra = { socket, viewer, context: null };
    socket.on('error', (error) => log.debug({ err: error }, 'socket failed')); // it closes by itself
    keeper.keep(socket, () => extra.context !== null && Object.keys(extra.context.subscriptions).length > 0);
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        send: (message) => send(socket, message),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (handle) =>
          socket.on('message', (data: Buffer) => {
            // Buffers, while binaryType is what it is by default
            handle(data.toString()).catch((error: unknown) => {
              if (isServersMessage(error)) return socket.close(CloseCode.BadRequest, 'Invalid message received');
              log.error({ err: error }, 'a message on a socket failed: a bug');
              socket.close(1011, 'Internal error');
            });
          }),
      },
      extra,
    );
    socket.once('close', (code, reason) => void closed(code, String(reason)));
  }

  return {
    async close() {
      admission.close();
      keeper.stop();
      await Promise.all(
        [...sockets.clients].map(async (socket) => {
          const gone = new AbortController();
          socket.once('close', () => gone.abort());
          await ownMoment(settings.drainSpreadMs, gone.signal);
          socket.close(RESTARTING, 'Restarting');
        }),
      );
      await Promise.race([allClosed(sockets), sleep(1_000)]);
      for (const socket of sockets.clients) socket.terminate();
      log.debug({}, 'sockets closed');
    },
  };
}

/** Resolves when it has left this process: a stream takes its next item then, and not before. */
function send(socket: WebSocket, message: string): Promise<void> {
  return new Promise((resolve, reject) => {
    write(socket, message, (error) => (error ? reject(error) : resolve()));
  });
}

/** @param done never called before this returns; a socket that is gone takes everything */
function write(socket: WebSocket, message: string, done: (error?: Error) => void): void {
  if (socket.readyState === socket.OPEN) socket.send(message, done);
  else process.nextTick(done);
}

function allClosed(sockets: WebSocketServer): Promise<void> {
  return new Promise((resolve) => {
    sockets.close(() => resolve());
  });
}

/**
 * A stock client keeps its operations' ids when it comes back, and asks its `connectionParams` again: there it says
 * where each of them stood. Used once: an id that is used again later is another operation.
 */
function resumeOf(
  { connectionParams, extra: _ }: Context<Record<string, unknown> | undefined, Extra>,
  id: string,
): string | null {
  const cursors = connectionParams?.['resume'];
  if (typeof cursors !== 'object' || cursors === null || !Object.hasOwn(cursors, id)) return null;
  const cursor: unknown = Reflect.get(cursors, id);
  Reflect.deleteProperty(cursors, id);
  return typeof cursor === 'string' ? cursor : null;
}

/** A client sent what only a server says. graphql-ws takes that for a failure of its own; the protocol has 4400 for it. */
const isServersMessage = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('Unexpected message of type ');

/** A client that makes its own messages says it in the operation itself: `extensions: { resume }`. */
function ownResumeOf(extensions: Readonly<Record<string, unknown>> | null | undefined): string | null {
  const cursor = extensions?.['resume'];
  return typeof cursor === 'string' ? cursor : null;
}

function masked(pipeline: Pipeline, result: OperationOutcome, args: ExecutionArgs): FormattedExecutionResult | void {
  if (result.errors === undefined || result.errors.length === 0) return undefined;
  const context = args.contextValue as RequestContext | OpenOnSocket; // from onSubscribe
  const requestId = 'requestId' in context ? context.requestId : undefined;
  const errors = result.errors.map((error) => pipeline.formatError(error.toJSON(), error, requestId));
  return result.data === undefined ? { errors } : { data: result.data, errors };
}

function tooManyOperations(): GraphQLError {
  return new GraphQLError(`A socket carries at most ${MAX_OPERATIONS_PER_SOCKET} operations.`, {
    extensions: { code: 'BAD_REQUEST' },
  });
}

function refuse(socket: Duplex, status: 403 | 404 | 429 | 503, why = ''): void {
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: text/plain`;
  socket.end(`${head}\r\nContent-Length: ${Buffer.byteLength(why)}\r\n\r\n${why}`);
}
