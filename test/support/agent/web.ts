/** HTTP as an agent speaks it: each machine has connections of its own, so nothing is shared between simulated ones. */
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

export interface Web {
  /** @throws {Error} no answer */
  send(url: string, options?: SendOptions): Promise<Answer>;
  /** The body as it comes; redirects are followed. The caller reads it to its end, or destroys it. */
  open(url: string, options?: SendOptions): Promise<IncomingMessage>;
  /** Drops all connections. */
  close(): void;
}

export interface SendOptions {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

export interface Answer {
  readonly status: number;
  /** Parsed when it is JSON, else the text. */
  readonly body: unknown;
  /** Of this end of the connection: the address by which this machine is on the way to that host. */
  readonly localAddress: string | null;
}

const REQUEST_TIMEOUT_MS = 30_000; // ipa-http-request-timeout
const MAX_REDIRECTS = 5;

export function createWeb({ isInsecure }: { readonly isInsecure: boolean }): Web {
  const http = new HttpAgent({ keepAlive: true, maxSockets: 4 });
  const https = new HttpsAgent({ keepAlive: true, maxSockets: 4, rejectUnauthorized: !isInsecure });

  const start = (url: string, { method = 'GET', headers = {}, body, signal }: SendOptions): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? null : JSON.stringify(body);
      const isHttps = url.startsWith('https:');
      const options: RequestOptions = {
        method,
        agent: isHttps ? https : http,
        timeout: REQUEST_TIMEOUT_MS,
        ...(signal === undefined ? {} : { signal }),
        headers: {
          accept: 'application/json',
          ...(text === null ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
          ...headers,
        },
      };
      const outgoing = (isHttps ? httpsRequest : httpRequest)(url, options, resolve);
      outgoing.on('error', reject);
      outgoing.on('timeout', () => outgoing.destroy(new Error(`${url} did not answer for ${REQUEST_TIMEOUT_MS} ms`)));
      outgoing.end(text ?? undefined);
    });

  return {
    async send(url, options = {}) {
      const incoming = await start(url, options);
      const { localAddress } = incoming.socket;
      const text = await readAll(incoming);
      return { status: incoming.statusCode ?? 0, body: parse(text), localAddress: localAddress ?? null };
    },
    async open(url, options = {}) {
      let at = url;
      for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
        const incoming = await start(at, { ...options, headers: { accept: '*/*', ...options.headers } });
        const { statusCode = 0, headers } = incoming;
        if (statusCode < 300 || statusCode >= 400 || headers.location === undefined) return incoming;
        incoming.resume();
        at = new URL(headers.location, at).href;
      }
      throw new Error(`${url} redirects more than ${MAX_REDIRECTS} times`);
    },
    close() {
      http.destroy();
      https.destroy();
    },
  };
}

export async function readAll(incoming: AsyncIterable<Buffer>, maxBytes = Infinity): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > maxBytes) throw new Error(`More than ${maxBytes} bytes`);
  }
  return Buffer.concat(chunks).toString();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
