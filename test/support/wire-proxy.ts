/** Stands between a client and a service, and breaks what runs through it. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface WireProxy {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** How many connections came so far. */
  readonly accepted: number;
  /** All connections are gone at once. */
  cut(): void;
  /** The next connections are cut when so many bytes have come from the service, one entry for each. */
  cutAfter(bytes: readonly number[]): void;
  /** The next answer is swallowed and its connection cut: the service has heard, and the client cannot know. */
  swallowAnswer(): void;
  /** Nothing goes through the connections that there are, and nobody is told. Those that come later are as usual. */
  freeze(): void;
  /** New connections go to this service. */
  lead(to: { readonly url: string }): void;
  close(): Promise<void>;
}

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  leftBytes: number;
  isFrozen: boolean;
}

export async function startWireProxy(service: { readonly url: string }): Promise<WireProxy> {
  let target = new URL(service.url);
  const pairs = new Set<Pair>();
  let limits: readonly number[] = [];
  let isSwallowing = false;
  let accepted = 0;

  const end = (pair: Pair): void => {
    pair.client.destroy();
    pair.server.destroy();
    pairs.delete(pair);
  };
  const listener = createServer((client) => {
    accepted += 1;
    const [leftBytes = Infinity, ...rest] = limits;
    limits = rest;
    const server = connect(Number(target.port), target.hostname);
    const pair: Pair = { client, server, leftBytes, isFrozen: false };
    pairs.add(pair);
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      socket.on('error', () => end(pair));
      socket.on('close', () => end(pair));
    }
    client.on('data', (packet: Buffer) => {
      if (!pair.isFrozen) server.write(packet);
    });
    server.on('data', (packet: Buffer) => {
      if (pair.isFrozen) return;
      if (isSwallowing) {
        isSwallowing = false;
        return end(pair);
      }
      client.write(packet.subarray(0, pair.leftBytes));
      pair.leftBytes -= packet.length;
      if (pair.leftBytes <= 0) client.end(() => end(pair)); // what was let through arrives
    });
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();

  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    get accepted() {
      return accepted;
    },
    cut() {
      for (const pair of pairs) end(pair);
    },
    cutAfter(bytes) {
      limits = bytes;
    },
    swallowAnswer() {
      isSwallowing = true;
    },
    freeze() {
      for (const pair of pairs) pair.isFrozen = true;
    },
    lead(to) {
      target = new URL(to.url);
    },
    async close() {
      for (const pair of pairs) end(pair);
      listener.close();
      await once(listener, 'close');
    },
  };
}
