/**
 * VIFs from the mutation to the network service and back: what each state does, what failures leave, and what the
 * reconciler makes of it. The machines are simulated, the network service keeps Neutron's rules.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accepted, ask, enroll, perform, settled, type Variables } from '../support/graphql-client.ts';
import type { Config } from '../../src/config.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { newMac } from '../support/builders.ts';
import { startNeutronServer, type NeutronPort, type NeutronServer } from '../support/neutron-server.ts';
import { SHORT_LEASE, startTestService, type TestService } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';

let neutron: NeutronServer;
let database: TestDatabase;
let dataFolder: string;
let service: TestService;
let tenantNet: string;
const startService = (more: Partial<Config> = {}): Promise<TestService> =>
  startTestService({
    config: {
      neutronUrl: neutron.url,
      neutronTimeoutMs: 2_000,
      neutronCleaningNetwork: 'cleaning',
      neutronProvisioningNetwork: 'provisioning',
      vifReconcileSeconds: 0,
      ...SHORT_LEASE,
      ...more,
    },
    databaseUrl: database.url,
    dataFolder,
  });
beforeAll(async () => {
  neutron = await startNeutronServer();
  tenantNet = neutron.addNetwork('tenant');
  for (const name of ['cleaning', 'provisioning']) neutron.addNetwork(name);
  database = await createTestDatabase();
  dataFolder = mkdtempSync(join(tmpdir(), 'ironql-vifs-'));
  service = await startService();
});
afterEach(() => neutron.clearFaults());
afterAll(async () => {
  await service.stop();
  await database.drop();
  await neutron.stop();
  rmSync(dataFolder, { recursive: true, force: true });
});

interface Vif {
  readonly vifId: string;
  readonly purpose: string;
  readonly state: string;
  readonly error: string | null;
}
interface NodeNow {
  readonly provisionState: string;
  readonly lastError: string | null;
  readonly vifAttachments: { readonly nodes: readonly Vif[] };
}

const nodeNow = async (id: string): Promise<NodeNow> => {
  const query = `query ($id: ID!) { node(id: $id) {
    provisionState lastError vifAttachments { nodes { vifId purpose state error } } } }`;
  return (await ask<{ node: NodeNow }>(service, query, { id })).node;
};
const vifsOf = async (id: string): Promise<readonly Vif[]> => (await nodeNow(id)).vifAttachments.nodes;
const jobNow = async (id: string): Promise<{ state: string; lockMode: string }> =>
  (
    await ask<{ job: { state: string; lockMode: string } }>(
      service,
      'query ($id: ID!) { job(id: $id) { state lockMode } }',
      { id },
    )
  ).job;

/** A node in MANAGEABLE whose network slot is filled by Neutron, with one port that boots over the network. */
async function aNeutronNode(more: Variables = {}): Promise<{ nodeId: string; mac: string }> {
  const mac = newMac();
  const localLinkConnection = { switch_id: '0a:1b:2c:3d:4e:5f', port_id: mac };
  const ports = [{ address: mac, pxeEnabled: true, localLinkConnection }];
  const { id: nodeId } = await enroll(service, { interfaces: { network: 'neutron' }, ports, ...more });
  await perform(service, 'manageNode', { nodeId });
  return { nodeId, mac };
}
const aVif = (): string => neutron.addPort(tenantNet);
const port = (id: string): NeutronPort | null => neutron.port(id);
const portsFor = (nodeId: string): readonly NeutronPort[] =>
  neutron.ports().filter(({ device_id: deviceId }) => deviceId === nodeId);
const behave = (nodeId: string, driverInfo: Variables): Promise<unknown> =>
  perform(service, 'updateNode', { nodeId, expectedVersion: null, driverInfo });
const isStepRunning = async (jobId: string, step: string): Promise<boolean> => {
  const query = 'query ($id: ID!) { job(id: $id) { steps { name state } } }';
  const { job } = await ask<{ job: { steps: { name: string; state: string }[] } }>(service, query, { id: jobId });
  return job.steps.some(({ name, state }) => name === step && state === 'RUNNING');
};

