import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createIronqlClient, type IronqlClient } from '../../src/client/client.ts';
import type { UpdateNodeInput } from '../../src/client/generated.ts';
import { startWireProxy, type WireProxy } from '../support/wire-proxy.ts';
import { enroll } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';

const UPDATE = `mutation ($input: UpdateNodeInput!) {
  updateNode(input: $input) { node { version description } cursor replayed errors { code message } } }`;

interface Updated {
  readonly updateNode: {
    readonly node: { readonly version: number; readonly description: string } | null;
    readonly cursor: string | null;
    readonly replayed: boolean;
    readonly errors: readonly { readonly code: string }[];
  };
}

let service: TestService;
let proxy: WireProxy;
let client: IronqlClient;
beforeAll(async () => {
  service = await startTestService({ config: { role: 'api' } });
  proxy = await startWireProxy(service);
  client = createIronqlClient({ url: `${proxy.url}/graphql`, webSocketImpl: WebSocket });
});
afterAll(async () => {
  client?.close();
  await proxy?.close();
  await service?.stop();
});

it('a mutation whose answer is lost is asked again, and done once', async () => {
  const { id } = await enroll(service);
  const input: UpdateNodeInput = { nodeId: id, description: 'once' };
  proxy.swallowAnswer();
  const { updateNode } = await client.mutate<Updated, { input: UpdateNodeInput }>(UPDATE, { input });
  expect(updateNode).toMatchObject({ node: { description: 'once' }, replayed: true, errors: [] });
  const other = await client.mutate<Updated, { input: UpdateNodeInput }>(UPDATE, { input });
  expect(other.updateNode).toMatchObject({ replayed: false });
});

it('what a user can mend is in the payload', async () => {
  const input: UpdateNodeInput = { nodeId: '019000aa-0000-7000-8000-000000000000', description: 'nobody' };
  const { updateNode } = await client.mutate<Updated, { input: UpdateNodeInput }>(UPDATE, { input });
  expect(updateNode.errors).toMatchObject([{ code: 'NOT_FOUND' }]);
});

describe('a query whose document has $atLeast', () => {
  const UPDATES = `query ($id: ID!, $atLeast: Cursor) {
    events(first: 500, filter: { nodeId: $id, types: [NODE_UPDATED] }, atLeast: $atLeast) { nodes { id } } }`;
  let other: TestService;
  let switchboard: Switchboard;
  let own: IronqlClient;
  beforeAll(async () => {
    other = await startTestService({ config: { role: 'api' }, databaseUrl: service.databaseUrl });
    switchboard = await startSwitchboard(service);
  });
  beforeEach(() => {
    switchboard.lead(service);
    own = createIronqlClient({ url: `${switchboard.url}/graphql`, webSocketImpl: WebSocket });
  });
  afterEach(() => own.close());
  afterAll(async () => {
    await switchboard?.close();
    await other?.stop();
  });

  /** The newest event that it has read. */
  async function positionOf({ url }: TestService): Promise<number> {
    const metrics = await (await fetch(`${url}/metrics`)).text();
    return Number(/^ironql_event_log_position (\d+)$/m.exec(metrics)?.[1]);
  }

  const update = (nodeId: string, description: string) =>
    own.mutate<Updated, { input: UpdateNodeInput }>(UPDATE, { input: { nodeId, description } });

  it('sees what its client has changed, whichever process answers', async () => {
    const { id } = await enroll(service);
    for (let turn = 1; turn <= 10; turn += 1) {
      switchboard.lead(service);
      await update(id, `turn ${turn}`);
      switchboard.lead(other);
      const { events } = await own.query<{ events: { nodes: { id: string }[] } }, { id: string }>(UPDATES, { id });
      expect(events.nodes).toHaveLength(turn);
      // Left to itself it reads the log once a second.
      expect(await positionOf(other)).toBeGreaterThanOrEqual(Number(events.nodes.at(-1)?.id));
    }
  });

  it('is told of the last change; of none before the first, nor where it is given or not asked for', async () => {
    const { id } = await enroll(service);
    const sent = async (query: string, variables: Readonly<Record<string, unknown>>): Promise<unknown> => {
      await own.query(query, variables);
      return switchboard.asked.at(-1)?.variables;
    };
    expect(await sent(UPDATES, { id })).toEqual({ id, atLeast: null });
    await update(id, 'first');
    const { updateNode } = await update(id, 'second');
    expect(updateNode.cursor).toEqual(expect.any(String));
    expect(await sent(UPDATES, { id })).toEqual({ id, atLeast: updateNode.cursor });
    expect(await sent(UPDATES, { id, atLeast: null })).toEqual({ id, atLeast: null });
    expect(await sent('query ($id: ID!) { node(id: $id) { id } }', { id })).toEqual({ id });
  });
});

it('a refused query throws what the service said, and one that reaches nobody says so', async () => {
  await expect(client.query('{ nonsense }', {})).rejects.toMatchObject({
    kind: 'refused',
    code: 'GRAPHQL_VALIDATION_FAILED',
  });
  const lost = createIronqlClient({ url: 'http://127.0.0.1:1/graphql', webSocketImpl: WebSocket });
  await expect(lost.query('{ viewer { actor } }', {})).rejects.toMatchObject({ kind: 'unreachable', errors: [] });
});

interface Switchboard {
  readonly url: string;
  /** What was asked so far. */
  readonly asked: readonly { readonly variables?: unknown }[];
  /** Requests go there from now on. */
  lead(to: TestService): void;
  close(): Promise<void>;
}

/** Hands each request to the process that it leads to at that moment, as a balancer before several does. */
async function startSwitchboard(first: TestService): Promise<Switchboard> {
  let target = first;
  const asked: { variables?: unknown }[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const body = await text(request);
      asked.push(JSON.parse(body) as { variables?: unknown }); // of a request for GraphQL
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${target.url}${request.url}`, { method: 'POST', headers, body });
      response.writeHead(answer.status, headers).end(await answer.text());
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    asked,
    lead(to) {
      target = to;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
