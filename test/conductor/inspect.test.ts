/** Inspection: what is in the machine is written down, and what follows from it is true of the node afterwards. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFakeHardware } from '../../src/drivers/fake/index.ts';
import { newMac, openRows, type TestRows } from '../support/builders.ts';
import { accepted, ask, enroll, mutate, perform, settled, type Variables } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';
import { work } from './every-job.ts';
import { abortIn, behave, expectFree, run, stepStates, story } from './flow.ts';
import { startEngine } from './harness.ts';
import { commandsOf } from './machine.ts';

let service: TestService;
let rows: TestRows;

beforeAll(async () => {
  service = await startTestService({ config: { leaseExpiryMs: 60_000, inventoriesKept: 3 } });
  rows = await openRows(service.databaseUrl);
});
afterAll(async () => {
  await rows?.close();
  await service?.stop();
});

async function manageable(overrides: Variables = {}): Promise<string> {
  const { id: nodeId } = await enroll(service, overrides);
  await perform(service, 'manageNode', { nodeId });
  return nodeId;
}

interface Inspected {
  readonly properties: Variables;
  readonly inspectionStartedAt: string | null;
  readonly inspectionFinishedAt: string | null;
  readonly inventory: { readonly number: number; readonly inventory: Variables; readonly job: { id: string } } | null;
  readonly inventories: {
    readonly totalCount: number;
    readonly nodes: readonly {
      readonly number: number;
      readonly changesSincePrevious:
        readonly { readonly path: string; readonly before: string | null; readonly after: string | null }[] | null;
    }[];
  };
  readonly ports: { readonly nodes: readonly { readonly address: string; readonly pxeEnabled: boolean }[] };
}

const QUERY = `query ($id: ID!) { node(id: $id) {
  properties inspectionStartedAt inspectionFinishedAt inventory { number inventory pluginData job { id } }
  inventories { totalCount nodes { number changesSincePrevious { path before after } } }
  ports { nodes { address pxeEnabled } } } }`;

const inspected = async (id: string): Promise<Inspected> =>
  (await ask<{ node: Inspected }>(service, QUERY, { id })).node;

const nic = (mac: string, ipv4: string | null = null): Variables => ({ mac_address: mac, ipv4_address: ipv4 });

describe('inspectNode', () => {
  it('stores what was found, and properties and ports follow', async () => {
    const nodeId = await manageable();
    await perform(service, 'updateNode', {
      nodeId,
      expectedVersion: null,
      properties: { rack: 'r7', memory_mb: 1, capabilities: 'cpu_vt:true,boot_mode:bios' },
    });
    const { job } = await perform(service, 'inspectNode', { nodeId });
    expect(await story(service, nodeId, job?.id ?? '')).toEqual(['MANAGEABLE', 'INSPECTING', 'MANAGEABLE']);
    const node = await inspected(nodeId);
    expect(node.properties).toEqual({
      rack: 'r7',
      cpu_arch: 'x86_64',
      cpus: 8,
      memory_mb: 16_384,
      local_gb: 99,
      capabilities: 'cpu_vt:true,boot_mode:uefi',
    });
    expect(node.inventory).toMatchObject({ number: 1, job: { id: job?.id }, inventory: { cpu: { count: 8 } } });
    expect(node.ports.nodes).toEqual([{ address: expect.stringMatching(/^52:54:00:/), pxeEnabled: true }]);
    expect(node.inspectionFinishedAt).not.toBeNull();
    expect(String(node.inspectionStartedAt) <= String(node.inspectionFinishedAt)).toBe(true);
  });

  it('waits in INSPECT_WAIT for a machine that reports by itself', async () => {
    const nodeId = await manageable({ driverInfo: { fake_waits: { 'inspect.inspect': 50 } } });
    const { job } = await perform(service, 'inspectNode', { nodeId });
    expect(await story(service, nodeId, job?.id ?? '')).toEqual([
      'MANAGEABLE',
      'INSPECTING',
      'INSPECT_WAIT',
      'INSPECTING',
      'MANAGEABLE',
    ]);
    expect((await inspected(nodeId)).inventory).not.toBeNull();
  });

  it('makes a port of the interface it boots from, keeps those that are there, and removes none', async () => {
    const [known, boot, idle, gone] = [newMac(), newMac(), newMac(), newMac()];
    const nodeId = await manageable({
      ports: [{ address: known, pxeEnabled: false }, { address: gone }],
      driverInfo: {
        fake_inventory: {
          interfaces: [nic(known, '192.0.2.1'), nic(boot, '192.0.2.2'), nic(idle)],
          boot: { current_boot_mode: 'bios', pxe_interface: `01-${boot.replaceAll(':', '-')}` },
        },
      },
    });
    await perform(service, 'inspectNode', { nodeId });
    await perform(service, 'inspectNode', { nodeId });
    expect((await inspected(nodeId)).ports.nodes).toEqual([
      { address: known, pxeEnabled: false },
      { address: gone, pxeEnabled: true },
      { address: boot, pxeEnabled: true },
    ]);
  });

  it('keeps the last inventories and tells in what each differs from the one before', async () => {
    const nodeId = await manageable();
    const memory = async (physical_mb: number): Promise<void> => {
      await behave(service, nodeId, { fake_inventory: { memory: { physical_mb } } });
      await perform(service, 'inspectNode', { nodeId });
    };
    for (const size of [1_024, 2_048, 2_048, 4_096]) await memory(size);
    const { inventory, inventories, properties } = await inspected(nodeId);
    expect(properties).toMatchObject({ memory_mb: 4_096 });
    expect(inventory?.number).toBe(4);
    expect(inventories).toEqual({
      totalCount: 3,
      nodes: [
        { number: 4, changesSincePrevious: [{ path: '/memory/physical_mb', before: '2048', after: '4096' }] },
        { number: 3, changesSincePrevious: [] },
        { number: 2, changesSincePrevious: null }, // the first is not kept any more
      ],
    });
  });

  it('pages through the inventories of a node', async () => {
    const nodeId = await manageable();
    for (let count = 0; count < 3; count += 1) await perform(service, 'inspectNode', { nodeId });
    type Page = { node: { inventories: { nodes: { number: number }[]; pageInfo: { endCursor: string } } } };
    const page = async (after: string | null): Promise<Page['node']['inventories']> =>
      (
        await ask<Page>(
          service,
          `query ($id: ID!, $after: Cursor) { node(id: $id) {
             inventories(first: 2, after: $after) { nodes { number } pageInfo { endCursor } } } }`,
          { id: nodeId, after },
        )
      ).node.inventories;
    const first = await page(null);
    const second = await page(first.pageInfo.endCursor);
    expect([...first.nodes, ...second.nodes].map(({ number }) => number)).toEqual([3, 2, 1]);
  });

  it('says NODE_INSPECTED and PORT_CREATED in the log', async () => {
    const nodeId = await manageable();
    const { job } = await perform(service, 'inspectNode', { nodeId });
    type Answer = { events: { nodes: { type: string }[] } };
    const { events } = await ask<Answer>(
      service,
      'query ($filter: EventFilter) { events(first: 500, filter: $filter) { nodes { type } } }',
      { filter: { nodeId, jobId: job?.id, types: ['NODE_INSPECTED', 'PORT_CREATED'] } },
    );
    expect(events.nodes.map(({ type }) => type).toSorted()).toEqual(['NODE_INSPECTED', 'PORT_CREATED']);
  });

  it('is refused by a driver that cannot look', async () => {
    const { id: nodeId } = await enroll(service, { driver: 'manual-management' });
    await rows.putInState(nodeId, 'MANAGEABLE');
    const { errors } = await mutate(service, 'inspectNode', { nodeId });
    expect(errors).toMatchObject([{ code: 'UNSUPPORTED', message: expect.stringContaining('no-inspect') }]);
  });
});

describe('an inspection that does not succeed', () => {
  it('stops when the machine has a MAC of another node, and changes nothing', async () => {
    const mac = newMac();
    const other = await manageable({ ports: [{ address: mac }] });
    const nodeId = await manageable({ driverInfo: { fake_inventory: { interfaces: [nic(newMac()), nic(mac)] } } });
    expect(await run(service, 'inspectNode', { nodeId })).toMatchObject({
      state: 'FAILED',
      error: { code: 'ALREADY_EXISTS', message: expect.stringContaining(other), value: mac },
    });
    await expectFree(service, nodeId, 'INSPECT_FAILED');
    expect(await inspected(nodeId)).toMatchObject({
      properties: {},
      inventory: null,
      inspectionFinishedAt: null,
      ports: { nodes: [] },
    });
  });

  it.each([
    ['nothing', { interfaces: [] }, 'no network interface'],
    ['an interface without MAC', { interfaces: [{ name: 'ib0' }] }, 'interface 0'],
  ])('stops when %s was found', async (_what, fake_inventory, reason) => {
    const nodeId = await manageable({ driverInfo: { fake_inventory } });
    expect(await run(service, 'inspectNode', { nodeId })).toMatchObject({
      state: 'FAILED',
      error: { code: 'STEP_FAILED', message: expect.stringContaining(reason) },
    });
    await expectFree(service, nodeId, 'INSPECT_FAILED');
  });

  const STEPS = [
    ['start', 'inspect.inspect'],
    ['collect', 'inspect.collect'],
  ] as const;

  it.concurrent.each(STEPS)(
    'in %s (%s) stops in INSPECT_FAILED, tells the machine to stop, and can be repeated',
    async (step, op) => {
      const nodeId = await manageable({ driverInfo: { fake_failures: { [op]: 1 } } });
      const job = await run(service, 'inspectNode', { nodeId });
      expect(job).toMatchObject({ state: 'FAILED' });
      expect(await stepStates(service, job.id)).toMatchObject({ [step]: 'FAILED' });
      await expectFree(service, nodeId, 'INSPECT_FAILED');
      expect(commandsOf(service.dataFolder, nodeId).at(-1)?.op).toBe('inspect.abort');
      await perform(service, 'inspectNode', { nodeId });
      expect(await expectFree(service, nodeId, 'MANAGEABLE')).toMatchObject({ lastError: null });
    },
  );

  it.concurrent.each(STEPS)('is aborted in %s (%s), and leads back to MANAGEABLE', async (_step, op) => {
    const nodeId = await manageable({ driverInfo: { fake_hangs: { [op]: 1 } } });
    expect(await abortIn(service, 'inspectNode', { nodeId }, op)).toMatchObject({ state: 'CANCELLED' });
    await expectFree(service, nodeId, 'INSPECT_FAILED');
    await perform(service, 'manageNode', { nodeId });
    await expectFree(service, nodeId, 'MANAGEABLE');
  });

  it.concurrent('is aborted in INSPECT_WAIT', async () => {
    const nodeId = await manageable({ driverInfo: { fake_waits: { 'inspect.inspect': 600_000 } } });
    const { job } = await accepted(service, 'inspectNode', { nodeId });
    const state = async (): Promise<unknown> =>
      (await rows.query('SELECT provision_state AS state FROM nodes WHERE id = ?', [nodeId]))[0]?.['state'];
    await waitFor(async () => (await state()) === 'INSPECT_WAIT', 'the inspection to wait');
    await accepted(service, 'abortNode', { nodeId });
    expect(await settled(service, job?.id ?? '')).toMatchObject({ state: 'CANCELLED' });
    await expectFree(service, nodeId, 'INSPECT_FAILED');
    expect(commandsOf(service.dataFolder, nodeId).at(-1)?.op).toBe('inspect.abort');
  });

  it('ends at the deadline of the wait when the machine never reports', async () => {
    const engine = await startEngine();
    try {
      const hardware = createFakeHardware({ stateDir: `${engine.dataFolder}/fake-machines` });
      const [fake] = hardware.interfaces.inspect;
      if (fake === undefined) throw new Error('fake-hardware cannot inspect');
      const inspect = [
        { ...fake, inspect: () => Promise.resolve({ kind: 'wait', for: 'AGENT_HEARTBEAT', timeoutMs: 1 } as const) },
      ];
      const silent = { ...hardware, interfaces: { ...hardware.interfaces, inspect } };
      const live = await engine.live({ hardwareTypes: new Map([[hardware.name, silent]]) });
      const nodeId = await engine.addNode('MANAGEABLE');
      const type = live.jobTypes.get('node.inspect');
      if (type === undefined) throw new Error('There is no inspection.');
      const jobId = await engine.queue(nodeId, type);
      await work(engine, { nodeId, jobId }, { claiming: live, running: live, waker: live });
      expect(await engine.job(jobId)).toMatchObject({ state: 'FAILED', error: { code: 'AGENT_SILENT' } });
      const [node] = await engine.db.query<object[]>('SELECT provision_state AS state FROM nodes WHERE id = ?', [
        nodeId,
      ]);
      expect(node).toEqual({ state: 'INSPECT_FAILED' });
    } finally {
      await engine.stop();
    }
  });
});
