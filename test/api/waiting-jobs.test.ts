/** Whoever waits can see for what, in which place, and about how long. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accepted, ask, enroll, perform, settled } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';

let service: TestService;
beforeAll(async () => {
  service = await startTestService({ config: { maxConcurrentDeploys: 1, maxConcurrentCleans: 10, maxJobsPerBmc: 1 } });
});
afterAll(() => service.stop());

interface Waiting {
  readonly state: string;
  readonly queuePosition: number | null;
  readonly waitReason: string | null;
  readonly blockedBy: { readonly id: string } | null;
  readonly estimatedStartAt: string | null;
  readonly deadlineAt: string | null;
  readonly createdAt: string;
}

const look = async (id: string): Promise<Waiting> => {
  const query = `query ($id: ID!) { job(id: $id) {
    state queuePosition waitReason blockedBy { id } estimatedStartAt deadlineAt createdAt } }`;
  return (await ask<{ job: Waiting }>(service, query, { id })).job;
};

async function available(driverInfo: object = {}): Promise<string> {
  const { id: nodeId } = await enroll(service, { driverInfo });
  await perform(service, 'manageNode', { nodeId });
  await perform(service, 'provideNode', { nodeId });
  return nodeId;
}

const start = async (verb: string, input: Readonly<Record<string, unknown>>): Promise<string> =>
  (await accepted(service, verb, input)).job?.id ?? '';

const running = (id: string): Promise<true> => waitFor(async () => (await look(id)).state === 'RUNNING', 'it to run');

describe('a job that waits', () => {
  it('for another job of its node: says which, its place, and about when its turn comes', async () => {
    const nodeId = await available();
    await perform(service, 'setNodePower', { nodeId, target: 'ON' }); // now it is known how long such a job takes
    await perform(service, 'updateNode', {
      nodeId,
      expectedVersion: null,
      driverInfo: { fake_hangs: { 'power.set': 1 } },
    });
    const holder = await start('setNodePower', { nodeId, target: 'OFF' });
    await running(holder);
    const second = await start('setNodePower', { nodeId, target: 'ON' });
    expect(await look(second)).toMatchObject({ waitReason: 'LOCK', blockedBy: { id: holder }, queuePosition: 1 });
    const last = await start('setNodePower', { nodeId, target: 'OFF' });
    const place = await look(last);
    expect(place).toMatchObject({ waitReason: 'LOCK', queuePosition: 2, deadlineAt: null });
    expect(new Date(place.estimatedStartAt ?? 0).getTime()).toBeGreaterThan(new Date(place.createdAt).getTime());
    const held = await look(holder);
    expect(held).toMatchObject({ waitReason: null, queuePosition: null, estimatedStartAt: null });
    expect(new Date(held.deadlineAt ?? 0).getTime()).toBeGreaterThan(Date.now());
    await accepted(service, 'cancelJob', { jobId: holder });
    expect(await settled(service, last)).toMatchObject({ state: 'SUCCEEDED' });
  });

  it('for a place among the deployments of its group: says its place in that line', async () => {
    const hanging = { fake_hangs: { 'deploy.write_image': 'always' } };
    const nodes = await Promise.all(Array.from({ length: 3 }, () => available(hanging)));
    const first = await start('deployNode', { nodeId: nodes[0] });
    await running(first);
    const second = await start('deployNode', { nodeId: nodes[1] });
    const third = await start('deployNode', { nodeId: nodes[2] });
    expect(await look(second)).toMatchObject({ waitReason: 'CONCURRENCY_LIMIT', queuePosition: 1, blockedBy: null });
    expect(await look(third)).toMatchObject({ waitReason: 'CONCURRENCY_LIMIT', queuePosition: 2 });
    await accepted(service, 'abortNode', { nodeId: nodes[0] });
    await running(second);
    expect(await look(third)).toMatchObject({ waitReason: 'CONCURRENCY_LIMIT', queuePosition: 1 });
    await accepted(service, 'cancelJob', { jobId: third });
    await accepted(service, 'abortNode', { nodeId: nodes[1] });
    expect(await settled(service, second)).toMatchObject({ state: 'CANCELLED' });
  });

  it('for the BMC that its node shares with others', async () => {
    const chassis = { fake_bmc: 'chassis-7' };
    const [blade, neighbour] = [await available(chassis), await available(chassis)];
    await perform(service, 'updateNode', {
      nodeId: blade,
      expectedVersion: null,
      driverInfo: { ...chassis, fake_hangs: { 'power.set': 1 } },
    });
    const holder = await start('setNodePower', { nodeId: blade, target: 'ON' });
    await running(holder);
    const waiting = await start('setNodePower', { nodeId: neighbour, target: 'ON' });
    expect(await look(waiting)).toMatchObject({ state: 'QUEUED', waitReason: 'BMC_BUDGET', queuePosition: 1 });
    await accepted(service, 'cancelJob', { jobId: holder });
    expect(await settled(service, waiting)).toMatchObject({ state: 'SUCCEEDED' });
  });
});
