/** Rescue and unrescue: beside the instance and back, and nothing is left behind on the way. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFakeHardware } from '../../src/drivers/fake/index.ts';
import type { HardwareType } from '../../src/drivers/hardware-type.ts';
import { openRows, type TestRows } from '../support/builders.ts';
import { accepted, enroll, gql, mutate, mutationDocument, perform, settled } from '../support/graphql-client.ts';
import { recordingLog } from '../support/recording-log.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';
import { sha256Crypt } from '../../src/services/sha256-crypt.ts';
import { work } from './every-job.ts';
import { abortIn, behave, expectFree, run, stepStates, story } from './flow.ts';
import { startEngine } from './harness.ts';
import { commandsOf, readMachine } from './machine.ts';

/** Nothing else in the world says this. */
const PASSWORD = 'rescue-marker-51c2 ü';

let service: TestService;
let rows: TestRows;
const recorded = recordingLog();

beforeAll(async () => {
  service = await startTestService({ log: recorded.log, config: { leaseExpiryMs: 60_000 } });
  rows = await openRows(service.databaseUrl);
});
afterAll(async () => {
  await rows?.close();
  await service?.stop();
});

let nodes = 0;

/** ACTIVE, with a port and a VIF. */
async function activeNode(): Promise<string> {
  nodes += 1;
  const address = `52:54:00:dd:00:${nodes.toString(16).padStart(2, '0')}`;
  const { id: nodeId } = await enroll(service, { ports: [{ address }] });
  await perform(service, 'attachVif', { nodeId, vifId: `vif-${nodeId}` });
  for (const verb of ['manageNode', 'provideNode', 'deployNode']) await perform(service, verb, { nodeId });
  return nodeId;
}

const rescued = async (): Promise<string> => {
  const nodeId = await activeNode();
  await perform(service, 'rescueNode', { nodeId, rescuePassword: PASSWORD });
  return nodeId;
};

const machineOf = (nodeId: string): ReturnType<typeof readMachine> => readMachine(service.dataFolder, nodeId);

/** In the tenant's networks and no other, with nothing staged. */
const APART = { networks: [], ramdisk: null, tenantConnected: true };

