/** A subscription over plain HTTP, read as it comes: every piece of the body that the service wrote at once. */
import { request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { Endpoint, Variables } from './graphql-client.ts';
import { waitFor } from './wait.ts';

export interface HttpStreamRequest {
  readonly query: string;
  readonly variables?: Variables;
  readonly accept?: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
}

export interface HttpStream {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly pieces: readonly string[];
  text(): string;
  /** Waits until the body fits. */
  until(pattern: RegExp): Promise<RegExpExecArray>;
  /** How the response ended: by the service, in order; or with its connection. */
  readonly ended: Promise<'in order' | 'cut'>;
  /** Takes nothing any more, and lets the service feel it. */
  stall(): void;
  close(): void;
}

export async function openHttpStream(service: Endpoint, asked: HttpStreamRequest): Promise<HttpStream> {
  const { query, variables = {}, accept = 'text/event-stream', method = 'POST', headers = {} } = asked;
  const url = new URL('/graphql', service.url);
  if (method === 'GET') {
    url.searchParams.set('query', query);
    url.searchParams.set('variables', JSON.stringify(variables));
  }
  const sent = request(url, { method, headers: { accept, 'content-type': 'application/json', ...headers } });
  sent.end(method === 'POST' ? JSON.stringify({ query, variables }) : undefined);
  const [response] = (await once(sent, 'response')) as [IncomingMessage]; // as Node documents the event
  const pieces: string[] = [];
  response.setEncoding('utf8');
  response.on('data', (piece: string) => pieces.push(piece));
  const ended = new Promise<'in order' | 'cut'>((resolve) => {
    response.once('close', () => resolve(response.complete ? 'in order' : 'cut'));
    response.on('error', () => {}); // `close` follows
  });
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    pieces,
    text: () => pieces.join(''),
    until: (pattern) => waitFor(() => pattern.exec(pieces.join('')), `${pattern} in the body`),
    ended,
    stall: () => void response.pause(),
    close: () => void response.destroy(),
  };
}
