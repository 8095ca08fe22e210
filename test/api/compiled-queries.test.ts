/**
 * A document that comes again is compiled by graphql-jit. Nobody must notice: each answer here is the same, byte for
 * byte, the first time (graphql-js) and ever after (compiled).
 */
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newMac } from '../support/builders.ts';
import { accepted, enroll, gql, perform, settled, type Variables } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';

let service: TestService;
let id: string;
let failedJob: string;

beforeAll(async () => {
  service = await startTestService();
  ({ id } = await enroll(service, {
    name: 'one',
    extra: { a: [1, { b: null }] },
    ports: [{ address: newMac() }, { address: newMac() }],
  }));
  await enroll(service, { name: 'two' });
  await perform(service, 'manageNode', { nodeId: id });
  const failing = await enroll(service, { name: 'three', driverInfo: { fake_failures: { 'power.get': 'always' } } });
  const { job } = await accepted(service, 'manageNode', { nodeId: failing.id });
  failedJob = job?.id ?? '';
  await settled(service, failedJob);
});
afterAll(() => service?.stop());

const NODE_PAGE = 'nodes { id name provisionState ports { nodes { address } totalCount } } totalCount';

// prettier-ignore
const PROBES: readonly (readonly [what: string, query: string, variables?: () => Variables])[] = [
  ['a list with children', `{ nodes(orderBy: [{ field: NAME }]) { ${NODE_PAGE} pageInfo { endCursor hasNextPage } edges { cursor node { id } } } }`],
  ['fragments, named and inline, that overlap', '{ nodes { ...Page nodes { ... on Node { name driver } } } } fragment Page on NodeConnection { nodes { ...Facts } totalCount } fragment Facts on Node { id extra driver version }'],
  ['@skip and @include by variables', 'query ($yes: Boolean!, $no: Boolean!) { nodes { nodes { id name @skip(if: $yes) driver @include(if: $yes) version @include(if: $no) ... @skip(if: $no) { retired } } totalCount @include(if: $no) } }', () => ({ yes: true, no: false })],
  ['@skip and @include the other way round', 'query ($yes: Boolean!, $no: Boolean!) { nodes { nodes { id name @skip(if: $yes) driver @include(if: $yes) version @include(if: $no) ... @skip(if: $no) { retired } } totalCount @include(if: $no) } }', () => ({ yes: false, no: true })],
  ['enums, in and out', 'query ($state: ProvisionState!, $direction: OrderDirection!) { nodes(filter: { provisionState: { in: [$state, ENROLL] } }, orderBy: [{ field: PROVISION_STATE, direction: $direction }]) { nodes { provisionState powerState } } }', () => ({ state: 'MANAGEABLE', direction: 'DESC' })],
  ['a filter that holds filters, by a variable', 'query ($filter: NodeFilter!, $first: Int = 2) { nodes(filter: $filter, first: $first) { nodes { name } totalCount } }', () => ({ filter: { or: [{ name: { eq: 'one' } }, { not: { provisionState: { eq: 'ENROLL' } } }] } })],
  ['such a filter as a default', 'query ($filter: NodeFilter = { and: [{ name: { startsWith: "t" } }] }) { nodes(filter: $filter) { nodes { name } } }'],
  ['a list of such filters, by a variable', 'query ($any: [NodeFilter!]) { nodes(filter: { or: $any }) { nodes { name } } }', () => ({ any: [{ name: { eq: 'one' } }, { name: { eq: 'two' } }] })],
  ['aliases and arguments', 'query ($id: ID!) { a: node(id: $id) { id x: name } b: nodeByName(name: "two") { y: name } c: node(id: "01900000-0000-7000-8000-000000000000") { id } }', () => ({ id })],
  ['an error as data, by an interface', 'query ($id: ID!) { job(id: $id) { state error { __typename message code path remedy ... on DriverError { address } ... on StepError { step } } steps { name state error { message } } } }', () => ({ id: failedJob })],
  ['moments and JSON', '{ nodes { nodes { createdAt updatedAt extra properties driverInfo lastCleanedAt } } }'],
  ['introspection beside data', '{ __typename __schema { queryType { name } } viewer { __typename actor } __type(name: "Node") { fields { name type { kind name } } } }'],
  ['an error of a field that may be null', 'query ($bad: ID!) { node(id: $bad) { id } viewer { actor } }', () => ({ bad: 'nonsense' })],
  ['an error of a field that may not', '{ viewer { actor } nodes(first: 0) { nodes { id } } }'],
  ['an error deep down', '{ nodes { nodes { id ports(first: 501) { nodes { id } } } } }'],
  ['two errors', '{ a: node(id: "x") { id } b: port(id: "y") { id } viewer { actor } }'],
  ['a variable of the wrong type', 'query ($n: Int) { nodes(first: $n) { nodes { id } } }', () => ({ n: 'x' })],
  ['a variable that is missing', 'query ($id: ID!) { node(id: $id) { id } }', () => ({})],
  ['a filter of the wrong type, by a variable', 'query ($filter: NodeFilter) { nodes(filter: $filter) { nodes { id } } }', () => ({ filter: { and: [{ nam: 1 }] } })],
  ['a node that is not there', 'query ($id: ID!) { node(id: $id) { id ports { nodes { id } } } }', () => ({ id: newId() })],
  ['an operation chosen by nothing but being alone', 'query Only { viewer { actor } }'],
];

describe('an answer is the same, however often it was asked for', () => {
  const cases = PROBES.map(([what, query, variables = () => ({})]) => ({ what, query, variables }));

  it.each(cases)('$what', async ({ query, variables }) => {
    const given = variables();
    const first = await gql(service, query, given);
    expect(first.text).not.toContain('INTERNAL_SERVER_ERROR');
    for (let time = 2; time <= 4; time += 1) {
      const again = await gql(service, query, given);
      expect(again.text, `time ${time}`).toBe(first.text);
      expect(again.status).toBe(first.status);
    }
  });

  it('with other variables it is another answer', async () => {
    const names = async (filter: unknown): Promise<string> =>
      (await gql(service, 'query ($filter: NodeFilter) { nodes(filter: $filter) { nodes { name } } }', { filter }))
        .text;
    for (let round = 0; round < 3; round += 1) {
      expect(await names({ name: { eq: 'one' } })).toBe('{"data":{"nodes":{"nodes":[{"name":"one"}]}}}\n');
      expect(await names({ name: { eq: 'two' } })).toBe('{"data":{"nodes":{"nodes":[{"name":"two"}]}}}\n');
      expect(await names({ not: { name: { in: ['two', 'three'] } } })).toBe(
        '{"data":{"nodes":{"nodes":[{"name":"one"}]}}}\n',
      );
    }
  });

  it('two operations of one document are kept apart', async () => {
    const query = 'query A { viewer { actor } } query B { viewer { isSystemAdmin } }';
    const run = async (operationName: string): Promise<unknown> => {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ query, operationName });
      return (await fetch(`${service.url}/graphql`, { method: 'POST', headers, body })).json();
    };
    for (let round = 0; round < 3; round += 1) {
      expect(await run('A')).toMatchObject({ data: { viewer: { actor: expect.any(String) } } });
      expect(await run('B')).toEqual({ data: { viewer: { isSystemAdmin: true } } });
    }
  });
});
