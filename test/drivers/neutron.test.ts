/** The network slot by Neutron, against a server that keeps Neutron's rules and can be slow, refuse and forget. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { ProblemError } from '../../src/domain/problems.ts';
import type { CallContext, DriverNode } from '../../src/drivers/interfaces/common.ts';
import type { NetworkInterface, Vif, VifReach } from '../../src/drivers/interfaces/network.ts';
import { createNeutronNetworks, type NeutronOptions } from '../../src/drivers/neutron/index.ts';
import { aCallContext, aDriverNode, aDriverPort, aDriverPortGroup } from '../contract/builders.ts';
import { itKeepsTheNetworkContract } from '../contract/network.ts';
import { startNeutronServer, type NeutronFault, type NeutronOperation } from '../support/neutron-server.ts';
import { recordingLog } from '../support/recording-log.ts';

const neutron = await startNeutronServer();
const dir = mkdtempSync(join(tmpdir(), 'ironql-neutron-'));
afterAll(async () => {
  await neutron.stop();
  rmSync(dir, { recursive: true, force: true });
});

const tenantNet = neutron.addNetwork('tenant');
const cleaningNet = neutron.addNetwork('cleaning');
for (const name of ['provisioning', 'rescuing', 'inspection', 'servicing']) neutron.addNetwork(name);
neutron.addNetwork('twice');
neutron.addNetwork('twice');

const OPTIONS: Partial<NeutronOptions> = {
  url: neutron.url,
  timeoutMs: 1_000,
  bindTimeoutMs: 1_500,
  networks: {
    CLEANING: 'cleaning',
    PROVISIONING: 'provisioning',
    RESCUING: 'rescuing',
    INSPECTION: 'inspection',
    SERVICING: 'servicing',
  },
};
function networkCalled(name: 'flat' | 'neutron', more: Partial<NeutronOptions> = {}): NetworkInterface {
  const found = createNeutronNetworks({ ...OPTIONS, ...more }).find((one) => one.name === name);
  if (found === undefined) throw new Error(`There is no network interface ${name}.`);
  return found;
}

const link = { switch_id: '0a:1b:2c:3d:4e:5f', port_id: 'Ethernet3/1', switch_info: 'switch1' };
const port = aDriverPort({ localLinkConnection: link, physicalNetwork: 'physnet1' });
const aNode = (what: Partial<DriverNode> = {}): DriverNode => aDriverNode({ ports: [port], ...what });
const newVif = (): string => neutron.addPort(tenantNet);
const aVif = (vifId = newVif()): Vif => ({ vifId, port, portGroup: null });
const NOTHING = { tenant: [], made: [] };

let ctx: CallContext;
beforeEach(() => {
  ctx = aCallContext();
  neutron.clearFaults();
  neutron.requireToken(null);
  for (const { id } of neutron.ports()) neutron.change(id, null);
  neutron.takeCalls();
});

const problemOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'it succeeded',
    (error: unknown) => (error instanceof ProblemError ? error.problem : error),
  );

describe('flat', () => {
  itKeepsTheNetworkContract(networkCalled('flat'), aNode, newVif);
});

describe('neutron', () => {
  itKeepsTheNetworkContract(networkCalled('neutron'), aNode, newVif);
});

const network = networkCalled('neutron');
const flat = networkCalled('flat');

describe('validate', () => {
  it.each(['flat', 'neutron'] as const)('%s wants to know where Neutron is', (name) => {
    expect(() => networkCalled(name, { url: '' }).validate(aNode())).toThrow('neutronUrl is empty');
  });

  it('wants the networks that it uses, from the node or from the settings', () => {
    const networks = { CLEANING: 'cleaning', PROVISIONING: '', RESCUING: '', INSPECTION: '', SERVICING: '' };
    const strict = networkCalled('neutron', { networks });
    expect(() => strict.validate(aNode())).toThrow('provisioning_network');
    expect(() => strict.validate(aNode({ driverInfo: { provisioning_network: 'provisioning' } }))).not.toThrow();
    expect(() => networkCalled('flat', { networks }).validate(aNode())).not.toThrow();
  });

  it('finds a network that is not there, or there twice, when the node is verified', async () => {
    const verify = (cleaning: string): Promise<unknown> =>
      network.steps?.[0]?.run(aNode({ driverInfo: { cleaning_network: cleaning } }), {}, ctx) ?? Promise.reject();
    await expect(verify('cleaning')).resolves.toEqual({ kind: 'done' });
    await expect(verify(cleaningNet)).resolves.toEqual({ kind: 'done' });
    await expect(verify('no-such-network')).rejects.toThrow('there is no network no-such-network');
    await expect(verify('twice')).rejects.toThrow('2 networks are called twice');
  });
});

describe('attachVif', () => {
  it('binds the VIF for an active machine: host, kind, switch port and physical network, with the MAC of the port', async () => {
    const vif = aVif();
    await network.attachVif(aNode(), vif, 'CONNECT', ctx);
    expect(neutron.port(vif.vifId)).toMatchObject({
      mac_address: port.address,
      status: 'ACTIVE',
      'binding:host_id': aNode().id,
      'binding:vnic_type': 'baremetal',
      'binding:profile': { local_link_information: [link], physical_network: 'physnet1' },
    });
  });

  it('only says which node will have it, for any other', async () => {
    const vif = aVif();
    await network.attachVif(aNode(), vif, 'RESERVE', ctx);
    expect(neutron.port(vif.vifId)).toMatchObject({
      mac_address: port.address,
      status: 'DOWN',
      'binding:host_id': aNode().id,
      'binding:profile': {},
    });
  });

  it('tells Neutron about a bond: the links of all members, its mode and its properties', async () => {
    const members = [1, 2].map((number) =>
      aDriverPort({ id: `member-${number}`, localLinkConnection: { ...link, port_id: `Ethernet${number}` } }),
    );
    const portGroup = aDriverPortGroup({
      name: 'bond0',
      address: '52:54:00:00:0b:0d',
      mode: '802.3ad',
      properties: { miimon: 100 },
      portIds: members.map(({ id }) => id),
    });
    const vif = { vifId: newVif(), port: null, portGroup };
    await network.attachVif(aNode({ ports: members, portGroups: [portGroup] }), vif, 'CONNECT', ctx);
    expect(neutron.port(vif.vifId)).toMatchObject({
      mac_address: '52:54:00:00:0b:0d',
      'binding:profile': {
        local_link_information: members.map(({ localLinkConnection }) => localLinkConnection),
        local_group_information: {
          id: portGroup.id,
          name: 'bond0',
          bond_mode: '802.3ad',
          bond_properties: { miimon: 100 },
        },
      },
    });
  });

  it('unbinds a port before it changes its MAC, which Neutron refuses otherwise', async () => {
    const vif = aVif();
    await network.attachVif(aNode(), vif, 'CONNECT', ctx);
    const moved = { ...vif, port: { ...port, address: '52:54:00:00:00:99' } };
    await network.attachVif(aNode(), moved, 'CONNECT', ctx);
    expect(neutron.port(vif.vifId)).toMatchObject({ mac_address: '52:54:00:00:00:99', status: 'ACTIVE' });
  });

  it.each<VifReach>(['CONNECT', 'RESERVE'])('takes no VIF (%s) from another machine', async (reach) => {
    const vif = aVif();
    await network.attachVif(aNode({ id: 'a0000000-0000-4000-8000-00000000000f' }), vif, 'CONNECT', ctx);
    const before = neutron.port(vif.vifId);
    await expect(problemOf(network.attachVif(aNode(), vif, reach, ctx))).resolves.toMatchObject({
      code: 'NETWORK_REFUSED',
      reason: expect.stringContaining('it is bound to a0000000'),
    });
    expect(neutron.port(vif.vifId)).toEqual(before);
  });

  it('says so when the VIF is not there', async () => {
    await expect(problemOf(network.attachVif(aNode(), aVif('no-such-vif'), 'RESERVE', ctx))).resolves.toMatchObject({
      code: 'NETWORK_REFUSED',
      reason: 'there is no such port',
    });
  });

  it('passes on what Neutron says when the MAC is taken in that network', async () => {
    await network.attachVif(aNode(), aVif(), 'RESERVE', ctx);
    await expect(problemOf(network.attachVif(aNode(), aVif(), 'RESERVE', ctx))).resolves.toMatchObject({
      code: 'NETWORK_REFUSED',
      reason: expect.stringContaining(`The mac address ${port.address} is in use (409)`),
    });
  });

  it('fails when the port cannot be bound, unless the node or the settings say that this is no failure', async () => {
    const unlinked = { ...port, localLinkConnection: {} };
    const attach = (one: NetworkInterface, driverInfo = {}): Promise<unknown> =>
      problemOf(
        one.attachVif(
          aNode({ driverInfo }),
          { vifId: newVif(), port: { ...unlinked, address: nextMac() }, portGroup: null },
          'CONNECT',
          ctx,
        ),
      );
    await expect(attach(network)).resolves.toMatchObject({ reason: expect.stringContaining('cannot be bound') });
    await expect(attach(network, { fail_on_binding_failure: false })).resolves.toBe('it succeeded');
    await expect(attach(networkCalled('neutron', { failOnBindingFailure: false }))).resolves.toBe('it succeeded');
  });
});

describe('detachVif', () => {
  it('unbinds the VIF and gives up the MAC of the machine', async () => {
    const vif = aVif();
    await network.attachVif(aNode(), vif, 'CONNECT', ctx);
    await network.detachVif(aNode(), vif, ctx);
    const after = neutron.port(vif.vifId);
    expect(after).toMatchObject({ 'binding:host_id': '', 'binding:profile': {}, 'binding:vif_type': 'unbound' });
    expect(after?.mac_address).not.toBe(port.address);
  });

  it('gives up the MAC also when an earlier attempt died after the unbind', async () => {
    const vif = aVif();
    await network.attachVif(aNode(), vif, 'RESERVE', ctx);
    neutron.change(vif.vifId, { 'binding:host_id': '', 'binding:vif_type': 'unbound' });
    await network.detachVif(aNode(), vif, ctx);
    expect(neutron.port(vif.vifId)?.mac_address).not.toBe(port.address);
  });

  it('leaves alone what is in other hands by now', async () => {
    const vif = aVif();
    await network.attachVif(aNode({ id: 'a0000000-0000-4000-8000-00000000000f' }), vif, 'CONNECT', ctx);
    const before = neutron.port(vif.vifId);
    await network.detachVif(aNode(), vif, ctx);
    expect(neutron.port(vif.vifId)).toEqual(before);
  });

  it('of a worker that was frozen in the middle cannot unbind what another node got since', async () => {
    const vif = aVif();
    await network.attachVif(aNode(), vif, 'CONNECT', ctx);
    const frozen = neutron.hold('updatePort');
    const detaching = network.detachVif(aNode(), vif, ctx);
    await frozen.arrived;
    const elsewhere = { 'binding:host_id': 'a0000000-0000-4000-8000-00000000000f' };
    neutron.change(vif.vifId, elsewhere);
    frozen.release();
    await detaching;
    expect(neutron.port(vif.vifId)).toMatchObject(elsewhere);
  });
});

describe('addNetwork', () => {
  const made = (): readonly string[] =>
    neutron
      .ports()
      .filter(({ device_owner: owner }) => owner === 'baremetal:ironql-cleaning')
      .map(({ id }) => id);

  it('makes a bound port in the network of the purpose that says whose it is and what for', async () => {
    const [vif] = await network.addNetwork(aNode(), 'CLEANING', NOTHING, ctx);
    expect(neutron.port(vif?.vifId ?? '')).toMatchObject({
      network_id: cleaningNet,
      mac_address: port.address,
      device_id: aNode().id,
      device_owner: 'baremetal:ironql-cleaning',
      'binding:host_id': aNode().id,
      status: 'ACTIVE',
    });
  });

  it('removes what an earlier attempt left for the same purpose, and nothing else', async () => {
    const vif = aVif();
    await network.attachVif(aNode(), vif, 'RESERVE', ctx);
    const other = await network.addNetwork(aNode(), 'INSPECTION', NOTHING, ctx);
    const first = await network.addNetwork(aNode(), 'CLEANING', NOTHING, ctx);
    const second = await network.addNetwork(aNode(), 'CLEANING', NOTHING, ctx);
    expect(made()).toEqual(second.map(({ vifId }) => vifId));
    expect(first[0]?.vifId).not.toBe(second[0]?.vifId);
    expect(neutron.port(other[0]?.vifId ?? '')).not.toBeNull();
    expect(neutron.port(vif.vifId)?.['binding:host_id']).toBe(aNode().id);
  });

  const silent = aDriverPort({
    id: 'b0000000-0000-4000-8000-000000000002',
    address: '52:54:00:00:00:02',
    pxeEnabled: false,
    localLinkConnection: link,
  });

  it('connects the ports that boot over the network, or all when told to', async () => {
    const node = aNode({ ports: [port, silent] });
    expect(await network.addNetwork(node, 'CLEANING', NOTHING, ctx)).toMatchObject([{ port }]);
    const all = await networkCalled('neutron', { addAllPorts: true }).addNetwork(node, 'CLEANING', NOTHING, ctx);
    expect(all).toMatchObject([{ port }, { port: silent }]);
  });

  it('goes on with the ports that it could connect, and fails when there are none', async () => {
    const node = aNode({ ports: [port, { ...silent, pxeEnabled: true }] });
    const refusal: NeutronFault = { kind: 'refuse', status: 409, type: 'OverQuota', message: 'Quota exceeded.' };
    neutron.fault('createPort', refusal);
    expect(await network.addNetwork(node, 'CLEANING', NOTHING, ctx)).toHaveLength(1);
    neutron.fault('createPort', refusal, 2);
    await expect(problemOf(network.addNetwork(node, 'CLEANING', NOTHING, ctx))).resolves.toMatchObject({
      code: 'NETWORK_REFUSED',
      reason: 'Quota exceeded (409)',
    });
    await expect(
      problemOf(network.addNetwork(aNode({ ports: [silent] }), 'CLEANING', NOTHING, ctx)),
    ).resolves.toMatchObject({ code: 'NO_FREE_PORT', reason: 'none of its ports boots over the network' });
  });

  it('leaves no port behind that could not be bound', async () => {
    const node = aNode({ ports: [{ ...port, localLinkConnection: {} }] });
    await expect(network.addNetwork(node, 'CLEANING', NOTHING, ctx)).rejects.toThrow('cannot be bound');
    expect(made()).toEqual([]);
  });

  it('finds the port of which it never heard, because the answer was lost', async () => {
    neutron.fault('createPort', { kind: 'lose-answer' });
    const [vif] = await network.addNetwork(aNode(), 'CLEANING', NOTHING, ctx);
    expect(made()).toEqual([vif?.vifId]);
  });

  it('is the tenants’ own network with flat, but for cleaning and inspection', async () => {
    const vif = aVif();
    await flat.attachVif(aNode(), vif, 'RESERVE', ctx);
    const recorded = { tenant: [vif], made: [] };
    expect(await flat.addNetwork(aNode(), 'PROVISIONING', recorded, ctx)).toEqual([]);
    expect(neutron.port(vif.vifId)?.status).toBe('ACTIVE');
    await flat.removeNetwork(aNode(), 'PROVISIONING', recorded, ctx);
    expect(neutron.port(vif.vifId)).toMatchObject({ status: 'DOWN', 'binding:host_id': aNode().id });
    await expect(problemOf(flat.addNetwork(aNode(), 'PROVISIONING', NOTHING, ctx))).resolves.toMatchObject({
      code: 'NOT_ALLOWED_NOW',
      reason: 'no VIF is attached to it',
    });
  });
});

describe('a lost answer', () => {
  type Call = (vif: Vif) => Promise<unknown>;
  const cases: readonly (readonly [NeutronOperation, string, Call, object])[] = [
    ['getPort', 'an attach', (vif) => network.attachVif(aNode(), vif, 'CONNECT', ctx), { status: 'ACTIVE' }],
    ['updatePort', 'an attach', (vif) => network.attachVif(aNode(), vif, 'CONNECT', ctx), { status: 'ACTIVE' }],
    ['updatePort', 'a detach', (vif) => network.detachVif(aNode(), vif, ctx), { 'binding:host_id': '' }],
    ['updatePort', 'cutting off', (vif) => network.unconfigureTenant(aNode(), [vif], ctx), { status: 'DOWN' }],
  ];
  it.each(cases)('to %s does not keep %s from its end', async (operation, _what, call, end) => {
    const vif = aVif();
    if (_what !== 'an attach') await network.attachVif(aNode(), vif, 'CONNECT', ctx);
    neutron.fault(operation, { kind: 'lose-answer' }, 2);
    await call(vif);
    expect(neutron.port(vif.vifId)).toMatchObject(end);
  });

  it('to a deletion is no fault: the port is gone', async () => {
    await network.addNetwork(aNode(), 'CLEANING', NOTHING, ctx);
    neutron.fault('deletePort', { kind: 'lose-answer' });
    await network.removeNetwork(aNode(), 'CLEANING', NOTHING, ctx);
    expect(neutron.ports()).toEqual([]);
  });
});

describe('a service that does not do its part', () => {
  it.each<[string, NeutronFault, object]>([
    ['hangs', { kind: 'hang' }, { code: 'NETWORK_TIMEOUT', afterMs: 300 }],
    ['drops the connection', { kind: 'drop' }, { code: 'NETWORK_UNREACHABLE' }],
    [
      'has nobody behind its proxy',
      { kind: 'refuse', status: 503, type: 'x', message: 'x' },
      { code: 'NETWORK_UNREACHABLE', reason: 'it answered 503' },
    ],
    [
      'breaks',
      {
        kind: 'refuse',
        status: 500,
        type: 'HTTPInternalServerError',
        message: 'Request Failed: internal server error',
      },
      { code: 'NETWORK_REFUSED', reason: 'Request Failed: internal server error (500)' },
    ],
    ['is something else', { kind: 'garbage' }, { code: 'NETWORK_REFUSED', reason: expect.stringContaining('no JSON') }],
  ])('and %s is a problem that says so', async (_what, fault, problem) => {
    const quick = networkCalled('neutron', { timeoutMs: 300 });
    neutron.fault('getPort', fault, 3);
    const { host } = new URL(neutron.url);
    await expect(problemOf(quick.detachVif(aNode(), aVif(), ctx))).resolves.toMatchObject({
      ...problem,
      address: host,
    });
  });

  it('and is not there at all is a problem that says so', async () => {
    const away = networkCalled('neutron', { url: 'http://127.0.0.1:9' });
    await expect(problemOf(away.detachVif(aNode(), aVif(), ctx))).resolves.toMatchObject({
      code: 'NETWORK_UNREACHABLE',
      address: '127.0.0.1:9',
    });
  });

  it('is asked nothing more after the job was cancelled', async () => {
    const controller = new AbortController();
    const reason = new Error('the job was cancelled');
    neutron.fault('getPort', { kind: 'hang' });
    const hold = neutron.hold('getPort');
    const attaching = network.attachVif(aNode(), aVif(), 'CONNECT', aCallContext({ signal: controller.signal }));
    await hold.arrived;
    controller.abort(reason);
    await expect(attaching).rejects.toBe(reason);
    hold.release();
    expect(neutron.takeCalls()).toHaveLength(1);
  });

  it('gets the token of the file as it is now, and nobody else does', async () => {
    const tokenFile = join(dir, 'token');
    const { log, text } = recordingLog();
    const guarded = networkCalled('neutron', { tokenFile });
    const detach = (): Promise<unknown> => problemOf(guarded.detachVif(aNode(), aVif(), aCallContext({ log })));
    neutron.requireToken('not-a-real-token');
    writeFileSync(tokenFile, 'an-old-token\n');
    const refusal = await detach();
    expect(refusal).toMatchObject({
      code: 'NETWORK_REFUSED',
      reason: 'The request you have made requires authentication (401)',
    });
    writeFileSync(tokenFile, 'not-a-real-token\n');
    await expect(detach()).resolves.toBe('it succeeded');
    rmSync(tokenFile);
    await expect(detach()).resolves.toMatchObject({ reason: 'the file with the token cannot be read' });
    expect(`${JSON.stringify(refusal)} ${text()}`).not.toMatch(/old-token|real-token/);
  });
});

describe('heldByAll', () => {
  it('tells of every page what is ours: by its maker, or bound to what looks like a node', async () => {
    const uuid = 'a0000000-0000-4000-8000-00000000000e';
    for (let number = 0; number < 520; number += 1) neutron.addPort(tenantNet, { 'binding:host_id': 'compute-1' });
    const bound = neutron.addPort(tenantNet, { 'binding:host_id': uuid, 'binding:vnic_type': 'baremetal' });
    const made = neutron.addPort(cleaningNet, { device_id: uuid, device_owner: 'baremetal:ironql-cleaning' });
    const all = [];
    for await (const page of network.heldByAll?.(ctx) ?? []) all.push(...page);
    const found = new Map(all.map(({ vifId, purpose, nodeId }) => [vifId, [purpose, nodeId]]));
    expect(found).toEqual(
      new Map([
        [bound, ['TENANT', uuid]],
        [made, ['CLEANING', uuid]],
      ]),
    );
  });
});

describe('physicalNetworksOf', () => {
  const physnets = (vifId: string): Promise<unknown> =>
    network.physicalNetworksOf?.(aNode(), vifId, ctx) ?? Promise.reject();

  it('is that of the segment in which the address of the VIF lies', async () => {
    const net = neutron.addNetwork('segmented', {
      segments: [{ 'provider:physical_network': 'one' }, { 'provider:physical_network': 'two' }],
    });
    const subnet = neutron.addSubnet(net, neutron.addSegment(net, 'two'));
    expect(await physnets(neutron.addPort(net, { fixed_ips: [{ subnet_id: subnet }] }))).toEqual(['two']);
    const elsewhere = neutron.addSubnet(net, null);
    expect(await physnets(neutron.addPort(net, { fixed_ips: [{ subnet_id: elsewhere }] }))).toEqual(['one', 'two']);
  });

  it("is the network's own otherwise, and any where it has none", async () => {
    const net = neutron.addNetwork('provided', { 'provider:physical_network': 'three' });
    expect(await physnets(neutron.addPort(net))).toEqual(['three']);
    expect(await physnets(newVif())).toEqual([]);
    expect(await physnets('no-such-vif')).toEqual([]);
  });
});

let macs = 0;
const nextMac = (): string => `52:54:00:00:aa:${(macs += 1).toString(16).padStart(2, '0')}`;
