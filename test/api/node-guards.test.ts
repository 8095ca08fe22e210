import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROVISION_STATES, type ProvisionState } from '../../src/domain/provision-states.ts';
import type { Viewer } from '../../src/domain/viewer.ts';
import { createNode } from '../../src/services/node/create.ts';
import { updateNode } from '../../src/services/node/update.ts';
import { openRows, type TestRows } from '../support/builders.ts';
import { accepted, ask, enroll, type Variables } from '../support/graphql-client.ts';
import { refusals } from '../support/own-objects.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { openServices, type TestServices } from '../support/services.ts';

/** No conductor: states stay as they are put. */
let service: TestService;
let rows: TestRows;
let services: TestServices;

beforeAll(async () => {
  service = await startTestService({ config: { role: 'api' } });
  rows = await openRows(service.databaseUrl);
  services = await openServices(service);
});
afterAll(async () => {
  await services?.close();
  await rows?.close();
  await service?.stop();
});

async function aNode(state: ProvisionState = 'ENROLL', input: Variables = {}): Promise<string> {
  const { id } = await enroll(service, input);
  await rows.putInState(id, state);
  return id;
}

const refused = (nodeId: string, input: Variables): Promise<readonly string[]> =>
  refusals(service, rows, 'updateNode', { nodeId, ...input });

const FREE: readonly ProvisionState[] = ['ENROLL', 'INSPECT_WAIT', 'MANAGEABLE', 'AVAILABLE'];

describe('what a node is driven by', () => {
  it.each(PROVISION_STATES)(
    'changes in %s only if the machine is at rest and not in use, or in maintenance',
    async (state) => {
      const nodeId = await aNode(state);
      const problems = await refused(nodeId, { interfaces: { bios: 'no-bios' } });
      expect(problems.length === 0).toBe(FREE.includes(state));
      await rows.setNode(nodeId, { maintenance: 1 });
      expect(await refused(nodeId, { driver: 'manual-management' })).toEqual([]);
    },
  );
});

describe('instanceId', () => {
  it('is given once, removed, and given again', async () => {
    const nodeId = await aNode('AVAILABLE');
    const [first, second] = [randomUUID(), randomUUID()];
    await accepted(service, 'updateNode', { nodeId, instanceId: first, instanceName: 'web-1' });
    expect(await refused(nodeId, { instanceId: second })).toEqual(['NOT_ALLOWED_NOW input.instanceId']);
    expect(await refused(nodeId, { instanceId: first })).toEqual([]);
    await accepted(service, 'updateNode', { nodeId, instanceId: null });
    await accepted(service, 'updateNode', { nodeId, instanceId: second });
  });

  it('is of one node', async () => {
    const instanceId = randomUUID();
    await accepted(service, 'updateNode', { nodeId: await aNode(), instanceId });
    expect(await refused(await aNode(), { instanceId })).toEqual(['ALREADY_EXISTS input.instanceId']);
  });

  it('stays on a machine in use, unless it is in maintenance', async () => {
    const nodeId = await aNode('AVAILABLE');
    await accepted(service, 'updateNode', { nodeId, instanceId: randomUUID() });
    await rows.putInState(nodeId, 'ACTIVE');
    expect(await refused(nodeId, { instanceId: null })).toEqual(['NOT_ALLOWED_NOW input.instanceId']);
    await rows.setNode(nodeId, { maintenance: 1 });
    expect(await refused(nodeId, { instanceId: null })).toEqual([]);
  });

  it('ends the allocation that gave it', async () => {
    const resourceClass = `class-${randomUUID()}`;
    const nodeId = await aNode('AVAILABLE', { resourceClass });
    await rows.setNode(nodeId, { power_state: 'OFF' });
    await accepted(service, 'createAllocation', { resourceClass });
    expect(await rows.query('SELECT id FROM allocations WHERE node_id = ?', [nodeId])).toHaveLength(1);
    await accepted(service, 'updateNode', { nodeId, instanceId: null });
    expect(await rows.query('SELECT id FROM allocations WHERE node_id = ?', [nodeId])).toEqual([]);
  });
});

