import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRows, type TestRows } from '../support/builders.ts';
import { accepted, ask, enroll, mutate, perform, settled } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { commandsOf, readMachine } from '../conductor/machine.ts';

let service: TestService;
let rows: TestRows;

beforeAll(async () => {
  service = await startTestService();
  rows = await openRows(service.databaseUrl);
});
afterAll(async () => {
  await rows?.close();
  await service?.stop();
});

const MUST_STAY_ON = { disablePowerOff: true };

describe('a machine that must stay on', () => {
  it.each(['OFF', 'SOFT_OFF'])('is not turned off by %s', async (target) => {
    const { id } = await enroll(service, MUST_STAY_ON);
    const { errors, job } = await mutate(service, 'setNodePower', { nodeId: id, target });
    expect(job).toBeNull();
    expect(errors).toMatchObject([{ code: 'NOT_ALLOWED_NOW', path: ['input', 'target'] }]);
    expect(errors[0]?.remedy).toContain('REBOOT');
  });

  it.each(['ON', 'REBOOT', 'SOFT_REBOOT'])('is switched by %s', async (target) => {
    const { id } = await enroll(service, MUST_STAY_ON);
    await perform(service, 'setNodePower', { nodeId: id, target });
    expect(readMachine(service.dataFolder, id).power).toBe('ON');
  });

  it('is not turned off by a request that was accepted before it had to', async () => {
    const { id } = await enroll(service, { driverInfo: { fake_delays: { 'power.set': 500 } } });
    await accepted(service, 'setNodePower', { nodeId: id, target: 'ON' });
    const { job } = await accepted(service, 'setNodePower', { nodeId: id, target: 'OFF' });
    await accepted(service, 'updateNode', { nodeId: id, disablePowerOff: true });
    expect(await settled(service, job?.id ?? '')).toMatchObject({
      state: 'FAILED',
      error: { code: 'NOT_ALLOWED_NOW' },
    });
    expect(readMachine(service.dataFolder, id).power).toBe('ON');
  });

  it('is restarted where a flow would turn it off', async () => {
    const { id } = await enroll(service, MUST_STAY_ON);
    for (const verb of ['manageNode', 'provideNode', 'deployNode', 'undeployNode']) {
      await perform(service, verb, { nodeId: id });
    }
    expect(readMachine(service.dataFolder, id)).toMatchObject({ power: 'ON', image: null });
    expect(commandsOf(service.dataFolder, id).filter(({ op }) => op === 'power.set').length).toBeGreaterThan(0);
    const { node } = await ask<{ node: object }>(
      service,
      'query ($id: ID!) { node(id: $id) { provisionState powerState desiredPowerState disablePowerOff } }',
      { id },
    );
    expect(node).toEqual({
      provisionState: 'AVAILABLE',
      powerState: 'ON',
      desiredPowerState: 'ON',
      disablePowerOff: true,
    });
  });

  it('is turned off by flows once it need not stay on any more', async () => {
    const { id } = await enroll(service, MUST_STAY_ON);
    await accepted(service, 'updateNode', { nodeId: id, disablePowerOff: false });
    for (const verb of ['manageNode', 'provideNode']) await perform(service, verb, { nodeId: id });
    expect(readMachine(service.dataFolder, id).power).toBe('OFF');
  });

  it('says so with a value, not with nothing', async () => {
    const { id } = await enroll(service);
    const { errors } = await mutate(service, 'updateNode', { nodeId: id, disablePowerOff: null });
    expect(errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'disablePowerOff'] }]);
  });
});

describe('a machine that is being cleaned', () => {
  it('is switched when the cleaning has ended, and not before', async () => {
    const { id } = await enroll(service, { driverInfo: { fake_waits: { 'deploy.erase_devices_metadata': 300 } } });
    await perform(service, 'manageNode', { nodeId: id });
    const cleaning = await accepted(service, 'provideNode', { nodeId: id });
    const power = await accepted(service, 'setNodePower', { nodeId: id, target: 'ON' });
    await settled(service, power.job?.id ?? '');
    const finished = await rows.query<{ id: string }>('SELECT id FROM jobs WHERE id IN (?) ORDER BY finished_at', [
      [cleaning.job?.id, power.job?.id],
    ]);
    expect(finished.map((job) => job.id)).toEqual([cleaning.job?.id, power.job?.id]);
    expect(readMachine(service.dataFolder, id).power).toBe('ON');
  });

  it('is left alone by a job that finds it so when its turn comes', async () => {
    const { id } = await enroll(service);
    await rows.putInState(id, 'CLEANING');
    const { job } = await accepted(service, 'setNodePower', { nodeId: id, target: 'ON' });
    const { state, error } = await settled(service, job?.id ?? '');
    expect({ state, code: error?.code }).toEqual({ state: 'FAILED', code: 'NOT_ALLOWED_NOW' });
    expect(commandsOf(service.dataFolder, id)).toEqual([]);
  });
});

describe('a soft target', () => {
  it('that the operating system does not obey fails, and nothing harder is done by itself', async () => {
    const { id } = await enroll(service, { driverInfo: { fake_delays: { 'power.set': '1,1' } } });
    await perform(service, 'setNodePower', { nodeId: id, target: 'ON' });
    await accepted(service, 'updateNode', {
      nodeId: id,
      expectedVersion: null,
      driverInfo: { fake_delays: { 'power.set': 60_000 } },
    });
    const { job } = await accepted(service, 'setNodePower', { nodeId: id, target: 'SOFT_OFF', timeoutSeconds: 1 });
    const { state, error } = await settled(service, job?.id ?? '');
    expect({ state, code: error?.code }).toEqual({ state: 'FAILED', code: 'POWER_STATE_NOT_REACHED' });
    expect(readMachine(service.dataFolder, id).power).toBe('ON');
  });
});

describe('what is done about drift', () => {
  it('is a node’s own to say, and as configured when it does not', async () => {
    const { id } = await enroll(service, { powerDriftPolicy: 'REPORT' });
    const read = async (): Promise<unknown> =>
      (
        await ask<{ node: { powerDriftPolicy: string | null } }>(
          service,
          'query ($id: ID!) { node(id: $id) { powerDriftPolicy } }',
          { id },
        )
      ).node.powerDriftPolicy;
    expect(await read()).toBe('REPORT');
    await accepted(service, 'updateNode', { nodeId: id, powerDriftPolicy: null });
    expect(await read()).toBeNull();
  });
});

describe('maintenance that is set by hand', () => {
  const faultOf = async (nodeId: string): Promise<unknown> =>
    (await rows.query('SELECT maintenance, fault FROM nodes WHERE id = ?', [nodeId]))[0];

  it('is no longer the power sync’s to end, also on a node that has its fault', async () => {
    const { id } = await enroll(service);
    await rows.setNode(id, { maintenance: 1, fault: 'power failure' });
    await accepted(service, 'setNodeMaintenance', { nodeId: id, maintenance: true, reason: 'new power supply' });
    expect(await faultOf(id)).toEqual({ maintenance: 1, fault: null });
  });

  it('keeps every other fault, until it is cleared', async () => {
    const { id } = await enroll(service);
    await rows.setNode(id, { maintenance: 1, fault: 'clean failure' });
    await accepted(service, 'setNodeMaintenance', { nodeId: id, maintenance: true });
    expect(await faultOf(id)).toEqual({ maintenance: 1, fault: 'clean failure' });
    await accepted(service, 'setNodeMaintenance', { nodeId: id, maintenance: false });
    expect(await faultOf(id)).toEqual({ maintenance: 0, fault: null });
  });
});
