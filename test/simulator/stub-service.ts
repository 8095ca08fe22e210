/** As much of the service as an agent needs, with every answer at a test's disposal; and the way to give it commands. */
import { createServer } from 'node:http';
import { request } from 'node:https';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { readAll } from '../support/agent/web.ts';

export const NODE_ID = '11111111-2222-4333-8444-555555555555';
export const TOKEN = 'a-token-of-43-characters-as-the-service-makes';

export interface Beat {
  readonly callback_url: string;
  readonly agent_token?: string;
  readonly agent_version?: string;
  readonly agent_verify_ca?: string;
}

export interface StubService {
  readonly url: string;
  readonly lookups: { readonly query: URLSearchParams; readonly version: string | undefined }[];
  readonly beats: Beat[];
  readonly reports: { readonly inventory: { readonly interfaces: readonly unknown[] } }[];
  /** Answers of lookups, one each, before the good one. */
  readonly lookupAnswers: number[];
  /** Status of heartbeats, one each, before 202. */
  readonly beatAnswers: number[];
  readonly files: Map<string, Buffer>;
  config: Record<string, unknown>;
  stop(): Promise<void>;
}

export async function startStubService(): Promise<StubService> {
  const stub: Omit<StubService, 'url' | 'stop'> = {
    lookups: [],
    beats: [],
    reports: [],
    lookupAnswers: [],
    beatAnswers: [],
    files: new Map(),
    config: { heartbeat_timeout: 300, agent_token: TOKEN, tls_min_version: '1.3' },
  };
  const server = createServer((incoming, outgoing) => {
    const url = new URL(incoming.url ?? '', 'http://stub');
    const send = (status: number, body: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const file = stub.files.get(url.pathname);
    if (file !== undefined) return void outgoing.writeHead(200, { 'content-length': file.length }).end(file);
    if (url.pathname === '/') return send(200, { default_version: { id: 'v1', version: '1.94' } });
    if (url.pathname === '/v1/lookup') {
      stub.lookups.push({
        query: url.searchParams,
        version: String(incoming.headers['x-openstack-ironic-api-version']),
      });
      const status = stub.lookupAnswers.shift() ?? 200;
      return send(status, status === 200 ? { node: { uuid: NODE_ID }, config: stub.config } : {});
    }
    if (incoming.method !== 'POST') return send(404, {});
    void readAll(incoming).then((text) => {
      const body: unknown = JSON.parse(text);
      // What the agent sends is what the tests look at.
      if (url.pathname === '/v1/continue_inspection') stub.reports.push(body as StubService['reports'][number]);
      else stub.beats.push(body as Beat);
      outgoing.writeHead(url.pathname.startsWith('/v1/heartbeat') ? (stub.beatAnswers.shift() ?? 202) : 202).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    ...stub,
    get config() {
      return stub.config;
    },
    set config(config) {
      stub.config = config;
    },
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, // it listens on TCP
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export interface AgentAnswer {
  readonly status: number;
  /** As the agent sent it; the tests say what they expect. */
  readonly body: {
    readonly id?: string;
    readonly faultstring?: string;
    readonly commands?: readonly AgentAnswer['body'][];
    readonly command_name?: string;
    readonly command_status?: string;
    readonly command_error?: { readonly type: string; readonly message: string; readonly details: string } | null;
    readonly command_result?: Readonly<Record<string, unknown>> | null;
  };
}

/** Over TLS 1.3, trusting the certificate of the heartbeat and nothing else. */
export function ask(
  { callback_url: base, agent_verify_ca: ca }: Beat,
  path: string,
  { token = TOKEN, body }: { readonly token?: string | null; readonly body?: unknown } = {},
): Promise<AgentAnswer> {
  const url = new URL(path, base);
  if (token !== null) url.searchParams.set('agent_token', token);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { method: body === undefined ? 'GET' : 'POST', ca, minVersion: 'TLSv1.3', agent: false },
      (incoming) => {
        readAll(incoming)
          // What is in it is for the test to say.
          .then((text) => resolve({ status: incoming.statusCode ?? 0, body: JSON.parse(text) as AgentAnswer['body'] }))
          .catch(reject);
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

export function command(
  beat: Beat,
  name: string,
  params: Readonly<Record<string, unknown>> = {},
  isWaiting = true,
): Promise<AgentAnswer> {
  return ask(beat, `/v1/commands/?wait=${isWaiting}`, { body: { name, params } });
}
