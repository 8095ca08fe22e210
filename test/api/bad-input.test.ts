import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newMac, nested, openRows, type TestRows } from '../support/builders.ts';
import { accepted, enroll, gql, mutate, subscribe, type UserError, type Variables } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';

/** No conductor: what is queued stays queued, and states stay as they are put. */
let service: TestService;
let rows: TestRows;
let ids: Awaited<ReturnType<typeof world>>;

beforeAll(async () => {
  service = await startTestService({ config: { role: 'api' } });
  rows = await openRows(service.databaseUrl);
  ids = await world();
});
afterAll(async () => {
  await rows?.close();
  await service?.stop();
});

const TAKEN_MAC = '52:54:ff:00:00:01';

/** One node of each kind that the cases need; nothing in this file changes them. */
async function world() {
  const enrolled = await enroll(service, {
    name: 'enrolled',
    ports: [{ address: TAKEN_MAC, name: 'taken-port' }, { address: newMac() }],
  });
  const [first, second] = await rows.query<{ id: string }>('SELECT id FROM ports ORDER BY id');
  if (!first || !second) throw new Error('The node got no ports.');
  await rows.addVif(enrolled.id, first.id, 'taken-vif');
  const groupOf = async (input: Variables): Promise<string | undefined> =>
    (await accepted(service, 'createPortGroup', { nodeId: enrolled.id, ...input })).portGroup?.id;
  const inState = async (state: Parameters<TestRows['putInState']>[1], columns: Variables = {}): Promise<string> => {
    const { id } = await enroll(service, { ports: [{ address: newMac() }] });
    await rows.putInState(id, state);
    if (Object.keys(columns).length > 0) await rows.setNode(id, columns);
    return id;
  };
  const active = await inState('ACTIVE', { instance_id: newId() });
  const [activePort] = await rows.query<{ id: string }>('SELECT id FROM ports WHERE node_id = ?', [active]);
  const busy = await inState('ENROLL');
  const { job } = await accepted(service, 'manageNode', { nodeId: busy });
  const cancelled = await inState('ENROLL');
  const unwanted = await accepted(service, 'manageNode', { nodeId: cancelled });
  await accepted(service, 'cancelJob', { jobId: unwanted.job?.id });
  const deleted = await enroll(service);
  await accepted(service, 'deleteNode', { nodeId: deleted.id });
  return {
    enrolled: enrolled.id,
    takenPort: first.id,
    freePort: second.id,
    portGroup: await groupOf({ name: 'taken-group', address: '52:54:ff:00:00:02' }),
    otherGroup: await groupOf({}),
    active,
    activePort: activePort?.id,
    available: await inState('AVAILABLE', { resource_class: 'gold' }),
    withClass: await inState('ACTIVE', { resource_class: 'gold' }),
    cleaning: await inState('CLEANING'),
    guarded: await inState('ACTIVE', { protected: 1 }),
    retired: await inState('MANAGEABLE', { retired: 1 }),
    maintained: await inState('AVAILABLE', { maintenance: 1 }),
    portless: (await enroll(service)).id,
    manual: (await enroll(service, { driver: 'manual-management' })).id,
    instance: await inState('AVAILABLE', { instance_id: newId() }),
    busy,
    queuedJob: job?.id,
    settledJob: unwanted.job?.id,
    deleted: deleted.id,
  };
}

/** What → the mutation, its input, and what must be said of it. */
type Case = readonly [what: string, mutation: string, input: () => Variables, error: Partial<UserError>];

const invalid = (...path: string[]): Partial<UserError> => ({
  __typename: 'InvalidInputError',
  code: 'INVALID_INPUT',
  path: ['input', ...path],
});
const notAllowed: Partial<UserError> = { __typename: 'NotAllowedError', code: 'NOT_ALLOWED_NOW' };
const exists = (value: string, ...path: string[]): Partial<UserError> => ({
  __typename: 'AlreadyExistsError',
  code: 'ALREADY_EXISTS',
  path: ['input', ...path],
  value,
});
const missing = (...path: string[]): Partial<UserError> => ({
  __typename: 'NotFoundError',
  code: 'NOT_FOUND',
  path: ['input', ...path],
});
const node = (fields: Variables): Variables => ({ driver: 'fake-hardware', ...fields });
const long = (length: number): string => 'x'.repeat(length);

