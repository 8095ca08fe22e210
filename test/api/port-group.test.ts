import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newMac, openRows, type TestRows } from '../support/builders.ts';
import { accepted, ask, enroll, gql, mutate, type Variables } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';

/** No conductor: states stay as they are put. */
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

const aNode = async (): Promise<string> => (await enroll(service)).id;

async function aGroup(nodeId: string, input: Variables = {}): Promise<string> {
  const { portGroup } = await accepted(service, 'createPortGroup', { nodeId, ...input });
  return portGroup?.id ?? '';
}

async function aPort(nodeId: string, input: Variables = {}): Promise<string> {
  const { port } = await accepted(service, 'createPort', { nodeId, address: newMac(), ...input });
  return port?.id ?? '';
}

/** A VIF on a port group, as no service would attach one here. */
async function addVifTo(nodeId: string, portGroupId: string, vifId: string): Promise<void> {
  await rows.addVif(nodeId, null, vifId);
  await rows.query('UPDATE vif_attachments SET port_group_id = ? WHERE vif_id = ?', [portGroupId, vifId]);
}

interface PortView {
  readonly physicalNetwork: string | null;
  readonly portGroup: { readonly id: string } | null;
  readonly version: number;
}

const readPort = async (id: string): Promise<PortView> =>
  (
    await ask<{ port: PortView }>(
      service,
      'query ($id: ID!) { port(id: $id) { physicalNetwork portGroup { id } version } }',
      { id },
    )
  ).port;

/** What the node's log says since a number of events ago: type, and what it is about. */
async function events(nodeId: string, since: number): Promise<unknown[]> {
  const found = await rows.query<{
    type: string;
    changes: { list: { field: string; before: unknown; after: unknown }[] };
  }>('SELECT type, changes FROM events WHERE node_id = ? AND node_sequence > ? ORDER BY id', [nodeId, since]);
  return found.map(({ type, changes }) => [
    type,
    ...changes.list.map(({ field, before, after }) => `${field}: ${String(before)} → ${String(after)}`),
  ]);
}

async function eventCount(nodeId: string): Promise<number> {
  const [row] = await rows.query<{ count: number }>(
    'SELECT event_sequence AS count FROM node_locks WHERE node_id = ?',
    [nodeId],
  );
  return row?.count ?? 0;
}

/** What was blamed: code and path. */
async function refusals(mutation: string, input: Variables): Promise<readonly string[]> {
  const before = await rows.fingerprint();
  const { errors } = await mutate(service, mutation, input);
  expect(errors.length === 0 || (await rows.fingerprint()) === before).toBe(true);
  return errors.map(({ code, path, remedy }) => {
    expect(remedy).toMatch(/\S/);
    return `${code} ${path?.join('.')}`;
  });
}

describe('createPortGroup', () => {
  it('makes one as it was asked for, and with defaults for the rest', async () => {
    const nodeId = await aNode();
    const full = await aGroup(nodeId, {
      name: 'bond-full',
      address: '52-54-FF-01-00-01',
      mode: '802.3ad',
      properties: { miimon: 100 },
      standalonePortsSupported: false,
      physicalNetwork: 'rack-1',
      extra: { a: 1 },
    });
    const plain = await aGroup(nodeId);
    const fields = 'name address mode properties standalonePortsSupported physicalNetwork extra version nodeId';
    const read = async (id: string): Promise<unknown> =>
      (await ask<{ portGroup: unknown }>(service, `query ($id: ID!) { portGroup(id: $id) { ${fields} } }`, { id }))
        .portGroup;
    expect(await read(full)).toEqual({
      name: 'bond-full',
      address: '52:54:ff:01:00:01',
      mode: '802.3ad',
      properties: { miimon: 100 },
      standalonePortsSupported: false,
      physicalNetwork: 'rack-1',
      extra: { a: 1 },
      version: 1,
      nodeId,
    });
    expect(await read(plain)).toEqual({
      name: null,
      address: null,
      mode: 'active-backup',
      properties: {},
      standalonePortsSupported: true,
      physicalNetwork: null,
      extra: {},
      version: 1,
      nodeId,
    });
    expect(await events(nodeId, 1)).toEqual([
      ['PORT_GROUP_CREATED', `portGroup: null → ${full}`],
      ['PORT_GROUP_CREATED', `portGroup: null → ${plain}`],
    ]);
  });

  it('makes 64 on a node and no more', async () => {
    const nodeId = await aNode();
    for (let group = 0; group < 64; group += 1) await aGroup(nodeId);
    expect(await refusals('createPortGroup', { nodeId })).toEqual(['NOT_ALLOWED_NOW input.nodeId']);
  });
});

