/** A simulated machine, cleaned, inspected, deployed and rescued by the agent in its ramdisk, as a client sees it. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createFileStore } from '../../src/drivers/fake/machine.ts';
import { aDriverNode } from '../contract/builders.ts';
import { QUICK_TIMING, startAgent, type Agent } from '../support/agent/agent.ts';
import type { AgentFaults } from '../support/agent/faults.ts';
import { findConfigDrive } from '../support/agent/image.ts';
import { createSimulatedMachine, type SimulatedMachine } from '../support/agent/simulated-body.ts';
import {
  accepted,
  ask,
  enroll,
  mutate,
  perform,
  readNode,
  settled,
  type SettledJob,
  type Variables,
} from '../support/graphql-client.ts';
import { whyNoIsoProgram } from '../support/iso-program.ts';
import { startOriginServer, type OriginServer } from '../support/origin-server.ts';
import { aDiskImage } from '../support/ramdisk.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';

const folder = mkdtempSync(join(tmpdir(), 'ironql-images-'));
const CONFIG = { agentHeartbeatSeconds: 5, egressAllow: '127.0.0.0/8', fileUrlPaths: folder };

/** Answers clients, agents and firmware; the work is done in another process, so to speak, which one test kills. */
let service: TestService;
let conductor: TestService;
let origin: OriginServer;
let image: Buffer;
let instanceInfo: Variables;
const agents: Agent[] = [];

beforeAll(async () => {
  [service, origin, image] = await Promise.all([
    startTestService({ config: { ...CONFIG, role: 'api' } }),
    startOriginServer(),
    aDiskImage(),
  ]);
  conductor = await startConductor();
  writeFileSync(join(folder, 'tenant.img'), image);
  origin.on('/tenant.img', (_request, response) => response.end(image));
  instanceInfo = {
    image_source: `${origin.url}/tenant.img`,
    image_os_hash_algo: 'sha512',
    image_os_hash_value: createHash('sha512').update(image).digest('hex'),
    image_disk_format: 'raw',
  };
});
afterEach(() => {
  for (const agent of agents.splice(0)) agent.kill();
});
afterAll(async () => {
  await conductor?.stop();
  rmSync(folder, { recursive: true, force: true });
  await Promise.all([service?.stop(), origin?.stop()]);
});

const startConductor = (): Promise<TestService> => {
  const { databaseUrl, dataFolder, url } = service;
  return startTestService({ config: { ...CONFIG, role: 'conductor', publicUrl: url }, databaseUrl, dataFolder });
};

let macs = 0;

/** MANAGEABLE, with one port and the machine that it belongs to. */
async function aMachine(
  faults: AgentFaults = {},
  slots: Variables = { deploy: 'direct', inspect: 'agent', rescue: 'agent' },
  driverInfo: Variables = {},
): Promise<Machine> {
  macs += 1;
  const mac = `52:54:00:00:01:${macs.toString(16).padStart(2, '0')}`;
  const { id } = await enroll(service, { interfaces: slots, driverInfo, ports: [{ address: mac }] });
  await perform(service, 'manageNode', { nodeId: id });
  const store = createFileStore(join(service.dataFolder, 'fake-machines'), () => new Date());
  const machine = createSimulatedMachine({
    macs: [mac],
    onPowerOff: () => void store.update(aDriverNode({ id }), () => ({ power: 'OFF' })),
  });
  return { id, mac, machine, faults };
}

/** Not booted here. */
const OF_RAMDISK = { deploy_kernel: 'http://images.invalid/k', deploy_ramdisk: 'http://images.invalid/r' };

interface Machine {
  readonly id: string;
  readonly mac: string;
  readonly machine: SimulatedMachine;
  readonly faults: AgentFaults;
}

