import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newMac, openRows, type TestRows } from '../support/builders.ts';
import {
  accepted,
  enroll,
  gql,
  mutate,
  mutationDocument,
  type Payload,
  type Variables,
} from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';

/** No conductor: a job that was accepted stays as it is. */
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

const ACTION = { op: 'LOG', args: { message: 'seen' } };
const STEP = { interface: 'BIOS', step: 'apply_configuration', args: { b: 1, a: 2 }, priority: 150 };

/** Paused, or it would change by itself while it is looked at. */
const WEBHOOK = { url: 'http://192.0.2.1/hook', enabled: false };
const WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const RUNBOOK_STEP = { interface: 'DEPLOY', step: 'erase_devices', order: 1 };

/** Each mutation with an input that is accepted, once, in a world of its own. */
const CALLS: Readonly<Record<string, () => Promise<Variables>>> = {
  createNode: () =>
    Promise.resolve({ driver: 'fake-hardware', name: `n-${randomUUID()}x`, ports: [{ address: newMac() }] }),
  updateNode: async () => ({ nodeId: await aNode(), description: 'changed' }),
  deleteNode: async () => ({ nodeId: await aNode() }),
  manageNode: async () => ({ nodeId: await aNode() }),
  provideNode: async () => ({ nodeId: await aNode('MANAGEABLE') }),
  deployNode: async () => ({
    nodeId: await aNode('AVAILABLE'),
    instanceInfo: { image_source: 'x', capabilities: { b: 1, a: 2 } },
  }),
  adoptNode: async () => ({ nodeId: await aNode('MANAGEABLE'), instanceInfo: { image_source: 'x' } }),
  serviceNode: async () => ({ nodeId: await aNode('ACTIVE'), steps: [{ step: 'reboot' }] }),
  rebuildNode: async () => ({
    nodeId: await aNode('ACTIVE'),
    configDrive: { contents: { userData: 'b', metaData: { b: 1, a: 2 } } },
  }),
  cleanNode: async () => ({ nodeId: await aNode('MANAGEABLE'), steps: [{ step: 'reboot' }] }),
  rescueNode: async () => ({ nodeId: await aNode('ACTIVE'), rescuePassword: 'a-test-password' }),
  unrescueNode: async () => ({ nodeId: await aNode('RESCUE') }),
  inspectNode: async () => ({ nodeId: await aNode('MANAGEABLE') }),
  undeployNode: async () => ({ nodeId: await aNode('ACTIVE') }),
  setNodePower: async () => ({ nodeId: await aNode(), target: 'ON', timeoutSeconds: 5 }),
  setNodeBootDevice: async () => ({ nodeId: await aNode(), device: 'DISK', persistent: true }),
  setNodeBootMode: async () => ({ nodeId: await aNode(), mode: 'UEFI' }),
  setNodeSecureBoot: async () => ({ nodeId: await aNode(), enabled: true }),
  injectNmi: async () => ({ nodeId: await aNode() }),
  setNodeIndicator: async () => ({ nodeId: await aNode(), component: 'CHASSIS', indicatorId: 'identify', state: 'ON' }),
  setNodeTargetRaidConfig: async () => ({ nodeId: await aNode(), logicalDisks: [{ raidLevel: '1', sizeGib: 100 }] }),
  attachVirtualMedia: async () => ({ nodeId: await aNode(), type: 'CDROM', imageUrl: 'https://images.example/x.iso' }),
  detachVirtualMedia: async () => ({ nodeId: await aNode(), types: ['CDROM'] }),
  setNodeConsole: async () => ({ nodeId: await aNode(), enabled: true }),
  callVendorMethod: async () => ({ nodeId: await aNode(), method: 'echo', arguments: { text: 'x' } }),
  refreshNodeHardware: async () => ({ nodeId: await aNode(), aspects: ['HEALTH'] }),
  setNodeMaintenance: async () => ({ nodeId: await aNode(), maintenance: true, reason: 'x' }),
  setNodeTraits: async () => ({ nodeId: await aNode(), traits: ['CUSTOM_A', 'HW_CPU_X86_VMX'] }),
  addNodeTraits: async () => ({ nodeId: await aNode(), traits: ['CUSTOM_A'] }),
  removeNodeTraits: async () => ({ nodeId: await aNode(), traits: ['CUSTOM_A'] }),
  createPort: async () => ({ nodeId: await aNode(), address: newMac() }),
  updatePort: async () => ({ portId: await aPort(), description: 'changed' }),
  deletePort: async () => ({ portId: await aPort() }),
  createPortGroup: async () => ({ nodeId: await aNode(), name: `g-${randomUUID()}x`, properties: { b: 1, a: 2 } }),
  updatePortGroup: async () => ({ portGroupId: await aPortGroup(), mode: '802.3ad' }),
  deletePortGroup: async () => ({ portGroupId: await aPortGroup() }),
  createDeployTemplate: () => Promise.resolve({ name: newTrait(), steps: [STEP], extra: { b: 1, a: 2 } }),
  updateDeployTemplate: async () => ({ deployTemplateId: await aTemplate(), name: newTrait() }),
  createInspectionRule: () => Promise.resolve({ description: randomUUID(), actions: [ACTION] }),
  updateInspectionRule: async () => ({ inspectionRuleId: await aRule(), description: randomUUID() }),
  deleteInspectionRule: async () => ({ inspectionRuleId: await aRule() }),
  createChassis: () => Promise.resolve({ description: 'left', extra: { b: 1, a: randomUUID() } }),
  updateChassis: async () => ({ chassisId: await aChassis(), description: 'changed' }),
  deleteChassis: async () => ({ chassisId: await aChassis() }),
  createVolumeConnector: async () => ({ nodeId: await aNode(), type: 'iqn', connectorId: randomUUID() }),
  updateVolumeConnector: async () => ({
    volumeConnectorId: await aVolumeConnector(),
    extra: { a: 1 },
    expectedVersion: 1,
  }),
  deleteVolumeConnector: async () => ({ volumeConnectorId: await aVolumeConnector() }),
  createVolumeTarget: async () => ({
    nodeId: await aNode(),
    volumeType: 'iscsi',
    volumeId: randomUUID(),
    bootIndex: 0,
  }),
  updateVolumeTarget: async () => ({ volumeTargetId: await aVolumeTarget(), extra: { a: 1 }, expectedVersion: 1 }),
  deleteVolumeTarget: async () => ({ volumeTargetId: await aVolumeTarget() }),
  createRunbook: () => Promise.resolve({ name: `r-${randomUUID()}`, steps: [RUNBOOK_STEP], traits: ['CUSTOM_A'] }),
  updateRunbook: async () => ({ runbookId: await aRunbook(), description: 'changed' }),
  deleteRunbook: async () => ({ runbookId: await aRunbook() }),
  createWebhook: () => Promise.resolve({ name: `w-${randomUUID()}`, secret: WEBHOOK_SECRET, ...WEBHOOK }),
  updateWebhook: async () => ({ webhookId: await aWebhook(), name: `w-${randomUUID()}` }),
  deleteWebhook: async () => ({ webhookId: await aWebhook() }),
  rotateWebhookSecret: async () => ({ webhookId: await aWebhook(), secret: WEBHOOK_SECRET }),
  pingWebhook: async () => ({ webhookId: await aWebhook() }),
  redeliverDeadLetters: async () => ({ webhookId: await aWebhook() }),
  deleteDeployTemplate: async () => ({ deployTemplateId: await aTemplate() }),
  attachVif: async () => ({ nodeId: await nodeOfPort(await aPort()), vifId: randomUUID() }),
  detachVif: async () => {
    const portId = await aPort();
    const nodeId = await nodeOfPort(portId);
    const vifId = randomUUID();
    await rows.addVif(nodeId, portId, vifId);
    return { nodeId, vifId };
  },
  createAllocation: () => Promise.resolve({ resourceClass: `class-${randomUUID()}`, extra: { b: 1, a: 2 } }),
  updateAllocation: async () => ({ allocationId: await anAllocation(), name: `a-${randomUUID()}x` }),
  deleteAllocation: async () => ({ allocationId: await anAllocation() }),
  cancelJob: async () => {
    const { job } = await accepted(service, 'manageNode', { nodeId: await aNode() });
    return { jobId: job?.id };
  },
};

