/**
 * Stands between one client and the service, and cuts: each connection after so many bytes of what the service sends,
 * wherever in an item, a frame or a handshake that may be. Which, and how, a seed says.
 */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface CuttingProxy {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Connections that it has cut. */
  readonly cuts: number;
  /** What comes from now on goes to another service. */
  direct(url: string): void;
  /** From now on nothing is cut. */
  heal(): void;
  close(): Promise<void>;
}

const LEAST_BYTES = 200; // some are cut before the first item
const MOST_BYTES = 8_000;

/** @param random below 1 */
export async function startCuttingProxy(serviceUrl: string, random: () => number): Promise<CuttingProxy> {
  let target = new URL(serviceUrl);
  let isHealed = false;
  let cuts = 0;
  const pairs = new Set<readonly [Socket, Socket]>();
  const proxy = createServer((client) => {
    const server = connect(Number(target.port), target.hostname);
    const pair = [client, server] as const;
    pairs.add(pair);
    let left = LEAST_BYTES + Math.floor(random() * MOST_BYTES);
    for (const socket of pair) {
      socket.setNoDelay(true);
      socket.on('error', () => {}); // `close` follows
      socket.once('close', () => {
        pairs.delete(pair);
        client.destroy();
        server.destroy();
      });
    }
    client.on('data', (data) => server.write(data));
    server.on('data', (data: Buffer) => {
      if (isHealed || data.length < left) {
        left -= data.length;
        client.write(data);
        return;
      }
      cuts += 1;
      server.destroy();
      client.write(data.subarray(0, left));
      left = Infinity; // what is still under way is lost
      if (random() < 0.5) client.end();
      else client.resetAndDestroy();
    });
    server.once('end', () => client.end());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    get cuts() {
      return cuts;
    },
    direct(url) {
      target = new URL(url);
    },
    heal() {
      isHealed = true;
    },
    async close() {
      for (const [client, server] of pairs) {
        client.destroy();
        server.destroy();
      }
      proxy.close();
      await once(proxy, 'close');
    },
  };
}
