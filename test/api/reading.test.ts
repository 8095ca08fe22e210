import { DataSource } from 'typeorm';
import { v7 as newId } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { newMac, openRows, type TestRows } from '../support/builders.ts';
import { accepted, ask, enroll, perform, type Variables } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';

let service: TestService;
let rows: TestRows;
/** A node with seven ports, three of them with a VIF. */
let id: string;
let addresses: readonly string[];

beforeAll(async () => {
  service = await startTestService();
  rows = await openRows(service.databaseUrl);
  addresses = Array.from({ length: 7 }, () => newMac());
  ({ id } = await enroll(service, { name: 'many-ports', ports: addresses.map((address) => ({ address })) }));
  const ports = await rows.query<{ id: string }>('SELECT id FROM ports WHERE node_id = ? ORDER BY id', [id]);
  for (const [index, port] of ports.slice(0, 3).entries()) await rows.addVif(id, port.id, `vif-${index}`);
  await enroll(service, { name: 'no-ports' });
});
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(async () => {
  await rows?.close();
  await service?.stop();
});

interface Connection<T> {
  readonly nodes: readonly T[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly totalCount: number;
}

describe('children of a node, page by page', () => {
  const walk = async (field: string, selection: string, size: number): Promise<unknown[]> => {
    const seen: unknown[] = [];
    let after: string | null = null;
    for (let page = 0; ; page += 1) {
      expect(page, 'a walk that does not end').toBeLessThan(20);
      const data: { node: { children: Connection<unknown> } } = await ask(
        service,
        `query ($id: ID!, $first: Int, $after: Cursor) { node(id: $id) { children: ${field}(first: $first, after: $after) {
           nodes { ${selection} } pageInfo { hasNextPage endCursor } totalCount } } }`,
        { id, first: size, after },
      );
      const { nodes, pageInfo, totalCount } = data.node.children;
      seen.push(...nodes);
      if (!pageInfo.hasNextPage) {
        expect(totalCount).toBe(seen.length);
        return seen;
      }
      after = pageInfo.endCursor;
    }
  };

  it.each([1, 3, 7, 8])('ports, %i at a time, are all ports, oldest first', async (size) => {
    expect(await walk('ports', 'address', size)).toEqual(addresses.map((address) => ({ address })));
  });

  it.each([1, 2, 3])('VIF attachments, %i at a time, are all of them', async (size) => {
    expect(await walk('vifAttachments', 'vifId port { address }', size)).toEqual(
      [0, 1, 2].map((index) => ({ vifId: `vif-${index}`, port: { address: addresses[index] } })),
    );
  });

  it('a cursor from inside a list of nodes goes on in that node', async () => {
    const { nodes } = await ask<{ nodes: Connection<{ ports: Connection<{ address: string }> }> }>(
      service,
      '{ nodes(filter: { name: { eq: "many-ports" } }) { nodes { ports(first: 2) { nodes { address } pageInfo { hasNextPage endCursor } } } } }',
    );
    const ports = nodes.nodes[0]?.ports;
    expect(ports).toMatchObject({
      nodes: [{ address: addresses[0] }, { address: addresses[1] }],
      pageInfo: { hasNextPage: true },
    });
    const { node } = await ask<{ node: { ports: Connection<{ address: string }> } }>(
      service,
      'query ($id: ID!, $after: Cursor) { node(id: $id) { ports(first: 2, after: $after) { nodes { address } } } }',
      { id, after: ports?.pageInfo.endCursor },
    );
    expect(node.ports.nodes).toEqual([{ address: addresses[2] }, { address: addresses[3] }]);
  });

  it('jobs are newest first and go on behind a cursor', async () => {
    const node = await enroll(service);
    const jobs: (string | undefined)[] = [];
    for (const target of ['ON', 'OFF', 'ON'])
      jobs.unshift((await perform(service, 'setNodePower', { nodeId: node.id, target })).job?.id);
    const page = async (after: string | null): Promise<Connection<{ id: string }>> => {
      const data = await ask<{ node: { jobs: Connection<{ id: string }> } }>(
        service,
        'query ($id: ID!, $after: Cursor) { node(id: $id) { jobs(first: 2, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } totalCount } } }',
        { id: node.id, after },
      );
      return data.node.jobs;
    };
    const first = await page(null);
    expect(first).toMatchObject({
      nodes: jobs.slice(0, 2).map((job) => ({ id: job })),
      totalCount: 3,
      pageInfo: { hasNextPage: true },
    });
    expect(await page(first.pageInfo.endCursor)).toMatchObject({
      nodes: [{ id: jobs[2] }],
      pageInfo: { hasNextPage: false },
    });
  });
});

describe('what a query costs the database', () => {
  /** The statements that an operation made, without the log's own reader. */
  async function statementsOf(document: string, variables: Variables = {}): Promise<string[]> {
    const spy = vi.spyOn(DataSource.prototype, 'query');
    await ask(service, document, variables);
    const mine = spy.mock.calls.map(([sql]) => sql).filter((sql) => /FROM `(nodes|ports|vif_attachments)`/.test(sql));
    spy.mockRestore();
    return mine;
  }

  const PAGE = `{ nodes(first: 50) { nodes { id name ports(first: 50) { nodes { address pxeEnabled } }
    vifAttachments(first: 50) { nodes { vifId state } } } } }`;

  it('is three statements for a page of nodes with their ports and VIFs, however many there are', async () => {
    for (let more = 0; more < 5; more += 1)
      await enroll(service, { ports: [{ address: newMac() }, { address: newMac() }] });
    for (let time = 1; time <= 4; time += 1) expect(await statementsOf(PAGE), `time ${time}`).toHaveLength(3);
  });

  it('is only the columns that are asked for', async () => {
    for (let time = 1; time <= 4; time += 1) {
      const [nodes = '', ports = '', ...rest] = await statementsOf(
        '{ nodes { nodes { name ports { nodes { address } } } } }',
      );
      expect(rest).toEqual([]);
      expect(columnsOf(nodes)).toEqual(['id', 'name']);
      expect(columnsOf(ports)).toEqual(['address', 'id', 'node_id']);
    }
    const [withInfo = ''] = await statementsOf(
      '{ nodes { edges { node { ...Info } } } } fragment Info on Node { driverInfo }',
    );
    expect(columnsOf(withInfo)).toEqual(['driver', 'driver_info', 'id']);
  });

  it('reads secrets only when driverInfo is asked for, in every query that shows nodes', async () => {
    const { job } = await perform(service, 'setNodePower', { nodeId: id, target: 'ON' });
    for (const document of [
      '{ nodes { nodes { name provisionState extra availableActions { verb } lock { purpose } } } }',
      `{ node(id: "${id}") { name } nodeByName(name: "many-ports") { name } }`,
      `{ job(id: "${job?.id}") { node { name } } }`,
      '{ ports { nodes { node { name } } } vifAttachments { nodes { node { name } port { node { name } } } } }',
      '{ events { nodes { node { name } } } }',
    ]) {
      const statements = await statementsOf(document);
      expect(
        statements.some((sql) => /FROM `nodes`/.test(sql)),
        document,
      ).toBe(true);
      expect(statements.join(), document).not.toContain('driver_info');
    }
  });

  const columnsOf = (sql: string): string[] =>
    [...(sql.split(' FROM ')[0] ?? '').matchAll(/`t`\.`(\w+)`/g)].map(([, column]) => column ?? '').sort();
});

describe('the event log as pages', () => {
  interface EventPage {
    readonly events: {
      readonly edges: readonly {
        readonly cursor: string;
        readonly node: { readonly id: string; readonly type: string };
      }[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    };
  }
  const page = async (variables: Variables): Promise<EventPage['events']> => {
    const { events } = await ask<EventPage>(
      service,
      `query ($first: Int, $after: Cursor, $filter: EventFilter) { events(first: $first, after: $after, filter: $filter) {
         edges { cursor node { id type } } pageInfo { hasNextPage endCursor } } }`,
      variables,
    );
    return events;
  };

  it('is the whole log of a node in order, whatever the size of a page, and from any cursor', async () => {
    const node = await enroll(service);
    await perform(service, 'manageNode', { nodeId: node.id });
    await perform(service, 'provideNode', { nodeId: node.id });
    const log = (
      await rows.query<{ id: number }>('SELECT id FROM events WHERE node_id = ? ORDER BY id', [node.id])
    ).map((event) => String(event.id));
    expect(log.length).toBeGreaterThan(20);
    const filter = { nodeId: node.id };
    for (const first of [1, 7, 100]) {
      const seen: string[] = [];
      let after: string | null = null;
      for (;;) {
        const { edges, pageInfo }: EventPage['events'] = await page({ first, after, filter });
        seen.push(...edges.map((edge) => edge.node.id));
        if (!pageInfo.hasNextPage) break;
        expect(seen.length).toBeLessThanOrEqual(log.length);
        after = pageInfo.endCursor;
      }
      expect(seen).toEqual(log);
    }
    const { edges } = await page({ first: 100, filter });
    const fromTheMiddle = await page({ first: 100, filter, after: edges[9]?.cursor });
    expect(fromTheMiddle.edges.map((edge) => edge.node.id)).toEqual(log.slice(10));
  });

  it("goes on behind a mutation's cursor, and shows what was committed a moment ago", async () => {
    const { cursor } = await accepted(service, 'updateNode', { nodeId: id, description: 'one' });
    await accepted(service, 'updateNode', { nodeId: id, description: 'two' });
    const { edges } = await page({ after: cursor, filter: { nodeId: id, types: ['NODE_UPDATED', 'NODE_CREATED'] } });
    expect(edges.map((edge) => edge.node.type)).toContain('NODE_UPDATED');
    const log = await rows.query<{ id: number }>(
      `SELECT id FROM events WHERE node_id = ? AND type = 'NODE_UPDATED' ORDER BY id`,
      [id],
    );
    expect(edges.at(-1)?.node.id).toBe(String(log.at(-1)?.id));
    expect(edges.map((edge) => edge.node.id)).not.toContain(String(log.at(-2)?.id));
  });

  it('can be narrowed to a job and to kinds of events', async () => {
    const node = await enroll(service);
    const { job } = await perform(service, 'manageNode', { nodeId: node.id });
    const types = async (filter: Variables): Promise<string[]> =>
      (await page({ filter })).edges.map((edge) => edge.node.type);
    expect(await types({ jobId: job?.id, types: ['JOB_QUEUED', 'JOB_SUCCEEDED'] })).toEqual([
      'JOB_QUEUED',
      'JOB_SUCCEEDED',
    ]);
    expect(await types({ jobId: newId() })).toEqual([]);
    expect(await types({ nodeId: node.id, types: [] })).toEqual([]);
    expect(await types({ nodeId: node.id, types: ['NODE_CREATED'] })).toEqual(['NODE_CREATED']);
  });
});

describe('the other lists', () => {
  it('of conductors has the one of this process, alive, with what it drives', async () => {
    const { conductors } = await ask<{ conductors: Connection<Variables> }>(
      service,
      '{ conductors { nodes { id pid state drivers host conductorGroup startedAt leaseExpiresAt runningJobs { id } } totalCount } }',
    );
    expect(conductors).toMatchObject({
      totalCount: 1,
      nodes: [
        {
          pid: process.pid,
          state: 'ALIVE',
          drivers: expect.arrayContaining(['fake-hardware', 'ipmi']),
          conductorGroup: '',
          runningJobs: [],
        },
      ],
    });
  });

  it('of drivers has each with its 13 slots, and says which fields are secret', async () => {
    interface Driver {
      readonly name: string;
      readonly interfaces: readonly { readonly implementations: readonly string[] }[];
      readonly driverInfoFields: readonly {
        readonly name: string;
        readonly isSecret: boolean;
        readonly isRequired: boolean;
      }[];
    }
    const selection =
      'name description interfaces { kind implementations } driverInfoFields { name isSecret isRequired defaultValue }';
    const { drivers, driver, nothing } = await ask<{ drivers: Driver[]; driver: Driver; nothing: null }>(
      service,
      `{ drivers { ${selection} } driver(name: "ipmi") { ${selection} } nothing: driver(name: "nope") { name } }`,
    );
    expect(drivers.map(({ name }) => name)).toEqual(['fake-hardware', 'ipmi', 'manual-management']);
    expect(nothing).toBeNull();
    expect(drivers).toContainEqual(driver);
    for (const { interfaces } of drivers) {
      expect(interfaces).toHaveLength(13);
      expect(interfaces.every(({ implementations }) => implementations.length > 0)).toBe(true);
    }
    expect(driver.driverInfoFields).toContainEqual(expect.objectContaining({ name: 'ipmi_password', isSecret: true }));
    expect(driver.driverInfoFields).toContainEqual(
      expect.objectContaining({ name: 'ipmi_address', isSecret: false, isRequired: true }),
    );
  });

  it('of VIF attachments goes by state, port and VIF', async () => {
    const vifs = async (filter: Variables): Promise<string[]> => {
      const data = await ask<{ vifAttachments: Connection<{ vifId: string }> }>(
        service,
        'query ($filter: VifAttachmentFilter) { vifAttachments(filter: $filter) { nodes { vifId } } }',
        { filter },
      );
      return data.vifAttachments.nodes.map(({ vifId }) => vifId);
    };
    expect(await vifs({ nodeId: { eq: id } })).toEqual(['vif-0', 'vif-1', 'vif-2']);
    expect(await vifs({ vifId: { in: ['vif-1'] }, states: ['ATTACHED'], purposes: ['TENANT'] })).toEqual(['vif-1']);
    expect(await vifs({ states: ['ERROR'] })).toEqual([]);
    expect(await vifs({ purposes: ['CLEANING'] })).toEqual([]);
  });

  it('of the viewer says who asks', async () => {
    const { viewer } = await ask<{ viewer: unknown }>(service, '{ viewer { actor isSystemAdmin } }');
    expect(viewer).toEqual({ actor: expect.stringMatching(/\S/), isSystemAdmin: true });
  });
});

it('a job at work shows its lock, its step, its place and who waits behind it', async () => {
  const node = await enroll(service, { driverInfo: { fake_hangs: { 'power.get': 'always' } } });
  const first = await accepted(service, 'manageNode', { nodeId: node.id });
  const second = await accepted(service, 'provideNode', { nodeId: node.id });
  const third = await accepted(service, 'setNodePower', { nodeId: node.id, target: 'ON' });
  interface Seen {
    readonly node: {
      readonly lock: {
        readonly holderJob: { readonly id: string };
        readonly epoch: number;
        readonly conductor: { readonly state: string };
      } | null;
      readonly jobQueue: readonly {
        readonly id: string;
        readonly state: string;
        readonly queuePosition: number | null;
        readonly waitReason: string | null;
        readonly blockedBy: { readonly id: string } | null;
        readonly currentStep: { readonly name: string; readonly state: string } | null;
      }[];
    };
  }
  const seen = await waitFor(async () => {
    const data = await ask<Seen>(
      service,
      `query ($id: ID!) { node(id: $id) { lock { holderJob { id } purpose since epoch conductor { state } }
         jobQueue { id state queuePosition waitReason blockedBy { id } currentStep { name state } } } }`,
      { id: node.id },
    );
    return data.node.jobQueue[0]?.currentStep != null && data.node;
  }, 'the job to be at a step');
  expect(seen.lock).toMatchObject({ holderJob: { id: first.job?.id }, epoch: 1, conductor: { state: 'ALIVE' } });
  const blockedBy = { id: first.job?.id };
  expect(seen.jobQueue).toMatchObject([
    {
      id: first.job?.id,
      state: 'RUNNING',
      queuePosition: null,
      waitReason: null,
      blockedBy: null,
      currentStep: { state: 'RUNNING' },
    },
    { id: second.job?.id, state: 'QUEUED', queuePosition: 1, waitReason: 'LOCK', blockedBy },
    { id: third.job?.id, state: 'QUEUED', queuePosition: 2, waitReason: 'LOCK', blockedBy },
  ]);
  await accepted(service, 'abortNode', { nodeId: node.id });
});