/** What a payload is about, but for what is told once: the same for the same answer, whatever became of the object since. */
function identity({ cursor, replayed: _, secret: __, ...payload }: Payload): Variables {
  const ids = Object.entries(payload).map(([field, value]: [string, unknown]) => [
    field,
    typeof value === 'object' && value !== null && 'id' in value ? value.id : value,
  ]);
  return { ...Object.fromEntries(ids), hasCursor: cursor !== null };
}

describe('the same key with the same input', () => {
  it.each(Object.keys(CALLS))('gives the first answer again and does nothing (%s)', async (mutation) => {
    const input = { ...(await CALLS[mutation]?.()), idempotencyKey: randomUUID() };
    const first = await accepted(service, mutation, input);
    expect(first.replayed).toBe(false);
    const written = await rows.fingerprint();

    const again = await mutate(service, mutation, reordered(input));
    expect(again.replayed).toBe(true);
    expect(identity(again)).toEqual(identity(first));
    expect(await rows.fingerprint()).toBe(written);
  });

  it.each(Object.keys(CALLS))('has one effect when it comes eight times at once (%s)', async (mutation) => {
    const input = { ...(await CALLS[mutation]?.()), idempotencyKey: randomUUID() };
    const before = await rows.counts();
    const answers = await Promise.all(Array.from({ length: 8 }, () => mutate(service, mutation, input)));
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(new Set(answers.map((answer) => JSON.stringify(identity(answer))))).toHaveLength(1);
    expect(answers[0]?.errors).toEqual([]);

    const after = await rows.counts();
    const { idempotencyKey: _, ...fresh } = { ...(await CALLS[mutation]?.()), idempotencyKey: null };
    const beforeOne = await rows.counts();
    await accepted(service, mutation, fresh);
    const afterOne = await rows.counts();
    expect(difference(before, after)).toEqual({ ...difference(beforeOne, afterOne), idempotency_keys: 1 });
  });

  it('survives a restart of the service', async () => {
    const input = { nodeId: await aNode(), idempotencyKey: randomUUID() };
    const first = await accepted(service, 'manageNode', input);
    const other = await startTestService({ config: { role: 'api' }, databaseUrl: service.databaseUrl });
    try {
      const again = await accepted(other, 'manageNode', input);
      expect(again).toMatchObject({ replayed: true, job: { id: first.job?.id } });
    } finally {
      await other.stop();
    }
  });

  it('is another request in another mutation', async () => {
    const nodeId = await aNode('AVAILABLE');
    const idempotencyKey = randomUUID();
    await accepted(service, 'manageNode', { nodeId, idempotencyKey });
    const other = await accepted(service, 'setNodePower', { nodeId, target: 'ON', idempotencyKey });
    expect(other.replayed).toBe(false);
  });
});

