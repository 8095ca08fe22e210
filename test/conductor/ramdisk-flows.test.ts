/** Flows of machines that are worked on from a ramdisk whose agent calls back, with a test that speaks for the agent. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { v7 as newId } from 'uuid';
import { clean } from '../../src/conductor/jobs/clean.ts';
import { deploy } from '../../src/conductor/jobs/deploy.ts';
import { inspect } from '../../src/conductor/jobs/inspect.ts';
import { provide } from '../../src/conductor/jobs/provide.ts';
import { rescue } from '../../src/conductor/jobs/rescue.ts';
import { service } from '../../src/conductor/jobs/service.ts';
import { setPower } from '../../src/conductor/jobs/set-power.ts';
import type { JobType } from '../../src/conductor/job-type.ts';
import { ProblemError } from '../../src/domain/problems.ts';
import { writeFindings } from '../../src/conductor/writes.ts';
import type { JsonObject } from '../../src/entities/json.ts';
import { waitFor } from '../support/wait.ts';
import {
  agentCalls,
  agentReports,
  anOffer,
  begunOn,
  createAgents,
  WAIT_FOR_AGENT,
  withAgents,
} from './agent-driver.ts';
import { startEngine, type Engine } from './harness.ts';
import { commandsOf, readMachine } from './machine.ts';

const agents = createAgents();
let engine: Engine;
beforeAll(async () => {
  engine = await startEngine([], [], withAgents(agents));
});
beforeEach(() => {
  agents.offered = {};
  agents.answers = {};
  agents.begun.length = 0;
});
afterEach(() => engine.stopConductors());
afterAll(() => engine.stop());

const aDeployment = (): JsonObject => ({ instanceId: newId(), isInstanceChosen: false, instanceInfo: {} });
const begin = (nodeId: string, type: JobType, input: JsonObject = {}): Promise<string> =>
  engine.queue(nodeId, type, input, type === rescue ? { secrets: { passwordHash: '$6$not$real' } } : {});

const reaches = (jobId: string, state: string): Promise<boolean> =>
  waitFor(async () => (await engine.job(jobId)).state === state, `the job to be ${state}`);

async function one<T>(sql: string, nodeId: string): Promise<T | null> {
  const [row] = await engine.db.query<T[]>(sql, [nodeId]);
  return row ?? null;
}
const stateOf = async (nodeId: string): Promise<string | undefined> =>
  (await one<{ state: string }>('SELECT provision_state AS state FROM nodes WHERE id = ?', nodeId))?.state;
const staged = (nodeId: string): Promise<{ secret: string; netboot: unknown; files: unknown } | null> =>
  one('SELECT secret, netboot, files FROM node_boots WHERE node_id = ?', nodeId);
const agentRow = (nodeId: string): Promise<{ token: string | null } | null> =>
  one('SELECT token FROM agents WHERE node_id = ?', nodeId);

async function stepsOf(jobId: string): Promise<readonly string[]> {
  const rows = await engine.db.query<{ name: string; state: string }[]>(
    'SELECT name, state FROM job_steps WHERE job_id = ? ORDER BY position',
    [jobId],
  );
  return rows.map(({ name, state }) => `${name} ${state}`);
}

/** Speaks for the agent each time the job waits for it, until the job is over. */
async function playAgent(nodeId: string, jobId: string): Promise<string> {
  return waitFor(async () => {
    const { state } = await engine.job(jobId);
    if (state === 'WAITING') await agentCalls(engine, nodeId);
    return state === 'SUCCEEDED' || state === 'FAILED' || state === 'CANCELLED' ? state : null;
  }, 'the job to end');
}

const powerOrders = (nodeId: string): number =>
  commandsOf(engine.dataFolder, nodeId).filter(({ op, phase }) => op === 'power.set' && phase === 'start').length;

