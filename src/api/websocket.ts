/**
 * GraphQL over WebSocket on the same path and by the same pipeline as HTTP. graphql-ws owns the protocol; parsing,
 * validation, limits, viewer and the wording of errors are ours, because none of Apollo's apply here.
 */
import type { IncomingMessage, Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Duplex } from 'node:stream';
import {
  execute,
  getOperationAST,
  GraphQLError,
  Kind,
  OperationTypeNode,
  subscribe,
  type ExecutionArgs,
  type FormattedExecutionResult,
} from 'graphql';
import { GRAPHQL_TRANSPORT_WS_PROTOCOL } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { Logger } from '../domain/logger.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { RequestContext } from '../resolvers/context.ts';
import { MAX_OPERATIONS_PER_SOCKET, MAX_SOCKET_MESSAGE_BYTES } from './limits.ts';
import type { Metrics } from './metrics.ts';
import type { Pipeline } from './pipeline.ts';
import { urlOf } from './request-url.ts';

export interface SocketOptions {
  readonly server: Server;
  readonly pipeline: Pipeline;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly viewerOf: (request: IncomingMessage) => Viewer;
}

/** What graphql-ws hands to `onNext`. */
interface OperationOutcome {
  readonly data?: Readonly<Record<string, unknown>> | null | undefined;
  readonly errors?: readonly GraphQLError[] | undefined;
}

export interface Sockets {
  /** Tells every client to come back elsewhere (1012), spread over a moment, and ends what is left. */
  close(): Promise<void>;
}

const KEEP_ALIVE_MS = 12_000;
/** Service restart: stock clients reconnect by themselves and keep their subscriptions. */
const RESTARTING = 1012;
const SPREAD_MS = 250;

export function attachSockets({ server, pipeline, metrics, log, viewerOf }: SocketOptions): Sockets {
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
    sockets.handleUpgrade(request, socket, head, (opened) => sockets.emit('connection', opened, request));
  });

  const open = new WeakMap<object, Map<string, string>>();
  const graphqlWs = useServer(
    {
      execute,
      subscribe,
      connectionInitWaitTimeout: 5_000,
      onConnect(ctx) {
        open.set(ctx, new Map());
        metrics.socketOpened();
        return true;
      },
      onDisconnect: () => metrics.socketClosed(),
      onSubscribe(ctx, _id, { query, operationName, variables }) {
        if (Object.keys(ctx.subscriptions).length > MAX_OPERATIONS_PER_SOCKET) return [tooManyOperations()];
        const prepared = pipeline.prepare(query, operationName, variables);
        if (!('document' in prepared)) return prepared;
        const kind = prepared.operation.operation === OperationTypeNode.SUBSCRIPTION ? 'stream' : 'once';
        return {
          schema: pipeline.schema,
          document: prepared.document,
          operationName: operationName ?? null,
          variableValues: variables ?? {},
          contextValue: pipeline.createContext(viewerOf(ctx.extra.request), kind),
        };
      },
      onOperation(ctx, id, _payload, args, result) {
        if (!(Symbol.asyncIterator in result)) return;
        const field = fieldOf(args);
        open.get(ctx)?.set(id, field);
        metrics.subscriptionStarted(field);
      },
      onNext(_ctx, _id, _payload, args, result) {
        metrics.itemSent(fieldOf(args));
        return masked(pipeline, result, args);
      },
      onError: (_ctx, _id, _payload, errors) => errors.map((error) => pipeline.formatError(error.toJSON(), error)),
      onComplete(ctx, id) {
        const field = open.get(ctx)?.get(id);
        if (field === undefined) return;
        open.get(ctx)?.delete(id);
        metrics.subscriptionEnded(field);
      },
    },
    sockets,
    KEEP_ALIVE_MS,
  );

  return {
    async close() {
      await Promise.all(
        [...sockets.clients].map(async (socket) => {
          await sleep(Math.random() * SPREAD_MS);
          socket.close(RESTARTING, 'Restarting');
        }),
      );
      await Promise.race([graphqlWs.dispose(), sleep(1_000)]);
      for (const socket of sockets.clients) socket.terminate();
      log.debug({}, 'sockets closed');
    },
  };
}

function masked(pipeline: Pipeline, result: OperationOutcome, args: ExecutionArgs): FormattedExecutionResult | void {
  if (result.errors === undefined || result.errors.length === 0) return undefined;
  const { requestId } = args.contextValue as RequestContext; // from onSubscribe
  const errors = result.errors.map((error) => pipeline.formatError(error.toJSON(), error, requestId));
  return result.data === undefined ? { errors } : { data: result.data, errors };
}

/** The field that the operation asks for, for metrics. */
function fieldOf({ document, operationName }: ExecutionArgs): string {
  const [selection] = getOperationAST(document, operationName)?.selectionSet.selections ?? [];
  return selection?.kind === Kind.FIELD ? selection.name.value : 'fragment';
}

function tooManyOperations(): GraphQLError {
  return new GraphQLError(`A socket carries at most ${MAX_OPERATIONS_PER_SOCKET} operations.`, {
    extensions: { code: 'BAD_REQUEST' },
  });
}

/** A page of another origin must not open a socket in its visitor's name. Programs send no Origin. */
function isSameOrigin(request: IncomingMessage): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}

function refuse(socket: Duplex, status: 403 | 404): void {
  const reason = status === 403 ? 'Forbidden' : 'Not Found';
  socket.end(`HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