describe('values that cannot be', () => {
  it.each<[Variables, readonly string[]]>([
    [{ properties: { cpus: -1 } }, ['INVALID_INPUT input.properties.cpus']],
    [
      { properties: { memory_mb: 'much', local_gb: 1.5 } },
      ['INVALID_INPUT input.properties.memory_mb', 'INVALID_INPUT input.properties.local_gb'],
    ],
    [{ shard: '' }, ['INVALID_INPUT input.shard']],
    [{ instanceName: '' }, ['INVALID_INPUT input.instanceName']],
    [{ instanceId: 'x' }, ['INVALID_INPUT input.instanceId']],
    [{ chassisId: 'x' }, ['INVALID_INPUT input.chassisId']],
  ])('%j', async (input, problems) => {
    expect(await refused(await aNode(), { ...input, expectedVersion: null })).toEqual(problems);
  });

  it('numbers may come as text, as some send them', async () => {
    const properties = { cpus: '8', memory_mb: 0, local_gb: 10 };
    expect(await refused(await aNode(), { properties, expectedVersion: 1 })).toEqual([]);
  });
});

describe('a viewer of a project', () => {
  const tenant: Viewer = { actor: 'tenant', scope: { kind: 'projects', projects: ['p1'] } };

  it.each<[Variables, string]>([
    [{ shard: 'a' }, 'shard'],
    [{ disablePowerOff: true }, 'disablePowerOff'],
    [{ automatedClean: false }, 'automatedClean'],
    [{ owner: 'p2' }, 'owner'],
  ])('may not change %j on a node in use', async (input, field) => {
    const nodeId = await aNode('ACTIVE', { owner: 'p1' });
    const { problems } = await updateNode(services.ctx, tenant, { nodeId, ...input });
    expect(problems).toMatchObject([{ code: 'NOT_ALLOWED_NOW', path: ['input', field] }]);
  });

  it('may not enroll one that is never cleaned', async () => {
    const input = { driver: 'fake-hardware', owner: 'p1', automatedClean: false };
    const { problems } = await createNode(services.ctx, tenant, input);
    expect(problems).toMatchObject([{ code: 'NOT_ALLOWED_NOW', path: ['input', 'automatedClean'] }]);
  });
});

describe('nodes by shard, instance and project', () => {
  it('are found by each', async () => {
    const resourceClass = randomUUID();
    const own = await aNode('AVAILABLE', { resourceClass, shard: 'north', owner: 'p1' });
    const leased = await aNode('AVAILABLE', { resourceClass, lessee: 'p1', networkData: { links: [] } });
    await accepted(service, 'updateNode', { nodeId: leased, instanceId: randomUUID(), instanceName: 'web-1' });
    const found = async (filter: Variables): Promise<readonly string[]> => {
      const document = 'query ($filter: NodeFilter) { nodes(filter: $filter) { nodes { id } } }';
      const all = { resourceClass: { eq: resourceClass }, ...filter };
      const { nodes } = await ask<{ nodes: { nodes: { id: string }[] } }>(service, document, { filter: all });
      return nodes.nodes.map(({ id }) => id);
    };
    expect(await found({ shard: { eq: 'north' } })).toEqual([own]);
    expect(await found({ isSharded: { eq: false } })).toEqual([leased]);
    expect(await found({ isAssociated: { eq: true } })).toEqual([leased]);
    expect(await found({ instanceName: { startsWith: 'web' } })).toEqual([leased]);
    expect(await found({ projects: ['p1'] })).toEqual([own, leased]);
    expect(await found({ not: { projects: ['p1'] } })).toEqual([]);
    const document = 'query ($id: ID!) { node(id: $id) { shard networkData instanceName } }';
    expect(await ask(service, document, { id: leased })).toEqual({
      node: { shard: null, networkData: { links: [] }, instanceName: 'web-1' },
    });
  });
});
