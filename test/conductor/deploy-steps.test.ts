/** What a deployment is made of: steps at their ranks, a config drive, and deploying again in place. */
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectDatabase } from '../../src/entities/connect.ts';
import { accepted, ask, enroll, mutate, perform, settled } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';
import { behave, expectFree, run, story } from './flow.ts';
import { commandsOf, readMachine } from './machine.ts';

let service: TestService;
let db: DataSource;
beforeAll(async () => {
  service = await startTestService({ config: { leaseExpiryMs: 60_000 } });
  db = await connectDatabase({ url: service.databaseUrl, poolSize: 2 });
});
afterAll(async () => {
  await db.destroy();
  await service.stop();
});

let ports = 0;
async function available(): Promise<string> {
  ports += 1;
  const address = `52:54:00:de:00:${ports.toString(16).padStart(2, '0')}`;
  const { id: nodeId } = await enroll(service, { ports: [{ address }] });
  await perform(service, 'manageNode', { nodeId });
  await perform(service, 'provideNode', { nodeId });
  return nodeId;
}

async function stepsOf(id: string): Promise<readonly string[]> {
  const query = 'query ($id: ID!) { job(id: $id) { steps { name } } }';
  return (await ask<{ job: { steps: { name: string }[] } }>(service, query, { id })).job.steps.map(({ name }) => name);
}