describe('a deployment by way of an agent', () => {
  it('waits for the agent, runs what it offers by rank, and leaves nothing behind that a stranger could fetch', async () => {
    agents.offered = {
      DEPLOY: [anOffer('inject_files', 70), anOffer('burn_first', 99), anOffer('write_image', 5), anOffer('idle', 0)],
    };
    const nodeId = await engine.addNode('AVAILABLE');
    const jobId = await begin(nodeId, deploy, aDeployment());
    await engine.start();
    await reaches(jobId, 'WAITING');
    expect(await stateOf(nodeId)).toBe('DEPLOY_WAIT');
    expect(await staged(nodeId)).toMatchObject({
      netboot: { kind: 'ramdisk', kernel: 'http://a.invalid/k' },
      files: { image: 'http://a.invalid/image' },
    });
    expect((await staged(nodeId))?.secret).toHaveLength(43);
    expect(readMachine(engine.dataFolder, nodeId)).toMatchObject({ power: 'ON', bootDevice: { device: 'PXE' } });

    expect(await playAgent(nodeId, jobId)).toBe('SUCCEEDED');
    expect(await stepsOf(jobId)).toEqual([
      'prepare_deploy DONE',
      'boot_ramdisk DONE',
      'burn_first DONE',
      'write_image DONE', // the driver's own, by its rank and not by the ramdisk's
      'inject_files DONE',
      'prepare_instance_boot DONE',
      'tear_down_agent DONE',
      'switch_to_tenant_network DONE',
      'boot_instance DONE',
    ]);
    expect(begunOn(agents, nodeId)).toEqual(['burn_first', 'inject_files']);
    expect(await stateOf(nodeId)).toBe('ACTIVE');
    expect(await staged(nodeId)).toBeNull();
    expect(await agentRow(nodeId)).toBeNull();
  });

  it('asks the agent again each time it calls, and fails with what it answers', async () => {
    agents.offered = { DEPLOY: [anOffer('slow', 70)] };
    let asked = 0;
    agents.answers['slow'] = () => {
      asked += 1;
      if (asked < 3) return WAIT_FOR_AGENT;
      throw new ProblemError({ code: 'STEP_FAILED', step: 'slow', reason: 'the disk is broken' });
    };
    const nodeId = await engine.addNode('AVAILABLE');
    const jobId = await begin(nodeId, deploy, aDeployment());
    await engine.start();
    expect(await playAgent(nodeId, jobId)).toBe('FAILED');
    expect(asked).toBe(3);
    expect((await engine.job(jobId)).error).toMatchObject({ code: 'STEP_FAILED', reason: 'the disk is broken' });
    expect(await stateOf(nodeId)).toBe('DEPLOY_FAILED');
    await expectNothingLeft(nodeId);
  });

  it('gives up on an agent that never calls, turns the machine off, and does not listen to it later', async () => {
    const nodeId = await engine.addNode('AVAILABLE');
    const jobId = await begin(nodeId, deploy, aDeployment());
    const { ramdisk } = engine.base.settings;
    const callbackTimeoutMs = { ...ramdisk.callbackTimeoutMs, DEPLOY: 200 };
    await engine.start({ ramdisk: { ...ramdisk, callbackTimeoutMs } });
    await reaches(jobId, 'FAILED');
    expect((await engine.job(jobId)).error).toEqual({ code: 'AGENT_SILENT', step: 'boot_ramdisk', address: null });
    expect(await stateOf(nodeId)).toBe('DEPLOY_FAILED');
    await expectNothingLeft(nodeId);
  });

  it('fails with the words of a ramdisk that calls to say that it gives up', async () => {
    const nodeId = await engine.addNode('AVAILABLE');
    const jobId = await begin(nodeId, deploy, aDeployment());
    await engine.start();
    await reaches(jobId, 'WAITING');
    await engine.inNode(nodeId, ({ tx }) =>
      tx.query(`UPDATE agents SET status = 'error', status_message = 'no disk was found' WHERE node_id = ?`, [nodeId]),
    );
    expect(await playAgent(nodeId, jobId)).toBe('FAILED');
    expect((await engine.job(jobId)).error).toMatchObject({ code: 'AGENT_GAVE_UP', reason: 'no disk was found' });
    await expectNothingLeft(nodeId);
  });

  it('does not restart a machine that was turned on into the ramdisk when its worker was lost', async () => {
    const nodeId = await engine.addNode('AVAILABLE');
    const jobId = await begin(nodeId, deploy, aDeployment());
    const first = await engine.start();
    await reaches(jobId, 'WAITING');
    // As if the worker had died right after the order, and before it could say that it waits.
    await first.stop();
    await engine.inNode(nodeId, async ({ tx }) => {
      await tx.query(`UPDATE jobs SET state = 'QUEUED', wait_for = NULL, wait_until = NULL WHERE id = ?`, [jobId]);
      await tx.query(`UPDATE job_steps SET state = 'RUNNING' WHERE job_id = ? AND state = 'WAITING'`, [jobId]);
      await tx.query('UPDATE jobs SET ready = 1 WHERE id = ?', [jobId]);
    });
    const orders = powerOrders(nodeId);
    await engine.start();
    await reaches(jobId, 'WAITING');
    expect(powerOrders(nodeId)).toBe(orders);
    expect(await playAgent(nodeId, jobId)).toBe('SUCCEEDED');
  });

  it('does not send a step again that the agent has begun when its worker was lost', async () => {
    agents.offered = { DEPLOY: [anOffer('write_much', 70)] };
    agents.answers['write_much'] = () => (lost ? { kind: 'done' } : WAIT_FOR_AGENT);
    let lost = false;
    const nodeId = await engine.addNode('AVAILABLE');
    const jobId = await begin(nodeId, deploy, aDeployment());
    const first = await engine.start();
    await waitFor(async () => {
      if ((await engine.job(jobId)).state === 'WAITING') await agentCalls(engine, nodeId);
      return agents.begun.length > 0;
    }, 'the step to begin');
    await reaches(jobId, 'WAITING');
    await first.stop();
    await engine.inNode(nodeId, async ({ tx }) => {
      await tx.query(`UPDATE jobs SET state = 'QUEUED', wait_for = NULL, wait_until = NULL, ready = 1 WHERE id = ?`, [
        jobId,
      ]);
      await tx.query(`UPDATE job_steps SET state = 'RUNNING' WHERE job_id = ? AND state = 'WAITING'`, [jobId]);
    });
    lost = true;
    await engine.start();
    expect(await playAgent(nodeId, jobId)).toBe('SUCCEEDED');
    expect(begunOn(agents, nodeId)).toEqual(['write_much']);
  });

  it('restarts into the ramdisk after a step that takes effect so, with a new agent', async () => {
    agents.offered = { DEPLOY: [anOffer('flash', 90, { rebootRequested: true })] };
    const nodeId = await engine.addNode('AVAILABLE');
    const jobId = await begin(nodeId, deploy, aDeployment());
    await engine.start();
    await waitFor(async () => {
      const steps = await stepsOf(jobId);
      if (steps.includes('boot_again WAITING')) return true;
      if ((await engine.job(jobId)).state === 'WAITING') await agentCalls(engine, nodeId);
      return false;
    }, 'the restart');
    expect(await agentRow(nodeId)).toEqual({ token: null });
    expect(await playAgent(nodeId, jobId)).toBe('SUCCEEDED');
    expect((await stepsOf(jobId)).slice(2, 6)).toEqual([
      'flash DONE',
      'stage_again DONE',
      'boot_again DONE',
      'write_image DONE',
    ]);
  });

  it('fails when neither driver nor ramdisk has what was asked for', async () => {
    const nodeId = await engine.addNode('AVAILABLE');
    const steps = [{ interface: 'deploy', step: 'unheard_of', args: {}, priority: 50 }];
    const jobId = await begin(nodeId, deploy, { ...aDeployment(), steps });
    await engine.start();
    expect(await playAgent(nodeId, jobId)).toBe('FAILED');
    expect((await engine.job(jobId)).error).toMatchObject({ code: 'STEP_FAILED', step: 'deploy.unheard_of' });
    await expectNothingLeft(nodeId);
  });
});

