/** Servicing a machine in use: by itself, in the ramdisk, with pauses, failures and aborts. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accepted, ask, enroll, mutate, perform, settled } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';
import { behave, expectFree, run, stepStates, story } from './flow.ts';
import { commandsOf, readMachine } from './machine.ts';

let service: TestService;
beforeAll(async () => {
  service = await startTestService({ config: { leaseExpiryMs: 60_000 } });
});
afterAll(() => service.stop());

let ports = 0;
async function active(): Promise<string> {
  ports += 1;
  const address = `52:54:00:5e:00:${ports.toString(16).padStart(2, '0')}`;
  const { id: nodeId } = await enroll(service, { ports: [{ address }] });
  await perform(service, 'manageNode', { nodeId });
  await perform(service, 'provideNode', { nodeId });
  await perform(service, 'attachVif', { nodeId, vifId: `vif-of-${nodeId}` });
  await perform(service, 'deployNode', { nodeId });
  return nodeId;
}

const BURN_IN = { interface: 'DEPLOY', step: 'burnin_cpu' };
const FACTORY = { interface: 'BIOS', step: 'factory_reset' };
const HOLD = { step: 'hold' };
const until = (nodeId: string, state: string): Promise<unknown> =>
  waitFor(async () => (await stateOf(nodeId)) === state, `the node to be in ${state}`);

async function stateOf(id: string): Promise<string> {
  const query = 'query ($id: ID!) { node(id: $id) { provisionState } }';
  return (await ask<{ node: { provisionState: string } }>(service, query, { id })).node.provisionState;
}

const opsSince = (nodeId: string, from: number): readonly string[] =>
  commandsOf(service.dataFolder, nodeId)
    .slice(from)
    // What a step changed is looked at afterwards, for Node.hardware.
    .filter(({ phase, op }) => phase === 'start' && op !== 'bios.readSettings')
    .map(({ op }) => op);
const linesOf = (nodeId: string): number => commandsOf(service.dataFolder, nodeId).length;

/** The instance runs, on its own networks and no others. */
const expectInUse = (nodeId: string): void =>
  expect(readMachine(service.dataFolder, nodeId)).toMatchObject({ power: 'ON', networks: [], tenantConnected: true });

describe('serviceNode', () => {
  it('takes the machine from its tenant for a step that needs the ramdisk, and gives it back', async () => {
    const nodeId = await active();
    await behave(service, nodeId, { fake_waits: { 'deploy.prepareService': 50 } });
    const from = linesOf(nodeId);
    const { job } = await perform(service, 'serviceNode', { nodeId, steps: [FACTORY, BURN_IN] });
    expect(opsSince(nodeId, from)).toEqual([
      'network.unconfigureTenant',
      'network.addNetwork',
      'deploy.prepareService',
      'bios.factoryReset',
      'deploy.burnin_cpu',
      'deploy.tearDownService',
      'network.removeNetwork',
      'network.configureTenant',
      'boot.prepareInstance',
      'power.set',
    ]);
    expect(await story(service, nodeId, job?.id ?? '')).toEqual([
      'ACTIVE',
      'SERVICING',
      'SERVICE_WAIT',
      'SERVICING',
      'ACTIVE',
    ]);
    expectInUse(nodeId);
  });

  it('leaves the tenant alone for steps that need none', async () => {
    const nodeId = await active();
    const from = linesOf(nodeId);
    await perform(service, 'serviceNode', { nodeId, steps: [FACTORY], disableRamdisk: true });
    expect(opsSince(nodeId, from)).toEqual(['bios.factoryReset']);
    const { errors } = await mutate(service, 'serviceNode', { nodeId, steps: [BURN_IN], disableRamdisk: true });
    expect(errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'steps', '0', 'step'] }]);
  });

  it('fails with maintenance and a fault when a step fails, and the instance runs again', async () => {
    const nodeId = await active();
    await behave(service, nodeId, { fake_failures: { 'deploy.burnin_cpu': 'always' } });
    expect(await run(service, 'serviceNode', { nodeId, steps: [BURN_IN] })).toMatchObject({ state: 'FAILED' });
    expect(await expectFree(service, nodeId, 'SERVICE_FAILED')).toMatchObject({
      targetProvisionState: 'ACTIVE',
      maintenance: true,
      fault: 'service failure',
    });
    expectInUse(nodeId);

    const refused = await mutate(service, 'abortNode', { nodeId });
    expect(refused.errors).toMatchObject([{ code: 'NOT_ALLOWED_NOW' }]);
    await accepted(service, 'setNodeMaintenance', { nodeId, maintenance: false });
    const { job } = await accepted(service, 'abortNode', { nodeId });
    expect(await settled(service, job?.id ?? '')).toMatchObject({ state: 'SUCCEEDED' });
    expect(await story(service, nodeId, job?.id ?? '')).toEqual(['SERVICE_FAILED', 'ACTIVE']);
    expectInUse(nodeId);
  });

  it('stays in SERVICE_FAILED when the instance cannot be brought back, and may be tried again', async () => {
    const nodeId = await active();
    await behave(service, nodeId, { fake_failures: { 'deploy.prepareService': 'always', 'boot.prepareInstance': 2 } });
    expect(await run(service, 'serviceNode', { nodeId, steps: [BURN_IN] })).toMatchObject({ state: 'FAILED' });
    // The flow's own step failed: nobody has to look at the machine.
    expect(await expectFree(service, nodeId, 'SERVICE_FAILED')).toMatchObject({ maintenance: false });
    expect(await run(service, 'abortNode', { nodeId })).toMatchObject({ state: 'FAILED' });
    await expectFree(service, nodeId, 'SERVICE_FAILED');
    expect(await run(service, 'abortNode', { nodeId })).toMatchObject({ state: 'SUCCEEDED' });
    await expectFree(service, nodeId, 'ACTIVE');
    expectInUse(nodeId);
  });
});

