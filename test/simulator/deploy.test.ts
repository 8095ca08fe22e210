/** Machines deployed by a whole service, with agents that are simulated and everything else as it is. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { accepted, perform, readNode, settled } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';
import { startSimulatedFleet, type SimulatedFleet } from './simulated-fleet.ts';

const TSX = join(import.meta.dirname, '../../node_modules/.bin/tsx');
const LONGEST_MS = 55_000; // a machine that has much else to do
vi.setConfig({ testTimeout: 60_000 });

let service: TestService;
let fleet: SimulatedFleet;

beforeAll(async () => {
  service = await startTestService({
    config: { egressAllow: '127.0.0.0/8', agentHeartbeatSeconds: 5, deployCallbackSeconds: 4 },
  });
  fleet = await startSimulatedFleet(service, {
    stateDir: join(service.dataFolder, 'fake-machines'),
    serviceUrl: service.url,
  });
});
afterAll(async () => {
  await fleet.stop();
  await service.stop();
});

async function ready(name: string, options: Parameters<SimulatedFleet['enroll']>[1] = {}) {
  const machine = await fleet.enroll(name, options);
  const { nodeId } = machine;
  await perform(service, 'manageNode', { nodeId });
  await perform(service, 'provideNode', { nodeId });
  return machine;
}

async function deploy(nodeId: string) {
  const { job } = await accepted(service, 'deployNode', {
    nodeId,
    instanceInfo: fleet.instanceInfo,
    configDrive: { contents: { metaData: { hostname: 'tenant' } } },
  });
  return settled(service, job?.id ?? '', LONGEST_MS);
}

const stateOf = async (id: string) => (await readNode(service, id))?.provisionState;

describe('a simulated machine', () => {
  it('is cleaned, deployed, and comes up from its disk; and is erased when it is given back', async () => {
    const machine = await ready('sim-plain');
    const { nodeId } = machine;
    expect(machine.boots.map(({ kind }) => kind)).toEqual(['ramdisk']);
    expect((await deploy(nodeId)).error).toBeNull();
    expect(await stateOf(nodeId)).toBe('ACTIVE');
    await waitFor(() => machine.boots.at(-1)?.kind === 'instance', 'the instance to boot');
    expect(machine.boots.map(({ kind }) => kind)).toEqual(['ramdisk', 'ramdisk', 'instance']);

    await perform(service, 'undeployNode', { nodeId });
    expect(await stateOf(nodeId)).toBe('AVAILABLE');
    expect(await machine.hardware.disks[0]?.device.read(512, 8)).toEqual(Buffer.alloc(8));
  });

  it('is deployed all the same when a heartbeat is lost and a step finds the agent busy', async () => {
    const { nodeId } = await ready('sim-shaky', {
      faults: { lostHeartbeats: 1, busySteps: 1, slowSteps: { write_image: 300 } },
    });
    expect((await deploy(nodeId)).error).toBeNull();
  });

  it('fails to be deployed when its agent says so, and is off then', async () => {
    const { nodeId } = await ready('sim-broken', { faults: { failingSteps: { write_image: 'the disk is on fire' } } });
    const { state, error } = await deploy(nodeId);
    expect(state).toBe('FAILED');
    expect(error?.message).toContain('the disk is on fire');
    expect(await readNode(service, nodeId)).toMatchObject({ provisionState: 'DEPLOY_FAILED', powerState: 'OFF' });
  });

  it('fails to be deployed when it falls over in the middle', async () => {
    const { nodeId } = await ready('sim-falls', { faults: { rebootsIn: 'write_image' } });
    expect((await deploy(nodeId)).state).toBe('FAILED');
    expect(await stateOf(nodeId)).toBe('DEPLOY_FAILED');
  });

  it('fails to be deployed when its agent is not heard of any more', async () => {
    const { nodeId } = await ready('sim-silent', { faults: { goesSilentIn: 'write_image' } });
    expect((await deploy(nodeId)).error?.code).toMatch(/^(AGENT_|SIGNAL_)/);
    expect(await stateOf(nodeId)).toBe('DEPLOY_FAILED');
  });
});

describe('npm run simulate', () => {
  it('brings its machines to ACTIVE, and takes their power when it is told to stop', async () => {
    const args = ['--nodes', '2', '--boot-ms', '0', '--url', service.url, '--data-folder', service.dataFolder];
    const child = spawn(TSX, [join(import.meta.dirname, 'main.ts'), ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      let output = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
      await waitFor(() => output.includes('  2 ACTIVE\n'), 'both to be ACTIVE', LONGEST_MS);
      const ended = once(child, 'exit');
      child.kill('SIGINT');
      expect(await ended).toEqual([0, null]);
      expect(output).toContain('All machines have lost their power.');
    } finally {
      child.kill('SIGKILL');
    }
  });
});
