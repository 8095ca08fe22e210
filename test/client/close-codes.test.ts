/** How the library takes the codes with which a socket is closed: what is final, and what it comes back from. */
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createIronqlClient, type ClientOptions, type IronqlClient } from '../../src/client/client.ts';
import { IronqlError } from '../../src/client/errors.ts';
import type { StreamItem } from '../../src/client/stream.ts';
import { waitFor } from '../support/wait.ts';

const WATCH = 'subscription { nodeEvents { kind } }';
const LIVE = 'subscription { nodesLive { kind nodeId node { id } } }';

interface ClosingServer {
  readonly url: string;
  /** The `connection_init` of each connection. */
  readonly greetings: readonly unknown[];
}

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

/** Closes the first connection with the code, and serves all others one item for each operation. */
async function startClosing(code: number, at: 'connection_init' | 'subscribe'): Promise<ClosingServer> {
  const server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    handleProtocols: () => 'graphql-transport-ws',
  });
  const greetings: unknown[] = [];
  server.on('connection', (socket) => {
    const isFirst = greetings.length === 0;
    socket.on('message', (data: Buffer) => {
      const { type, id, payload } = JSON.parse(data.toString()) as { type: string; id?: string; payload?: unknown };
      const say = (message: object): void => socket.send(JSON.stringify(message));
      if (type === 'connection_init') greetings.push(payload);
      if (isFirst && type === at) return socket.close(code, 'a reason');
      if (type === 'connection_init') say({ type: 'connection_ack' });
      else if (type === 'subscribe')
        say({ type: 'next', id, payload: { data: { nodeEvents: { kind: 'CAUGHT_UP' } } } });
    });
  });
  await once(server, 'listening');
  ends.push(async () => {
    for (const socket of server.clients) socket.terminate();
    server.close();
    await once(server, 'close');
  });
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/graphql`, greetings };
}

function connect({ url }: ClosingServer, options: Partial<ClientOptions> = {}): IronqlClient {
  const client = createIronqlClient({ url, webSocketImpl: WebSocket, ...options });
  ends.push(() => Promise.resolve(client.close()));
  return client;
}

const MOMENTS = ['connection_init', 'subscribe'] as const;

describe.each([4400, 4401, 4406, 4409, 4429, 4500, 1002, 1008, 1011])('after %i', (code) => {
  it.each(MOMENTS)('to %s nothing is asked again; all that were open are told the code and the reason', async (at) => {
    const server = await startClosing(code, at);
    const client = connect(server);
    const streams = [client.subscribe<StreamItem>(WATCH, {}), client.subscribe<StreamItem>(WATCH, {})];
    const view = client.liveView(LIVE, {});
    for (const stream of streams) {
      const error: unknown = await stream.next().catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(IronqlError);
      expect(error).toMatchObject({ kind: 'refused', errors: [], cause: { code, reason: 'a reason' } });
      expect(String(error)).toContain(`${code} a reason`);
      expect(await stream.next()).toEqual({ done: true, value: undefined });
    }
    expect(view.get()).toMatchObject({ hasEnded: true, error: { kind: 'refused' } });
    expect(client.connection.get().phase).toBe('idle');
    expect(server.greetings).toHaveLength(1);

    // What is asked for later is another connection, which may fare better.
    const later = client.subscribe<StreamItem>(WATCH, {});
    expect(await later.next()).toEqual({ done: false, value: { kind: 'CAUGHT_UP' } });
    expect(server.greetings).toHaveLength(2);
  });
});

describe.each([4403, 4408, 4499, 1000, 1001, 1012, 1013])('after %i', (code) => {
  it.each(MOMENTS)('to %s it comes back, with a token that it asks for anew', async (at) => {
    const server = await startClosing(code, at);
    let asked = 0;
    const client = connect(server, { token: () => `token ${(asked += 1)}` });
    const stream = client.subscribe<StreamItem>(WATCH, {});
    expect(await stream.next()).toEqual({ done: false, value: { kind: 'CAUGHT_UP' } });
    expect(server.greetings).toEqual([{ token: 'token 1' }, { token: 'token 2' }]);
    await waitFor(() => client.connection.get().phase === 'live', 'the connection to be live');
  });
});