async function expectNothingLeft(nodeId: string): Promise<void> {
  expect(await staged(nodeId)).toBeNull();
  expect(await agentRow(nodeId)).toBeNull();
  expect(readMachine(engine.dataFolder, nodeId)).toMatchObject({ power: 'OFF', ramdisk: null });
}

describe('cleaning by way of an agent', () => {
  it('runs the steps of the ramdisk beside the driver’s, and turns the machine off', async () => {
    agents.offered = { CLEAN: [anOffer('erase_nvram', 50), anOffer('erase_devices_metadata', 99)] };
    const nodeId = await engine.addNode('MANAGEABLE');
    const jobId = await begin(nodeId, provide);
    await engine.start();
    await reaches(jobId, 'WAITING');
    expect(await stateOf(nodeId)).toBe('CLEAN_WAIT');
    expect(await playAgent(nodeId, jobId)).toBe('SUCCEEDED');
    expect(await stepsOf(jobId)).toEqual([
      'prepare_cleaning DONE',
      'boot_ramdisk DONE',
      'erase_nvram DONE',
      'erase_devices_metadata DONE',
      'finish_cleaning DONE',
    ]);
    expect(await stateOf(nodeId)).toBe('AVAILABLE');
    await expectNothingLeft(nodeId);
  });

  it('runs what was chosen, in that order, once the ramdisk has said that it has it', async () => {
    agents.offered = { CLEAN: [anOffer('b', 0), anOffer('a', 0, { interface: 'raid' })] };
    const nodeId = await engine.addNode('MANAGEABLE');
    const steps = [
      { interface: 'raid', step: 'a', args: {} },
      { interface: 'deploy', step: 'b', args: {} },
    ];
    const jobId = await begin(nodeId, clean, { steps });
    await engine.start();
    expect(await playAgent(nodeId, jobId)).toBe('SUCCEEDED');
    expect(begunOn(agents, nodeId)).toEqual(['a', 'b']);
    expect(await stateOf(nodeId)).toBe('MANAGEABLE');
  });

  it('leaves the ramdisk running for the next flow on the fast track, which then does not restart the machine', async () => {
    const nodeId = await engine.addNode('MANAGEABLE', { fast_track: true });
    const cleaned = await begin(nodeId, provide);
    await engine.start();
    expect(await playAgent(nodeId, cleaned)).toBe('SUCCEEDED');
    expect(readMachine(engine.dataFolder, nodeId)).toMatchObject({ power: 'ON' });
    expect(await agentRow(nodeId)).toEqual({ token: 'not-a-real-token' });
    const orders = powerOrders(nodeId);
    const deployed = await begin(nodeId, deploy, aDeployment());
    expect(await playAgent(nodeId, deployed)).toBe('SUCCEEDED');
    // Off after the image, and on into the instance.
    expect(powerOrders(nodeId) - orders).toBeLessThanOrEqual(2);
    expect(await agentRow(nodeId)).toBeNull();
  });
});

