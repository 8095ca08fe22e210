/**
 * Each kind of job, with each of its steps failing, and aborted in each of its steps: afterwards the node is free, in
 * the state that the table names, with nothing left attached, and the way out that the table promises works.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accepted, ask, enroll, perform, settled } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { abortIn, behave, expectFree, run, stepStates } from './flow.ts';
import { readMachine } from './machine.ts';

let service: TestService;
beforeAll(async () => {
  // Nothing is lost here, however busy the machine is: a job that were resumed would not fail a second time.
  service = await startTestService({ config: { leaseExpiryMs: 60_000 } });
});
afterAll(() => service.stop());

type Verb = 'manageNode' | 'provideNode' | 'deployNode' | 'undeployNode';

interface Flow {
  /** Verbs that bring a new node to where this one begins. */
  readonly before: readonly Verb[];
  /** Verbs that lead out of each state in which it can stop, and where they lead. */
  readonly wayOut: Readonly<Record<string, readonly Verb[]>>;
  readonly endsIn: string;
}

const FLOWS: Readonly<Record<Verb, Flow>> = {
  manageNode: { before: [], wayOut: { ENROLL: ['manageNode'] }, endsIn: 'MANAGEABLE' },
  provideNode: {
    before: ['manageNode'],
    wayOut: { CLEAN_FAILED: ['manageNode', 'provideNode'] },
    endsIn: 'AVAILABLE',
  },
  deployNode: {
    before: ['manageNode', 'provideNode'],
    wayOut: { DEPLOY_FAILED: ['undeployNode', 'deployNode'] },
    endsIn: 'ACTIVE',
  },
  undeployNode: {
    before: ['manageNode', 'provideNode', 'deployNode'],
    wayOut: { ERROR: ['undeployNode'], CLEAN_FAILED: ['manageNode', 'provideNode'] },
    endsIn: 'AVAILABLE',
  },
};

/** Step, command that it gives, where the node stops when that fails; where it stops when aborted, if elsewhere. */
// prettier-ignore
const TABLE: readonly (readonly [verb: Verb, step: string, op: string, failsIn: string, abortedIn?: string])[] = [
  ['manageNode',   'read_power',               'power.get',                       'ENROLL'],
  ['manageNode',   'verify_bmc',               'management.verify_bmc',           'ENROLL'],
  ['provideNode',  'prepare_cleaning',         'network.addNetwork',              'CLEAN_FAILED'],
  ['provideNode',  'prepare_cleaning',         'deploy.prepareCleaning',          'CLEAN_FAILED'],
  ['provideNode',  'erase_devices_metadata',   'deploy.erase_devices_metadata',   'CLEAN_FAILED'],
  ['provideNode',  'finish_cleaning',          'deploy.tearDownCleaning',         'CLEAN_FAILED', 'AVAILABLE'],
  ['provideNode',  'finish_cleaning',          'network.removeNetwork',           'CLEAN_FAILED', 'AVAILABLE'],
  ['deployNode',   'prepare_deploy',           'deploy.prepare',                  'DEPLOY_FAILED'],
  ['deployNode',   'prepare_deploy',           'network.addNetwork',              'DEPLOY_FAILED'],
  ['deployNode',   'prepare_deploy',           'boot.prepareRamdisk',             'DEPLOY_FAILED'],
  ['deployNode',   'boot_ramdisk',             'power.set',                       'DEPLOY_FAILED'],
  ['deployNode',   'write_image',              'deploy.write_image',              'DEPLOY_FAILED'],
  ['deployNode',   'prepare_instance_boot',    'deploy.prepare_instance_boot',    'DEPLOY_FAILED'],
  ['deployNode',   'tear_down_agent',          'deploy.tear_down_agent',          'DEPLOY_FAILED'],
  ['deployNode',   'switch_to_tenant_network', 'network.removeNetwork',           'DEPLOY_FAILED'],
  ['deployNode',   'switch_to_tenant_network', 'network.configureTenant',         'DEPLOY_FAILED'],
  ['deployNode',   'boot_instance',            'boot.prepareInstance',            'DEPLOY_FAILED', 'ACTIVE'],
  ['undeployNode', 'tear_down',                'power.set',                       'ERROR'],
  ['undeployNode', 'tear_down',                'deploy.tearDown',                 'ERROR'],
  ['undeployNode', 'tear_down',                'boot.cleanUpInstance',            'ERROR'],
  ['undeployNode', 'release_networks',         'network.unconfigureTenant',       'ERROR'],
  ['undeployNode', 'release_networks',         'network.detachVif',               'ERROR'],
  ['undeployNode', 'prepare_cleaning',         'network.addNetwork',              'CLEAN_FAILED'],
  ['undeployNode', 'erase_devices_metadata',   'deploy.erase_devices_metadata',   'CLEAN_FAILED'],
  ['undeployNode', 'finish_cleaning',          'deploy.tearDownCleaning',         'CLEAN_FAILED', 'AVAILABLE'],
];