describe('steps of a deployment', () => {
  it("stand at their ranks, take the place of the driver's, or take them away", async () => {
    const nodeId = await available();
    const steps = [
      { interface: 'BIOS', step: 'factory_reset', priority: 90 },
      { interface: 'DEPLOY', step: 'tear_down_agent', priority: 0 },
      { interface: 'DEPLOY', step: 'prepare_instance_boot', priority: 10 },
      { step: 'power_on', priority: 85 },
    ];
    const { job } = await perform(service, 'deployNode', { nodeId, steps });
    expect(await stepsOf(job?.id ?? '')).toEqual([
      'prepare_deploy',
      'boot_ramdisk',
      'factory_reset',
      'power_on',
      'write_image',
      'switch_to_tenant_network',
      'boot_instance',
      'prepare_instance_boot',
    ]);
  });

  it('may pause the deployment: DEPLOY_HOLD, and on', async () => {
    const nodeId = await available();
    const { job } = await accepted(service, 'deployNode', { nodeId, steps: [{ step: 'hold', priority: 50 }] });
    const isHeld = async (): Promise<boolean> =>
      (
        await ask<{ node: { provisionState: string } }>(
          service,
          'query ($id: ID!) { node(id: $id) { provisionState } }',
          { id: nodeId },
        )
      ).node.provisionState === 'DEPLOY_HOLD';
    await waitFor(isHeld, 'the deployment to hold');
    await accepted(service, 'unholdNode', { nodeId });
    expect(await settled(service, job?.id ?? '')).toMatchObject({ state: 'SUCCEEDED' });
    expect(await story(service, nodeId, job?.id ?? '')).toEqual([
      'AVAILABLE',
      'DEPLOYING',
      'DEPLOY_HOLD',
      'DEPLOY_WAIT',
      'DEPLOYING',
      'ACTIVE',
    ]);
  });

  it.each([
    [
      'a step twice',
      [
        { step: 'reboot', priority: 1 },
        { step: 'reboot', priority: 2 },
      ],
      ['steps', '1', 'step'],
    ],
    ['a clean step', [{ interface: 'DEPLOY', step: 'erase_devices', priority: 1 }], ['steps', '0', 'step']],
    ['a negative priority', [{ step: 'reboot', priority: -1 }], ['steps', '0', 'priority']],
  ])('are refused: %s', async (_what, steps, path) => {
    const nodeId = await available();
    const { errors } = await mutate(service, 'deployNode', { nodeId, steps });
    expect(errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', ...path] }]);
    await expectFree(service, nodeId, 'AVAILABLE');
  });
});

describe('a config drive', () => {
  const SECRET = 'ssh-key-of-the-tenant';

  it.each([
    ['contents', { contents: { metaData: { key: SECRET }, userData: SECRET } }],
    ['url', { url: `https://drives.example/${SECRET}` }],
    ['base64', { base64: Buffer.from(SECRET).toString('base64') }],
  ])('reaches the step that writes it, as %s, and stands nowhere else', async (form, configDrive) => {
    const nodeId = await available();
    const { job } = await perform(service, 'deployNode', { nodeId, configDrive });
    expect(readMachine(service.dataFolder, nodeId)).toMatchObject({ configDrive: form });
    const kept = [
      await db.query('SELECT * FROM jobs WHERE id = ?', [job?.id]),
      await db.query('SELECT * FROM job_steps WHERE job_id = ?', [job?.id]),
      await db.query('SELECT * FROM nodes WHERE id = ?', [nodeId]),
      await db.query('SELECT * FROM events WHERE node_id = ?', [nodeId]),
    ];
    const secret = form === 'base64' ? String(Object.values(configDrive)[0]) : SECRET;
    expect(JSON.stringify(kept)).not.toContain(secret);
  });

  it.each([
    ['no form', {}, ['configDrive']],
    ['two forms', { url: 'https://a.example/', base64: 'aaaa' }, ['configDrive']],
    ['a file', { url: 'file:///etc/passwd' }, ['configDrive', 'url']],
    ['a URL with a password', { url: 'https://user:secret@a.example/' }, ['configDrive', 'url']],
    ['what is no base64', { base64: 'no base64' }, ['configDrive', 'base64']],
    ['too much', { base64: 'a'.repeat(600_000) }, ['configDrive', 'base64']],
  ])('is refused: %s', async (_what, configDrive, path) => {
    const nodeId = await available();
    const { errors } = await mutate(service, 'deployNode', { nodeId, configDrive });
    expect(errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', ...path] }]);
    await expectFree(service, nodeId, 'AVAILABLE');
  });
});

describe('rebuildNode', () => {
  it('puts another image on the same instance and keeps its VIFs', async () => {
    const nodeId = await available();
    await perform(service, 'attachVif', { nodeId, vifId: `vif-of-${nodeId}` });
    await perform(service, 'deployNode', { nodeId, instanceInfo: { image_source: 'first' } });
    const before = await expectFree(service, nodeId, 'ACTIVE');
    const { job } = await perform(service, 'rebuildNode', { nodeId, instanceInfo: { image_source: 'second' } });
    expect(await story(service, nodeId, job?.id ?? '')).toEqual(['ACTIVE', 'DEPLOYING', 'ACTIVE']);
    expect(await expectFree(service, nodeId, 'ACTIVE')).toMatchObject({
      instanceId: before['instanceId'],
      instanceInfo: { image_source: 'second' },
    });
    expect(readMachine(service.dataFolder, nodeId)).toMatchObject({
      image: 'second',
      tenantConnected: true,
      networks: [],
      power: 'ON',
    });
  });

  it('is the way out of a deployment and of a tear-down that failed', async () => {
    const nodeId = await available();
    await behave(service, nodeId, { fake_failures: { 'deploy.write_image': 1, 'deploy.tearDown': 1 } });
    expect(await run(service, 'deployNode', { nodeId })).toMatchObject({ state: 'FAILED' });
    await expectFree(service, nodeId, 'DEPLOY_FAILED');
    await perform(service, 'rebuildNode', { nodeId });
    expect(await run(service, 'undeployNode', { nodeId })).toMatchObject({ state: 'FAILED' });
    await expectFree(service, nodeId, 'ERROR');
    await perform(service, 'rebuildNode', { nodeId });
    await expectFree(service, nodeId, 'ACTIVE');
  });

  it('is refused for a protected node', async () => {
    const nodeId = await available();
    await perform(service, 'deployNode', { nodeId });
    await accepted(service, 'updateNode', { nodeId, protected: true });
    expect((await mutate(service, 'rebuildNode', { nodeId })).errors).toMatchObject([{ code: 'NOT_ALLOWED_NOW' }]);
  });
});

describe('deploy templates', () => {
  const ERASE_FIRST = { interface: 'BIOS', step: 'factory_reset', priority: 95 };

  async function template(name: string, steps: readonly object[]): Promise<void> {
    await accepted(service, 'createDeployTemplate', { name, steps });
  }

  async function withTraits(...traits: readonly string[]): Promise<string> {
    const nodeId = await available();
    await accepted(service, 'setNodeTraits', { nodeId, traits });
    return nodeId;
  }

  it('bring the steps that the traits of the instance ask for; a request says it better', async () => {
    await template('CUSTOM_FACTORY', [ERASE_FIRST]);
    const nodeId = await withTraits('CUSTOM_FACTORY', 'CUSTOM_OTHER');
    const instanceInfo = { traits: ['CUSTOM_FACTORY'] };
    const first = await perform(service, 'deployNode', { nodeId, instanceInfo });
    expect((await stepsOf(first.job?.id ?? '')).slice(0, 3)).toEqual([
      'prepare_deploy',
      'boot_ramdisk',
      'factory_reset',
    ]);
    const steps = [{ ...ERASE_FIRST, priority: 0 }];
    const second = await perform(service, 'rebuildNode', { nodeId, steps });
    expect(await stepsOf(second.job?.id ?? '')).not.toContain('factory_reset');
  });

  it('that have the same step are refused, and the node stays AVAILABLE', async () => {
    await template('CUSTOM_ONE', [ERASE_FIRST]);
    await template('CUSTOM_TWO', [ERASE_FIRST]);
    const nodeId = await withTraits('CUSTOM_ONE', 'CUSTOM_TWO');
    const instanceInfo = { traits: ['CUSTOM_ONE', 'CUSTOM_TWO'] };
    expect(await run(service, 'deployNode', { nodeId, instanceInfo })).toMatchObject({
      state: 'FAILED',
      error: { code: 'NOT_ALLOWED_NOW' },
    });
    expect(await expectFree(service, nodeId, 'AVAILABLE')).toMatchObject({ instanceId: null });
  });

  it('are not asked for by traits that the node does not have', async () => {
    const nodeId = await withTraits('CUSTOM_THREE');
    const instanceInfo = { traits: ['CUSTOM_THREE', 'CUSTOM_FOUR'] };
    const job = await run(service, 'deployNode', { nodeId, instanceInfo });
    expect(job).toMatchObject({ state: 'FAILED', error: { code: 'NOT_ALLOWED_NOW' } });
    expect(job.error?.message).toContain('CUSTOM_FOUR');
    await expectFree(service, nodeId, 'AVAILABLE');
  });
});

describe('what the operator has decided about steps', () => {
  it('switches steps off, runs others by itself, and refuses what is denied', async () => {
    const strict = await startTestService({
      config: {
        cleanStepPriorities: 'deploy.erase_devices=20, deploy.erase_devices_metadata=0',
        deployStepPriorities: 'bios.factory_reset=99',
        deniedSteps: 'bios.apply_configuration',
      },
    });
    try {
      const { id: nodeId } = await enroll(strict);
      await perform(strict, 'manageNode', { nodeId });
      await perform(strict, 'provideNode', { nodeId });
      const { job } = await perform(strict, 'deployNode', { nodeId });
      const cleaned = commandsOf(strict.dataFolder, nodeId).map(({ op }) => op);
      expect(cleaned).toContain('deploy.erase_devices');
      expect(cleaned).not.toContain('deploy.erase_devices_metadata');
      const query = 'query ($id: ID!) { job(id: $id) { steps { name } } }';
      const { job: deployed } = await ask<{ job: { steps: { name: string }[] } }>(strict, query, { id: job?.id });
      expect(deployed.steps.map(({ name }) => name).slice(1, 3)).toEqual(['boot_ramdisk', 'factory_reset']);
      const args = { settings: [{ name: 'boot_order', value: 'disk' }] };
      const denied = [{ interface: 'BIOS', step: 'apply_configuration', args }];
      const { errors } = await mutate(strict, 'serviceNode', { nodeId, steps: denied });
      expect(errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'steps', '0', 'step'] }]);
    } finally {
      await strict.stop();
    }
  });
});
