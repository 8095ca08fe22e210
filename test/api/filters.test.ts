import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newMac, openRows, type TestRows } from '../support/builders.ts';
import { accepted, ask, enroll, gql, type Variables } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';

let service: TestService;
let rows: TestRows;
const INSTANCE = newId();

/** Name → what sets it apart. */
const NODES: Readonly<Record<string, Variables>> = {
  alpha: {
    provision_state: 'ACTIVE',
    power_state: 'ON',
    instance_id: INSTANCE,
    owner: 'a',
    created_at: '2026-01-01 00:00:00.000001',
  },
  beta: {
    provision_state: 'AVAILABLE',
    power_state: 'OFF',
    resource_class: 'gold',
    owner: 'b',
    created_at: '2026-01-02 00:00:00',
  },
  Beta: {
    provision_state: 'ENROLL',
    maintenance: 1,
    fault: 'clean failure',
    lessee: 'a',
    created_at: '2026-01-03 00:00:00',
  },
  'be-1': {
    provision_state: 'ENROLL',
    retired: 1,
    description: '100% of a_b',
    conductor_group: 'rack1',
    created_at: '2026-01-04 00:00:00',
  },
  be_1: {
    provision_state: 'ACTIVE',
    power_state: 'ON',
    protected: 1,
    description: 'a-b\\c',
    created_at: '2026-01-05 00:00:00',
  },
};
/** One more, without a name. */
const NAMELESS = 'nameless';
const ids: Record<string, string> = {};

beforeAll(async () => {
  service = await startTestService({ config: { role: 'api' } });
  rows = await openRows(service.databaseUrl);
  for (const [name, columns] of Object.entries(NODES)) {
    const { id } = await enroll(service, { name, ports: [{ address: newMac(), name: `${name}-eth0` }] });
    await rows.setNode(id, columns);
    ids[name] = id;
  }
  const { id } = await enroll(service, {
    driver: 'ipmi',
    ports: [{ address: '52:54:fc:00:00:01', pxeEnabled: false, physicalNetwork: 'net' }],
  });
  await rows.setNode(id, { created_at: '2026-01-06 00:00:00', updated_at: '2030-01-01 00:00:00' });
  ids[NAMELESS] = id;
});
afterAll(async () => {
  await rows?.close();
  await service?.stop();
});

async function found(filter: unknown): Promise<string[]> {
  const { nodes } = await ask<{ nodes: { nodes: { id: string; name: string | null }[]; totalCount: number } }>(
    service,
    'query ($filter: NodeFilter) { nodes(filter: $filter, orderBy: [{ field: CREATED_AT }]) { nodes { id name } totalCount } }',
    { filter },
  );
  expect(nodes.totalCount).toBe(nodes.nodes.length);
  return nodes.nodes.map(({ name }) => name ?? NAMELESS);
}

const ALL = [...Object.keys(NODES), NAMELESS];