describe('the same key with another input', () => {
  it.each(Object.keys(CALLS))('is refused and names the job of the first (%s)', async (mutation) => {
    const idempotencyKey = randomUUID();
    const first = await accepted(service, mutation, { ...(await CALLS[mutation]?.()), idempotencyKey });
    const other = { ...(await CALLS[mutation]?.()), idempotencyKey };
    const written = await rows.fingerprint();
    const { errors, job, cursor } = await mutate(service, mutation, other);
    expect(errors).toMatchObject([
      {
        __typename: 'IdempotencyMismatchError',
        code: 'IDEMPOTENCY_MISMATCH',
        path: ['input', 'idempotencyKey'],
        originalJob: first.job === null ? null : { id: first.job.id },
      },
    ]);
    expect(errors[0]?.remedy).toMatch(/\S/);
    expect([job, cursor]).toEqual([null, null]);
    expect(await rows.fingerprint()).toBe(written);
  });
});

it('a refused call leaves its key free', async () => {
  const nodeId = await aNode('AVAILABLE');
  const idempotencyKey = randomUUID();
  const refused = await mutate(service, 'provideNode', { nodeId, idempotencyKey });
  expect(refused.errors).toMatchObject([{ code: 'ILLEGAL_STATE' }]);
  await rows.putInState(nodeId, 'MANAGEABLE');
  const now = await mutate(service, 'provideNode', { nodeId, idempotencyKey });
  expect(now).toMatchObject({ replayed: false, errors: [] });
});

