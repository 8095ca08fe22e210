/** One set of limits and one wording of errors, whichever way an operation comes: by HTTP or by WebSocket. */
import { getIntrospectionQuery } from 'graphql';
import { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { gql, subscribe, type TopLevelError, type Variables } from '../support/graphql-client.ts';
import { recordingLog } from '../support/recording-log.ts';
import { startTestService, type TestService } from '../support/service.ts';

let service: TestService;
const recorded = recordingLog();

beforeAll(async () => {
  service = await startTestService({ log: recorded.log });
});
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(() => service?.stop());

interface Outcome {
  readonly data: unknown;
  readonly errors: readonly TopLevelError[];
}

const WAYS: Readonly<Record<string, (query: string, variables?: Variables) => Promise<Outcome>>> = {
  HTTP: (query, variables) => gql(service, query, variables),
  async WebSocket(query, variables) {
    const stream = subscribe<unknown>(service, query, variables);
    await stream.ended;
    await stream.close();
    return { data: stream.items[0] ?? null, errors: stream.errors };
  },
};

const deep = (depth: number): string => {
  // nodes { nodes { jobQueue { node { jobQueue … id } } } }: one level for each brace.
  const inner = Array.from({ length: depth - 2 }, (_, level) => (level % 2 === 0 ? 'jobQueue' : 'node'));
  return `{ nodes(first: 1) { nodes { ${inner.join(' { ')} { id } ${'} '.repeat(inner.length - 1)}} } }`;
};
const aliases = (count: number): string =>
  `{ ${Array.from({ length: count }, (_, n) => `a${n}: viewer { actor }`).join(' ')} }`;
const PAGES =
  'query ($a: Int, $b: Int) { nodes(first: $a) { nodes { id ports(first: $b) { nodes { id address name } } } } }';

// prettier-ignore
const REFUSED: readonly (readonly [what: string, query: string, variables: Variables, code: string, says: RegExp])[] = [
  ['13 levels', deep(13), {}, 'GRAPHQL_VALIDATION_FAILED', /deeper than 12/],
  ['13 levels by fragments', `{ ...A } fragment A on Query ${deep(13)}`, {}, 'GRAPHQL_VALIDATION_FAILED', /deeper than 12/],
  ['31 aliases', aliases(31), {}, 'GRAPHQL_VALIDATION_FAILED', /more than 30 aliases/],
  ['2,001 tokens', `{ ${'__typename '.repeat(1_999)} }`, {}, 'GRAPHQL_PARSE_FAILED', /token limit|tokens/i],
  ['a costly page', PAGES, { a: 500, b: 500 }, 'QUERY_TOO_COMPLEX', /limit is 50000/],
  ['a costly page by fragments', `query ($a: Int) { nodes(first: $a) { ...A } } fragment A on NodeConnection { nodes { ports(first: 500) { nodes { id name } } } }`, { a: 400 }, 'QUERY_TOO_COMPLEX', /limit is 50000/],
  ['a costly page behind a default', 'query ($a: Int = 500) { nodes(first: $a) { nodes { ports(first: 500) { nodes { id name } } } } }', {}, 'QUERY_TOO_COMPLEX', /limit is 50000/],
  ['a syntax error', '{ nodes {', {}, 'GRAPHQL_PARSE_FAILED', /Syntax Error/],
  ['an unknown field', '{ viewer { nam } }', {}, 'GRAPHQL_VALIDATION_FAILED', /Cannot query field "nam"/],
  ['circular fragments', '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }', {}, 'GRAPHQL_VALIDATION_FAILED', /Cannot spread fragment/],
  ['a variable of the wrong type', PAGES, { a: 'many' }, 'BAD_USER_INPUT', /\$a/],
  ['a variable that is missing', 'query ($id: ID!) { node(id: $id) { id } }', {}, 'BAD_USER_INPUT', /\$id/],
  ['an unknown enum value', 'query ($d: OrderDirection!) { nodes(orderBy: [{ field: NAME, direction: $d }]) { totalCount } }', { d: 'UP' }, 'BAD_USER_INPUT', /\$d/],
  ['65 levels of variables', 'query ($f: NodeFilter) { nodes(filter: $f) { totalCount } }', { f: levels(70) }, 'BAD_USER_INPUT', /deeper than 64/],
  ['an argument that cannot be', '{ node(id: "x") { id } }', {}, 'BAD_USER_INPUT', /not an id/],
];

// prettier-ignore
const SERVED: readonly (readonly [what: string, query: string, variables: Variables])[] = [
  ['12 levels', deep(12), {}],
  ['30 aliases', aliases(30), {}],
  ['a page within the cost', PAGES, { a: 100, b: 100 }],
  ['introspection', getIntrospectionQuery(), {}],
  ['variables that are null', PAGES, { a: null, b: null }],
];

describe.each(Object.entries(WAYS))('by %s', (_way, send) => {
  it.each(REFUSED)('%s is refused, with a code and without a stack', async (_what, query, variables, code, says) => {
    const { errors } = await send(query, variables);
    expect(errors.length).toBeGreaterThan(0);
    for (const { extensions } of errors) {
      expect(extensions.code).toBe(code);
      expect(extensions).not.toHaveProperty('stacktrace');
    }
    expect(errors[0]?.message).toMatch(says);
  });

  it.each(SERVED)('%s is served', async (_what, query, variables) => {
    const { data, errors } = await send(query, variables);
    expect(errors).toEqual([]);
    expect(data).not.toBeNull();
  });

  it('a bug is told by the id of the request alone; the log has the rest', async () => {
    for (let time = 1; time <= 4; time += 1) {
      vi.spyOn(DataSource.prototype, 'query').mockRejectedValue(new Error(`secret detail ${time}`));
      const { errors } = await send('{ viewer { actor } nodes { nodes { id } } }');
      vi.restoreAllMocks();
      expect(errors).toHaveLength(1);
      const { code, requestId, ...rest } = errors[0]?.extensions ?? {};
      expect({ code, rest }).toEqual({ code: 'INTERNAL_SERVER_ERROR', rest: {} });
      expect(JSON.stringify(errors)).not.toContain('secret');
      expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
      const line = recorded
        .text()
        .split('\n')
        .find((text) => text.includes(String(requestId)));
      expect(line).toContain(`secret detail ${time}`);
    }
  });

  it('a lost database is told as such, to be tried again', async () => {
    const lost = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    vi.spyOn(DataSource.prototype, 'query').mockRejectedValue(lost);
    const { errors } = await send('{ nodes { nodes { id } } }');
    expect(errors[0]?.extensions).toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryAfterMs: 1_000 });
  });
});

it('a page of nodes within the limits of a page is within the limit of the cost', async () => {
  const { errors } = await gql(
    service,
    `{ nodes(first: 500) { nodes { id name provisionState powerState maintenance lastError
         ports(first: 10) { nodes { address } } vifAttachments(first: 10) { nodes { vifId state } } } pageInfo { endCursor } } }`,
  );
  expect(errors).toEqual([]);
});

function levels(count: number): unknown {
  let filter: unknown = {};
  for (let level = 1; level < count; level += 1) filter = { not: filter };
  return filter;
}