// prettier-ignore
const CASES: readonly Case[] = [
  ['an unknown driver', 'createNode', () => ({ driver: 'fake-hardwear' }), { __typename: 'UnknownDriverError', path: ['input', 'driver'], known: expect.arrayContaining(['fake-hardware', 'ipmi']) }],
  ['a node name that is taken', 'createNode', () => node({ name: 'enrolled' }), exists('enrolled', 'name')],
  ['a name that is taken, after the ports were written', 'createNode', () => node({ name: 'enrolled', ports: [{ address: newMac() }] }), exists('enrolled', 'name')],
  ['an address that another node has, however it is written', 'createNode', () => node({ ports: [{ address: newMac() }, { address: '52-54-FF-00-00-01' }] }), exists(TAKEN_MAC, 'ports', '1', 'address')],
  ['two ports with one address', 'createNode', () => node({ ports: [{ address: '52:54:fe:00:00:01' }, { address: '52:54:FE:00:00:01' }] }), exists('52:54:fe:00:00:01', 'ports', '1', 'address')],
  ['two ports with one name', 'createNode', () => node({ ports: [{ address: newMac(), name: 'twin' }, { address: newMac(), name: 'twin' }] }), exists('twin', 'ports', '1', 'name')],
  ['a port name that is taken', 'createNode', () => node({ ports: [{ address: newMac(), name: 'taken-port' }] }), exists('taken-port', 'ports', '0', 'name')],
  ['an address of five octets', 'createNode', () => node({ ports: [{ address: '52:54:00:aa:00' }] }), invalid('ports', '0', 'address')],
  ['an address of other letters', 'createNode', () => node({ ports: [{ address: '52:54:00:aa:00:gg' }] }), invalid('ports', '0', 'address')],
  ['65 ports', 'createNode', () => node({ ports: Array.from({ length: 65 }, () => ({ address: newMac() })) }), invalid('ports')],
  ['a name with a space', 'createNode', () => node({ name: 'two words' }), invalid('name')],
  ['an empty name', 'createNode', () => node({ name: '' }), invalid('name')],
  ['a name with a newline', 'createNode', () => node({ name: 'line\n' }), invalid('name')],
  ['a name with a slash', 'createNode', () => node({ name: '../etc/passwd' }), invalid('name')],
  ['a name beyond ASCII', 'createNode', () => node({ name: 'größe' }), invalid('name')],
  ['a name in the form of an id', 'createNode', () => node({ name: newId() }), invalid('name')],
  ['a name of 256 characters', 'createNode', () => node({ name: long(256) }), invalid('name')],
  ['a description of 4097 characters', 'createNode', () => node({ description: long(4097) }), invalid('description')],
  ['a resource class of 81 characters', 'createNode', () => node({ resourceClass: long(81) }), invalid('resourceClass')],
  ['an owner of 256 characters', 'createNode', () => node({ owner: long(256) }), invalid('owner')],
  ['a lessee of 256 characters', 'createNode', () => node({ lessee: long(256) }), invalid('lessee')],
  ['a conductor group with a space', 'createNode', () => node({ conductorGroup: 'rack 1' }), invalid('conductorGroup')],
  ['JSON of 21 levels', 'createNode', () => node({ extra: nested(21) }), invalid('extra')],
  ['JSON of 65,537 characters', 'createNode', () => node({ properties: { a: long(65_537 - 8) } }), invalid('properties')],
  ['half a character in JSON', 'createNode', () => node({ extra: { a: ['\ud800'] } }), invalid('extra')],
  ['half a character in a key of JSON', 'createNode', () => node({ properties: { '\udc00': 1 } }), invalid('properties')],
  ['an interface that the driver does not have', 'createNode', () => node({ interfaces: { power: 'ipmitool' } }), { __typename: 'UnsupportedError', path: ['input', 'interfaces', 'power'], supported: ['fake'] }],
  ['an empty idempotency key', 'createNode', () => node({ idempotencyKey: '' }), invalid('idempotencyKey')],
  ['an idempotency key of 256 characters', 'createNode', () => node({ idempotencyKey: long(256) }), invalid('idempotencyKey')],
  ['a port network of 65 characters', 'createNode', () => node({ ports: [{ address: newMac(), physicalNetwork: long(65) }] }), invalid('ports', '0', 'physicalNetwork')],

  ['another node\'s name', 'updateNode', () => ({ nodeId: ids.active, name: 'enrolled' }), exists('enrolled', 'name')],
  ['null for the driver', 'updateNode', () => ({ nodeId: ids.enrolled, driver: null }), invalid('driver')],
  ['null for driverInfo', 'updateNode', () => ({ nodeId: ids.enrolled, driverInfo: null, expectedVersion: null }), invalid('driverInfo')],
  ['null for properties', 'updateNode', () => ({ nodeId: ids.enrolled, properties: null, expectedVersion: null }), invalid('properties')],
  ['null for extra', 'updateNode', () => ({ nodeId: ids.enrolled, extra: null, expectedVersion: null }), invalid('extra')],
  ['null for instanceInfo', 'updateNode', () => ({ nodeId: ids.enrolled, instanceInfo: null, expectedVersion: null }), invalid('instanceInfo')],
  ['null for the conductor group', 'updateNode', () => ({ nodeId: ids.enrolled, conductorGroup: null }), invalid('conductorGroup')],
  ['null for protected', 'updateNode', () => ({ nodeId: ids.enrolled, protected: null }), invalid('protected')],
  ['null for retired', 'updateNode', () => ({ nodeId: ids.enrolled, retired: null }), invalid('retired')],
  ['a whole JSON value without expectedVersion', 'updateNode', () => ({ nodeId: ids.enrolled, extra: {} }), invalid('expectedVersion')],
  ['an unknown driver', 'updateNode', () => ({ nodeId: ids.enrolled, driver: 'nope' }), { __typename: 'UnknownDriverError', path: ['input', 'driver'] }],
  ['an interface that the driver does not have', 'updateNode', () => ({ nodeId: ids.enrolled, interfaces: { raid: 'nope' } }), { __typename: 'UnsupportedError', path: ['input', 'interfaces', 'raid'] }],
  ['protecting what nobody uses', 'updateNode', () => ({ nodeId: ids.enrolled, protected: true }), notAllowed],
  ['a reason for a protection that is not there', 'updateNode', () => ({ nodeId: ids.active, protectedReason: 'why not' }), notAllowed],
  ['retiring what is on offer', 'updateNode', () => ({ nodeId: ids.available, retired: true }), notAllowed],
  ['a reason for a retirement that is not there', 'updateNode', () => ({ nodeId: ids.active, retiredReason: 'old' }), notAllowed],
  ['another resource class while in use', 'updateNode', () => ({ nodeId: ids.withClass, resourceClass: 'silver' }), notAllowed],
  ['another driverInfo while a flow is at work', 'updateNode', () => ({ nodeId: ids.cleaning, driverInfo: {}, expectedVersion: null }), notAllowed],

  ['a protected node', 'deleteNode', () => ({ nodeId: ids.guarded }), notAllowed],
  ['a node that is being cleaned', 'deleteNode', () => ({ nodeId: ids.cleaning }), notAllowed],
  ['a node in use', 'deleteNode', () => ({ nodeId: ids.active }), notAllowed],
  ['a node that names an instance', 'deleteNode', () => ({ nodeId: ids.instance }), notAllowed],
  ['a node with a job in its queue', 'deleteNode', () => ({ nodeId: ids.busy }), { __typename: 'NodeLockedError', code: 'NODE_LOCKED', queueLength: 1 }],

  ['a protected node', 'undeployNode', () => ({ nodeId: ids.guarded }), notAllowed],
  ['a retired node', 'provideNode', () => ({ nodeId: ids.retired }), notAllowed],
  ['a node in maintenance', 'deployNode', () => ({ nodeId: ids.maintained }), notAllowed],
  ['an instance id that is none', 'deployNode', () => ({ nodeId: ids.available, instanceId: 'my-instance' }), invalid('instanceId')],
  ['instanceInfo of 21 levels', 'deployNode', () => ({ nodeId: ids.available, instanceInfo: nested(21) }), invalid('instanceInfo')],
  ['deploying what was never cleaned', 'deployNode', () => ({ nodeId: ids.enrolled }), { __typename: 'IllegalStateError', code: 'ILLEGAL_STATE', state: 'ENROLL', legalVerbs: ['MANAGE'], isProjected: false }],
  ['a node that a job waits for, with FAIL', 'setNodePower', () => ({ nodeId: ids.busy, target: 'ON', onLocked: 'FAIL' }), { __typename: 'NodeLockedError', queueLength: 1 }],
  ['stopping where nothing is at work', 'abortNode', () => ({ nodeId: ids.enrolled }), { __typename: 'IllegalStateError', legalVerbs: ['MANAGE'] }],
  ['a reason of 1025 characters', 'abortNode', () => ({ nodeId: ids.enrolled, reason: long(1025) }), invalid('reason')],

  ['a wait of 0 s', 'setNodePower', () => ({ nodeId: ids.enrolled, target: 'ON', timeoutSeconds: 0 }), invalid('timeoutSeconds')],
  ['a wait of 3601 s', 'setNodePower', () => ({ nodeId: ids.enrolled, target: 'ON', timeoutSeconds: 3601 }), invalid('timeoutSeconds')],
  ['a target that nobody can reach by hand', 'setNodePower', () => ({ nodeId: ids.manual, target: 'SOFT_REBOOT' }), { __typename: 'UnsupportedError', path: ['input', 'target'] }],
  ['a reason for clearing it', 'setNodeMaintenance', () => ({ nodeId: ids.enrolled, maintenance: false, reason: 'done' }), invalid('reason')],
  ['a reason of 4097 characters', 'setNodeMaintenance', () => ({ nodeId: ids.enrolled, maintenance: true, reason: long(4097) }), invalid('reason')],

  ['an address that is taken', 'createPort', () => ({ nodeId: ids.active, address: TAKEN_MAC.toUpperCase() }), exists(TAKEN_MAC, 'address')],
  ['a name that is taken', 'createPort', () => ({ nodeId: ids.active, address: newMac(), name: 'taken-port' }), exists('taken-port', 'name')],
  ['a malformed address', 'createPort', () => ({ nodeId: ids.active, address: 'not-a-mac' }), invalid('address')],
  ['a name with a space', 'createPort', () => ({ nodeId: ids.active, address: newMac(), name: 'eth 0' }), invalid('name')],
  ['an empty network', 'createPort', () => ({ nodeId: ids.active, address: newMac(), physicalNetwork: '' }), invalid('physicalNetwork')],
  ['a description of 256 characters', 'createPort', () => ({ nodeId: ids.active, address: newMac(), description: long(256) }), invalid('description')],
  ['JSON of 21 levels', 'createPort', () => ({ nodeId: ids.active, address: newMac(), localLinkConnection: nested(21) }), invalid('localLinkConnection')],
  ['an address that is taken', 'updatePort', () => ({ portId: ids.freePort, address: TAKEN_MAC }), exists(TAKEN_MAC, 'address')],
  ['a name that is taken', 'updatePort', () => ({ portId: ids.freePort, name: 'taken-port' }), exists('taken-port', 'name')],
  ['null for the address', 'updatePort', () => ({ portId: ids.freePort, address: null }), invalid('address')],
  ['null for pxeEnabled', 'updatePort', () => ({ portId: ids.freePort, pxeEnabled: null }), invalid('pxeEnabled')],
  ['null for localLinkConnection', 'updatePort', () => ({ portId: ids.freePort, localLinkConnection: null, expectedVersion: null }), invalid('localLinkConnection')],
  ['null for extra', 'updatePort', () => ({ portId: ids.freePort, extra: null, expectedVersion: null }), invalid('extra')],
  ['a whole JSON value without expectedVersion', 'updatePort', () => ({ portId: ids.freePort, extra: {} }), invalid('expectedVersion')],
  ['another wiring while in use', 'updatePort', () => ({ portId: ids.activePort, pxeEnabled: false }), notAllowed],
  ['another address while in use', 'updatePort', () => ({ portId: ids.activePort, address: newMac() }), notAllowed],
  ['a port that is not there', 'updatePort', () => ({ portId: newId(), name: 'x' }), missing('portId')],
  ['a malformed id', 'updatePort', () => ({ portId: 'eth0', name: 'x' }), invalid('portId')],
  ['a port that holds a VIF', 'deletePort', () => ({ portId: ids.takenPort }), notAllowed],
  ['a port that is not there', 'deletePort', () => ({ portId: newId() }), missing('portId')],
  ['a malformed id', 'deletePort', () => ({ portId: '' }), invalid('portId')],

  ['a link of other words', 'createPort', () => ({ nodeId: ids.active, address: newMac(), localLinkConnection: { switchId: 'x' } }), invalid('localLinkConnection', 'switchId')],
  ['a link without its port', 'createNode', () => node({ ports: [{ address: newMac(), localLinkConnection: { switch_id: '52:54:00:00:00:01' } }] }), invalid('ports', '0', 'localLinkConnection')],
  ['a smart NIC without its host', 'createPort', () => ({ nodeId: ids.active, address: newMac(), isSmartNic: true }), invalid('localLinkConnection')],
  ['a smart NIC without its host', 'updatePort', () => ({ portId: ids.freePort, isSmartNic: true }), invalid('localLinkConnection')],
  ['null for isSmartNic', 'updatePort', () => ({ portId: ids.freePort, isSmartNic: null }), invalid('isSmartNic')],
  ['a port group that is not there', 'createPort', () => ({ nodeId: ids.enrolled, address: newMac(), portGroupId: newId() }), missing('portGroupId')],
  ['another node\'s port group', 'createPort', () => ({ nodeId: ids.active, address: newMac(), portGroupId: ids.portGroup }), missing('portGroupId')],
  ['another node\'s port group', 'updatePort', () => ({ portId: ids.activePort, portGroupId: ids.portGroup }), missing('portGroupId')],
  ['a malformed port group id', 'updatePort', () => ({ portId: ids.freePort, portGroupId: 'bond0' }), invalid('portGroupId')],

  ['an address that is taken', 'createPortGroup', () => ({ nodeId: ids.active, address: '52-54-FF-00-00-02' }), exists('52:54:ff:00:00:02', 'address')],
  ['a name that is taken', 'createPortGroup', () => ({ nodeId: ids.active, name: 'taken-group' }), exists('taken-group', 'name')],
  ['a malformed address', 'createPortGroup', () => ({ nodeId: ids.active, address: 'bond0' }), invalid('address')],
  ['a mode with a space', 'createPortGroup', () => ({ nodeId: ids.active, mode: 'active backup' }), invalid('mode')],
  ['an empty network', 'createPortGroup', () => ({ nodeId: ids.active, physicalNetwork: '' }), invalid('physicalNetwork')],
  ['JSON of 21 levels', 'createPortGroup', () => ({ nodeId: ids.active, properties: nested(21) }), invalid('properties')],
  ['a name that is taken', 'updatePortGroup', () => ({ portGroupId: ids.otherGroup, name: 'taken-group' }), exists('taken-group', 'name')],
  ['null for the mode', 'updatePortGroup', () => ({ portGroupId: ids.portGroup, mode: null }), invalid('mode')],
  ['null for standalonePortsSupported', 'updatePortGroup', () => ({ portGroupId: ids.portGroup, standalonePortsSupported: null }), invalid('standalonePortsSupported')],
  ['a whole JSON value without expectedVersion', 'updatePortGroup', () => ({ portGroupId: ids.portGroup, properties: {} }), invalid('expectedVersion')],
  ['a port group that is not there', 'updatePortGroup', () => ({ portGroupId: newId(), mode: 'x' }), missing('portGroupId')],
  ['a malformed id', 'updatePortGroup', () => ({ portGroupId: 'bond0', mode: 'x' }), invalid('portGroupId')],
  ['a port group that is not there', 'deletePortGroup', () => ({ portGroupId: newId() }), missing('portGroupId')],
  ['a malformed id', 'deletePortGroup', () => ({ portGroupId: '' }), invalid('portGroupId')],

  ['an empty VIF id', 'attachVif', () => ({ nodeId: ids.active, vifId: '' }), invalid('vifId')],
  ['a VIF id of 256 characters', 'attachVif', () => ({ nodeId: ids.active, vifId: long(256) }), invalid('vifId')],
  ['a malformed port id', 'attachVif', () => ({ nodeId: ids.active, vifId: 'v', portId: 'eth0' }), invalid('portId')],
  ['another node\'s port', 'attachVif', () => ({ nodeId: ids.active, vifId: 'v', portId: ids.freePort }), missing('portId')],
  ['a port that is taken', 'attachVif', () => ({ nodeId: ids.enrolled, vifId: 'v', portId: ids.takenPort }), { __typename: 'VifError', code: 'NO_FREE_PORT', path: ['input', 'portId'] }],
  ['a node without ports', 'attachVif', () => ({ nodeId: ids.portless, vifId: 'v' }), { __typename: 'VifError', code: 'NO_FREE_PORT' }],
  ['a VIF that is attached elsewhere', 'attachVif', () => ({ nodeId: ids.active, vifId: 'taken-vif' }), { __typename: 'VifError', code: 'VIF_ALREADY_ATTACHED', vifId: 'taken-vif', path: ['input', 'vifId'] }],
  ['a VIF that is not attached', 'detachVif', () => ({ nodeId: ids.active, vifId: 'nowhere' }), { __typename: 'VifError', code: 'VIF_NOT_ATTACHED', vifId: 'nowhere', path: ['input', 'vifId'] }],
  ['a VIF of another node', 'detachVif', () => ({ nodeId: ids.active, vifId: 'taken-vif' }), { __typename: 'VifError', code: 'VIF_NOT_ATTACHED' }],

  ['a job that is not there', 'cancelJob', () => ({ jobId: newId() }), missing('jobId')],
  ['a malformed id', 'cancelJob', () => ({ jobId: 'job-1' }), invalid('jobId')],
  ['a job that has settled', 'cancelJob', () => ({ jobId: ids.settledJob }), notAllowed],
  ['a reason of 1025 characters', 'cancelJob', () => ({ jobId: ids.queuedJob, reason: long(1025) }), invalid('reason')],
];