describe('rescueNode', () => {
  it('leads through RESCUE_WAIT to a ramdisk in the tenant networks that takes the password', async () => {
    const nodeId = await activeNode();
    await behave(service, nodeId, { fake_waits: { 'rescue.rescue': 50 } });
    const before = commandsOf(service.dataFolder, nodeId).length;
    const { job } = await perform(service, 'rescueNode', { nodeId, rescuePassword: PASSWORD });

    expect(await story(service, nodeId, job?.id ?? '')).toEqual([
      'ACTIVE',
      'RESCUING',
      'RESCUE_WAIT',
      'RESCUING',
      'RESCUE',
    ]);
    expect(await expectFree(service, nodeId, 'RESCUE')).toMatchObject({ powerState: 'ON', lastError: null });
    const { rescueUser, ...machine } = machineOf(nodeId);
    expect(machine).toMatchObject({ ...APART, power: 'ON' });
    expect(rescueUser).toBe(sha256Crypt(PASSWORD, rescueUser?.split('$')[2] ?? ''));
    const sent = commandsOf(service.dataFolder, nodeId).slice(before);
    expect(sent.filter(({ phase }) => phase === 'start').map(({ op }) => op)).toEqual([
      'power.set',
      'network.unconfigureTenant',
      'network.addNetwork',
      'boot.prepareRamdisk',
      'power.set',
      'rescue.rescue',
      'rescue.finalize',
      'boot.cleanUpRamdisk',
      'network.removeNetwork',
      'network.configureTenant',
    ]);
  });

  it('is done again in RESCUE, for a new password', async () => {
    const nodeId = await rescued();
    const { rescueUser: first } = machineOf(nodeId);
    await perform(service, 'rescueNode', { nodeId, rescuePassword: 'another' });
    const { rescueUser: second } = machineOf(nodeId);
    expect(second).not.toBe(first);
    expect(second).toBe(sha256Crypt('another', second?.split('$')[2] ?? ''));
  });

  it('connects a VIF that is attached meanwhile, and one that is attached in RESCUE at once', async () => {
    const { id: nodeId } = await enroll(service, {
      ports: ['52:54:00:dd:01:01', '52:54:00:dd:01:02', '52:54:00:dd:01:03'].map((address) => ({ address })),
    });
    for (const verb of ['manageNode', 'provideNode', 'deployNode']) await perform(service, verb, { nodeId });
    await behave(service, nodeId, { fake_waits: { 'rescue.rescue': 1_500 } });
    const { job } = await accepted(service, 'rescueNode', { nodeId, rescuePassword: PASSWORD });
    await waitFor(async () => (await stateOf(nodeId)) === 'RESCUE_WAIT', 'the rescue to wait');
    await perform(service, 'attachVif', { nodeId, vifId: `between-${nodeId}` });
    expect(await settled(service, job?.id ?? '')).toMatchObject({ state: 'SUCCEEDED' });
    await perform(service, 'attachVif', { nodeId, vifId: `late-${nodeId}` });
    expect(Object.keys(machineOf(nodeId).vifs)).toEqual([`between-${nodeId}`, `late-${nodeId}`]);
  });

  it('restarts a machine that must stay on instead of turning it off', async () => {
    const nodeId = await activeNode();
    await perform(service, 'updateNode', { nodeId, disablePowerOff: true });
    const before = commandsOf(service.dataFolder, nodeId).length;
    await perform(service, 'rescueNode', { nodeId, rescuePassword: PASSWORD });
    const sent = commandsOf(service.dataFolder, nodeId).slice(before);
    expect(sent.filter(({ op, phase }) => op === 'power.set' && phase === 'start')).toHaveLength(1);
    expect(machineOf(nodeId)).toMatchObject({ ...APART, power: 'ON' });
    await perform(service, 'unrescueNode', { nodeId });
    expect(machineOf(nodeId)).toMatchObject({ ...APART, power: 'ON', rescueUser: null });
  });

  it.each([
    ['a blank password', ' \t ', 'blank'],
    ['an empty password', '', 'blank'],
    ['a password of 256 characters', 'x'.repeat(256), '256 characters'],
    ['a password with a NUL', 'a\0b', 'NUL'],
  ])('refuses %s', async (_what, rescuePassword, reason) => {
    const { id: nodeId } = await enroll(service);
    await rows.putInState(nodeId, 'ACTIVE');
    const { errors, job } = await mutate(service, 'rescueNode', { nodeId, rescuePassword });
    expect(errors).toMatchObject([
      { code: 'INVALID_INPUT', path: ['input', 'rescuePassword'], message: expect.stringContaining(reason) },
    ]);
    expect(job).toBeNull();
  });

  it('leaves the password nowhere: in no answer, event, job, step, row or line of the log', async () => {
    const nodeId = await activeNode();
    const input = { nodeId, rescuePassword: PASSWORD, idempotencyKey: 'rescue-secret' };
    await perform(service, 'rescueNode', input);
    await behave(service, nodeId, { fake_failures: { 'rescue.finalize': 1 } });
    expect(await run(service, 'rescueNode', { nodeId, rescuePassword: PASSWORD })).toMatchObject({ state: 'FAILED' });

    const answers: string[] = [];
    for (const refused of [
      { ...input, nodeId: 'nobody' },
      { ...input, onLocked: 'FAIL' },
      { nodeId, rescuePassword: [PASSWORD, PASSWORD] },
      { nodeId, rescuePassword: { password: PASSWORD } },
      { nodeId, rescuePassword: PASSWORD, noSuchField: true },
      { nodeId, rescuePassword: PASSWORD.repeat(20) },
    ]) {
      const { text } = await gql(service, mutationDocument('rescueNode'), { input: refused });
      expect(text).toContain('error');
      answers.push(text);
    }
    const inline = `mutation { rescueNode(input: { nodeId: "${nodeId}", rescuePassword: "${PASSWORD}", no: 1 }) { replayed } }`;
    answers.push((await gql(service, inline)).text);
    const all = `{ nodes { nodes { instanceInfo driverInfo lastError jobs { nodes { arguments error { message } steps { message error { message } } } } } }
      events(first: 500) { nodes { changes { field before after } } } }`;
    answers.push((await gql(service, all)).text);

    const tables = await rows.query<{ name: string }>(
      'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
    );
    const stored = await Promise.all(tables.map(({ name }) => rows.query(`SELECT * FROM \`${name}\``)));
    const places = { answers: answers.join(), stored: JSON.stringify(stored), log: recorded.text() };
    for (const [place, text] of Object.entries(places)) {
      expect(text.length, place).toBeGreaterThan(500);
      expect(text.includes('rescue-marker'), place).toBe(false);
    }
    // Its hash is needed only until the job has settled.
    expect(places.stored).not.toContain('$5$');
  });
});