// prettier-ignore
const CASES: readonly (readonly [what: string, filter: () => unknown, names: readonly string[]])[] = [
  ['nothing', () => ({}), ALL],
  ['null', () => null, ALL],
  ['id eq', () => ({ id: { eq: ids['beta'] } }), ['beta']],
  ['id in', () => ({ id: { in: [ids['beta'], ids['alpha'], newId()] } }), ['alpha', 'beta']],
  ['id in none', () => ({ id: { in: [] } }), []],
  ['id notIn', () => ({ id: { notIn: Object.values(ids).slice(1) } }), ['alpha']],
  ['id notIn none', () => ({ id: { notIn: [] } }), ALL],
  ['name eq, by case', () => ({ name: { eq: 'beta' } }), ['beta']],
  ['name eq null', () => ({ name: { eq: null } }), [NAMELESS]],
  ['name in', () => ({ name: { in: ['beta', 'Beta', 'gamma'] } }), ['beta', 'Beta']],
  ['name notIn, with those that have none', () => ({ name: { notIn: ['alpha', 'beta', 'Beta'] } }), ['be-1', 'be_1', NAMELESS]],
  ['name contains', () => ({ name: { contains: 'et' } }), ['beta', 'Beta']],
  ['name startsWith', () => ({ name: { startsWith: 'be' } }), ['beta', 'be-1', 'be_1']],
  ['name startsWith a wildcard, taken by its word', () => ({ name: { startsWith: 'be_' } }), ['be_1']],
  ['description contains a wildcard, taken by its word', () => ({ description: { contains: '100%' } }), ['be-1']],
  ['description contains %, taken by its word', () => ({ description: { contains: '%a' } }), []],
  ['description contains a backslash', () => ({ description: { contains: '\\' } }), ['be_1']],
  ['name contains a quote', () => ({ name: { contains: `' OR '1'='1` } }), []],
  ['name isNull', () => ({ name: { isNull: true } }), [NAMELESS]],
  ['name is not null', () => ({ name: { isNull: false } }), Object.keys(NODES)],
  ['several conditions on one field', () => ({ name: { startsWith: 'be', contains: '1', notIn: ['be-1'] } }), ['be_1']],
  ['driver', () => ({ driver: { eq: 'ipmi' } }), [NAMELESS]],
  ['provisionState eq', () => ({ provisionState: { eq: 'ACTIVE' } }), ['alpha', 'be_1']],
  ['provisionState in', () => ({ provisionState: { in: ['AVAILABLE', 'ACTIVE'] } }), ['alpha', 'beta', 'be_1']],
  ['provisionState notIn', () => ({ provisionState: { notIn: ['ENROLL'] } }), ['alpha', 'beta', 'be_1']],
  ['powerState eq', () => ({ powerState: { eq: 'OFF' } }), ['beta']],
  ['powerState in', () => ({ powerState: { in: ['ON', 'OFF'] } }), ['alpha', 'beta', 'be_1']],
  ['powerState unknown', () => ({ powerState: { isNull: true } }), ['Beta', 'be-1', NAMELESS]],
  ['maintenance', () => ({ maintenance: { eq: true } }), ['Beta']],
  ['not in maintenance', () => ({ maintenance: { eq: false } }), ['alpha', 'beta', 'be-1', 'be_1', NAMELESS]],
  ['retired', () => ({ retired: { eq: true } }), ['be-1']],
  ['protected', () => ({ protected: { eq: true } }), ['be_1']],
  ['resourceClass', () => ({ resourceClass: { eq: 'gold' } }), ['beta']],
  ['conductorGroup', () => ({ conductorGroup: { eq: 'rack1' } }), ['be-1']],
  ['owner', () => ({ owner: { in: ['a'] } }), ['alpha']],
  ['lessee', () => ({ lessee: { isNull: false } }), ['Beta']],
  ['instanceId', () => ({ instanceId: { eq: INSTANCE } }), ['alpha']],
  ['fault', () => ({ fault: { contains: 'clean' } }), ['Beta']],
  ['createdAt gt', () => ({ createdAt: { gt: '2026-01-04T00:00:00Z' } }), ['be_1', NAMELESS]],
  ['createdAt lt, to the microsecond', () => ({ createdAt: { lt: '2026-01-01T00:00:00.000001Z' } }), []],
  ['createdAt gt, to the microsecond', () => ({ createdAt: { gt: '2026-01-01T00:00:00Z', lt: '2026-01-02T00:00:00Z' } }), ['alpha']],
  ['createdAt between, both included', () => ({ createdAt: { between: ['2026-01-02T00:00:00Z', '2026-01-04T00:00:00Z'] } }), ['beta', 'Beta', 'be-1']],
  ['updatedAt', () => ({ updatedAt: { gt: '2029-01-01T00:00:00Z' } }), [NAMELESS]],
  ['several fields', () => ({ provisionState: { eq: 'ACTIVE' }, protected: { eq: false } }), ['alpha']],
  ['and', () => ({ and: [{ powerState: { eq: 'ON' } }, { name: { startsWith: 'be' } }] }), ['be_1']],
  ['and of nothing', () => ({ and: [] }), ALL],
  ['or', () => ({ or: [{ name: { eq: 'alpha' } }, { maintenance: { eq: true } }] }), ['alpha', 'Beta']],
  ['or of nothing', () => ({ or: [] }), []],
  ['or with an empty one', () => ({ or: [{ name: { eq: 'alpha' } }, {}] }), ALL],
  ['or beside another condition', () => ({ provisionState: { eq: 'ACTIVE' }, or: [{ name: { eq: 'alpha' } }, { name: { eq: 'beta' } }] }), ['alpha']],
  ['not', () => ({ not: { provisionState: { in: ['ENROLL', 'ACTIVE'] } } }), ['beta']],
  ['not, of a value that is absent', () => ({ not: { owner: { eq: 'a' } } }), ['beta', 'Beta', 'be-1', 'be_1', NAMELESS]],
  ['not of nothing', () => ({ not: {} }), ALL],
  ['three levels', () => ({ not: { or: [{ and: [{ name: { isNull: false } }, { maintenance: { eq: false } }] }] } }), ['Beta', NAMELESS]],
];

