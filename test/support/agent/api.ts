/** The agent's own HTTP interface, through which the service gives commands (domain notes §6.6). */
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Certificate } from './certificate.ts';
import type { Commands } from './commands.ts';
import { AgentError } from './errors.ts';
import { readAll } from './web.ts';

export interface AgentApi {
  readonly port: number;
  /** At once: open connections are cut. */
  stop(): void;
}

export interface AgentApiOptions {
  readonly host: string;
  readonly port: number;
  /** Null: plain HTTP. */
  readonly certificate: Certificate | null;
  readonly tlsMinVersion: 'TLSv1.2' | 'TLSv1.3';
  readonly commands: Commands;
  readonly version: string;
  /** Null: every command is refused. */
  token(): string | null;
  /** The machine is there and does not answer. */
  isSilent(): boolean;
}

const MAX_BODY_BYTES = 128 * 2 ** 20; // a config drive may be 64 MiB, and base64 adds a third

export async function startAgentApi(options: AgentApiOptions): Promise<AgentApi> {
  const { certificate, host, port, tlsMinVersion } = options;
  const startedAt = Date.now() / 1_000;
  const listener: RequestListener = (request, response) => {
    if (options.isSilent()) return;
    answer(options, startedAt, request).then(
      (body) => send(response, 200, body),
      (error: unknown) => sendError(response, error),
    );
  };
  const server: Server =
    certificate === null
      ? createHttpServer(listener)
      : createHttpsServer({ key: certificate.key, cert: certificate.cert, minVersion: tlsMinVersion }, listener);
  server.listen(port, host);
  await once(server, 'listening');
  server.unref(); // a machine that somebody forgot does not keep the process alive
  return {
    // A server that listens on TCP has such an address.
    port: (server.address() as AddressInfo).port,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(options: AgentApiOptions, startedAt: number, request: IncomingMessage): Promise<unknown> {
  const url = new URL(request.url ?? '/', 'http://agent');
  const links = [{ href: `${url.origin}/v1`, rel: 'self' }];
  const version = { id: 'v1', links };
  if (url.pathname === '/')
    return {
      name: 'OpenStack Ironic Python Agent API',
      description: 'A simulated agent.',
      versions: [version],
      default_version: version,
    };
  if (url.pathname === '/v1' || url.pathname === '/v1/') return version;
  if (url.pathname === '/v1/status') return { started_at: startedAt, version: options.version };
  if (url.pathname.startsWith('/v1/commands')) return answerCommands(options, url, request);
  throw new AgentError('NotFound', '404 Not Found: The requested URL was not found on the server.', '', 404);
}

async function answerCommands(options: AgentApiOptions, url: URL, request: IncomingMessage): Promise<unknown> {
  const { commands } = options;
  const token = options.token();
  if (token === null || url.searchParams.get('agent_token') !== token)
    throw new AgentError('Unauthorized', '401 Unauthorized: Token invalid.', '', 401);
  const id = url.pathname.replace(/^\/v1\/commands\/?/, '');
  const isWaiting = url.searchParams.get('wait') === 'true';
  if (request.method === 'GET' && id === '') return { commands: commands.list() };
  if (request.method === 'GET') return resultOf(commands, id, isWaiting);
  if (request.method !== 'POST' || id !== '')
    throw new AgentError('MethodNotAllowed', '405 Method Not Allowed', '', 405);
  const { name, params } = parseCommand(await readAll(request, MAX_BODY_BYTES));
  const result = await commands.execute(name, params);
  return resultOf(commands, result.id, isWaiting);
}

async function resultOf(commands: Commands, id: string, isWaiting: boolean): Promise<unknown> {
  if (isWaiting) await commands.ended(id);
  const result = commands.find(id);
  if (result === null)
    throw new AgentError('RequestedObjectNotFoundError', `Command with id ${id} not found.`, '', 404);
  return result;
}

function parseCommand(text: string): { name: string; params: Readonly<Record<string, unknown>> } {
  const invalid = (): AgentError =>
    new AgentError('InvalidContentError', 'Invalid content', 'Missing or invalid name or params', 400);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw invalid();
  }
  if (typeof body !== 'object' || body === null || !('name' in body) || !('params' in body)) throw invalid();
  const { name, params } = body;
  if (typeof name !== 'string' || typeof params !== 'object' || params === null || Array.isArray(params))
    throw invalid();
  return { name, params: { ...params } };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

function sendError(response: ServerResponse, error: unknown): void {
  const code = error instanceof AgentError ? error.code : 500;
  const text =
    error instanceof AgentError && error.details !== ''
      ? `${error.message}: ${error.details}`
      : String(error instanceof Error ? error.message : error);
  send(response, code, { faultcode: code < 500 ? 'Client' : 'Server', faultstring: text });
}