describe('a rescue that does not succeed', () => {
  /** Step, command that it gives. */
  const STEPS = [
    ['turn_off', 'power.set'],
    ['leave_tenant_networks', 'network.unconfigureTenant'],
    ['join_rescuing_network', 'network.addNetwork'],
    ['stage_ramdisk', 'boot.prepareRamdisk'],
    ['boot_ramdisk', 'rescue.rescue'],
    ['let_user_in', 'rescue.finalize'],
    ['return_to_tenant_networks', 'boot.cleanUpRamdisk'],
    ['return_to_tenant_networks', 'network.removeNetwork'],
    ['return_to_tenant_networks', 'network.configureTenant'],
  ] as const;

  it.concurrent.each(STEPS)(
    'in %s (%s) stops in RESCUE_FAILED, in the tenant networks, and can be repeated',
    async (step, op) => {
      const nodeId = await activeNode();
      await behave(service, nodeId, { fake_failures: { [op]: 1 } });
      const job = await run(service, 'rescueNode', { nodeId, rescuePassword: PASSWORD });
      expect(job).toMatchObject({ state: 'FAILED' });
      expect(await stepStates(service, job.id)).toMatchObject({ [step]: 'FAILED' });
      expect(await expectFree(service, nodeId, 'RESCUE_FAILED')).toMatchObject({
        lastError: expect.stringContaining('told to fail'),
        maintenance: false,
        fault: null,
      });
      // Only one that could not be turned off is still on.
      expect(machineOf(nodeId)).toMatchObject({
        ...APART,
        power: step === 'turn_off' ? 'ON' : 'OFF',
        rescueUser: null,
      });
      await perform(service, 'rescueNode', { nodeId, rescuePassword: PASSWORD });
      expect(await expectFree(service, nodeId, 'RESCUE')).toMatchObject({ lastError: null });
    },
  );

  /** The last step cannot be stopped: that rescue ends well. */
  it.concurrent.each(STEPS.slice(0, 6))('is aborted in %s (%s) and stops in RESCUE_FAILED', async (step, op) => {
    const nodeId = await activeNode();
    await behave(service, nodeId, { fake_hangs: { [op]: 1 } });
    const input = { nodeId, rescuePassword: PASSWORD };
    expect(await abortIn(service, 'rescueNode', input, op)).toMatchObject({ state: 'CANCELLED' });
    await expectFree(service, nodeId, 'RESCUE_FAILED');
    expect(machineOf(nodeId)).toMatchObject({ ...APART, power: step === 'turn_off' ? 'ON' : 'OFF' });
    await perform(service, 'unrescueNode', { nodeId });
    await expectFree(service, nodeId, 'ACTIVE');
    expect(machineOf(nodeId)).toMatchObject({ ...APART, power: 'ON' });
  });

  const waiting = async (more: object = {}): Promise<{ nodeId: string; jobId: string }> => {
    const nodeId = await activeNode();
    await behave(service, nodeId, { fake_waits: { 'rescue.rescue': 600_000 }, ...more });
    const { job } = await accepted(service, 'rescueNode', { nodeId, rescuePassword: PASSWORD });
    await waitFor(async () => (await stateOf(nodeId)) === 'RESCUE_WAIT', 'the rescue to wait');
    return { nodeId, jobId: job?.id ?? '' };
  };

  it.concurrent('is aborted in RESCUE_WAIT, turned off and back in the tenant networks', async () => {
    const { nodeId, jobId } = await waiting();
    expect(machineOf(nodeId)).toMatchObject({ power: 'ON', networks: ['RESCUING'], tenantConnected: false });
    await accepted(service, 'abortNode', { nodeId });
    expect(await settled(service, jobId)).toMatchObject({ state: 'CANCELLED' });
    expect(await expectFree(service, nodeId, 'RESCUE_FAILED')).toMatchObject({ maintenance: false, fault: null });
    expect(machineOf(nodeId)).toMatchObject({ ...APART, power: 'OFF' });
  });

  it.concurrent('is taken out of automation when an aborted one cannot be cleaned up', async () => {
    const { nodeId, jobId } = await waiting({ fake_failures: { 'network.removeNetwork': 'always' } });
    await accepted(service, 'abortNode', { nodeId });
    expect(await settled(service, jobId)).toMatchObject({ state: 'CANCELLED' });
    expect(await expectFree(service, nodeId, 'RESCUE_FAILED')).toMatchObject({
      maintenance: true,
      fault: 'rescue abort failure',
    });
    expect(machineOf(nodeId)).toMatchObject({ power: 'OFF', ramdisk: null, tenantConnected: true });
    // A tear-down is still possible, and mends it.
    await behave(service, nodeId, {});
    await perform(service, 'undeployNode', { nodeId });
    expect(machineOf(nodeId)).toMatchObject({ networks: [], tenantConnected: false });
  });
});

