/**
 * A second address, in the network of the machines: agents in ramdisks and what machines boot, and nothing else. GraphQL
 * stays where its users are; a machine that somebody has broken into finds no API here.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Logger } from '../domain/logger.ts';
import { urlOf } from './request-url.ts';

/** Routes that machines use: of the agents, of what they boot. */
export interface MachineRoutes {
  handles(request: IncomingMessage, url: URL): boolean;
  answer(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void>;
}

export function createMachineServer(routes: readonly MachineRoutes[], log: Logger): Server {
  const server = createServer((request, response) => {
    respond(routes, request, response).catch((error: unknown) => {
      log.error({ err: error, path: request.url }, 'request of a machine failed: a bug');
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    });
  });
  server.requestTimeout = 60_000;
  server.headersTimeout = 15_000;
  return server;
}

async function respond(
  routes: readonly MachineRoutes[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = urlOf(request);
  const route = routes.find((one) => one.handles(request, url));
  if (route !== undefined) return route.answer(request, response, url);
  response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('There is nothing here.\n');
}