describe('ports and port groups, seen from each side', () => {
  it('are the same, and in pages', async () => {
    const nodeId = await aNode();
    const [first, second] = [await aGroup(nodeId), await aGroup(nodeId)];
    const members = [await aPort(nodeId, { portGroupId: first }), await aPort(nodeId, { portGroupId: first })];
    const alone = await aPort(nodeId);
    await addVifTo(nodeId, first, 'seen-from-each-side');
    const { node } = await ask<{ node: unknown }>(
      service,
      `query ($id: ID!) { node(id: $id) {
         portGroups { totalCount nodes { id node { id } ports(first: 1) { totalCount nodes { id portGroupId } pageInfo { hasNextPage } }
           vifAttachments { vifId port { id } portGroup { id } } } }
         ports { nodes { id portGroup { id } } } } }`,
      { id: nodeId },
    );
    expect(node).toEqual({
      portGroups: {
        totalCount: 2,
        nodes: [
          {
            id: first,
            node: { id: nodeId },
            ports: {
              totalCount: 2,
              nodes: [{ id: members[0], portGroupId: first }],
              pageInfo: { hasNextPage: true },
            },
            vifAttachments: [{ vifId: 'seen-from-each-side', port: null, portGroup: { id: first } }],
          },
          {
            id: second,
            node: { id: nodeId },
            ports: { totalCount: 0, nodes: [], pageInfo: { hasNextPage: false } },
            vifAttachments: [],
          },
        ],
      },
      ports: {
        nodes: [
          { id: members[0], portGroup: { id: first } },
          { id: members[1], portGroup: { id: first } },
          { id: alone, portGroup: null },
        ],
      },
    });
  });

  it('are found by their filters', async () => {
    const nodeId = await aNode();
    const group = await aGroup(nodeId, { name: 'found-by-filter', mode: 'balance-tlb', physicalNetwork: 'rack-9' });
    const other = await aGroup(nodeId, { standalonePortsSupported: false, address: '52:54:ff:01:00:02' });
    const member = await aPort(nodeId, { portGroupId: group, physicalNetwork: 'rack-9' });
    const alone = await aPort(nodeId);
    await addVifTo(nodeId, group, 'found-by-filter');
    const found = async (list: string, type: string, filter: Variables): Promise<string[]> => {
      const data = await ask<Record<string, { nodes: { id: string }[]; totalCount: number }>>(
        service,
        `query ($filter: ${type}) { ${list}(filter: $filter) { nodes { id } totalCount } }`,
        { filter },
      );
      expect(data[list]?.totalCount).toBe(data[list]?.nodes.length);
      return data[list]?.nodes.map(({ id }) => id) ?? [];
    };
    const groups = (filter: Variables): Promise<string[]> =>
      found('portGroups', 'PortGroupFilter', { nodeId: { eq: nodeId }, ...filter });
    expect(await groups({})).toEqual([group, other]);
    expect(await groups({ id: { in: [other] } })).toEqual([other]);
    expect(await groups({ name: { startsWith: 'found' } })).toEqual([group]);
    expect(await groups({ mode: { eq: 'balance-tlb' } })).toEqual([group]);
    expect(await groups({ address: { eq: '52-54-FF-01-00-02' } })).toEqual([other]);
    expect(await groups({ physicalNetwork: { isNull: true } })).toEqual([other]);
    expect(await groups({ standalonePortsSupported: { eq: true } })).toEqual([group]);
    const ports = (portGroupId: Variables): Promise<string[]> =>
      found('ports', 'PortFilter', { nodeId: { eq: nodeId }, portGroupId });
    expect(await ports({ eq: group })).toEqual([member]);
    expect(await ports({ isNull: true })).toEqual([alone]);
    expect(await found('vifAttachments', 'VifAttachmentFilter', { portGroupId: { eq: group } })).toHaveLength(1);
  });

  it('go with their node', async () => {
    const nodeId = await aNode();
    const group = await aGroup(nodeId);
    await aPort(nodeId, { portGroupId: group });
    await addVifTo(nodeId, group, 'goes-with-its-node');
    await accepted(service, 'deleteNode', { nodeId });
    for (const table of ['ports', 'port_groups', 'vif_attachments']) {
      expect(await rows.query(`SELECT id FROM ${table} WHERE node_id = ?`, [nodeId])).toEqual([]);
    }
    const { data } = await gql(service, 'query ($id: ID!) { portGroup(id: $id) { id } }', { id: group });
    expect(data).toEqual({ portGroup: null });
  });
});

