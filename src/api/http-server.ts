/**
 * The HTTP server: GraphQL, GraphiQL, agents in ramdisks, health and metrics on one port, on `node:http` itself (a framework in front costs
 * a fifth of the request and would carry four routes). WebSockets on /graphql are taken over by `websocket.ts`, streams by
 * `streams/`.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { ApolloServer } from '@apollo/server';
import type { AgentEndpoints } from '../agent/endpoints.ts';
import type { BootRoutes } from '../boot/boot-routes.ts';
import type { Logger } from '../domain/logger.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { RequestContext } from '../resolvers/context.ts';
import { serveGraphiql } from './graphiql.ts';
import { answerGraphql, readBody } from './graphql-over-http.ts';
import type { Metrics } from './metrics.ts';
import type { Pipeline } from './pipeline.ts';
import { urlOf } from './request-url.ts';
import { streamFormatOf } from './streams/accept.ts';
import type { HttpStreams } from './streams/http-streams.ts';

export interface HttpOptions {
  readonly apollo: ApolloServer<RequestContext>;
  readonly pipeline: Pipeline;
  readonly streams: HttpStreams;
  /** What agents in ramdisks call. */
  readonly agents: AgentEndpoints;
  /** What machines fetch before an agent of ours runs on them. */
  readonly boot: BootRoutes;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Folder of the built GraphiQL. */
  readonly graphiqlFolder: string;
  readonly viewerOf: (request: IncomingMessage) => Viewer;
  /** Null: ready. Otherwise why not, in a few words. */
  readonly whyNotReady: () => Promise<string | null>;
}

type Route = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export function createHttpServer(options: HttpOptions): Server {
  const routes: Readonly<Record<string, Route>> = {
    '/graphql': (request, response) => answerStreamOrOnce(options, request, response),
    '/livez': (_request, response) => Promise.resolve(sendText(response, 200, 'ok')),
    '/readyz': async (_request, response) => {
      const reason = await options.whyNotReady();
      sendText(response, reason === null ? 200 : 503, reason ?? 'ok');
    },
    '/metrics': async (_request, response) => {
      const body = await options.metrics.render();
      response.writeHead(200, { 'content-type': options.metrics.contentType, 'cache-control': 'no-store' }).end(body);
    },
    '/': (_request, response) => Promise.resolve(void response.writeHead(302, { location: '/graphiql/' }).end()),
    '/graphiql': (_request, response) =>
      Promise.resolve(void response.writeHead(302, { location: '/graphiql/' }).end()),
    '/favicon.ico': (_request, response) =>
      Promise.resolve(void response.writeHead(302, { location: '/graphiql/favicon.svg' }).end()),
  };

  const server = createServer((request, response) => {
    respond(options, routes, request, response).catch((error: unknown) => {
      options.log.error({ err: error, path: request.url }, 'request failed: a bug');
      if (response.headersSent) response.destroy();
      else sendText(response, 500, 'Something went wrong in the service.');
    });
  });
  server.requestTimeout = 60_000;
  server.headersTimeout = 15_000;
  return server;
}

async function respond(
  options: HttpOptions,
  routes: Readonly<Record<string, Route>>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (options.boot.handles(request)) return options.boot.answer(request, response);
  const url = urlOf(request);
  if (options.agents.handles(request, url)) return options.agents.answer(request, response, url);
  const route = routes[url.pathname];
  if (route !== undefined) return route(request, response);
  if (url.pathname.startsWith('/graphiql/') && (request.method === 'GET' || request.method === 'HEAD')) {
    const path = safeDecode(url.pathname.slice('/graphiql/'.length));
    if (path !== null && (await serveGraphiql(options.graphiqlFolder, path, request, response))) return;
    if (path === '') return sendText(response, 404, 'GraphiQL is not built: run "npm run build".');
  }
  sendText(response, 404, 'There is nothing here. GraphQL is at /graphql, GraphiQL at /graphiql/.');
}

async function answerStreamOrOnce(
  options: HttpOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const format = streamFormatOf(request);
  if (format === null) return answerMeasured(options, request, response);
  const reading = readBody(request);
  const body = await reading.catch(() => undefined); // what is wrong with it is said below
  if (!(await options.streams.answer(format, request, response, body)))
    await answerMeasured(options, request, response, reading);
}

async function answerMeasured(
  options: HttpOptions,
  request: IncomingMessage,
  response: ServerResponse,
  reading?: Promise<unknown>,
): Promise<void> {
  const started = performance.now();
  const createContext = (): Promise<RequestContext> =>
    Promise.resolve(options.pipeline.createContext(options.viewerOf(request), 'once'));
  response.setHeader('cache-control', 'no-store'); // what one may see is nobody else's to keep
  const status = await answerGraphql(options.apollo, createContext, request, response, reading);
  options.metrics.httpRequest(status, (performance.now() - started) / 1_000);
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response
    .writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
    .end(`${text}\n`);
}

function safeDecode(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}
