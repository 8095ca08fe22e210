import fc from 'fast-check';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRows, type TestRows } from '../support/builders.ts';
import { ask, enroll } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';

let service: TestService;
let rows: TestRows;

beforeAll(async () => {
  service = await startTestService({ config: { role: 'api' } });
  rows = await openRows(service.databaseUrl);
});
afterAll(async () => {
  await rows?.close();
  await service?.stop();
});

interface Connection {
  readonly nodes: readonly { readonly id: string }[];
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount: number;
}

const PAGE = `query ($first: Int, $after: Cursor, $last: Int, $before: Cursor, $filter: NodeFilter, $orderBy: [NodeOrder!]) {
  nodes(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy) {
    nodes { id } edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount
  }
}`;

async function page(variables: object): Promise<Connection> {
  const { nodes } = await ask<{ nodes: Connection }>(service, PAGE, { ...variables });
  return nodes;
}

/** Every page from one end to the other, glued together in the list's own order. */
async function walk(size: number, isBackward: boolean, variables: object): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  for (;;) {
    const { nodes, pageInfo }: Connection = await page({
      ...variables,
      ...(isBackward ? { last: size, before: cursor } : { first: size, after: cursor }),
    });
    expect(nodes.length).toBeLessThanOrEqual(size);
    expect(ids.length, 'a walk that does not end').toBeLessThan(100);
    ids.splice(isBackward ? 0 : ids.length, 0, ...nodes.map(({ id }) => id));
    if (!(isBackward ? pageInfo.hasPreviousPage : pageInfo.hasNextPage)) return ids;
    cursor = isBackward ? pageInfo.startCursor : pageInfo.endCursor;
    expect(cursor).not.toBeNull();
  }
}

interface Facts {
  readonly name: string | null;
  readonly resource_class: string | null;
  readonly provision_state: string;
  readonly created_at: string;
}

const COLUMN_OF = {
  NAME: 'name',
  RESOURCE_CLASS: 'resource_class',
  PROVISION_STATE: 'provision_state',
  CREATED_AT: 'created_at',
} as const satisfies Record<string, keyof Facts>;

/** Few values, so that ties are the rule, and names of every kind that sorts oddly. */
const facts: fc.Arbitrary<Facts> = fc.record({
  name: fc.option(fc.stringMatching(/^[A-Ca-c._~-]{1,3}$/)),
  resource_class: fc.option(fc.constantFrom('a', 'B', 'b', 'ä', 'aa')),
  provision_state: fc.constantFrom('ENROLL', 'ACTIVE', 'MANAGEABLE'),
  created_at: fc.constantFrom('2026-01-01 00:00:00.000000', '2026-01-01 00:00:00.000001', '2026-01-02 00:00:00.000000'),
});
const order = fc.uniqueArray(
  fc.record({
    field: fc.constantFrom(...(Object.keys(COLUMN_OF) as (keyof typeof COLUMN_OF)[])), // the table's own keys
    direction: fc.constantFrom('ASC' as const, 'DESC' as const),
  }),
  { maxLength: 3, selector: ({ field }) => field },
);