/** Asks for a verb, and lets the ramdisk come up when the service waits for it. */
async function begin(
  { id, machine, faults }: Machine,
  mutation: string,
  input: Variables,
): Promise<{ readonly jobId: string; readonly agent: Agent }> {
  const { job } = await accepted(service, mutation, { nodeId: id, ...input });
  await waitFor(
    async () => (await readNode(service, id))?.provisionState.endsWith('_WAIT'),
    'the ramdisk to be expected',
  );
  const callback =
    mutation === 'inspectNode' ? ` ipa-inspection-callback-url=${service.url}/v1/continue_inspection` : '';
  const agent = startAgent({
    body: machine,
    kernelArgs: `ipa-api-url=${service.url}${callback}`,
    timing: QUICK_TIMING,
    faults,
  });
  agents.push(agent);
  return { jobId: job?.id ?? '', agent };
}

async function withRamdisk(one: Machine, mutation: string, input: Variables = {}): Promise<SettledJob> {
  const { jobId, agent } = await begin(one, mutation, input);
  const end = await settled(service, jobId);
  agent.kill();
  return end;
}

const isWriting = ({ command_name: name }: { readonly command_name: string }): boolean =>
  name === 'execute_deploy_step';

const contents = { metaData: { role: 'web' }, userData: 'kept to ourselves' };