/** Every mutation that names a node, with the rest of a good input. */
const OF_A_NODE: Readonly<Record<string, Variables>> = {
  updateNode: { description: 'x' },
  deleteNode: {},
  manageNode: {},
  provideNode: {},
  deployNode: {},
  undeployNode: {},
  serviceNode: { steps: [{ step: 'reboot' }] },
  rebuildNode: {},
  cleanNode: { steps: [{ step: 'reboot' }] },
  unholdNode: {},
  abortNode: {},
  setNodePower: { target: 'ON' },
  setNodeMaintenance: { maintenance: true },
  setNodeBootDevice: { device: 'DISK' },
  setNodeBootMode: { mode: 'UEFI' },
  setNodeSecureBoot: { enabled: true },
  injectNmi: {},
  setNodeIndicator: { component: 'CHASSIS', indicatorId: 'identify', state: 'ON' },
  setNodeTargetRaidConfig: { logicalDisks: [] },
  attachVirtualMedia: { type: 'CDROM', imageUrl: 'https://images.example/x.iso' },
  detachVirtualMedia: {},
  setNodeConsole: { enabled: true },
  callVendorMethod: { method: 'count_up' },
  refreshNodeHardware: {},
  createPort: { address: '52:54:fd:00:00:01' },
  createPortGroup: { mode: '802.3ad' },
  attachVif: { vifId: 'v' },
  detachVif: { vifId: 'v' },
};

