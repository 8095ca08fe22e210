import { afterAll, beforeAll, expect, it } from 'vitest';
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

it('a refused query throws what the service said, and one that reaches nobody says so', async () => {
  await expect(client.query('{ nonsense }', {})).rejects.toMatchObject({
    kind: 'refused',
    code: 'GRAPHQL_VALIDATION_FAILED',
  });
  const lost = createIronqlClient({ url: 'http://127.0.0.1:1/graphql', webSocketImpl: WebSocket });
  await expect(lost.query('{ viewer { actor } }', {})).rejects.toMatchObject({ kind: 'unreachable', errors: [] });
});