describe('updatePort', () => {
  it('puts a port into a group, and takes it out', async () => {
    const nodeId = await aNode();
    const group = await aGroup(nodeId, { physicalNetwork: 'rack-1', standalonePortsSupported: false });
    const portId = await aPort(nodeId);
    const before = await eventCount(nodeId);
    await accepted(service, 'updatePort', {
      portId,
      portGroupId: group,
      physicalNetwork: 'rack-1',
      pxeEnabled: false,
    });
    expect(await readPort(portId)).toEqual({ physicalNetwork: 'rack-1', portGroup: { id: group }, version: 2 });
    await accepted(service, 'updatePort', { portId, portGroupId: null });
    expect(await readPort(portId)).toEqual({ physicalNetwork: 'rack-1', portGroup: null, version: 3 });
    expect(await events(nodeId, before)).toEqual([
      [
        'PORT_UPDATED',
        `port: ${portId} → ${portId}`,
        'port.pxeEnabled: true → false',
        'port.physicalNetwork: null → rack-1',
        `port.portGroupId: null → ${group}`,
      ],
      ['PORT_UPDATED', `port: ${portId} → ${portId}`, `port.portGroupId: ${group} → null`],
    ]);
  });

  it('with the values that are there already changes nothing, and no rule forbids it', async () => {
    const nodeId = await aNode();
    const address = newMac();
    const portId = await aPort(nodeId, { address, physicalNetwork: 'rack-1' });
    await rows.putInState(nodeId, 'ACTIVE');
    const before = await rows.fingerprint();
    const same = {
      portId,
      address: address.toUpperCase(),
      pxeEnabled: true,
      physicalNetwork: 'rack-1',
      portGroupId: null,
    };
    expect((await mutate(service, 'updatePort', same)).errors).toEqual([]);
    expect(await rows.fingerprint()).toBe(before);
  });

  it('refuses by the rules: state, job at work, instance, membership', async () => {
    const nodeId = await aNode();
    const strict = await aGroup(nodeId, { standalonePortsSupported: false });
    const onRack = await aGroup(nodeId, { physicalNetwork: 'rack-1' });
    const portId = await aPort(nodeId);
    const member = await aPort(nodeId, { portGroupId: onRack, physicalNetwork: 'rack-1' });
    const holder = await aPort(nodeId, { pxeEnabled: false });
    await rows.addVif(nodeId, holder, 'refused-by-the-rules');

    expect(await refusals('updatePort', { portId, portGroupId: strict })).toEqual(['NOT_ALLOWED_NOW input.pxeEnabled']);
    expect(await refusals('updatePort', { portId: holder, portGroupId: strict })).toEqual([
      'NOT_ALLOWED_NOW input.portGroupId',
    ]);
    expect(await refusals('updatePort', { portId, portGroupId: onRack })).toEqual([
      'NOT_ALLOWED_NOW input.physicalNetwork',
    ]);
    expect(await refusals('updatePort', { portId: member, physicalNetwork: 'rack-2' })).toEqual([
      'INVALID_INPUT input.physicalNetwork',
    ]);

    await rows.query(`UPDATE node_locks SET holder_job_id = UUID(), purpose = 'testing' WHERE node_id = ?`, [nodeId]);
    expect(await refusals('updatePort', { portId, address: newMac() })).toEqual(['NOT_ALLOWED_NOW input.address']);
    await rows.query('UPDATE node_locks SET holder_job_id = NULL, purpose = NULL WHERE node_id = ?', [nodeId]);

    await rows.putInState(nodeId, 'INSPECTING');
    await rows.setNode(nodeId, { maintenance: 1 });
    expect(await refusals('updatePort', { portId, description: 'x' })).toEqual(['NOT_ALLOWED_NOW input.description']);
    expect(await refusals('updatePortGroup', { portGroupId: onRack, mode: 'x' })).toEqual([
      'NOT_ALLOWED_NOW input.mode',
    ]);
    await rows.putInState(nodeId, 'ACTIVE');
    expect(await refusals('updatePort', { portId, address: newMac() })).toEqual([]);
    await rows.setNode(nodeId, { maintenance: 0 });
    expect(await refusals('updatePort', { portId, address: newMac() })).toEqual(['NOT_ALLOWED_NOW input.address']);
    expect(await refusals('updatePort', { portId: member, portGroupId: null })).toEqual([
      'NOT_ALLOWED_NOW input.portGroupId',
    ]);
  });
});