it('two nodes cannot be made with one name at once', async () => {
  const input = { driver: 'fake-hardware', name: `race-${randomUUID()}` };
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => gql<{ createNode: Payload }>(service, mutationDocument('createNode'), { input })),
  );
  const payloads = answers.map(({ data }) => data?.createNode);
  expect(payloads.filter((payload) => payload?.errors.length === 0)).toHaveLength(1);
  expect(payloads.flatMap((payload) => payload?.errors ?? []).map(({ code }) => code)).toEqual(
    Array.from({ length: 7 }, () => 'ALREADY_EXISTS'),
  );
  expect(await rows.query('SELECT id FROM nodes WHERE name = ?', [input.name])).toHaveLength(1);
});

async function aNode(state?: Parameters<TestRows['putInState']>[1]): Promise<string> {
  const { id } = await enroll(service);
  if (state !== undefined) await rows.putInState(id, state);
  return id;
}

async function aPort(): Promise<string> {
  const { port } = await accepted(service, 'createPort', { nodeId: await aNode(), address: newMac() });
  return port?.id ?? '';
}

async function aPortGroup(): Promise<string> {
  const { portGroup } = await accepted(service, 'createPortGroup', { nodeId: await aNode() });
  return portGroup?.id ?? '';
}

async function aRule(): Promise<string> {
  const { inspectionRule } = await accepted(service, 'createInspectionRule', { actions: [ACTION] });
  return inspectionRule?.id ?? '';
}

async function aTemplate(): Promise<string> {
  const { deployTemplate } = await accepted(service, 'createDeployTemplate', { name: newTrait(), steps: [STEP] });
  return deployTemplate?.id ?? '';
}

async function aWebhook(): Promise<string> {
  const { webhook } = await accepted(service, 'createWebhook', { name: `w-${randomUUID()}`, ...WEBHOOK });
  return webhook?.id ?? '';
}

async function aRunbook(): Promise<string> {
  const { runbook } = await accepted(service, 'createRunbook', { name: `r-${randomUUID()}`, steps: [RUNBOOK_STEP] });
  return runbook?.id ?? '';
}

async function aChassis(): Promise<string> {
  const { chassis } = await accepted(service, 'createChassis', {});
  return chassis?.id ?? '';
}

async function aVolumeConnector(): Promise<string> {
  const nodeId = await aNode();
  await rows.setNode(nodeId, { power_state: 'OFF' });
  const { volumeConnector } = await accepted(service, 'createVolumeConnector', {
    nodeId,
    type: 'iqn',
    connectorId: randomUUID(),
  });
  return volumeConnector?.id ?? '';
}

async function aVolumeTarget(): Promise<string> {
  const nodeId = await aNode();
  await rows.setNode(nodeId, { power_state: 'OFF' });
  const { volumeTarget } = await accepted(service, 'createVolumeTarget', {
    nodeId,
    volumeType: 'iscsi',
    volumeId: randomUUID(),
    bootIndex: 0,
  });
  return volumeTarget?.id ?? '';
}

const newTrait = (): string => `CUSTOM_${randomUUID().replaceAll('-', '_').toUpperCase()}`;

async function anAllocation(): Promise<string> {
  const { allocation } = await accepted(service, 'createAllocation', { resourceClass: `class-${randomUUID()}` });
  return allocation?.id ?? '';
}

async function nodeOfPort(portId: string): Promise<string> {
  const [port] = await rows.query<{ id: string }>('SELECT node_id AS id FROM ports WHERE id = ?', [portId]);
  return port?.id ?? '';
}

/** The same input with its keys, at every depth, the other way round. */
function reordered(value: unknown): Variables {
  const turn = (inner: unknown): unknown =>
    Array.isArray(inner)
      ? inner.map(turn)
      : typeof inner === 'object' && inner !== null
        ? Object.fromEntries(
            Object.entries(inner)
              .toReversed()
              .map(([key, item]) => [key, turn(item)]),
          )
        : inner;
  return turn(value) as Variables; // an object goes in
}

type Counts = Awaited<ReturnType<TestRows['counts']>>;

const difference = (before: Counts, after: Counts): Counts =>
  Object.fromEntries(Object.entries(after).map(([table, count]) => [table, count - (before[table] ?? 0)]));