describe('a mutation refuses with a typed error, names field and remedy, and writes nothing', () => {
  it.each(CASES)('%s (%s)', async (_what, mutation, input, error) => {
    expect(await refusalOf(mutation, input())).toMatchObject(refusedWith(error));
  });

  it.each(Object.entries(OF_A_NODE))('an unknown node (%s)', async (mutation, rest) => {
    expect(await refusalOf(mutation, { ...rest, nodeId: newId() })).toMatchObject(refusedWith(missing('nodeId')));
  });

  it.each(Object.entries(OF_A_NODE))('a node that was deleted (%s)', async (mutation, rest) => {
    expect(await refusalOf(mutation, { ...rest, nodeId: ids.deleted })).toMatchObject(refusedWith(missing('nodeId')));
  });

  it.each(Object.entries(OF_A_NODE))('a malformed node id (%s)', async (mutation, rest) => {
    expect(await refusalOf(mutation, { ...rest, nodeId: "' OR 1=1 --" })).toMatchObject(refusedWith(invalid('nodeId')));
  });

  it('says everything that is wrong at once', async () => {
    const { errors } = await mutate(service, 'createNode', {
      driver: 'fake-hardware',
      name: 'no good',
      owner: long(300),
      extra: nested(30),
      ports: [{ address: 'x' }, { address: newMac(), physicalNetwork: '' }],
    });
    expect(errors.map(({ path }) => path?.join('.'))).toEqual([
      'input.name',
      'input.owner',
      'input.extra',
      'input.ports.0.address',
      'input.ports.1.physicalNetwork',
    ]);
  });

  it('accepts JSON of any well-formed text', async () => {
    const extra = { '😀': '\u0000', '': '\\ud800', '\\\\ud800': [1e308, -1.5, true, null], "' OR 1=1 --": '`' };
    const { id } = await enroll(service, { extra });
    const { data } = await gql(service, 'query ($id: ID!) { node(id: $id) { extra } }', { id });
    expect(data).toEqual({ node: { extra } });
  });

  it('accepts JSON of 20 levels and names at their limits', async () => {
    const made = await accepted(service, 'createNode', {
      driver: 'fake-hardware',
      name: `A-._~${long(250)}`,
      extra: nested(20),
      ports: Array.from({ length: 64 }, () => ({ address: newMac() })),
    });
    expect(made.node?.name).toHaveLength(255);
  });
});