describe('pages of nodes', () => {
  it('forward and backward are the whole sorted list, without a gap or a repeat, whatever the order', async () => {
    const uniqueNames = fc.uniqueArray(facts, { minLength: 1, maxLength: 14, selector: ({ name }) => name ?? newId() });
    await fc.assert(
      fc.asyncProperty(uniqueNames, order, fc.integer({ min: 1, max: 6 }), async (list, orderBy, size) => {
        const nodes = await replaceNodes(list);
        const sorted = [...nodes].sort(inOrder(orderBy)).map(({ id }) => id);
        expect(await walk(size, false, { orderBy })).toEqual(sorted);
        expect(await walk(size, true, { orderBy })).toEqual(sorted);
      }),
      { numRuns: 40 },
    );
  });

  it('by a nullable name put nodes without one first in ascending and last in descending order', async () => {
    await replaceNodes([
      { ...PLAIN, name: 'b' },
      { ...PLAIN, name: null },
      { ...PLAIN, name: 'a' },
      { ...PLAIN, name: null },
      { ...PLAIN, name: 'B' },
    ]);
    const names = async (direction: string): Promise<(string | null)[]> => {
      const { nodes } = await ask<{ nodes: { nodes: { name: string | null }[] } }>(
        service,
        `{ nodes(orderBy: [{ field: NAME, direction: ${direction} }]) { nodes { name } } }`,
      );
      return nodes.nodes.map(({ name }) => name);
    };
    expect(await names('ASC')).toEqual([null, null, 'B', 'a', 'b']);
    expect(await names('DESC')).toEqual(['b', 'a', 'B', null, null]);
  });

  it('tell the truth about what lies before and after, and their cursors fit their edges', async () => {
    await replaceNodes(Array.from({ length: 5 }, () => PLAIN));
    const all = await page({});
    expect(all.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: false });
    const [first, second, third, , fifth] = all.edges.map(({ cursor }) => cursor);
    expect(all.edges.map(({ node }) => node)).toEqual(all.nodes);
    expect(all.pageInfo).toMatchObject({ startCursor: first, endCursor: fifth });

    const middle = await page({ first: 2, after: first });
    expect(middle.pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: true,
      startCursor: second,
      endCursor: third,
    });
    expect((await page({ last: 2 })).pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    expect(await page({ after: fifth })).toMatchObject({
      nodes: [],
      pageInfo: { startCursor: null, endCursor: null, hasNextPage: false },
    });
    expect((await page({ first: 5 })).pageInfo.hasNextPage).toBe(false);
    expect((await page({ first: 4 })).pageInfo.hasNextPage).toBe(true);
  });

  it('between two cursors hold what lies between them', async () => {
    await replaceNodes(Array.from({ length: 5 }, () => PLAIN));
    const { edges } = await page({});
    const between = await page({ after: edges[0]?.cursor, before: edges[4]?.cursor });
    expect(between.nodes).toEqual(edges.slice(1, 4).map(({ node }) => node));
  });

  it('count what fits the filter, not what is on the page', async () => {
    await replaceNodes([...Array.from({ length: 7 }, () => PLAIN), { ...PLAIN, provision_state: 'ACTIVE' }]);
    expect(await page({ first: 2 })).toMatchObject({ totalCount: 8 });
    const filter = { provisionState: { eq: 'ENROLL' } };
    const first = await page({ first: 2, filter });
    expect(first.totalCount).toBe(7);
    expect((await page({ first: 2, filter, after: first.pageInfo.endCursor })).totalCount).toBe(7);
  });

  it('neither repeat nor skip what was there all the time, while nodes come and go', async () => {
    const nodes = await replaceNodes(Array.from({ length: 12 }, () => PLAIN));
    const seen: string[] = [];
    let after: string | null = null;
    for (let step = 0; ; step += 1) {
      const { nodes: found, pageInfo }: Connection = await page({ first: 3, after });
      seen.push(...found.map(({ id }) => id));
      expect(step, 'a walk that does not end').toBeLessThan(10);
      // One that was already shown goes, one that was not yet shown comes.
      await rows.query('DELETE FROM nodes WHERE id = ?', [found[0]?.id]);
      if (step === 0) await enroll(service);
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    expect(seen.slice(0, 12)).toEqual(nodes.map(({ id }) => id).sort());
    expect(new Set(seen)).toHaveLength(13);
  });
});

const PLAIN: Facts = {
  name: null,
  resource_class: null,
  provision_state: 'ENROLL',
  created_at: '2026-01-01 00:00:00.000000',
};

/** These nodes and no others; rows are all that a page reads. */
async function replaceNodes(list: readonly Facts[]): Promise<readonly (Facts & { readonly id: string })[]> {
  await rows.query('DELETE FROM nodes');
  const nodes = list.map((one) => ({ ...one, id: newId() }));
  await rows.query(
    `INSERT INTO nodes (id, name, resource_class, provision_state, created_at, driver, interfaces, driver_info, properties, extra,
       instance_info, provision_updated_at, maintenance, conductor_group, protected, retired, version, updated_at) VALUES
     ${nodes.map(() => `(?, ?, ?, ?, ?, 'fake-hardware', '{}', '{}', '{}', '{}', '{}', UTC_TIMESTAMP(6), 0, '', 0, 0, 1, UTC_TIMESTAMP(6))`).join()}`,
    nodes.flatMap((node) => [node.id, node.name, node.resource_class, node.provision_state, node.created_at]),
  );
  return nodes;
}

type Order = readonly { readonly field: keyof typeof COLUMN_OF; readonly direction: 'ASC' | 'DESC' }[];

/** The order that the schema promises, by bytes; nulls before everything; ties by id, in the last key's direction. */
function inOrder(orderBy: Order): (a: Facts & { id: string }, b: Facts & { id: string }) => number {
  const keys = [
    ...orderBy.map(({ field, direction }) => ({ column: COLUMN_OF[field] as keyof Facts | 'id', direction })),
    { column: 'id' as const, direction: orderBy.at(-1)?.direction ?? 'ASC' },
  ];
  return (a, b) => {
    for (const { column, direction } of keys) {
      const compared = compareValues(a[column], b[column]);
      if (compared !== 0) return direction === 'ASC' ? compared : -compared;
    }
    return 0;
  };
}

function compareValues(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null) return -1;
  return b === null ? 1 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}
