/**
 * Relay, as it comes: its compiler accepts the schema and what a Relay application asks of it, and its runtime works with
 * the answers.
 */
import { readFile } from 'node:fs/promises';
import { buildSchema, isObjectType } from 'graphql';
import { createClient, type Client } from 'graphql-ws';
import {
  commitLocalUpdate,
  commitMutation,
  ConnectionHandler,
  createOperationDescriptor,
  Environment,
  fetchQuery,
  getRequest,
  Network,
  Observable,
  RecordSource,
  requestSubscription,
  Store,
  type ConcreteRequest,
  type GraphQLResponse,
} from 'relay-runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { accepted, enroll, gql } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';
import { compile, type Compiled } from './relay/compile.ts';

const NOBODY = '019362a0-0000-7000-8000-000000000000';

const schema = buildSchema(await readFile('schema.graphql', 'utf8'));
const FETCHABLE = Object.values(schema.getTypeMap())
  .filter((type) => isObjectType(type) && type.astNode?.directives?.some(({ name }) => name.value === 'fetchable'))
  .map(({ name }) => name);

/** A fragment on each type that a Relay application may fetch by itself. */
const everyType = FETCHABLE.map(
  (type) => `fragment every${type}_it on ${type} @refetchable(queryName: "every${type}Query") { id }`,
).join('\n');

let service: TestService;
let compiled: Compiled;
let socket: Client;

beforeAll(async () => {
  const read = (name: string): Promise<string> => readFile(`test/suites/relay/${name}.graphql`, 'utf8');
  compiled = await compile({ fleet: await read('fleet'), watch: await read('watch'), every: everyType });
  service = await startTestService();
  socket = createClient({ url: `${service.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket });
});
afterAll(async () => {
  await socket?.dispose();
  await service?.stop();
  await compiled?.remove();
});

it('the compiler writes the refetch and pagination queries of all that is fetchable', () => {
  expect(FETCHABLE).toEqual(expect.arrayContaining(['Node', 'Port', 'Job', 'JobGroup', 'Allocation']));
  expect(compiled.operations).toEqual(expect.arrayContaining(FETCHABLE.map((type) => `every${type}Query`)));
  expect(compiled.operations).toEqual(
    expect.arrayContaining(['fleetPageQuery', 'fleetPortsPageQuery', 'watchJobRefetchQuery', 'watchGroupPageQuery']),
  );
});

it.each(FETCHABLE)('the service answers the refetch query of %s', async (type) => {
  const { data, errors } = await gql(service, textOf(compiled.request(`every${type}Query`)), { id: NOBODY });
  expect(errors).toEqual([]);
  expect(data).toEqual({ [`fetch__${type}`]: null });
});

describe('the runtime', () => {
  it('reads pages of a connection, and more of one inside a node that it fetches by its id', async () => {
    const environment = createEnvironment();
    const node = await enroll(service, { name: 'with-ports' });
    for (const last of [1, 2, 3])
      await accepted(service, 'createPort', { nodeId: node.id, address: `02:00:00:00:00:0${last}` });

    await fetchQuery(environment, compiled.request('fleetQuery'), { first: 10 }).toPromise();
    const first = portsInStore(environment, node.id);
    expect(first).toEqual({ addresses: ['02:00:00:00:00:01', '02:00:00:00:00:02'], endCursor: expect.any(String) });

    const more = { id: node.id, first: 2, after: first.endCursor };
    await fetchQuery(environment, compiled.request('fleetPortsPageQuery'), more).toPromise();
    const { addresses } = portsInStore(environment, node.id);
    expect(addresses).toEqual(['02:00:00:00:00:01', '02:00:00:00:00:02', '02:00:00:00:00:03']);
  });

  it('has what a subscription brings in its store, under the node it has already', async () => {
    const environment = createEnvironment();
    const { id } = await enroll(service, { name: 'watched' });
    const watch = createOperationDescriptor(getRequest(compiled.request('watchNodeQuery')), { id });
    const kept = environment.retain(watch);
    await fetchQuery(environment, compiled.request('watchNodeQuery'), { id }).toPromise();
    const nameInStore = (): unknown => environment.getStore().getSource().get(id)?.['name'];
    expect(nameInStore()).toBe('watched');

    const kinds: unknown[] = [];
    const subscription = requestSubscription(environment, {
      subscription: compiled.request('watchNodeSubscription'),
      variables: { filter: { id: { eq: id } } },
      onNext: (data) => void kinds.push(data),
    });
    try {
      await waitFor(() => kinds.length > 0, 'the first item');
      await accepted(service, 'updateNode', { nodeId: id, name: 'renamed' });
      await waitFor(() => nameInStore() === 'renamed', 'the new name in the store');
    } finally {
      subscription.dispose();
      kept.dispose();
    }
  });

  it('gets an error of a mutation as data, with the fields of its type', async () => {
    const environment = createEnvironment();
    const answer = await new Promise<unknown>((resolve, reject) => {
      commitMutation(environment, {
        mutation: compiled.request('watchEnrollMutation'),
        variables: { input: { driver: 'no-such-driver' } },
        onCompleted: resolve,
        onError: reject,
      });
    });
    expect(answer).toMatchObject({ createNode: { node: null, errors: [{ code: 'UNKNOWN_DRIVER' }] } });
  });
});

function createEnvironment(): Environment {
  return new Environment({
    store: new Store(new RecordSource()),
    network: Network.create(
      async ({ text }, variables) => {
        const { data, errors } = await gql(service, text ?? '', variables);
        // As it came from the service.
        return (errors.length === 0 ? { data } : { data, errors }) as GraphQLResponse;
      },
      ({ text }, variables) =>
        Observable.create<GraphQLResponse>((sink) =>
          socket.subscribe(
            { query: text ?? '', variables },
            {
              next: (result) => sink.next(result as GraphQLResponse), // as it came from the service
              error: (cause) => sink.error(cause instanceof Error ? cause : new Error(JSON.stringify(cause))),
              complete: () => sink.complete(),
            },
          ),
        ),
    ),
  });
}

/** The connection of a node's ports, as Relay's own handler put its pages together. */
function portsInStore(environment: Environment, nodeId: string): { addresses: unknown[]; endCursor: unknown } {
  const found: { addresses: unknown[]; endCursor: unknown } = { addresses: [], endCursor: null };
  commitLocalUpdate(environment, (store) => {
    const node = store.get(nodeId);
    const connection = node ? ConnectionHandler.getConnection(node, 'fleetPorts_ports') : null;
    const edges = connection?.getLinkedRecords('edges') ?? [];
    found.addresses = edges.map((edge) => edge?.getLinkedRecord('node')?.getValue('address'));
    found.endCursor = connection?.getLinkedRecord('pageInfo')?.getValue('endCursor');
  });
  return found;
}

const textOf = (request: ConcreteRequest): string => request.params.text ?? '';
