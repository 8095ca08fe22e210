/** What stops a job from outside says what it did; and the node is free, in a named state, with nothing left attached. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accepted, ask, enroll, perform, settled } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';
import { commandsOf, overlaps, pairedCommands, readMachine } from './machine.ts';

let service: TestService;
beforeAll(async () => {
  // As it is by default: a conductor is told of a lock that was broken long before its lease thread would end it.
  service = await startTestService({ config: { leasePeriodMs: 10_000, leaseExpiryMs: 30_000 } });
});
afterAll(() => service.stop());

interface Stopped {
  readonly job: { readonly id: string } | null;
  readonly stop: {
    readonly effect: string;
    readonly step: { readonly name: string; readonly abortable: boolean } | null;
    readonly until: string | null;
  } | null;
  readonly replayed: boolean;
  readonly errors: readonly { readonly code: string; readonly message: string; readonly path: string[] | null }[];
}

const STOP = 'job { id } stop { effect step { name abortable } until } replayed errors { code message path }';

async function stop(mutation: string, input: object): Promise<Stopped> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const answer = await ask<Record<string, Stopped>>(
    service,
    `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${STOP} } }`,
    { input },
  );
  const stopped = answer[mutation];
  if (stopped === undefined) throw new Error(`${mutation} answered nothing.`);
  return stopped;
}

/** A deployment in the middle of an operation. */
async function deployInto(op: string, driverInfo: object): Promise<{ nodeId: string; jobId: string }> {
  const { id: nodeId } = await enroll(service);
  await perform(service, 'manageNode', { nodeId });
  await perform(service, 'provideNode', { nodeId });
  await perform(service, 'updateNode', { nodeId, expectedVersion: null, driverInfo });
  const before = commandsOf(service.dataFolder, nodeId).length;
  const { job } = await accepted(service, 'deployNode', { nodeId });
  await waitFor(
    () =>
      commandsOf(service.dataFolder, nodeId)
        .slice(before)
        .some((line) => line.op === op),
    `${op} to be given`,
  );
  return { nodeId, jobId: job?.id ?? '' };
}

const NODE = `query ($id: ID!) { node(id: $id) { provisionState lastError lock { purpose } jobQueue { id } } }`;
const nodeNow = async (id: string): Promise<object> => (await ask<{ node: object }>(service, NODE, { id })).node;

async function eventsOf(nodeId: string, type: string): Promise<readonly { actor: string; changes: object[] }[]> {
  const query = `query ($filter: EventFilter) { events(filter: $filter, first: 500) { nodes { actor changes { field after } } } }`;
  type Answer = { events: { nodes: { actor: string; changes: object[] }[] } };
  return (await ask<Answer>(service, query, { filter: { nodeId, types: [type] } })).events.nodes;
}

describe('breakNodeLock', () => {
  it('takes the node from a hanging job, which gives back what it took and fails; nobody overlaps', async () => {
    const { nodeId, jobId } = await deployInto('deploy.write_image', { fake_hangs: { 'deploy.write_image': 1 } });
    const queued = await accepted(service, 'setNodePower', { nodeId, target: 'OFF' });
    const broken = await stop('breakNodeLock', { nodeId, reason: 'the BMC hangs' });
    expect(broken).toMatchObject({
      job: { id: jobId },
      stop: { effect: 'GIVES_BACK_FIRST', step: null, until: expect.stringMatching(/Z$/) },
      errors: [],
    });
    expect(await settled(service, jobId)).toMatchObject({ state: 'FAILED', error: { code: 'LOCK_BROKEN' } });
    expect(await settled(service, queued.job?.id ?? '')).toMatchObject({ state: 'SUCCEEDED' });
    expect(await nodeNow(nodeId)).toMatchObject({ provisionState: 'DEPLOY_FAILED', lock: null, jobQueue: [] });
    expect(readMachine(service.dataFolder, nodeId)).toMatchObject({ networks: [], ramdisk: null, power: 'OFF' });
    expect(overlaps(pairedCommands(commandsOf(service.dataFolder, nodeId)))).toEqual([]);
    const events = await eventsOf(nodeId, 'LOCK_BROKEN');
    expect(events).toMatchObject([
      { actor: 'system-admin', changes: [{ field: 'lock.reason', after: '"the BMC hangs (by system-admin)"' }] },
    ]);
  });

  it('ends a job at once that does not even get through giving back', async () => {
    const { nodeId, jobId } = await deployInto('network.removeNetwork', {
      fake_failures: { 'deploy.write_image': 'always' },
      fake_hangs: { 'network.removeNetwork': 'always' },
    });
    const broken = await stop('breakNodeLock', { nodeId, reason: 'it hangs for ever' });
    expect(broken).toMatchObject({ job: { id: jobId }, stop: { effect: 'ENDED', step: null }, errors: [] });
    expect(await settled(service, jobId)).toMatchObject({ state: 'FAILED', error: { code: 'LOCK_BROKEN' } });
    expect(await nodeNow(nodeId)).toMatchObject({ provisionState: 'DEPLOY_FAILED', lock: null, jobQueue: [] });
    await perform(service, 'updateNode', { nodeId, expectedVersion: null, driverInfo: {} });
    await perform(service, 'undeployNode', { nodeId });
    expect(await nodeNow(nodeId)).toMatchObject({ provisionState: 'AVAILABLE' });
    expect(readMachine(service.dataFolder, nodeId)).toMatchObject({ networks: [] });
  });

  it('is refused where nobody holds the node, and without a reason', async () => {
    const { id: nodeId } = await enroll(service);
    expect(await stop('breakNodeLock', { nodeId, reason: 'why not' })).toMatchObject({
      stop: null,
      errors: [{ code: 'NOT_ALLOWED_NOW', message: expect.stringContaining('nobody holds the node') }],
    });
    expect(await stop('breakNodeLock', { nodeId, reason: ' ' })).toMatchObject({
      errors: [{ code: 'INVALID_INPUT', path: ['input', 'reason'] }],
    });
    expect(await eventsOf(nodeId, 'LOCK_BROKEN')).toEqual([]);
  });
});

