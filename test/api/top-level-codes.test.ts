/** What docs/errors.md says about codes at the top of an answer, asked of the service. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { startApp } from '../../src/app.ts';
import { ConfigError, readConfig } from '../../src/config.ts';
import { silentLogger } from '../../src/domain/logger.ts';
import { gql, post } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service.stop());

const TWO = 'query A { viewer { actor } } query B { viewer { actor } }';
const PAGE = 'query ($first: Int) { nodes(first: $first) { totalCount } }';

describe('over HTTP', () => {
  it.each([
    ['what is no GraphQL', { query: '{' }, 200, 'GRAPHQL_PARSE_FAILED'],
    ['a field that is not there', { query: '{ nope }' }, 200, 'GRAPHQL_VALIDATION_FAILED'],
    ['a variable of another type', { query: PAGE, variables: { first: 'x' } }, 200, 'BAD_USER_INPUT'],
    ['an argument out of range', { query: PAGE, variables: { first: 501 } }, 200, 'BAD_USER_INPUT'],
    ['an operation that is not there', { query: TWO, operationName: 'C' }, 400, 'OPERATION_RESOLUTION_FAILURE'],
    ['one of several that is not named', { query: TWO }, 400, 'OPERATION_RESOLUTION_FAILURE'],
    ['no document', { variables: {} }, 400, 'BAD_REQUEST'],
    ['too much at once', { query: costly() }, 400, 'QUERY_TOO_COMPLEX'],
  ])('answers %s with its code', async (_what, body, status, code) => {
    // From the second time on the document comes from the store, and a query is compiled.
    for (let time = 1; time <= 3; time += 1) {
      const answer = await post(service, JSON.stringify(body));
      expect([answer.status, answer.errors[0]?.extensions.code]).toEqual([status, code]);
    }
  });

  it.each([
    ['what is no GraphQL', { query: '{' }],
    ['a field that is not there', { query: '{ nope }' }],
    ['a variable of another type', { query: PAGE, variables: { first: 'x' } }],
  ])('answers %s with 400 to who knows the media type of answers', async (_what, body) => {
    const accept = 'application/graphql-response+json, application/json;q=0.9';
    const headers = { 'content-type': 'application/json', accept };
    const { status } = await fetch(`${service.url}/graphql`, { method: 'POST', headers, body: JSON.stringify(body) });
    expect(status).toBe(400);
  });

  it('names the variable that does not fit', async () => {
    const { errors } = await gql(service, PAGE, { first: 'x' });
    expect(errors[0]?.message).toContain('"$first"');
  });
});

it('refuses a variable of another type over a socket, too, with its code', async () => {
  const client = createClient({ url: `${service.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket });
  try {
    const items = client.iterate({
      query: 'subscription ($snapshot: Boolean!) { nodeEvents(snapshot: $snapshot) { kind } }',
      variables: { snapshot: 'x' },
    });
    await expect(items.next()).rejects.toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  } finally {
    await client.dispose();
  }
});

it('does not start on a port that is in use, says so, and leaves no conductor behind', async () => {
  const port = Number(new URL(service.url).port);
  const config = { ...readConfig([], {}), port, dataFolder: service.dataFolder };
  const start = startApp(config, service.databaseUrl, silentLogger);
  await expect(start).rejects.toThrow(
    new ConfigError(`port ${port} on 127.0.0.1 is in use. Is IronQL running already? Choose another with --port.`),
  );

  const { data } = await gql<{ conductors: { nodes: { state: string }[] } }>(
    service,
    '{ conductors { nodes { state } } }',
  );
  expect(data?.conductors.nodes.map(({ state }) => state)).toEqual(['STOPPED', 'ALIVE']);
});

/** 500 nodes with 500 ports each. */
function costly(): string {
  return '{ nodes(first: 500) { nodes { ports(first: 500) { nodes { vifAttachments { id } } } } } }';
}