/** A node in the middle of a cleaning that goes on until its job is cancelled. */
async function aCleaningNode(): Promise<{ nodeId: string; mac: string; vifId: string; jobId: string }> {
  const { nodeId, mac } = await aNeutronNode();
  const vifId = aVif();
  await perform(service, 'attachVif', { nodeId, vifId });
  await behave(nodeId, { fake_hangs: { 'deploy.erase_devices_metadata': 'always' } });
  const { job } = await accepted(service, 'provideNode', { nodeId });
  const jobId = job?.id ?? '';
  await waitFor(() => isStepRunning(jobId, 'erase_devices_metadata'), 'the cleaning to be in the middle');
  return { nodeId, mac, vifId, jobId };
}
async function cancel(jobId: string): Promise<void> {
  await accepted(service, 'cancelJob', { jobId });
  await settled(service, jobId);
}

describe('the VIFs that a flow makes', () => {
  it('are on record with their purpose as long as they are there, and no longer', async () => {
    const { nodeId, mac, jobId } = await aCleaningNode();
    const [made] = portsFor(nodeId);
    expect(made).toMatchObject({ mac_address: mac, status: 'ACTIVE', device_owner: 'baremetal:ironql-cleaning' });
    expect(await vifsOf(nodeId)).toContainEqual({
      vifId: made?.id,
      purpose: 'CLEANING',
      state: 'ATTACHED',
      error: null,
    });
    await cancel(jobId);
    expect(portsFor(nodeId)).toEqual([]);
    expect((await vifsOf(nodeId)).map(({ purpose }) => purpose)).toEqual(['TENANT']);
  });

  it('stay on record in ERROR when they cannot be removed, until the reconciler does it', async () => {
    const { nodeId, jobId } = await aCleaningNode();
    neutron.fault('deletePort', { kind: 'refuse', status: 500, type: 'Broken', message: 'No database.' }, 99);
    await cancel(jobId);
    expect(await vifsOf(nodeId)).toContainEqual(
      expect.objectContaining({ purpose: 'CLEANING', state: 'ERROR', error: expect.stringContaining('No database') }),
    );
    neutron.clearFaults();
    await perform(service, 'reconcileVifs', { nodeId });
    expect(portsFor(nodeId)).toEqual([]);
    expect((await vifsOf(nodeId)).map(({ purpose }) => purpose)).toEqual(['TENANT']);
  });

  it('are there once, and known, when the conductor died between the network service and the record', async () => {
    const { nodeId } = await aNeutronNode();
    const held = neutron.hold('createPort');
    const { job } = await accepted(service, 'provideNode', { nodeId });
    await held.arrived;
    await service.crash();
    held.release();
    await waitFor(() => portsFor(nodeId).length === 1, 'the port that nobody heard of');
    service = await startService();
    expect(await settled(service, job?.id ?? '')).toMatchObject({ state: 'SUCCEEDED' });
    expect(portsFor(nodeId)).toEqual([]);
    expect(await vifsOf(nodeId)).toEqual([]);
  });
});

