/**
 * P3 and P4 where an agent works on the machine: a worker dies before and after each commit of each flow. The next one brings
 * the job to the very end that it would have come to, and sends the agent no step twice.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { v7 as newId } from 'uuid';
import { claimJob } from '../../src/conductor/claim.ts';
import type { LiveContext } from '../../src/conductor/context.ts';
import { createJobControl } from '../../src/conductor/job-control.ts';
import type { JobType } from '../../src/conductor/job-type.ts';
import { clean } from '../../src/conductor/jobs/clean.ts';
import { deploy } from '../../src/conductor/jobs/deploy.ts';
import { inspect } from '../../src/conductor/jobs/inspect.ts';
import { provide } from '../../src/conductor/jobs/provide.ts';
import { rescue } from '../../src/conductor/jobs/rescue.ts';
import { service } from '../../src/conductor/jobs/service.ts';
import { runJob } from '../../src/conductor/run-job.ts';
import { isSettled, type JobState } from '../../src/domain/job.ts';
import type { ProvisionState } from '../../src/domain/provision-states.ts';
import type { JsonObject } from '../../src/entities/json.ts';
import { waitFor } from '../support/wait.ts';
import { agentCalls, agentReports, anOffer, begunOn, createAgents, withAgents, type Agents } from './agent-driver.ts';
import { countCommits, type CommitHooks } from './commits.ts';
import { startEngine, type Engine } from './harness.ts';
import { readMachine } from './machine.ts';

interface Flow {
  readonly type: JobType;
  readonly from: ProvisionState;
  readonly input?: () => JsonObject;
  readonly offered?: Agents['offered'];
  readonly ends: ProvisionState;
}

const step = (name: string): JsonObject => ({ interface: 'deploy', step: name, args: {} });
const flash = anOffer('flash', 90, { rebootRequested: true });

const FLOWS: Readonly<Record<string, Flow>> = {
  'a deployment with a restart in the middle': {
    type: deploy,
    from: 'AVAILABLE',
    input: () => ({ instanceId: newId(), isInstanceChosen: false, instanceInfo: {} }),
    offered: { DEPLOY: [flash, anOffer('inject', 70)] },
    ends: 'ACTIVE',
  },
  'a cleaning': {
    type: provide,
    from: 'MANAGEABLE',
    offered: { CLEAN: [anOffer('erase_nvram', 50)] },
    ends: 'AVAILABLE',
  },
  'a cleaning by hand': {
    type: clean,
    from: 'MANAGEABLE',
    input: () => ({ steps: [step('b'), step('a')] }),
    offered: { CLEAN: [anOffer('a', 0), anOffer('b', 0)] },
    ends: 'MANAGEABLE',
  },
  'a service': {
    type: service,
    from: 'ACTIVE',
    input: () => ({ steps: [step('burnin_disk')] }),
    offered: { SERVICE: [anOffer('burnin_disk', 0)] },
    ends: 'ACTIVE',
  },
  'an inspection': { type: inspect, from: 'MANAGEABLE', ends: 'MANAGEABLE' },
  'a rescue': { type: rescue, from: 'ACTIVE', ends: 'RESCUE' },
};
const NAMED = Object.entries(FLOWS);

const agents = createAgents();
let engine: Engine;
beforeAll(async () => {
  engine = await startEngine([], [], withAgents(agents));
});
beforeEach(() => {
  agents.begun.length = 0;
});
afterEach(() => engine.stopConductors());
afterAll(() => engine.stop());

interface Begun {
  readonly nodeId: string;
  readonly jobId: string;
}

async function begin({ type, from, input, offered }: Flow): Promise<Begun> {
  agents.offered = offered ?? {};
  const nodeId = await engine.addNode(from);
  const secrets = type === rescue ? { secrets: { passwordHash: '$6$not$real' } } : {};
  return { nodeId, jobId: await engine.queue(nodeId, type, input?.() ?? {}, secrets) };
}

const stateOf = async ({ jobId }: Begun): Promise<JobState> => (await engine.job(jobId)).state as JobState;

/** Speaks for the ramdisk whenever its job waits. */
async function speak({ nodeId }: Begun, { type }: Flow): Promise<void> {
  if (type !== inspect) return agentCalls(engine, nodeId);
  const card = { name: 'eth0', mac_address: macOf(nodeId), has_carrier: true };
  const inventory = { cpu: { count: 4, architecture: 'x86_64' }, memory: { physical_mb: 4096 }, interfaces: [card] };
  return agentReports(engine, nodeId, { inventory, pluginData: {}, error: null });
}

