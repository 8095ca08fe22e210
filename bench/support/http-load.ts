/**
 * A load generator that costs little: it shares the machine with what it measures. Plain sockets that send the same
 * bytes again and again and read no more of an answer than its length.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface Load {
  readonly url: string;
  readonly body: string;
  readonly clients: number;
  readonly ms: number;
}

export interface LoadResult {
  readonly requests: number;
  readonly perSecond: number;
  readonly latenciesMs: readonly number[];
}

/** Each client asks as soon as it has its answer. @throws {Error} at an answer that is not 200 */
export async function runLoad({ url, body, clients, ms }: Load): Promise<LoadResult> {
  const { hostname, port, pathname } = new URL(url);
  const request = Buffer.from(
    `POST ${pathname} HTTP/1.1\r\nhost: ${hostname}:${port}\r\ncontent-type: application/json\r\n` +
      `accept: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  const sockets = await Promise.all(Array.from({ length: clients }, () => open(hostname, Number(port))));
  const latenciesMs: number[] = [];
  const begun = performance.now();
  try {
    await Promise.all(
      sockets.map(async (socket) => {
        while (performance.now() - begun < ms) {
          const sentAt = performance.now();
          socket.write(request);
          await answer(socket);
          latenciesMs.push(performance.now() - sentAt);
        }
      }),
    );
  } finally {
    for (const socket of sockets) socket.destroy();
  }
  const seconds = (performance.now() - begun) / 1_000;
  return { requests: latenciesMs.length, perSecond: latenciesMs.length / seconds, latenciesMs };
}

async function open(host: string, port: number): Promise<Socket> {
  const socket = connect(port, host);
  socket.setNoDelay(true);
  await once(socket, 'connect');
  return socket;
}

const HEADERS_END = Buffer.from('\r\n\r\n');

function answer(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    let head = Buffer.alloc(0);
    let missing = -1; // bytes of the body still to come; unknown until the headers are here
    const settle = (error?: Error): void => {
      socket.off('data', read).off('error', settle).off('close', closed);
      if (error === undefined) resolve();
      else reject(error);
    };
    const closed = (): void => settle(new Error('The connection was closed before the answer.'));
    const read = (chunk: Buffer): void => {
      if (missing >= 0) missing -= chunk.length;
      else {
        head = Buffer.concat([head, chunk]);
        const end = head.indexOf(HEADERS_END);
        if (end < 0) return;
        const text = head.toString('latin1', 0, end);
        const [, length] = /\r\ncontent-length: (\d+)/i.exec(text) ?? [];
        if (!text.startsWith('HTTP/1.1 200 ') || length === undefined) {
          return settle(new Error(`Not the answer that was expected: ${head.toString('utf8').slice(0, 500)}`));
        }
        missing = Number(length) - (head.length - end - HEADERS_END.length);
      }
      if (missing <= 0) settle();
    };
    socket.on('data', read).on('error', settle).on('close', closed);
  });
}