describe('a rescue whose ramdisk never reports', () => {
  /** As a real agent, which calls back or does not. */
  function withSilentAgent(hardware: HardwareType): HardwareType {
    const [fake] = hardware.interfaces.rescue;
    if (fake === undefined) throw new Error('fake-hardware has no rescue');
    const silent = {
      ...fake,
      rescue: () => Promise.resolve({ kind: 'wait', for: 'AGENT_HEARTBEAT', timeoutMs: 1 } as const),
    };
    return { ...hardware, interfaces: { ...hardware.interfaces, rescue: [silent] } };
  }

  it('ends at the deadline of the wait, turned off', async () => {
    const engine = await startEngine();
    try {
      const hardware = withSilentAgent(createFakeHardware({ stateDir: `${engine.dataFolder}/fake-machines` }));
      const live = await engine.live({ hardwareTypes: new Map([[hardware.name, hardware]]) });
      const nodeId = await engine.addNode('ACTIVE');
      const type = live.jobTypes.get('node.rescue');
      if (type === undefined) throw new Error('There is no rescue.');
      const jobId = await engine.queue(nodeId, type, {}, { secrets: { passwordHash: '$5$x' } });
      await work(engine, { nodeId, jobId }, { claiming: live, running: live, waker: live });
      expect(await engine.job(jobId)).toMatchObject({
        state: 'FAILED',
        error: { code: 'AGENT_SILENT', address: null },
      });
      const [node] = await engine.db.query<object[]>(
        'SELECT provision_state AS state, maintenance FROM nodes WHERE id = ?',
        [nodeId],
      );
      expect(node).toEqual({ state: 'RESCUE_FAILED', maintenance: 0 });
      expect(readMachine(engine.dataFolder, nodeId)).toMatchObject({ ...APART, power: 'OFF' });
    } finally {
      await engine.stop();
    }
  });
});