/** What came of a mutation that should be refused. */
async function refusalOf(mutation: string, input: Variables): Promise<Variables> {
  const before = await rows.fingerprint();
  const { errors, job, cursor, replayed, ...payload } = await mutate(service, mutation, input);
  const object =
    payload.node ??
    payload.port ??
    payload.portGroup ??
    payload.vifAttachment ??
    payload.deletedNodeId ??
    payload.deletedPortId ??
    payload.deletedPortGroupId ??
    null;
  return { errors, job, cursor, replayed, object, isUnchanged: (await rows.fingerprint()) === before };
}

/** One error, with words for people, and nothing else: no object, no job, no trace in the database. */
const refusedWith = (error: Partial<UserError>): Variables => ({
  errors: [{ message: expect.stringMatching(/\S/), remedy: expect.stringMatching(/\S/), ...error }],
  job: null,
  cursor: null,
  replayed: false,
  object: null,
  isUnchanged: true,
});

describe('a query refuses at the top level with BAD_USER_INPUT and a remedy', () => {
  const NODES = 'query ($a: Cursor, $n: Int) { nodes(first: $n, after: $a) { nodes { id } } }';
  // prettier-ignore
  const QUERIES: readonly (readonly [what: string, query: string, variables: () => Variables | Promise<Variables>, argument: string])[] = [
    ['a malformed node id', '{ node(id: "1") { id } }', () => ({}), 'id'],
    ['a malformed node id in fetch__Node', '{ fetch__Node(id: "1") { id } }', () => ({}), 'id'],
    ['a malformed port id', '{ port(id: "eth0") { id } }', () => ({}), 'id'],
    ['a malformed port group id', '{ portGroup(id: "bond0") { id } }', () => ({}), 'id'],
    ['a malformed job id', '{ job(id: "") { id } }', () => ({}), 'id'],
    ['a page of 100000', NODES, () => ({ n: 100_000 }), 'first'],
    ['a page of 0', NODES, () => ({ n: 0 }), 'first'],
    ['a page of -1', NODES, () => ({ n: -1 }), 'first'],
    ['a last page of 501', '{ ports(last: 501) { nodes { id } } }', () => ({}), 'last'],
    ['first and last together', '{ nodes(first: 1, last: 1) { nodes { id } } }', () => ({}), 'last'],
    ['a page of 501 inside a node', '{ nodes(first: 1) { nodes { ports(first: 501) { nodes { id } } } } }', () => ({}), 'first'],
    ['a page of 501 events', '{ events(first: 501) { nodes { id } } }', () => ({}), 'first'],
    ['a malformed cursor', NODES, () => ({ a: 'not-a-cursor' }), 'after'],
    ['an empty cursor', NODES, () => ({ a: '' }), 'after'],
    ['a cursor with a forged key', NODES, () => ({ a: Buffer.from('["x",{"a":1}]').toString('base64url') }), 'after'],
    ['a cursor of the event log in a list', NODES, async () => ({ a: await eventCursor() }), 'after'],
    ['a cursor of another order', 'query ($a: Cursor) { nodes(after: $a, orderBy: [{ field: NAME }]) { nodes { id } } }', async () => ({ a: await nodeCursor() }), 'after'],
    ['a cursor of another filter', 'query ($a: Cursor) { nodes(before: $a, last: 2, filter: { maintenance: { eq: true } }) { nodes { id } } }', async () => ({ a: await nodeCursor() }), 'before'],
    ['a cursor of a list in the event log', 'query ($a: Cursor) { events(after: $a) { nodes { id } } }', async () => ({ a: await nodeCursor() }), 'after'],
    ['a malformed cursor of the event log', 'query ($a: Cursor) { events(after: $a) { nodes { id } } }', () => ({ a: Buffer.from('e1.zz').toString('base64url') }), 'after'],
    ['four sort keys', '{ nodes(orderBy: [{ field: NAME }, { field: DRIVER }, { field: CREATED_AT }, { field: UPDATED_AT }]) { nodes { id } } }', () => ({}), 'orderBy'],
    ['a filter of five levels', '{ nodes(filter: { not: { not: { not: { not: { maintenance: { eq: true } } } } } }) { nodes { id } } }', () => ({}), 'filter'],
    ['a filter of 501 values', 'query ($in: [String!]) { nodes(filter: { name: { in: $in } }) { nodes { id } } }', () => ({ in: Array.from({ length: 501 }, String) }), 'filter.name'],
    ['a range with one end', '{ nodes(filter: { createdAt: { between: ["2026-01-01T00:00:00Z"] } }) { nodes { id } } }', () => ({}), 'filter.createdAt'],
  ];

  it.each(QUERIES)('%s', async (_what, query, variables, argument) => {
    const { errors } = await gql(service, query, await variables());
    expect(errors).toHaveLength(1);
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument });
    expect(errors[0]?.extensions['remedy']).toMatch(/\S/);
  });

  it.each([
    ['a malformed job id', 'subscription { jobEvents(jobId: "1") { kind } }', 'BAD_USER_INPUT'],
    ['an unknown job', `subscription { jobEvents(jobId: "${newId()}") { kind } }`, 'NOT_FOUND'],
    ['a malformed cursor', 'subscription { nodeEvents(after: "nonsense") { kind } }', 'BAD_USER_INPUT'],
    [
      'a filter too deep',
      'subscription { nodeEvents(filter: { not: { not: { not: { not: {} } } } }) { kind } }',
      'BAD_USER_INPUT',
    ],
  ])('%s in a subscription', async (_what, document, code) => {
    const stream = subscribe(service, document);
    await stream.ended;
    expect(stream.errors).toHaveLength(1);
    expect(stream.errors[0]?.extensions).toMatchObject({ code });
    expect(stream.errors[0]?.extensions['remedy']).toMatch(/\S/);
    expect(stream.items).toEqual([]);
    await stream.close();
  });

  it('an id that is well-formed and unknown is simply not there', async () => {
    const { data } = await gql(
      service,
      'query ($id: ID!) { node(id: $id) { id } port(id: $id) { id } job(id: $id) { id } }',
      {
        id: newId(),
      },
    );
    expect(data).toEqual({ node: null, port: null, job: null });
  });
});

async function nodeCursor(): Promise<unknown> {
  const { data } = await gql<{ nodes: { pageInfo: { endCursor: string } } }>(
    service,
    '{ nodes(first: 1) { pageInfo { endCursor } } }',
  );
  return data?.nodes.pageInfo.endCursor;
}

async function eventCursor(): Promise<unknown> {
  const { data } = await gql<{ events: { pageInfo: { endCursor: string } } }>(
    service,
    '{ events(first: 1) { pageInfo { endCursor } } }',
  );
  return data?.events.pageInfo.endCursor;
}