describe('detachVif', () => {
  it('completes while a cleaning holds the node, and leaves the cleaning as it is', async () => {
    const { nodeId, vifId, jobId } = await aCleaningNode();
    const cleaning = portsFor(nodeId);
    const rows = (await vifsOf(nodeId)).filter(({ purpose }) => purpose === 'CLEANING');
    const { job } = await accepted(service, 'detachVif', { nodeId, vifId });
    expect(await settled(service, job?.id ?? '')).toMatchObject({ state: 'SUCCEEDED' });
    expect(await jobNow(job?.id ?? '')).toMatchObject({ lockMode: 'SHARED' });
    expect(await jobNow(jobId)).toMatchObject({ state: 'RUNNING' });
    expect(port(vifId)).toMatchObject({ 'binding:host_id': '' });
    expect(portsFor(nodeId)).toEqual(cleaning);
    expect(await vifsOf(nodeId)).toEqual(rows);
    await cancel(jobId);
  });

  it('waits its turn where a tenant uses the machine', async () => {
    const { nodeId } = await aNeutronNode();
    const vifId = aVif();
    await perform(service, 'provideNode', { nodeId });
    await perform(service, 'attachVif', { nodeId, vifId });
    expect(port(vifId)).toMatchObject({ 'binding:host_id': nodeId, status: 'DOWN' });
    await perform(service, 'deployNode', { nodeId });
    expect(port(vifId)).toMatchObject({ 'binding:host_id': nodeId, status: 'ACTIVE' });
    await behave(nodeId, { fake_hangs: { 'power.set': 'always' } });
    const { job: powering } = await accepted(service, 'setNodePower', { nodeId, target: 'OFF' });
    await waitFor(() => isStepRunning(powering?.id ?? '', 'set_power'), 'the node to be held');
    const { job } = await accepted(service, 'detachVif', { nodeId, vifId });
    expect(await jobNow(job?.id ?? '')).toEqual({ state: 'QUEUED', lockMode: 'EXCLUSIVE' });
    expect(port(vifId)?.status).toBe('ACTIVE');
    await cancel(powering?.id ?? '');
    expect(await settled(service, job?.id ?? '')).toMatchObject({ state: 'SUCCEEDED' });
    expect(port(vifId)).toMatchObject({ 'binding:host_id': '', status: 'DOWN' });
  });

  it('that fails keeps the record in ERROR and the reason on the node, and asking again finishes it', async () => {
    const { nodeId } = await aNeutronNode();
    const vifId = aVif();
    await perform(service, 'attachVif', { nodeId, vifId });
    neutron.fault('updatePort', { kind: 'refuse', status: 409, type: 'Busy', message: 'The switch is busy.' });
    const { job } = await accepted(service, 'detachVif', { nodeId, vifId });
    expect(await settled(service, job?.id ?? '')).toMatchObject({
      state: 'FAILED',
      error: { code: 'NETWORK_REFUSED' },
    });
    expect(await nodeNow(nodeId)).toMatchObject({
      lastError: expect.stringContaining('The switch is busy'),
      vifAttachments: { nodes: [{ vifId, state: 'ERROR', error: expect.stringContaining('The switch is busy') }] },
    });
    expect(port(vifId)?.['binding:host_id']).toBe(nodeId);
    await perform(service, 'detachVif', { nodeId, vifId });
    expect(port(vifId)?.['binding:host_id']).toBe('');
    expect(await vifsOf(nodeId)).toEqual([]);
  });
});

describe('a job that is cancelled before it ran', () => {
  /** What holds the node until its job is cancelled. */
  async function held(nodeId: string): Promise<string> {
    await behave(nodeId, { fake_hangs: { 'power.set': 'always' } });
    const { job } = await accepted(service, 'setNodePower', { nodeId, target: 'ON' });
    await waitFor(() => isStepRunning(job?.id ?? '', 'set_power'), 'the node to be held');
    return job?.id ?? '';
  }

  it('leaves the VIF as it was: in place before a detach, gone before an attach', async () => {
    const { nodeId } = await aNeutronNode();
    const first = aVif();
    await perform(service, 'provideNode', { nodeId });
    await perform(service, 'attachVif', { nodeId, vifId: first });
    await perform(service, 'deployNode', { nodeId });
    const holder = await held(nodeId);
    const { job: detaching } = await accepted(service, 'detachVif', { nodeId, vifId: first });
    await cancel(detaching?.id ?? '');
    expect(await vifsOf(nodeId)).toMatchObject([{ vifId: first, state: 'ATTACHED' }]);
    expect(port(first)?.status).toBe('ACTIVE');
    await cancel(holder);

    const idle = (await aNeutronNode()).nodeId;
    const holderOfIdle = await held(idle);
    const { job: attaching } = await accepted(service, 'attachVif', { nodeId: idle, vifId: aVif() });
    await cancel(attaching?.id ?? '');
    expect(await vifsOf(idle)).toEqual([]);
    await cancel(holderOfIdle);
  });

  it('keeps the record of what an earlier attempt may have left bound', async () => {
    const { nodeId } = await aNeutronNode();
    const vifId = aVif();
    await perform(service, 'attachVif', { nodeId, vifId });
    neutron.fault('updatePort', { kind: 'refuse', status: 409, type: 'Busy', message: 'The switch is busy.' });
    const { job: failing } = await accepted(service, 'detachVif', { nodeId, vifId });
    await settled(service, failing?.id ?? '');
    const holder = await held(nodeId);
    const { job } = await accepted(service, 'attachVif', { nodeId, vifId });
    await cancel(job?.id ?? '');
    expect(await vifsOf(nodeId)).toMatchObject([{ vifId, state: 'ERROR' }]);
    expect(port(vifId)?.['binding:host_id']).toBe(nodeId);
    await cancel(holder);
  });
});