describe('unrescueNode', () => {
  it('boots the instance again, in its networks, with nobody from the rescue let in', async () => {
    const nodeId = await rescued();
    const { job } = await perform(service, 'unrescueNode', { nodeId });
    expect(await story(service, nodeId, job?.id ?? '')).toEqual(['RESCUE', 'UNRESCUING', 'ACTIVE']);
    expect(await expectFree(service, nodeId, 'ACTIVE')).toMatchObject({ powerState: 'ON' });
    expect(machineOf(nodeId)).toMatchObject({
      ...APART,
      power: 'ON',
      rescueUser: null,
      bootDevice: { device: 'DISK', persistent: true },
    });
  });

  const STEPS = [
    ['turn_off', 'power.set'],
    ['clean_up_rescue', 'rescue.cleanUp'],
    ['clean_up_rescue', 'boot.cleanUpRamdisk'],
    ['clean_up_rescue', 'network.removeNetwork'],
    ['connect_tenant_networks', 'network.configureTenant'],
    ['boot_instance', 'boot.prepareInstance'],
  ] as const;

  it.concurrent.each(STEPS)('that fails in %s (%s) stops in UNRESCUE_FAILED, and can be repeated', async (step, op) => {
    const nodeId = await rescued();
    await behave(service, nodeId, { fake_failures: { [op]: 1 } });
    const job = await run(service, 'unrescueNode', { nodeId });
    expect(job).toMatchObject({ state: 'FAILED' });
    expect(await stepStates(service, job.id)).toMatchObject({ [step]: 'FAILED' });
    await expectFree(service, nodeId, 'UNRESCUE_FAILED');
    expect(machineOf(nodeId)).toMatchObject(APART);
    await perform(service, 'unrescueNode', { nodeId });
    await expectFree(service, nodeId, 'ACTIVE');
    expect(machineOf(nodeId)).toMatchObject({ ...APART, power: 'ON', rescueUser: null });
  });

  it.concurrent.each(STEPS.slice(0, 5))(
    'that is aborted in %s (%s) stops in UNRESCUE_FAILED, and leads to a rescue as well',
    async (_step, op) => {
      const nodeId = await rescued();
      await behave(service, nodeId, { fake_hangs: { [op]: 1 } });
      expect(await abortIn(service, 'unrescueNode', { nodeId }, op)).toMatchObject({ state: 'CANCELLED' });
      await expectFree(service, nodeId, 'UNRESCUE_FAILED');
      await perform(service, 'rescueNode', { nodeId, rescuePassword: PASSWORD });
      expect(machineOf(nodeId)).toMatchObject({ ...APART, power: 'ON' });
    },
  );
});

describe('undeployNode of a machine in rescue', () => {
  it('ends the rescue before it tears down', async () => {
    const nodeId = await rescued();
    const { job } = await perform(service, 'undeployNode', { nodeId });
    expect(Object.keys(await stepStates(service, job?.id ?? '')).slice(0, 2)).toEqual(['clean_up_rescue', 'tear_down']);
    await expectFree(service, nodeId, 'AVAILABLE');
    expect(machineOf(nodeId)).toMatchObject({ rescueUser: null, networks: [], tenantConnected: false, image: null });
  });

  it('stops in ERROR when the rescue cannot be cleaned up, and can be repeated', async () => {
    const nodeId = await rescued();
    await behave(service, nodeId, { fake_failures: { 'rescue.cleanUp': 1 } });
    expect(await run(service, 'undeployNode', { nodeId })).toMatchObject({ state: 'FAILED' });
    await expectFree(service, nodeId, 'ERROR');
    await perform(service, 'undeployNode', { nodeId });
    await expectFree(service, nodeId, 'AVAILABLE');
  });
});

async function stateOf(nodeId: string): Promise<string> {
  const [row] = await rows.query('SELECT provision_state AS state FROM nodes WHERE id = ?', [nodeId]);
  return String(row?.['state']);
}
