/** A web server that images come from, which a test makes as slow, false or mortal as it likes. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type OriginAnswer = (request: IncomingMessage, response: ServerResponse) => void;

export interface OriginServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly port: number;
  /** What is asked for at this path from now on. */
  on(path: string, answer: OriginAnswer): void;
  /** Method and path of each request so far. */
  readonly requests: readonly { readonly line: string; readonly headers: IncomingMessage['headers'] }[];
  /** Cuts every connection, as a server does that is killed. */
  cut(): void;
  stop(): Promise<void>;
}

export async function startOriginServer(): Promise<OriginServer> {
  const answers = new Map<string, OriginAnswer>();
  const requests: { line: string; headers: IncomingMessage['headers'] }[] = [];
  const server = createServer((request, response) => {
    requests.push({ line: `${request.method} ${request.url}`, headers: request.headers });
    const answer = answers.get(new URL(request.url ?? '/', 'http://origin.invalid').pathname);
    if (answer === undefined) response.writeHead(404).end('nothing here');
    else answer(request, response);
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo; // a listening TCP server has one of this form
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    on: (path, answer) => void answers.set(path, answer),
    requests,
    cut: () => server.closeAllConnections(),
    async stop() {
      const closed = new Promise((done) => void server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}
/** Answers as a proper web server: with length, validators, and 304 to who has it already. */
export function serves(content: Uint8Array, etag = '"1"'): OriginAnswer {
  return (request, response) => {
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304, { etag }).end();
    response.writeHead(200, { 'content-length': content.byteLength, etag });
    response.end(request.method === 'HEAD' ? undefined : content);
  };
}