describe('attachVif', () => {
  it('binds at once on a machine in use, and takes nothing when it failed', async () => {
    const { nodeId } = await aNeutronNode();
    const first = aVif();
    await perform(service, 'provideNode', { nodeId });
    await perform(service, 'attachVif', { nodeId, vifId: first });
    await perform(service, 'deployNode', { nodeId });
    await perform(service, 'detachVif', { nodeId, vifId: first });
    const second = aVif();
    await perform(service, 'attachVif', { nodeId, vifId: second });
    expect(port(second)).toMatchObject({ 'binding:host_id': nodeId, status: 'ACTIVE' });
    await perform(service, 'detachVif', { nodeId, vifId: second });

    const third = aVif();
    neutron.fault('updatePort', { kind: 'lose-answer' });
    neutron.fault('updatePort', { kind: 'drop' }, 2);
    const { job } = await accepted(service, 'attachVif', { nodeId, vifId: third });
    expect(await settled(service, job?.id ?? '')).toMatchObject({ error: { code: 'NETWORK_UNREACHABLE' } });
    expect(port(third)?.['binding:host_id']).toBe('');
    expect(await vifsOf(nodeId)).toMatchObject([{ vifId: third, state: 'ERROR' }]);
  });
});

describe('a deploy', () => {
  it('connects what is in place, and nothing that was to be detached', async () => {
    const ports = [newMac(), newMac()].map((address) => ({
      address,
      localLinkConnection: { switch_id: '0a:1b:2c:3d:4e:5f', port_id: address },
    }));
    const { nodeId } = await aNeutronNode({ ports });
    const [kept, leaving] = [aVif(), aVif()];
    await perform(service, 'provideNode', { nodeId });
    await perform(service, 'attachVif', { nodeId, vifId: kept });
    await perform(service, 'attachVif', { nodeId, vifId: leaving });
    neutron.fault('updatePort', { kind: 'refuse', status: 409, type: 'Busy', message: 'The switch is busy.' });
    const { job } = await accepted(service, 'detachVif', { nodeId, vifId: leaving });
    await settled(service, job?.id ?? '');
    await perform(service, 'deployNode', { nodeId });
    expect(port(kept)?.status).toBe('ACTIVE');
    expect(port(leaving)?.status).toBe('DOWN');
  });
});

describe('a tear-down', () => {
  it('goes on without the network service, and what it could not detach is finished by the reconciler', async () => {
    const { nodeId } = await aNeutronNode({ driverInfo: { cleaning_network: 'cleaning' } });
    const vifId = aVif();
    await perform(service, 'provideNode', { nodeId });
    await perform(service, 'attachVif', { nodeId, vifId });
    await perform(service, 'deployNode', { nodeId });
    neutron.fault('updatePort', { kind: 'refuse', status: 500, type: 'Broken', message: 'No database.' });
    await perform(service, 'undeployNode', { nodeId });
    expect(await nodeNow(nodeId)).toMatchObject({
      provisionState: 'AVAILABLE',
      vifAttachments: { nodes: [{ vifId, state: 'ERROR', error: expect.stringContaining('No database') }] },
    });
    expect(port(vifId)?.['binding:host_id']).toBe(nodeId);
    await perform(service, 'reconcileVifs', { nodeId });
    expect(port(vifId)?.['binding:host_id']).toBe('');
    expect(await vifsOf(nodeId)).toEqual([]);
  });

  it('detaches what is attached, whatever a user detaches meanwhile', async () => {
    const { nodeId } = await aNeutronNode();
    const vifId = aVif();
    await perform(service, 'provideNode', { nodeId });
    await perform(service, 'attachVif', { nodeId, vifId });
    await perform(service, 'deployNode', { nodeId });
    const held = neutron.hold('updatePort');
    const { job } = await accepted(service, 'undeployNode', { nodeId });
    await held.arrived;
    await perform(service, 'detachVif', { nodeId, vifId });
    held.release();
    expect(await settled(service, job?.id ?? '')).toMatchObject({ state: 'SUCCEEDED' });
    expect(port(vifId)?.['binding:host_id']).toBe('');
    expect(await vifsOf(nodeId)).toEqual([]);
  });
});

interface VifEvent {
  readonly type: string;
  readonly nodeId: string | null;
  readonly changes: readonly { readonly field: string; readonly after: string | null }[];
}
/** What was found and told about VIFs since: type and difference. */
async function toldAbout(nodeId: string): Promise<readonly string[]> {
  const query = `query ($id: ID!) { events(filter: { nodeId: $id, types: [VIF_RECONCILED, VIF_DRIFT] }, first: 100) {
    nodes { type changes { field after } } } }`;
  const { events } = await ask<{ events: { nodes: readonly VifEvent[] } }>(service, query, { id: nodeId });
  return events.nodes.map(
    ({ type, changes }) => `${type} ${changes.find(({ field }) => field === 'difference')?.after ?? ''}`,
  );
}