describe('a machine with an agent in its ramdisk', () => {
  const why = whyNoIsoProgram();
  it.skipIf(why !== null)(`is cleaned, deployed and rescued${why === null ? '' : ` — ${why}`}`, async () => {
    const one = await aMachine();
    expect(await withRamdisk(one, 'provideNode')).toMatchObject({ state: 'SUCCEEDED', error: null });
    expect(await erasedOn(one.id)).toEqual(['deploy.erase_devices_metadata', 'deploy.erase_devices']);

    const deployed = await withRamdisk(one, 'deployNode', { instanceInfo, configDrive: { contents } });
    expect(deployed).toMatchObject({ state: 'SUCCEEDED', error: null });
    expect(await readNode(service, one.id)).toMatchObject({ provisionState: 'ACTIVE', powerState: 'ON' });
    const [disk] = one.machine.disks;
    expect(await disk?.device.read(3 * 2 ** 20, 16)).toEqual(image.subarray(3 * 2 ** 20, 3 * 2 ** 20 + 16));
    expect(disk === undefined ? null : await findConfigDrive(disk.device)).not.toBeNull();

    const rescued = await withRamdisk(one, 'rescueNode', { rescuePassword: 'let me in, please' });
    expect(rescued).toMatchObject({ state: 'SUCCEEDED', error: null });
    expect(one.machine.rescuePassword).toMatch(/^\$/);
  });

  it('is inspected by it', async () => {
    const one = await aMachine();
    expect(await withRamdisk(one, 'inspectNode')).toMatchObject({ state: 'SUCCEEDED', error: null });
    const { node } = await ask<{ node: { properties: Record<string, unknown> } }>(
      service,
      'query ($id: ID!) { node(id: $id) { properties } }',
      { id: one.id },
    );
    expect(node.properties).toMatchObject({ cpus: 8, memory_mb: 16_384 });
  });

  it('is told why its deployment failed, and keeps the logs', async () => {
    const one = await aMachine({ failingSteps: { write_image: 'The disk is on fire.' } });
    await withRamdisk(one, 'provideNode');
    const { state, error } = await withRamdisk(one, 'deployNode', { instanceInfo });
    expect({ state, code: error?.code }).toEqual({ state: 'FAILED', code: 'AGENT_REFUSED' });
    expect(error?.message).toContain('The disk is on fire');
    expect(await readNode(service, one.id)).toMatchObject({ provisionState: 'DEPLOY_FAILED' });
    const logs = readdirSync(join(service.dataFolder, 'deploy-logs'));
    expect(logs.filter((name) => name.startsWith(one.id))).toHaveLength(1);
  });

  it('gets its image from the service, which has the checksum from a file of many', async () => {
    const one = await aMachine();
    await withRamdisk(one, 'provideNode');
    origin.on('/SHA512SUMS', (_request, response) => {
      response.end(`${'0'.repeat(128)}  another.img\n${String(instanceInfo['image_os_hash_value'])}  tenant.img\n`);
    });
    const { state, error } = await withRamdisk(one, 'deployNode', {
      instanceInfo: { image_source: `file://${folder}/tenant.img`, image_checksum: `${origin.url}/SHA512SUMS` },
    });
    expect({ state, error }).toEqual({ state: 'SUCCEEDED', error: null });
    const [disk] = one.machine.disks;
    expect(await disk?.device.read(3 * 2 ** 20, 16)).toEqual(image.subarray(3 * 2 ** 20, 3 * 2 ** 20 + 16));
  });

  it('is not needed by an instance in memory, which its firmware gets from the service', async () => {
    for (const file of ['kernel', 'ramdisk']) {
      origin.on(`/instance/${file}`, (_request, response) => response.end(`the ${file} of an instance`));
    }
    const files = { kernel: `${origin.url}/instance/kernel`, ramdisk: `${origin.url}/instance/ramdisk` };
    const { id, mac } = await aMachine({}, { deploy: 'autodetect', boot: 'ipxe' }, OF_RAMDISK);
    await perform(service, 'updateNode', { nodeId: id, expectedVersion: null, automatedClean: false });
    await perform(service, 'provideNode', { nodeId: id });
    await perform(service, 'deployNode', {
      nodeId: id,
      instanceInfo: { ...files, ramdisk_kernel_arguments: 'role=web' },
    });
    expect(await readNode(service, id)).toMatchObject({ provisionState: 'ACTIVE', powerState: 'ON' });
    const script = await (await fetch(`${service.url}/boot/ipxe/${mac.replaceAll(':', '-')}`)).text();
    expect(script).toContain('role=web');
    const [, path = ''] = /^kernel (?:--\S+ )*(\S+)/m.exec(script) ?? [];
    const kernel = await fetch(new URL(path, `${service.url}/boot/ipxe/`));
    expect(await kernel.text()).toBe('the kernel of an instance');
  });

  it('is not even asked when the image cannot be deployed', async () => {
    const one = await aMachine();
    await withRamdisk(one, 'provideNode');
    for (const [info, field] of [
      [{}, 'image_source'],
      [{ ...instanceInfo, image_os_hash_value: undefined }, 'image_os_hash_value'],
      [{ ...instanceInfo, root_device: { size: 'large' } }, 'root_device'],
    ] as const) {
      const { job, errors } = await mutate(service, 'deployNode', { nodeId: one.id, instanceInfo: info });
      expect(job).toBeNull();
      expect(errors).toMatchObject([
        { __typename: 'InvalidInputError', code: 'INSTANCE_INFO_INVALID', path: ['input', 'instanceInfo', field] },
      ]);
    }
    expect(await readNode(service, one.id)).toMatchObject({ provisionState: 'AVAILABLE' });
  });

  it('is deployed although its conductor is lost while the image is written', async () => {
    const one = await aMachine({ slowSteps: { write_image: 1_000 } });
    await withRamdisk(one, 'provideNode');
    const { jobId, agent } = await begin(one, 'deployNode', { instanceInfo });
    await waitFor(() => agent.commands().some(isWriting), 'the image to be written');
    await conductor.crash();
    conductor = await startConductor();
    expect(await settled(service, jobId)).toMatchObject({ state: 'SUCCEEDED', error: null });
    expect(agent.commands().filter(isWriting)).toHaveLength(1);
  });
});

async function erasedOn(id: string): Promise<readonly string[]> {
  const { node } = await ask<{ node: { cleaningEvidence: { nodes: { step: string }[] } } }>(
    service,
    'query ($id: ID!) { node(id: $id) { cleaningEvidence { nodes { step } } } }',
    { id },
  );
  return node.cleaningEvidence.nodes.map(({ step }) => step).toReversed();
}