describe('a filter of nodes', () => {
  it.each(CASES)('%s', async (_what, filter, names) => {
    expect(await found(filter())).toEqual(names);
  });

  it.each(['2026-02-30T00:00:00Z', '2026-13-01T00:00:00Z', '2026-01-01', 'yesterday', '2026-01-01T00:00:00+01:00'])(
    'by a moment that is none is refused: %s',
    async (gt) => {
      const query = 'query ($filter: NodeFilter) { nodes(filter: $filter) { totalCount } }';
      const { data, errors } = await gql(service, query, { filter: { createdAt: { gt } } });
      expect([data, errors[0]?.extensions.code]).toEqual([null, 'BAD_USER_INPUT']);
    },
  );

  it('of 500 values is served', async () => {
    const many = Array.from({ length: 499 }, (_, index) => `other-${index}`);
    expect(await found({ name: { in: [...many, 'alpha'] } })).toEqual(['alpha']);
  });
});

describe('a filter of ports', () => {
  // prettier-ignore
  it.each<[string, () => unknown, string[]]>([
    ['address, however it is written', () => ({ address: { eq: '52-54-FC-00-00-01' } }), ['52:54:fc:00:00:01']],
    ['addresses', () => ({ address: { in: ['5254fc000001', '52:54:fc:00:00:99'] } }), ['52:54:fc:00:00:01']],
    ['node', () => ({ nodeId: { eq: ids[NAMELESS] } }), ['52:54:fc:00:00:01']],
    ['pxeEnabled', () => ({ pxeEnabled: { eq: false } }), ['52:54:fc:00:00:01']],
    ['physicalNetwork', () => ({ physicalNetwork: { startsWith: 'n' } }), ['52:54:fc:00:00:01']],
    ['no name', () => ({ name: { isNull: true } }), ['52:54:fc:00:00:01']],
  ])('%s', async (_what, filter, addresses) => {
    const { ports } = await ask<{ ports: { nodes: { address: string }[]; totalCount: number } }>(
      service,
      'query ($filter: PortFilter) { ports(filter: $filter) { nodes { address } totalCount } }',
      { filter: filter() },
    );
    expect(ports).toEqual({ nodes: addresses.map((address) => ({ address })), totalCount: addresses.length });
  });
});

describe('a filter of jobs', () => {
  it('goes by node, type, state and whether they are settled', async () => {
    const { id } = await enroll(service);
    const manage = await accepted(service, 'manageNode', { nodeId: id });
    const power = await accepted(service, 'setNodePower', { nodeId: id, target: 'ON' });
    await accepted(service, 'cancelJob', { jobId: power.job?.id });
    const jobs = async (filter: Variables): Promise<string[]> => {
      const data = await ask<{ jobs: { nodes: { id: string }[] } }>(
        service,
        'query ($filter: JobFilter) { jobs(filter: $filter) { nodes { id } } }',
        { filter: { nodeId: { eq: id }, ...filter } },
      );
      return data.jobs.nodes.map((job) => job.id);
    };
    expect(await jobs({})).toEqual([power.job?.id, manage.job?.id]); // newest first
    expect(await jobs({ type: { eq: 'node.manage' } })).toEqual([manage.job?.id]);
    expect(await jobs({ states: ['CANCELLED', 'FAILED'] })).toEqual([power.job?.id]);
    expect(await jobs({ states: [] })).toEqual([]);
    expect(await jobs({ isSettled: false })).toEqual([manage.job?.id]);
    expect(await jobs({ isSettled: true })).toEqual([power.job?.id]);
  });
});
