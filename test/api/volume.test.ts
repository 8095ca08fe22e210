import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProvisionState } from '../../src/domain/provision-states.ts';
import { shownProperties } from '../../src/services/volume/shown-properties.ts';
import { findVolumeTargets } from '../../src/services/read/volume-targets.ts';
import { openRows, type TestRows } from '../support/builders.ts';
import { accepted, enroll, type Variables } from '../support/graphql-client.ts';
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

async function aNode(power: 'ON' | 'OFF' | null = null, state: ProvisionState = 'ACTIVE'): Promise<string> {
  const { id } = await enroll(service);
  await rows.putInState(id, state);
  await rows.setNode(id, { power_state: power });
  return id;
}

async function aConnector(nodeId: string, connectorId: string = randomUUID()): Promise<string> {
  const { volumeConnector } = await accepted(service, 'createVolumeConnector', { nodeId, type: 'iqn', connectorId });
  return volumeConnector?.id ?? '';
}

async function aTarget(nodeId: string, input: Variables = {}): Promise<string> {
  const target = { nodeId, volumeType: 'iscsi', volumeId: 'volume', bootIndex: 0, ...input };
  return (await accepted(service, 'createVolumeTarget', target)).volumeTarget?.id ?? '';
}

const refused = (mutation: string, input: Variables): Promise<readonly string[]> =>
  refusals(service, rows, mutation, input);

const told = async (nodeId: string): Promise<readonly string[]> =>
  (
    await rows.query<{ type: string }>(
      `SELECT type FROM events WHERE node_id = ? AND type LIKE 'VOLUME%' ORDER BY id`,
      [nodeId],
    )
  ).map(({ type }) => type);

describe('volume connectors and targets', () => {
  it('change only while the machine is off, and each change is told', async () => {
    const nodeId = await aNode('ON');
    const [volumeConnectorId, volumeTargetId] = [await aConnector(nodeId), await aTarget(nodeId)];
    for (const power of ['ON', null] as const) {
      await rows.setNode(nodeId, { power_state: power });
      expect(await refused('updateVolumeConnector', { volumeConnectorId, type: 'ip' })).toEqual([
        'NOT_ALLOWED_NOW undefined',
      ]);
      expect(await refused('updateVolumeTarget', { volumeTargetId, bootIndex: 1 })).toEqual([
        'NOT_ALLOWED_NOW undefined',
      ]);
    }
    await rows.setNode(nodeId, { power_state: 'OFF' });
    await accepted(service, 'updateVolumeConnector', { volumeConnectorId, type: 'ip' });
    await accepted(service, 'updateVolumeTarget', { volumeTargetId, bootIndex: 1 });
    expect(await told(nodeId)).toEqual([
      'VOLUME_CONNECTOR_CREATED',
      'VOLUME_TARGET_CREATED',
      'VOLUME_CONNECTOR_UPDATED',
      'VOLUME_TARGET_UPDATED',
    ]);
  });

  it.each<[ProvisionState, 'ON' | 'OFF', boolean]>([
    ['ACTIVE', 'ON', false],
    ['AVAILABLE', 'ON', false],
    ['ACTIVE', 'OFF', true],
    ['ENROLL', 'ON', true],
    ['MANAGEABLE', 'ON', true],
    ['ADOPT_FAILED', 'ON', true],
  ])('of a node in %s with power %s: may they go? %s', async (state, power, mayGo) => {
    const nodeId = await aNode(power, state);
    const calls = [
      await refused('deleteVolumeConnector', { volumeConnectorId: await aConnector(nodeId) }),
      await refused('deleteVolumeTarget', { volumeTargetId: await aTarget(nodeId) }),
    ];
    expect(calls.map((problems) => problems.length === 0)).toEqual([mayGo, mayGo]);
  });

  it('are unique: a name of an initiator everywhere, a place to boot from on its node', async () => {
    const [one, other] = [await aNode(), await aNode()];
    const connectorId = randomUUID();
    await aConnector(one, connectorId);
    expect(await refused('createVolumeConnector', { nodeId: other, type: 'iqn', connectorId })).toEqual([
      'ALREADY_EXISTS input.connectorId',
    ]);
    await aTarget(one);
    await aTarget(other);
    const second = { nodeId: one, volumeType: 'iscsi', volumeId: 'another', bootIndex: 0 };
    expect(await refused('createVolumeTarget', second)).toEqual(['ALREADY_EXISTS input.bootIndex']);
  });

  it.each<[string, Variables, readonly string[]]>([
    ['createVolumeConnector', { type: '', connectorId: 'x' }, ['INVALID_INPUT input.type']],
    ['createVolumeConnector', { type: 'iqn', connectorId: 'x'.repeat(256) }, ['INVALID_INPUT input.connectorId']],
    ['createVolumeTarget', { volumeType: 'iscsi', volumeId: 'x', bootIndex: -1 }, ['INVALID_INPUT input.bootIndex']],
    [
      'createVolumeTarget',
      { volumeType: 'iscsi', volumeId: 'x'.repeat(37), bootIndex: 0 },
      ['INVALID_INPUT input.volumeId'],
    ],
  ])('%s refuses %j', async (mutation, input, problems) => {
    expect(await refused(mutation, { nodeId: await aNode(), ...input })).toEqual(problems);
  });

  it('go with their node', async () => {
    const nodeId = await aNode('OFF', 'ENROLL');
    await aConnector(nodeId);
    await aTarget(nodeId);
    await accepted(service, 'deleteNode', { nodeId });
    expect(await rows.query('SELECT id FROM volume_connectors WHERE node_id = ?', [nodeId])).toEqual([]);
    expect(await rows.query('SELECT id FROM volume_targets WHERE node_id = ?', [nodeId])).toEqual([]);
  });

  it('show others than administrators which properties there are, and are not found by who does not see the node', async () => {
    const tenant = { actor: 'tenant', scope: { kind: 'projects', projects: ['p1'] } } as const;
    expect(shownProperties(tenant, { target_portal: 'x', auth_password: 'secret' })).toEqual({
      target_portal: '******',
      auth_password: '******',
    });
    const id = await aTarget(await aNode());
    expect((await findVolumeTargets(services.ctx, tenant, ['id'], { filter: { id: { eq: id } } })).rows).toEqual([]);
  });
});