describe('createPort', () => {
  it('into a group whose ports are not used alone counts by what it gets, also by default', async () => {
    const nodeId = await aNode();
    const portGroupId = await aGroup(nodeId, { standalonePortsSupported: false });
    const port = { nodeId, address: newMac(), portGroupId };
    expect(await refusals('createPort', port)).toEqual(['NOT_ALLOWED_NOW input.pxeEnabled']);
    expect(await refusals('createPort', { ...port, pxeEnabled: false })).toEqual([]);
  });

  it('of a smart NIC says so', async () => {
    const localLinkConnection = { port_id: 'rep0-0', hostname: 'host-1' };
    const id = await aPort(await aNode(), { isSmartNic: true, localLinkConnection });
    const { port } = await ask<{ port: unknown }>(
      service,
      'query ($id: ID!) { port(id: $id) { isSmartNic localLinkConnection } }',
      { id },
    );
    expect(port).toEqual({ isSmartNic: true, localLinkConnection });
  });
});

describe('updatePortGroup', () => {
  it('changes the physical network of all ports with its own, and says so of each', async () => {
    const nodeId = await aNode();
    const portGroupId = await aGroup(nodeId);
    const members = [await aPort(nodeId, { portGroupId }), await aPort(nodeId, { portGroupId })];
    const alone = await aPort(nodeId);
    const before = await eventCount(nodeId);
    await accepted(service, 'updatePortGroup', { portGroupId, physicalNetwork: 'rack-1' });
    for (const id of members) expect(await readPort(id)).toMatchObject({ physicalNetwork: 'rack-1', version: 2 });
    expect(await readPort(alone)).toMatchObject({ physicalNetwork: null, version: 1 });
    expect(await events(nodeId, before)).toEqual([
      ['PORT_GROUP_UPDATED', `portGroup: ${portGroupId} → ${portGroupId}`, 'portGroup.physicalNetwork: null → rack-1'],
      ...members.map((id) => ['PORT_UPDATED', `port: ${id} → ${id}`, 'port.physicalNetwork: null → rack-1']),
    ]);
  });

  it('sets a port right that is plugged in elsewhere, also when the group says so already', async () => {
    const nodeId = await aNode();
    const portGroupId = await aGroup(nodeId, { physicalNetwork: 'rack-1' });
    const member = await aPort(nodeId, { portGroupId, physicalNetwork: 'rack-1' });
    await rows.query(`UPDATE ports SET physical_network = 'rack-2' WHERE id = ?`, [member]);
    await accepted(service, 'updatePortGroup', { portGroupId, physicalNetwork: 'rack-1' });
    expect(await readPort(member)).toMatchObject({ physicalNetwork: 'rack-1' });
    const before = await rows.fingerprint();
    await accepted(service, 'updatePortGroup', { portGroupId, physicalNetwork: 'rack-1' });
    expect(await rows.fingerprint()).toBe(before);
  });

  it('does not end the use of its ports alone while one is', async () => {
    const nodeId = await aNode();
    const portGroupId = await aGroup(nodeId);
    const portId = await aPort(nodeId, { portGroupId });
    const change = { portGroupId, standalonePortsSupported: false };
    expect(await refusals('updatePortGroup', change)).toEqual(['NOT_ALLOWED_NOW input.standalonePortsSupported']);
    await accepted(service, 'updatePort', { portId, pxeEnabled: false });
    await rows.addVif(nodeId, portId, 'used-alone');
    expect(await refusals('updatePortGroup', change)).toEqual(['NOT_ALLOWED_NOW input.standalonePortsSupported']);
    await rows.query('DELETE FROM vif_attachments WHERE port_id = ?', [portId]);
    expect(await refusals('updatePortGroup', change)).toEqual([]);
  });
});