describe('reconcileVifs', () => {
  async function attached(): Promise<{ nodeId: string; mac: string; vifId: string }> {
    const { nodeId, mac } = await aNeutronNode();
    const vifId = aVif();
    await perform(service, 'provideNode', { nodeId });
    await perform(service, 'attachVif', { nodeId, vifId });
    return { nodeId, mac, vifId };
  }
  async function deployed(): Promise<{ nodeId: string; mac: string; vifId: string }> {
    const node = await attached();
    await perform(service, 'deployNode', { nodeId: node.nodeId });
    return node;
  }
  const reconcile = (nodeId: string): Promise<unknown> => perform(service, 'reconcileVifs', { nodeId });

  it('finds nothing where nothing differs', async () => {
    const { nodeId, vifId } = await deployed();
    const before = port(vifId);
    await reconcile(nodeId);
    expect(await toldAbout(nodeId)).toEqual([]);
    expect(port(vifId)).toEqual(before);
  });

  it('deletes a port that was made for a purpose and that nobody knows', async () => {
    const { nodeId, vifId } = await attached();
    const stray = neutron.addPort(tenantNet, { device_id: nodeId, device_owner: 'baremetal:ironql-rescuing' });
    await reconcile(nodeId);
    expect(port(stray)).toBeNull();
    expect(await toldAbout(nodeId)).toEqual(['VIF_RECONCILED "UNKNOWN_MADE"']);
    expect(await vifsOf(nodeId)).toMatchObject([{ vifId, state: 'ATTACHED' }]);
  });

  it.each([
    ['unbinds', 'no tenant uses the machine', attached, '', 'VIF_RECONCILED "UNKNOWN_BOUND"'],
    ['only tells of', 'one does', deployed, 'bound', 'VIF_DRIFT "UNKNOWN_BOUND"'],
  ] as const)('%s a bound VIF that nobody knows, where %s', async (_does, _where, make, host, told) => {
    const { nodeId } = await make();
    const stray = neutron.addPort(tenantNet, { 'binding:host_id': nodeId, 'binding:vnic_type': 'baremetal' });
    await reconcile(nodeId);
    expect(port(stray)?.['binding:host_id']).toBe(host === '' ? '' : nodeId);
    expect(await toldAbout(nodeId)).toEqual([told]);
  });

  it('removes the record of a VIF that is gone, or says so where a tenant uses it', async () => {
    const idle = await attached();
    neutron.change(idle.vifId, null);
    await reconcile(idle.nodeId);
    expect(await vifsOf(idle.nodeId)).toEqual([]);
    expect(await toldAbout(idle.nodeId)).toEqual(['VIF_RECONCILED "GONE"']);

    const used = await deployed();
    neutron.change(used.vifId, null);
    await reconcile(used.nodeId);
    expect(await vifsOf(used.nodeId)).toMatchObject([
      { state: 'ERROR', error: expect.stringContaining('no such VIF') },
    ]);
    expect(await toldAbout(used.nodeId)).toEqual(['VIF_DRIFT "GONE"']);
  });

  it('binds again what lost its binding, or its MAC', async () => {
    const { nodeId, mac, vifId } = await deployed();
    neutron.change(vifId, {
      'binding:host_id': '',
      'binding:profile': {},
      'binding:vif_type': 'unbound',
      status: 'DOWN',
    });
    await reconcile(nodeId);
    expect(port(vifId)).toMatchObject({ 'binding:host_id': nodeId, status: 'ACTIVE' });
    neutron.change(vifId, { mac_address: 'fa:16:3e:00:00:01' });
    await reconcile(nodeId);
    expect(port(vifId)).toMatchObject({ mac_address: mac, status: 'ACTIVE' });
    expect(await toldAbout(nodeId)).toEqual(['VIF_RECONCILED "NOT_BOUND"', 'VIF_RECONCILED "OTHER_ADDRESS"']);
  });

  it('takes nothing back that is in other hands', async () => {
    const { nodeId, vifId } = await attached();
    neutron.change(vifId, { 'binding:host_id': 'compute-1', 'binding:vif_type': 'other' });
    await reconcile(nodeId);
    expect(port(vifId)?.['binding:host_id']).toBe('compute-1');
    expect(await vifsOf(nodeId)).toMatchObject([{ state: 'ERROR', error: 'it is bound to another host' }]);
    expect(await toldAbout(nodeId)).toEqual(['VIF_DRIFT "IN_OTHER_HANDS"']);
  });

  it('waits for a cleaning that holds the node, and so never takes its network away', async () => {
    const { nodeId, jobId } = await aCleaningNode();
    const { job } = await accepted(service, 'reconcileVifs', { nodeId });
    expect(await jobNow(job?.id ?? '')).toEqual({ state: 'QUEUED', lockMode: 'EXCLUSIVE' });
    expect(portsFor(nodeId)).toHaveLength(1);
    await cancel(jobId);
    expect(await settled(service, job?.id ?? '')).toMatchObject({ state: 'SUCCEEDED' });
    expect(await toldAbout(nodeId)).toEqual([]);
  });

  it('does not bind again what is detached while it binds', async () => {
    const { nodeId, vifId } = await attached();
    neutron.change(vifId, { 'binding:host_id': '', 'binding:vif_type': 'unbound' });
    const held = neutron.hold('updatePort');
    const { job } = await accepted(service, 'reconcileVifs', { nodeId });
    await held.arrived;
    await perform(service, 'detachVif', { nodeId, vifId });
    held.release();
    expect(await settled(service, job?.id ?? '')).toMatchObject({ state: 'SUCCEEDED' });
    expect(port(vifId)?.['binding:host_id']).toBe('');
    expect(await vifsOf(nodeId)).toEqual([]);
  });

  it('leaves lastError as it was, and tells why when the service is away', async () => {
    const { nodeId, vifId } = await attached();
    neutron.fault('updatePort', { kind: 'refuse', status: 409, type: 'Busy', message: 'The switch is busy.' });
    const { job: failing } = await accepted(service, 'detachVif', { nodeId, vifId });
    await settled(service, failing?.id ?? '');
    const { lastError } = await nodeNow(nodeId);
    neutron.fault('listPorts', { kind: 'drop' }, 3);
    const { job } = await accepted(service, 'reconcileVifs', { nodeId });
    expect(await settled(service, job?.id ?? '')).toMatchObject({ error: { code: 'NETWORK_UNREACHABLE' } });
    expect(await vifsOf(nodeId)).toMatchObject([{ vifId, state: 'ERROR' }]);
    await reconcile(nodeId);
    expect(await nodeNow(nodeId)).toMatchObject({ lastError, vifAttachments: { nodes: [] } });
  });
});