describe('a ramdisk that was left running', () => {
  it('is forgotten when the machine is turned off', async () => {
    const nodeId = await engine.addNode('MANAGEABLE', { fast_track: true });
    const cleaned = await begin(nodeId, provide);
    await engine.start();
    expect(await playAgent(nodeId, cleaned)).toBe('SUCCEEDED');
    await reaches(await begin(nodeId, setPower, { target: 'OFF', timeoutMs: null }), 'SUCCEEDED');
    expect(await agentRow(nodeId)).toBeNull();
  });
});

describe('a machine that boots what we give it, without an agent', () => {
  it('is given nothing any more when its deployment has failed', async () => {
    const nodeId = await engine.addNode(
      'AVAILABLE',
      {},
      { deploy: 'noop', inspect: 'no-inspect', rescue: 'no-rescue' },
    );
    const jobId = await begin(nodeId, deploy, {
      ...aDeployment(),
      steps: [{ interface: null, step: 'hold', args: {}, priority: 50 }],
    });
    await engine.start();
    await reaches(jobId, 'WAITING');
    expect(await staged(nodeId)).toMatchObject({ netboot: { kind: 'ramdisk' } });
    await engine.inNode(nodeId, ({ tx }) =>
      tx.query(`UPDATE jobs SET wait_until = UTC_TIMESTAMP(6) WHERE id = ?`, [jobId]),
    );
    await reaches(jobId, 'FAILED');
    expect(await staged(nodeId)).toBeNull();
  });
});