describe('deleting', () => {
  it('takes a port group only without ports and VIFs, also in maintenance', async () => {
    const nodeId = await aNode();
    const portGroupId = await aGroup(nodeId);
    const portId = await aPort(nodeId, { portGroupId });
    await addVifTo(nodeId, portGroupId, 'on-the-group');
    await rows.setNode(nodeId, { maintenance: 1 });
    const path = 'NOT_ALLOWED_NOW input.portGroupId';
    expect(await refusals('deletePortGroup', { portGroupId })).toEqual([path, path]);
    await accepted(service, 'updatePort', { portId, portGroupId: null });
    expect(await refusals('deletePortGroup', { portGroupId })).toEqual([path]);
    await rows.query('DELETE FROM vif_attachments WHERE node_id = ?', [nodeId]);
    const before = await eventCount(nodeId);
    const { deletedPortGroupId } = await accepted(service, 'deletePortGroup', { portGroupId });
    expect(deletedPortGroupId).toBe(portGroupId);
    expect(await events(nodeId, before)).toEqual([['PORT_GROUP_DELETED', `portGroup: ${portGroupId} → null`]]);
  });

  it('takes a port with a VIF of any purpose only in maintenance, and says that its VIFs are gone', async () => {
    const nodeId = await aNode();
    const portId = await aPort(nodeId);
    await rows.addVif(nodeId, portId, 'cleaning-vif');
    await rows.query(`UPDATE vif_attachments SET purpose = 'CLEANING' WHERE vif_id = 'cleaning-vif'`);
    expect(await refusals('deletePort', { portId })).toEqual(['NOT_ALLOWED_NOW input.portId']);
    await rows.setNode(nodeId, { maintenance: 1 });
    const before = await eventCount(nodeId);
    await accepted(service, 'deletePort', { portId });
    expect((await events(nodeId, before)).map((event) => (event as string[])[0])).toEqual([
      'VIF_DETACHED',
      'PORT_DELETED',
    ]);
  });
});