describe('a service that is aborted', () => {
  it.each([
    ['while it waits', { fake_waits: { 'deploy.prepareService': 600_000 } }, [BURN_IN], 'SERVICE_WAIT'],
    ['while it holds', {}, [BURN_IN, HOLD], 'SERVICE_HOLD'],
    ['in the middle of a step', { fake_delays: { 'deploy.burnin_cpu': 60_000 } }, [BURN_IN], null],
  ])('%s: the instance boots, and then the node is ACTIVE', async (_when, driverInfo, steps, state) => {
    const nodeId = await active();
    await behave(service, nodeId, driverInfo);
    const { job } = await accepted(service, 'serviceNode', { nodeId, steps });
    if (state === null)
      await waitFor(() => opsSince(nodeId, 0).includes('deploy.burnin_cpu'), 'the step to be at work');
    else await until(nodeId, state);
    await accepted(service, 'abortNode', { nodeId });
    expect(await settled(service, job?.id ?? '')).toMatchObject({ state: 'CANCELLED' });
    expect((await story(service, nodeId, job?.id ?? '')).slice(-2)).toEqual(['SERVICE_FAILED', 'ACTIVE']);
    await expectFree(service, nodeId, 'ACTIVE');
    expectInUse(nodeId);
  });

  it('stays in SERVICE_FAILED when the instance did not boot', async () => {
    const nodeId = await active();
    await behave(service, nodeId, { fake_failures: { 'boot.prepareInstance': 'always' } });
    const { job } = await accepted(service, 'serviceNode', { nodeId, steps: [BURN_IN, HOLD] });
    await until(nodeId, 'SERVICE_HOLD');
    await accepted(service, 'abortNode', { nodeId });
    expect(await settled(service, job?.id ?? '')).toMatchObject({ state: 'CANCELLED' });
    await expectFree(service, nodeId, 'SERVICE_FAILED');
  });
});

describe('serviceNode while a service holds', () => {
  it('replaces what was still to come, and the same job goes on', async () => {
    const nodeId = await active();
    const first = await accepted(service, 'serviceNode', { nodeId, steps: [HOLD, FACTORY] });
    await until(nodeId, 'SERVICE_HOLD');
    const from = linesOf(nodeId);
    const second = await accepted(service, 'serviceNode', { nodeId, steps: [BURN_IN, { step: 'reboot' }] });
    expect(second.job?.id).toBe(first.job?.id);
    expect(await settled(service, first.job?.id ?? '')).toMatchObject({ state: 'SUCCEEDED' });
    expect(opsSince(nodeId, from)).not.toContain('bios.factoryReset');
    expect(Object.keys(await stepStates(service, first.job?.id ?? ''))).toEqual([
      'hold',
      'prepare_service',
      'burnin_cpu',
      'reboot',
      'finish_service',
    ]);
    expect(await story(service, nodeId, first.job?.id ?? '')).toEqual([
      'ACTIVE',
      'SERVICING',
      'SERVICE_HOLD',
      'SERVICING',
      'ACTIVE',
    ]);
    expectInUse(nodeId);
  });

  it('prepares the machine once', async () => {
    const nodeId = await active();
    const { job } = await accepted(service, 'serviceNode', { nodeId, steps: [BURN_IN, HOLD] });
    await until(nodeId, 'SERVICE_HOLD');
    await accepted(service, 'serviceNode', { nodeId, steps: [BURN_IN] });
    expect(await settled(service, job?.id ?? '')).toMatchObject({ state: 'SUCCEEDED' });
    expect(opsSince(nodeId, 0).filter((op) => op === 'deploy.prepareService')).toHaveLength(1);
    expectInUse(nodeId);
  });
});

describe('undeployNode while a flow waits for its machine', () => {
  it('ends the wait, gives back and tears down, without the node having failed', async () => {
    const nodeId = await active();
    await behave(service, nodeId, { fake_waits: { 'deploy.prepareService': 600_000 } });
    const waiting = await accepted(service, 'serviceNode', { nodeId, steps: [BURN_IN] });
    await until(nodeId, 'SERVICE_WAIT');
    const { job } = await accepted(service, 'undeployNode', { nodeId });
    expect(await settled(service, waiting.job?.id ?? '')).toMatchObject({ state: 'CANCELLED' });
    expect(await settled(service, job?.id ?? '')).toMatchObject({ state: 'SUCCEEDED' });
    expect(await story(service, nodeId, job?.id ?? '')).toEqual(['SERVICE_WAIT', 'DELETING', 'CLEANING', 'AVAILABLE']);
    expect(readMachine(service.dataFolder, nodeId)).toMatchObject({ networks: [], vifs: {} });
  });
});
