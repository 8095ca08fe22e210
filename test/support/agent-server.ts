/**
 * The HTTP side of a ramdisk agent, which a test makes as slow, busy, false or mortal as it likes. What an agent does with
 * its commands is the simulator's business (`agent/`); this one is about the wire.
 */
import { randomUUID } from 'node:crypto';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { AgentAccess } from '../../src/drivers/interfaces/common.ts';
import { selfSigned, type Certificate } from './agent/certificate.ts';

export type WireFault =
  /** Answers never. */
  | { readonly kind: 'hang' }
  /** Does nothing and drops the connection. */
  | { readonly kind: 'drop' }
  /** Takes the command, then drops the connection. */
  | { readonly kind: 'lose-answer' }
  /** Takes the command and answers never. */
  | { readonly kind: 'take-and-hang' }
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body: string;
      readonly headers?: Record<string, string>;
    };

export interface WireCommand {
  readonly id: string;
  readonly command_name: string;
  readonly command_status: string;
  readonly command_error: unknown;
  readonly command_result: unknown;
}

export interface AgentServer {
  readonly access: AgentAccess;
  /** What it lists; a test may put commands there and change them. */
  readonly commands: WireCommand[];
  /** `GET /v1/commands/` and `POST deploy.get_deploy_steps`, with their query, so far. */
  readonly requests: readonly { readonly line: string; readonly query: URLSearchParams; readonly params: unknown }[];
  /** Of the next requests with this method, in order; then they are answered. */
  fault(method: 'GET' | 'POST', ...faults: readonly WireFault[]): void;
  stop(): Promise<void>;
}

export const TOKEN = 't'.repeat(43);

export interface AgentServerOptions {
  readonly certificate?: Certificate | null;
  readonly tls?: ServerOptions;
}

export async function startAgentServer({
  certificate = selfSigned(['127.0.0.1']),
  tls = {},
}: AgentServerOptions = {}): Promise<AgentServer> {
  const commands: WireCommand[] = [];
  const requests: { line: string; query: URLSearchParams; params: unknown }[] = [];
  const faults = { GET: [] as WireFault[], POST: [] as WireFault[] };

  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    void readBody(request).then((body) => {
      const url = new URL(request.url ?? '/', 'http://agent.invalid');
      const method = request.method === 'POST' ? 'POST' : 'GET';
      const order = body === '' ? null : (JSON.parse(body) as { name: string; params: unknown });
      requests.push({
        line: `${method} ${order?.name ?? url.pathname}`,
        query: url.searchParams,
        params: order?.params,
      });
      const fault = faults[method].shift();
      if (fault?.kind === 'hang') return;
      if (fault?.kind === 'drop') return void request.socket.destroy();
      if (fault?.kind === 'answer') return void response.writeHead(fault.status, fault.headers).end(fault.body);
      const answer = order === null ? { commands } : taken(order.name);
      if (fault?.kind === 'lose-answer') return void request.socket.destroy();
      if (fault?.kind === 'take-and-hang') return;
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  };

  function taken(name: string): WireCommand {
    const command = {
      id: randomUUID(),
      command_name: name.slice(name.indexOf('.') + 1),
      command_status: 'RUNNING',
      command_error: null,
      command_result: null,
    };
    commands.push(command);
    return command;
  }

  const server =
    certificate === null ? createHttpServer(listener) : createHttpsServer({ ...tls, ...certificate }, listener);
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo; // a listening TCP server has one of this form
  return {
    access: {
      url: `${certificate === null ? 'http' : 'https'}://127.0.0.1:${port}`,
      token: TOKEN,
      verifyCa: certificate?.cert ?? null,
      version: '11.4.0',
      lastHeartbeatAt: new Date(),
      stepVersions: null,
    },
    commands,
    requests,
    fault: (method, ...more) => void faults[method].push(...more),
    async stop() {
      const closed = new Promise((done) => void server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer); // a stream without an encoding gives buffers
  return Buffer.concat(chunks).toString();
}
