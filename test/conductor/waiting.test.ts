/** A flow that waits for a signal lets go of the node, and goes on ahead of the queue when the signal comes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accepted, ask, enroll, perform, settled } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';
import { story } from './flow.ts';
import { readMachine } from './machine.ts';

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service.stop());

const availableNode = async (driverInfo: object, ports: readonly object[] = []): Promise<string> => {
  const { id: nodeId } = await enroll(service, { driverInfo, ports });
  await perform(service, 'manageNode', { nodeId });
  await perform(service, 'provideNode', { nodeId });
  return nodeId;
};

interface NodeNow {
  readonly provisionState: string;
  readonly lock: { readonly holderJob: { readonly id: string } | null } | null;
  readonly jobQueue: readonly { readonly id: string; readonly state: string; readonly waitReason: string | null }[];
}

const nodeNow = async (id: string): Promise<NodeNow> => {
  const query = `query ($id: ID!) { node(id: $id) {
    provisionState lock { holderJob { id } } jobQueue { id state waitReason } } }`;
  return (await ask<{ node: NodeNow }>(service, query, { id })).node;
};

describe('a deployment that waits for its machine', () => {
  it('releases the lock, lets VIFs be attached but no other work begin, and resumes before what was queued', async () => {
    const nodeId = await availableNode({ fake_waits: { 'deploy.write_image': 1_500 } }, [
      { address: '52:54:00:aa:00:01' },
    ]);
    const deploy = await accepted(service, 'deployNode', { nodeId });
    const deployId = deploy.job?.id ?? '';
    await waitFor(async () => (await nodeNow(nodeId)).provisionState === 'DEPLOY_WAIT', 'the deployment to wait');
    expect(await nodeNow(nodeId)).toMatchObject({
      lock: null,
      jobQueue: [{ id: deployId, state: 'WAITING', waitReason: 'SIGNAL' }],
    });

    const power = await accepted(service, 'setNodePower', { nodeId, target: 'ON' });
    const attach = await accepted(service, 'attachVif', { nodeId, vifId: 'vif-between' });
    expect(await settled(service, attach.job?.id ?? '')).toMatchObject({ state: 'SUCCEEDED' });
    expect(readMachine(service.dataFolder, nodeId).vifs).toHaveProperty('vif-between');
    expect(await nodeNow(nodeId)).toMatchObject({
      provisionState: 'DEPLOY_WAIT',
      jobQueue: [
        { id: deployId, state: 'WAITING' },
        { id: power.job?.id, state: 'QUEUED', waitReason: 'LOCK' },
      ],
    });

    expect(await settled(service, power.job?.id ?? '')).toMatchObject({ state: 'SUCCEEDED' });
    expect(await settled(service, deployId)).toMatchObject({ state: 'SUCCEEDED' });
    expect(await story(service, nodeId, deployId)).toEqual([
      'AVAILABLE',
      'DEPLOYING',
      'DEPLOY_WAIT',
      'DEPLOYING',
      'ACTIVE',
    ]);
    const [deployed, switched] = [await finishedAt(deployId), await finishedAt(power.job?.id ?? '')];
    expect(deployed < switched).toBe(true);
  });

  it('is aborted at once, with nothing left attached', async () => {
    const nodeId = await availableNode({ fake_waits: { 'deploy.write_image': 600_000 } });
    const deploy = await accepted(service, 'deployNode', { nodeId });
    await waitFor(async () => (await nodeNow(nodeId)).provisionState === 'DEPLOY_WAIT', 'the deployment to wait');
    await accepted(service, 'abortNode', { nodeId });
    expect(await settled(service, deploy.job?.id ?? '')).toMatchObject({ state: 'CANCELLED' });
    expect(await nodeNow(nodeId)).toEqual({ provisionState: 'DEPLOY_FAILED', lock: null, jobQueue: [] });
    expect(readMachine(service.dataFolder, nodeId)).toMatchObject({ networks: [], ramdisk: null });
  });

  it('does not go on waiting when it was aborted just before it began to', async () => {
    const info = { fake_delays: { 'deploy.write_image': 120 }, fake_waits: { 'deploy.write_image': 600_000 } };
    const nodeIds = await Promise.all(Array.from({ length: 4 }, () => availableNode(info)));
    const ends = nodeIds.map(async (nodeId) => {
      const { job } = await accepted(service, 'deployNode', { nodeId });
      await waitFor(async () => (await currentStep(job?.id ?? '')) === 'write_image', 'the step to be at work');
      await accepted(service, 'abortNode', { nodeId });
      return settled(service, job?.id ?? '');
    });
    expect((await Promise.all(ends)).map(({ state }) => state)).toEqual(nodeIds.map(() => 'CANCELLED'));
  });

  it('cleans with a wait as well: CLEANING, CLEAN_WAIT, CLEANING, AVAILABLE', async () => {
    const { id: nodeId } = await enroll(service, { driverInfo: { fake_waits: { 'deploy.prepareCleaning': 100 } } });
    await perform(service, 'manageNode', { nodeId });
    const { job } = await perform(service, 'provideNode', { nodeId });
    expect(await story(service, nodeId, job?.id ?? '')).toEqual([
      'MANAGEABLE',
      'CLEANING',
      'CLEAN_WAIT',
      'CLEANING',
      'AVAILABLE',
    ]);
  });
});

describe('detaching a VIF while cleaning holds the node', () => {
  it('runs at once and leaves the cleaning alone', async () => {
    const { id: nodeId } = await enroll(service, {
      driverInfo: { fake_delays: { 'deploy.erase_devices_metadata': 60_000 } },
      ports: [{ address: '52:54:00:aa:00:02' }],
    });
    await perform(service, 'manageNode', { nodeId });
    await perform(service, 'attachVif', { nodeId, vifId: 'vif-while-cleaning' });
    const cleaning = await accepted(service, 'provideNode', { nodeId });
    await waitFor(
      async () => (await currentStep(cleaning.job?.id ?? '')) === 'erase_devices_metadata',
      'cleaning to be at work',
    );

    const detach = await accepted(service, 'detachVif', { nodeId, vifId: 'vif-while-cleaning', onLocked: 'FAIL' });
    expect(await settled(service, detach.job?.id ?? '')).toMatchObject({ state: 'SUCCEEDED' });
    expect(readMachine(service.dataFolder, nodeId)).toMatchObject({ vifs: {}, networks: ['CLEANING'] });
    expect(await nodeNow(nodeId)).toMatchObject({
      provisionState: 'CLEANING',
      lock: { holderJob: { id: cleaning.job?.id } },
    });
    await accepted(service, 'abortNode', { nodeId });
    expect(await settled(service, cleaning.job?.id ?? '')).toMatchObject({ state: 'CANCELLED' });
  });
});

async function currentStep(id: string): Promise<string | undefined> {
  type Answer = { job: { currentStep: { name: string } | null } };
  const { job } = await ask<Answer>(service, 'query ($id: ID!) { job(id: $id) { currentStep { name } } }', { id });
  return job.currentStep?.name;
}

async function finishedAt(id: string): Promise<string> {
  type Answer = { job: { finishedAt: string } };
  return (await ask<Answer>(service, 'query ($id: ID!) { job(id: $id) { finishedAt } }', { id })).job.finishedAt;
}