const CASES = TABLE.map(([verb, step, op, failsIn, abortedIn]) => ({ verb, step, op, failsIn, abortedIn }));

describe('a job whose step fails', () => {
  it.concurrent.each(CASES)(
    '$verb in $step ($op) stops in $failsIn, and the way out leads on',
    async ({ verb, step, op, failsIn }) => {
      const nodeId = await nodeBefore(verb);
      await behave(service, nodeId, { fake_failures: { [op]: 1 } });
      const job = await run(service, verb, { nodeId });
      expect(job).toMatchObject({ state: 'FAILED' });
      expect(await stepStates(service, job.id)).toMatchObject({ [step]: 'FAILED' });
      await expectStopped(nodeId, failsIn, /told to fail/);
      await expectWayOut(verb, nodeId, failsIn);
    },
  );

  it.concurrent('keeps the reason of a power command that failed, and the next one works', async () => {
    const nodeId = await nodeBefore('provideNode');
    await behave(service, nodeId, { fake_failures: { 'power.set': 1 } });
    const { job } = await accepted(service, 'setNodePower', { nodeId, target: 'ON' });
    expect(await settled(service, job?.id ?? '')).toMatchObject({ state: 'FAILED', error: { code: 'BMC_REFUSED' } });
    await expectStopped(nodeId, 'MANAGEABLE', /refused "power.set"/);
    await perform(service, 'setNodePower', { nodeId, target: 'ON' });
    expect(readMachine(service.dataFolder, nodeId).power).toBe('ON');
  });

  it.concurrent('keeps a VIF that could not be attached in ERROR, and it can be attached again', async () => {
    const nodeId = await nodeBefore('provideNode');
    await behave(service, nodeId, { fake_failures: { 'network.attachVif': 1 } });
    const vifId = `late-${nodeId}`;
    const { job } = await accepted(service, 'attachVif', { nodeId, vifId });
    expect(await settled(service, job?.id ?? '')).toMatchObject({ state: 'FAILED' });
    expect(await vifState(nodeId, vifId)).toBe('ERROR');
    await expectStopped(nodeId, 'MANAGEABLE', /told to fail/);
    await perform(service, 'attachVif', { nodeId, vifId });
    expect(await vifState(nodeId, vifId)).toBe('ATTACHED');
  });

  it.concurrent('keeps the record of a VIF that could not be detached, and it can be detached again', async () => {
    const nodeId = await nodeBefore('deployNode');
    await behave(service, nodeId, { fake_failures: { 'network.detachVif': 1 } });
    const vifId = `vif-${nodeId}`;
    const { job } = await accepted(service, 'detachVif', { nodeId, vifId });
    expect(await settled(service, job?.id ?? '')).toMatchObject({ state: 'FAILED' });
    expect(await vifState(nodeId, vifId)).toBe('ERROR');
    expect(readMachine(service.dataFolder, nodeId).vifs).toHaveProperty(vifId);
    await perform(service, 'detachVif', { nodeId, vifId });
    expect(await vifState(nodeId, vifId)).toBeNull();
    expect(readMachine(service.dataFolder, nodeId).vifs).toEqual({});
  });

  it.concurrent.each([
    ['deployNode', 'DEPLOY_FAILED', { 'deploy.write_image': 'always', 'boot.cleanUpRamdisk': 'always' }],
    ['provideNode', 'CLEAN_FAILED', { 'deploy.tearDownCleaning': 'always' }],
  ] as const)('%s leaves the network even when the rest cannot be given back', async (verb, failsIn, failures) => {
    const nodeId = await nodeBefore(verb);
    await behave(service, nodeId, { fake_failures: failures });
    expect(await run(service, verb, { nodeId })).toMatchObject({ state: 'FAILED' });
    await expectFree(service, nodeId, failsIn);
    expect(readMachine(service.dataFolder, nodeId).networks).toEqual([]);
  });
});

describe('a job that is aborted', () => {
  const STOPPED = CASES.filter(({ abortedIn }) => abortedIn === undefined);
  const TOO_LATE = CASES.flatMap(({ abortedIn, ...rest }) => (abortedIn === undefined ? [] : [{ ...rest, abortedIn }]));

  /** A tear-down may not be stopped in the middle of a step: that one ends first. */
  const stopsAtOnce = ({ failsIn }: { readonly failsIn: string }): boolean => failsIn !== 'ERROR';

  it.concurrent.each(STOPPED)('$verb in $step ($op) stops in $failsIn, and the way out leads on', async (one) => {
    const { verb, op, failsIn } = one;
    const nodeId = await nodeBefore(verb);
    await behave(service, nodeId, stopsAtOnce(one) ? { fake_hangs: { [op]: 1 } } : { fake_delays: { [op]: 500 } });
    expect(await abortIn(service, verb, { nodeId }, op)).toMatchObject({
      state: 'CANCELLED',
      error: { code: 'JOB_CANCELLED' },
    });
    await expectStopped(nodeId, failsIn, /cancelled: testing/);
    await expectWayOut(verb, nodeId, failsIn);
  });

  it.concurrent.each(TOO_LATE)('$verb in $step ($op), its last step, ends well: $abortedIn', async (one) => {
    const { verb, op, abortedIn } = one;
    const nodeId = await nodeBefore(verb);
    await behave(service, nodeId, { fake_delays: { [op]: 500 } });
    expect(await abortIn(service, verb, { nodeId }, op)).toMatchObject({ state: 'SUCCEEDED' });
    await expectFree(service, nodeId, abortedIn);
  });
});