describe('cancelJob and abortNode say what they did', () => {
  it('ENDED: the job had not begun', async () => {
    const { nodeId } = await deployInto('deploy.write_image', { fake_hangs: { 'deploy.write_image': 1 } });
    const { job } = await accepted(service, 'setNodePower', { nodeId, target: 'ON' });
    expect(await stop('cancelJob', { jobId: job?.id })).toMatchObject({
      stop: { effect: 'ENDED', step: null, until: null },
    });
    await stop('abortNode', { nodeId });
  });

  it('STOPS_NOW: with the step that was told, and the same again for the same key', async () => {
    const { nodeId, jobId } = await deployInto('deploy.write_image', { fake_hangs: { 'deploy.write_image': 1 } });
    const input = { nodeId, reason: 'testing', idempotencyKey: `abort-${nodeId}` };
    const first = await stop('abortNode', input);
    expect(first).toMatchObject({ stop: { effect: 'STOPS_NOW', step: { name: 'write_image', abortable: true } } });
    expect(await settled(service, jobId)).toMatchObject({ state: 'CANCELLED' });
    expect(await stop('abortNode', input)).toEqual({ ...first, replayed: true });
  });

  it('STOPS_AFTER_STEP: with the step that cannot be interrupted, and until when it may last', async () => {
    const { nodeId, jobId } = await deployInto('boot.prepareInstance', {
      fake_delays: { 'boot.prepareInstance': 700 },
    });
    const { stop: report } = await stop('cancelJob', { jobId, reason: 'testing' });
    expect(report).toMatchObject({
      effect: 'STOPS_AFTER_STEP',
      step: { name: 'boot_instance', abortable: false },
      until: expect.stringMatching(/Z$/),
    });
    expect(new Date(report?.until ?? 0).getTime()).toBeGreaterThan(Date.now());
    expect(await settled(service, jobId)).toMatchObject({ state: 'SUCCEEDED' }); // it was the last step
    expect(await nodeNow(nodeId)).toMatchObject({ provisionState: 'ACTIVE' });
  });

  it('GIVES_BACK_FIRST: the job was waiting for a signal', async () => {
    const { nodeId, jobId } = await deployInto('deploy.write_image', { fake_waits: { 'deploy.write_image': 60_000 } });
    await waitFor(async () => JSON.stringify(await nodeNow(nodeId)).includes('DEPLOY_WAIT'), 'the deployment to wait');
    expect(await stop('abortNode', { nodeId })).toMatchObject({ stop: { effect: 'GIVES_BACK_FIRST', until: null } });
    expect(await settled(service, jobId)).toMatchObject({ state: 'CANCELLED' });
    expect(await nodeNow(nodeId)).toMatchObject({ provisionState: 'DEPLOY_FAILED', lock: null });
    expect(readMachine(service.dataFolder, nodeId)).toMatchObject({ networks: [], ramdisk: null });
  });
});