describe('the reconciler by itself', () => {
  it('finds what differs on any node, and tells of what is bound to a node that does not exist', async () => {
    const { nodeId } = await aNeutronNode();
    const vifId = aVif();
    await perform(service, 'attachVif', { nodeId, vifId });
    const busy = await aCleaningNode();
    const cleaning = portsFor(busy.nodeId);
    neutron.change(vifId, { 'binding:host_id': '', 'binding:vif_type': 'unbound' });
    const made = neutron.addPort(tenantNet, { device_id: nodeId, device_owner: 'baremetal:ironql-servicing' });
    const nobody = 'a0000000-0000-4000-8000-00000000dead';
    const stray = neutron.addPort(tenantNet, { device_id: nobody, device_owner: 'baremetal:ironql-cleaning' });
    // The one that lives longest looks, and that one was told never to: so it has to go first.
    await service.crash();
    service = await startService({ vifReconcileSeconds: 1 });
    await waitFor(() => port(made) === null && port(vifId)?.['binding:host_id'] === nodeId, 'the node to be mended');
    const log = await waitFor(async () => {
      const query = `query { events(filter: { types: [VIF_DRIFT] }, first: 100) { nodes { type nodeId changes { field after } } } }`;
      const { events } = await ask<{ events: { nodes: readonly VifEvent[] } }>(service, query);
      const about = events.nodes.filter(({ changes }) => changes.some(({ after }) => after === JSON.stringify(stray)));
      return about.length > 0 && about;
    }, 'the stray to be told of');
    for (const { nodeId: about } of log) expect(about).toBeNull();
    expect(port(stray)).not.toBeNull();
    expect(portsFor(busy.nodeId)).toEqual(cleaning);
  });
});
