/** Adopting: a machine that runs a workload becomes ACTIVE, and nobody touches it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, enroll, mutate, perform, type Variables } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { abortIn, behave, expectFree, run, stepStates, story } from './flow.ts';
import { changeMachine, commandsOf, readMachine } from './machine.ts';

let service: TestService;
beforeAll(async () => {
  service = await startTestService({ config: { leaseExpiryMs: 60_000 } });
});
afterAll(() => service.stop());

/** MANAGEABLE, turned on, with somebody's system on its disk. */
async function aRunningMachine(overrides: Variables = {}): Promise<string> {
  const { id: nodeId } = await enroll(service, overrides);
  await perform(service, 'manageNode', { nodeId });
  await perform(service, 'setNodePower', { nodeId, target: 'ON' });
  changeMachine(service.dataFolder, nodeId, { image: 'of its owner', tenantConnected: true });
  return nodeId;
}

/** What only looks, or works outside the machine. */
const HARMLESS = ['power.get', 'deploy.takeOver'];

const opsSince = (nodeId: string, from: number): readonly string[] => [
  ...new Set(
    commandsOf(service.dataFolder, nodeId)
      .slice(from)
      .map(({ op }) => op),
  ),
];

describe('adoptNode', () => {
  it('makes a running machine ACTIVE and sends it nothing that would change it', async () => {
    const nodeId = await aRunningMachine();
    const before = readMachine(service.dataFolder, nodeId);
    const sent = commandsOf(service.dataFolder, nodeId).length;
    const instanceId = 'd0000000-0000-4000-8000-000000000001';
    const instanceInfo = { image_source: 'http://images.example/debian.qcow2' };
    const { job } = await perform(service, 'adoptNode', { nodeId, instanceId, instanceInfo });

    expect(await story(service, nodeId, job?.id ?? '')).toEqual(['MANAGEABLE', 'ADOPTING', 'ACTIVE']);
    expect(await expectFree(service, nodeId, 'ACTIVE')).toMatchObject({ instanceId, instanceInfo, powerState: 'ON' });
    expect(opsSince(nodeId, sent)).toEqual(HARMLESS);
    expect(readMachine(service.dataFolder, nodeId)).toEqual(before);
  });

  it('gives the instance an id when it is given none, and keeps the instanceInfo that is there', async () => {
    const nodeId = await aRunningMachine();
    const instanceInfo = { image_source: 'told before' };
    await perform(service, 'updateNode', { nodeId, expectedVersion: null, instanceInfo });
    await perform(service, 'adoptNode', { nodeId });
    expect(await expectFree(service, nodeId, 'ACTIVE')).toMatchObject({
      instanceId: expect.stringMatching(/^[\da-f-]{36}$/),
      instanceInfo,
    });
  });

  it('leads to a node that can be torn down like any other', async () => {
    const nodeId = await aRunningMachine();
    await perform(service, 'adoptNode', { nodeId });
    await perform(service, 'undeployNode', { nodeId });
    expect(await expectFree(service, nodeId, 'AVAILABLE')).toMatchObject({ instanceId: null, instanceInfo: {} });
    expect(readMachine(service.dataFolder, nodeId)).toMatchObject({ image: null, tenantConnected: false });
  });

  it('refuses an instance that another node has', async () => {
    const instanceId = 'd0000000-0000-4000-8000-000000000002';
    await perform(service, 'adoptNode', { nodeId: await aRunningMachine(), instanceId });
    const nodeId = await aRunningMachine();
    expect(await run(service, 'adoptNode', { nodeId, instanceId })).toMatchObject({
      state: 'FAILED',
      error: { code: 'ALREADY_EXISTS', path: ['input', 'instanceId'] },
    });
    expect(await expectFree(service, nodeId, 'MANAGEABLE')).toMatchObject({ instanceId: null, powerState: 'ON' });
  });

  it.each([
    ['an instanceId that is none', { instanceId: 'nine' }, ['input', 'instanceId']],
    ['an instanceInfo that is too long', { instanceInfo: { a: 'x'.repeat(70_000) } }, ['input', 'instanceInfo']],
  ])('refuses %s and changes nothing', async (_what, input, path) => {
    const nodeId = await aRunningMachine();
    const { errors, job } = await mutate(service, 'adoptNode', { nodeId, ...input });
    expect(errors).toMatchObject([{ code: 'INVALID_INPUT', path }]);
    expect(job).toBeNull();
    await expectFree(service, nodeId, 'MANAGEABLE');
  });
});

describe('an adoption that does not succeed', () => {
  it.concurrent.each([
    ['read_power', 'power.get'],
    ['take_over', 'deploy.takeOver'],
  ])('in %s (%s) stops in ADOPT_FAILED, forgets what it read, and can be asked for again', async (step, op) => {
    const nodeId = await aRunningMachine();
    await behave(service, nodeId, { fake_failures: { [op]: 1 } });
    const before = readMachine(service.dataFolder, nodeId);
    const sent = commandsOf(service.dataFolder, nodeId).length;
    const instanceInfo = { image_source: 'x' };
    const job = await run(service, 'adoptNode', { nodeId, instanceInfo });
    expect(job).toMatchObject({ state: 'FAILED' });
    expect(await stepStates(service, job.id)).toMatchObject({ [step]: 'FAILED' });
    expect(await expectFree(service, nodeId, 'ADOPT_FAILED')).toMatchObject({
      lastError: expect.stringContaining('told to fail'),
      powerState: null,
      instanceId: null,
      instanceInfo,
    });
    expect(HARMLESS).toEqual(expect.arrayContaining([...opsSince(nodeId, sent)]));
    const { calls: _counted, ...machine } = readMachine(service.dataFolder, nodeId);
    expect(before).toMatchObject(machine);

    await perform(service, 'adoptNode', { nodeId });
    expect(await expectFree(service, nodeId, 'ACTIVE')).toMatchObject({ powerState: 'ON', lastError: null });
  });

  it.concurrent.each(['power.get', 'deploy.takeOver'])('is aborted in %s and stops in ADOPT_FAILED', async (op) => {
    const nodeId = await aRunningMachine();
    await behave(service, nodeId, { fake_hangs: { [op]: 1 } });
    expect(await abortIn(service, 'adoptNode', { nodeId }, op)).toMatchObject({ state: 'CANCELLED' });
    expect(await expectFree(service, nodeId, 'ADOPT_FAILED')).toMatchObject({ powerState: null, instanceId: null });
    await perform(service, 'manageNode', { nodeId });
    await expectFree(service, nodeId, 'MANAGEABLE');
  });

  it.concurrent('checks the boot settings only of a machine that does not boot from its disk', async () => {
    const nodeId = await aRunningMachine();
    // Known to the boot slot alone: whoever does not ask it does not hear of it.
    await behave(service, nodeId, { fake_delays: { 'boot.prepareInstance': 'soon' } });
    const netboot = { capabilities: { boot_option: 'netboot' } };
    expect(await run(service, 'adoptNode', { nodeId, instanceInfo: netboot })).toMatchObject({
      state: 'FAILED',
      error: { code: 'DRIVER_INFO_INVALID' },
    });
    await expectFree(service, nodeId, 'ADOPT_FAILED');
    await perform(service, 'adoptNode', { nodeId, instanceInfo: { capabilities: 'boot_option:local' } });
    const { node } = await ask<{ node: object }>(service, 'query ($id: ID!) { node(id: $id) { provisionState } }', {
      id: nodeId,
    });
    expect(node).toEqual({ provisionState: 'ACTIVE' });
  });
});