const macOf = (nodeId: string): string => `52:54:00:${nodeId.slice(-6).replace(/(..)(?=.)/g, '$1:')}`;

/** One worker, until the job is over or the worker dies. */
async function workOn(
  begun: Begun,
  flow: Flow,
  live: LiveContext,
  hooks: CommitHooks,
  isAlive = () => true,
): Promise<number> {
  const counted = countCommits(engine.db, hooks);
  const worker = { ...live, db: counted.db, lease: { ...live.lease, isSafe: isAlive } };
  for (;;) {
    const claim = await claimJob(worker, { id: begun.jobId, nodeId: begun.nodeId });
    if (claim === null) return counted.commits();
    await runJob(worker, claim, createJobControl());
    if (isSettled(await stateOf(begun))) return counted.commits();
    await speak(begun, flow);
  }
}

async function outcome({ nodeId, jobId }: Begun): Promise<object> {
  const rows = (sql: string, id: string): Promise<object[]> => engine.db.query(sql, [id]);
  const { power, ramdisk, networks, bootDevice, rescueUser } = readMachine(engine.dataFolder, nodeId);
  return {
    job: await stateOf({ nodeId, jobId }),
    node: await rows('SELECT provision_state, power_state, last_error FROM nodes WHERE id = ?', nodeId),
    lock: await rows('SELECT holder_job_id FROM node_locks WHERE node_id = ?', nodeId),
    agent: await rows('SELECT token FROM agents WHERE node_id = ?', nodeId),
    staged: await rows('SELECT netboot, files FROM node_boots WHERE node_id = ?', nodeId),
    reports: await rows('SELECT at FROM inspection_reports WHERE node_id = ?', nodeId),
    steps: await rows('SELECT name, state FROM job_steps WHERE job_id = ? ORDER BY position', jobId),
    begun: begunOn(agents, nodeId),
    machine: { power, ramdisk, networks, bootDevice, rescueUser },
  };
}

describe('a worker that dies', { timeout: 120_000 }, () => {
  it.each(NAMED)('in %s: whichever commit it was at, the job comes to the same end', async (_name, flow) => {
    const undisturbed = await begin(flow);
    const commits = await workOn(undisturbed, flow, await engine.live(), {});
    const expected = await outcome(undisturbed);
    expect(expected).toMatchObject({
      job: 'SUCCEEDED',
      node: [{ provision_state: flow.ends }],
      lock: [{ holder_job_id: null }],
    });

    const deaths = Array.from({ length: commits }, (_, index) => index + 1).flatMap((commit) => [
      { commit, when: 'before' },
      { commit, when: 'after' },
    ]);
    const dead: (Begun & { readonly name: string })[] = [];
    for (const { commit, when } of deaths) {
      const begun = await begin(flow);
      const live = await engine.live();
      let isDead = false;
      const die = (now: number): void => {
        if (!isDead && now !== commit) return;
        isDead = true;
        throw new Died();
      };
      const hooks = {
        before: when === 'before' ? die : (): void => void (isDead && die(commit)),
        after: when === 'after' ? die : () => {},
      };
      await workOn(begun, flow, live, hooks, () => !isDead).catch((error: unknown) => {
        if (!(error instanceof Died)) throw error;
      });
      expect(isDead, `death ${when} commit ${commit} was not reached`).toBe(true);
      await engine.db.query('UPDATE conductors SET lease_expires_at = UTC_TIMESTAMP(6) WHERE id = ?', [
        live.conductorId,
      ]);
      dead.push({ ...begun, name: `${when} commit ${commit}` });
    }
    agents.offered = flow.offered ?? {};
    await engine.start({ safetyMarginMs: 0, leasePeriodMs: 100, leaseExpiryMs: 60_000, pollMs: 20 });
    await Promise.all(
      dead.map(({ name, ...begun }) =>
        waitFor(
          async () => {
            const state = await stateOf(begun);
            if (state === 'WAITING') await speak(begun, flow);
            return isSettled(state);
          },
          `the job to end: ${name}`,
          60_000,
        ),
      ),
    );
    for (const { name, ...begun } of dead) expect(await outcome(begun), name).toEqual(expected);
  });
});

class Died extends Error {}