describe("a driver's step that takes longer than it may", () => {
  let impatient: TestService;
  beforeAll(async () => {
    impatient = await startTestService({ config: { driverStepTimeoutMs: 300, leaseExpiryMs: 60_000 } });
  });
  afterAll(() => impatient.stop());

  it.concurrent.each([
    ['manageNode', [], 'management.verify_bmc', 'ENROLL'],
    ['provideNode', ['manageNode'], 'deploy.erase_devices_metadata', 'CLEAN_FAILED'],
    ['deployNode', ['manageNode', 'provideNode'], 'deploy.write_image', 'DEPLOY_FAILED'],
  ] as const)('ends %s with STEP_TIMEOUT and nothing attached', async (verb, before, op, failsIn) => {
    const { id: nodeId } = await enroll(impatient, { driverInfo: { fake_hangs: { [op]: 1 } } });
    for (const earlier of before) await perform(impatient, earlier, { nodeId });
    const { job } = await accepted(impatient, verb, { nodeId });
    const end = await settled(impatient, job?.id ?? '');
    expect(end).toMatchObject({ state: 'FAILED', error: { code: 'STEP_TIMEOUT' } });
    const { node } = await ask<{ node: object }>(impatient, NODE_QUERY, { id: nodeId });
    expect(node).toMatchObject({ provisionState: failsIn, lock: null, jobQueue: [] });
    expect(readMachine(impatient.dataFolder, nodeId)).toMatchObject({ networks: [], ramdisk: null });
  });
});

const NODE_QUERY = `query ($id: ID!) { node(id: $id) { provisionState targetProvisionState lastError lock { epoch } jobQueue { id } } }`;

let nodes = 0;

/** A node at the beginning of a flow, with a port and a VIF. */
async function nodeBefore(verb: Verb): Promise<string> {
  const mac = `52:54:00:cc:${[nodes >> 8, nodes & 255].map((octet) => octet.toString(16).padStart(2, '0')).join(':')}`;
  nodes += 1;
  const ports = [{ address: mac }, { address: mac.replace('cc', 'cd') }];
  const { id: nodeId } = await enroll(service, { ports });
  // It has been asked for something: so its files are there to be read.
  await perform(service, 'attachVif', { nodeId, vifId: `vif-${nodeId}` });
  for (const earlier of FLOWS[verb].before) await perform(service, earlier, { nodeId });
  return nodeId;
}

async function expectStopped(nodeId: string, provisionState: string, why: RegExp): Promise<void> {
  expect(await expectFree(service, nodeId, provisionState)).toMatchObject({ lastError: expect.stringMatching(why) });
  expect(readMachine(service.dataFolder, nodeId)).toMatchObject({ networks: [], ramdisk: null });
  // A tear-down that failed has not got to the tenant's networks yet.
  expect(readMachine(service.dataFolder, nodeId).tenantConnected && provisionState !== 'ERROR').toBe(false);
}

async function expectWayOut(verb: Verb, nodeId: string, from: string): Promise<void> {
  const { wayOut, endsIn } = FLOWS[verb];
  const verbs = wayOut[from];
  if (verbs === undefined) throw new Error(`No way out of ${from} is known for ${verb}.`);
  await behave(service, nodeId, {});
  for (const next of verbs) await perform(service, next, { nodeId });
  expect(await expectFree(service, nodeId, endsIn)).toMatchObject({ lastError: null, targetProvisionState: null });
  expect(readMachine(service.dataFolder, nodeId)).toMatchObject({ networks: [], tenantConnected: endsIn === 'ACTIVE' });
  // No VIF survives a tear-down.
  const isTornDown = verbs.includes('undeployNode') || verb === 'undeployNode';
  expect(await vifState(nodeId, `vif-${nodeId}`)).toBe(isTornDown ? null : 'ATTACHED');
}

async function vifState(nodeId: string, vifId: string): Promise<string | null> {
  type Answer = { vifAttachments: { nodes: { vifId: string; state: string }[] } };
  const { vifAttachments } = await ask<Answer>(
    service,
    'query ($filter: VifAttachmentFilter) { vifAttachments(filter: $filter) { nodes { vifId state } } }',
    { filter: { nodeId: { eq: nodeId } } },
  );
  return vifAttachments.nodes.find((vif) => vif.vifId === vifId)?.state ?? null;
}