describe('other flows by way of an agent', () => {
  it('services: the machine goes back to its instance', async () => {
    agents.offered = { SERVICE: [anOffer('burnin_disk', 0)] };
    const nodeId = await engine.addNode('ACTIVE');
    const steps = [{ interface: 'deploy', step: 'burnin_disk', args: {} }];
    const jobId = await begin(nodeId, service, { steps });
    await engine.start();
    expect(await playAgent(nodeId, jobId)).toBe('SUCCEEDED');
    expect(begunOn(agents, nodeId)).toEqual(['burnin_disk']);
    expect(await stateOf(nodeId)).toBe('ACTIVE');
    expect(await agentRow(nodeId)).toBeNull();
    expect(readMachine(engine.dataFolder, nodeId)).toMatchObject({ power: 'ON', bootDevice: { device: 'DISK' } });
  });

  it('inspects: what the ramdisk reports is what was found', async () => {
    const nodeId = await engine.addNode('MANAGEABLE');
    const jobId = await begin(nodeId, inspect);
    await engine.start();
    await reaches(jobId, 'WAITING');
    expect(await stateOf(nodeId)).toBe('INSPECT_WAIT');
    await agentCalls(engine, nodeId); // a call is no report
    await reaches(jobId, 'WAITING');
    await agentReports(engine, nodeId, {
      inventory: {
        cpu: { count: 4, architecture: 'x86_64' },
        memory: { physical_mb: 4096 },
        disks: [{ name: '/dev/sda', size: 21_474_836_480 }],
        interfaces: [{ name: 'eth0', mac_address: '52:54:00:aa:bb:01', has_carrier: true }],
        boot: { current_boot_mode: 'uefi', pxe_interface: '52:54:00:aa:bb:01' },
      },
      pluginData: {},
      error: null,
    });
    await reaches(jobId, 'SUCCEEDED');
    expect(await one('SELECT properties FROM nodes WHERE id = ?', nodeId)).toMatchObject({
      properties: { memory_mb: 4096, cpu_arch: 'x86_64' },
    });
    expect(await stateOf(nodeId)).toBe('MANAGEABLE');
    await expectNothingLeft(nodeId);
  });

  it('inspects on the fast track of the node alone: its ramdisk is told to call as well', async () => {
    const nodeId = await engine.addNode('MANAGEABLE', { fast_track: true });
    const jobId = await begin(nodeId, inspect);
    await engine.start();
    await reaches(jobId, 'WAITING');
    expect(readMachine(engine.dataFolder, nodeId).ramdisk).toMatchObject({ 'ipa-api-url': 'http://ironql.invalid' });
  });

  it('rescues: the user is let in once the agent has called', async () => {
    const nodeId = await engine.addNode('ACTIVE');
    const jobId = await begin(nodeId, rescue);
    await engine.start();
    await reaches(jobId, 'WAITING');
    expect(await stateOf(nodeId)).toBe('RESCUE_WAIT');
    expect(readMachine(engine.dataFolder, nodeId)).toMatchObject({ rescueUser: null });
    await agentCalls(engine, nodeId);
    await reaches(jobId, 'SUCCEEDED');
    expect(await stateOf(nodeId)).toBe('RESCUE');
    expect(readMachine(engine.dataFolder, nodeId)).toMatchObject({ rescueUser: '$6$not$real', power: 'ON' });
    expect(await staged(nodeId)).toBeNull();
  });
});

describe('a ramdisk that is expected', () => {
  it('makes what an earlier one knew worth nothing', async () => {
    const nodeId = await engine.addNode('MANAGEABLE');
    const expectRamdisk = (): Promise<void> =>
      engine.inNode(nodeId, (node) => writeFindings(node, [{ kind: 'ramdisk-expected' }]));
    await expectRamdisk();
    await agentCalls(engine, nodeId);
    await agentReports(engine, nodeId, { inventory: {}, pluginData: {}, error: null });
    await expectRamdisk();
    expect(await agentRow(nodeId)).toEqual({ token: null });
    expect(await one('SELECT at FROM inspection_reports WHERE node_id = ?', nodeId)).toBeNull();
  });
});
