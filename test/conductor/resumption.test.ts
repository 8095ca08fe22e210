/** P3, P4: interrupted work goes on where it was, and each step takes effect once. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { claimJob } from '../../src/conductor/claim.ts';
import type { LiveContext } from '../../src/conductor/context.ts';
import { createJobControl } from '../../src/conductor/job-control.ts';
import { found } from '../../src/conductor/job-type.ts';
import { provide } from '../../src/conductor/jobs/provide.ts';
import { takeOverLostJobs } from '../../src/conductor/periodic/take-over-lost-jobs.ts';
import { runJob } from '../../src/conductor/run-job.ts';
import { ProblemError } from '../../src/domain/problems.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { accepted, ask, enroll, perform, settled } from '../support/graphql-client.ts';
import { SHORT_LEASE, startTestService, type TestService } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';
import { startEngine, type Engine } from './harness.ts';
import { changeMachine, commandsOf, pairedCommands, readMachine, writeMachine } from './machine.ts';
import { DONE_RESULT, gate, hang, scriptedJob } from './scripted-job.ts';

/** Each step of a deployment, and a command that it gives. */
const DEPLOY_STEPS = [
  ['prepare_deploy', 'network.addNetwork'],
  ['boot_ramdisk', 'power.set'],
  ['write_image', 'deploy.write_image'],
  ['prepare_instance_boot', 'deploy.prepare_instance_boot'],
  ['tear_down_agent', 'deploy.tear_down_agent'],
  ['switch_to_tenant_network', 'network.configureTenant'],
  ['boot_instance', 'boot.prepareInstance'],
] as const;

interface StepNow {
  readonly name: string;
  readonly state: string;
  readonly attempt: number;
  readonly error: { readonly code: string } | null;
}
interface JobNow {
  readonly state: string;
  readonly attempt: number;
  readonly steps: readonly StepNow[];
}

describe('a deployment whose conductor crashes', () => {
  let database: TestDatabase;
  let dataFolder: string;
  let service: TestService;
  beforeEach(async () => {
    database = await createTestDatabase();
    dataFolder = mkdtempSync(join(tmpdir(), 'ironql-resumption-'));
    service = await startTestService({ databaseUrl: database.url, dataFolder, config: SHORT_LEASE });
  });
  afterEach(async () => {
    await service.stop();
    await database.drop();
    rmSync(dataFolder, { recursive: true, force: true });
  });

  const jobNow = async (id: string): Promise<JobNow> => {
    const query = 'query ($id: ID!) { job(id: $id) { state attempt steps { name state attempt error { code } } } }';
    return (await ask<{ job: JobNow }>(service, query, { id })).job;
  };

  /** A node of each step, in the middle of it. */
  const deployInto = async (
    op: string,
    step: string,
  ): Promise<{ nodeId: string; jobId: string; step: string; op: string }> => {
    const { id: nodeId } = await enroll(service);
    await perform(service, 'manageNode', { nodeId });
    await perform(service, 'provideNode', { nodeId });
    await perform(service, 'updateNode', { nodeId, expectedVersion: null, driverInfo: { fake_hangs: { [op]: 1 } } });
    const { job } = await accepted(service, 'deployNode', { nodeId, instanceInfo: { image_source: 'test-image' } });
    const jobId = job?.id ?? '';
    await waitFor(
      async () => (await jobNow(jobId)).steps.some(({ name, state }) => name === step && state === 'RUNNING'),
      `${step} to be at work`,
    );
    await waitFor(() => commandsOf(dataFolder, nodeId).some((line) => line.op === op), `${op} to be given`);
    return { nodeId, jobId, step, op };
  };

  it('in any of its steps ends ACTIVE, by the same job under a higher epoch, repeating that step alone', async () => {
    const cases = await Promise.all(DEPLOY_STEPS.map(([step, op]) => deployInto(op, step)));
    const epochs = await epochsOf(database.url);
    await service.crash();
    service = await startTestService({ databaseUrl: database.url, dataFolder, config: SHORT_LEASE });

    for (const { nodeId, jobId, step } of cases) {
      expect(await settled(service, jobId), step).toMatchObject({ state: 'SUCCEEDED' });
      const { attempt, steps } = await jobNow(jobId);
      expect(attempt, step).toBe(2);
      expect(
        steps.map(({ state }) => state),
        step,
      ).toEqual(steps.map(() => 'DONE'));
      expect(steps.filter((one) => one.attempt !== 1).map(({ name }) => name)).toEqual([step]);
      expect((await epochsOf(database.url)).get(nodeId), step).toBeGreaterThan(epochs.get(nodeId) ?? Infinity);
      const { node } = await ask<{ node: object }>(
        service,
        'query ($id: ID!) { node(id: $id) { provisionState powerState lastError lock { epoch } jobQueue { id } } }',
        { id: nodeId },
      );
      expect(node, step).toEqual({
        provisionState: 'ACTIVE',
        powerState: 'ON',
        lastError: null,
        lock: null,
        jobQueue: [],
      });
      expect(readMachine(dataFolder, nodeId), step).toMatchObject({
        image: 'test-image',
        networks: [],
        tenantConnected: true,
        ramdisk: null,
        power: 'ON',
      });
      const image = pairedCommands(commandsOf(dataFolder, nodeId)).filter(({ op }) => op === 'deploy.write_image');
      expect(
        image.filter(({ outcome }) => outcome === 'done'),
        step,
      ).toHaveLength(1);
    }
  });

  it('after the effect and before the record looks at the machine first, where the step can tell', async () => {
    const { nodeId, jobId, op } = await deployInto('deploy.prepare_instance_boot', 'prepare_instance_boot');
    await service.crash();
    changeMachine(dataFolder, nodeId, { bootDevice: { device: 'DISK', persistent: true } });
    service = await startTestService({ databaseUrl: database.url, dataFolder, config: SHORT_LEASE });
    expect(await settled(service, jobId)).toMatchObject({ state: 'SUCCEEDED' });
    expect(commandsOf(dataFolder, nodeId).filter((line) => line.op === op && line.phase === 'start')).toHaveLength(1);
  });

  it('while it gives back what it took goes on giving back, and fails as it would have', async () => {
    const { id: nodeId } = await enroll(service);
    await perform(service, 'manageNode', { nodeId });
    await perform(service, 'provideNode', { nodeId });
    const driverInfo = {
      fake_failures: { 'deploy.write_image': 'always' },
      fake_hangs: { 'network.removeNetwork': 1 },
    };
    await perform(service, 'updateNode', { nodeId, expectedVersion: null, driverInfo });
    const { job } = await accepted(service, 'deployNode', { nodeId });
    await waitFor(
      () =>
        pairedCommands(commandsOf(dataFolder, nodeId)).some(
          (one) => one.op === 'network.removeNetwork' && one.to === null,
        ),
      'the network to be given back',
    );
    await service.crash();
    service = await startTestService({ databaseUrl: database.url, dataFolder, config: SHORT_LEASE });
    expect(await settled(service, job?.id ?? '')).toMatchObject({ state: 'FAILED', error: { code: 'STEP_FAILED' } });
    expect(readMachine(dataFolder, nodeId)).toMatchObject({ networks: [], ramdisk: null });
    const writes = commandsOf(dataFolder, nodeId).filter(
      (line) => line.op === 'deploy.write_image' && line.phase === 'start',
    );
    expect(writes).toHaveLength(1);
  });
});

describe('a job whose worker is gone', () => {
  const probing = scriptedJob('test.probing', ['first', 'second'], {}, { repeat: 'probe' });
  const manual = scriptedJob(
    'test.manual',
    ['first', 'second'],
    { begins: 'deploy', endsIn: 'ACTIVE' },
    { repeat: 'manual' },
  );
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngine([probing.type, manual.type]);
  });
  afterEach(() => engine.stopConductors());
  afterAll(() => engine.stop());

  const ended = async (jobId: string): Promise<Awaited<ReturnType<Engine['job']>>> =>
    waitFor(async () => {
      const job = await engine.job(jobId);
      return ['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(job.state) && job;
    }, 'the job to settle');

  it('stops at a step that nobody can judge, says so, and leaves a way out', async () => {
    const nodeId = await engine.addNode();
    const atWork = gate();
    let runs = 0;
    const script = manual.script({
      run: (_step, ctx) => {
        runs += 1;
        atWork.open();
        return hang(ctx);
      },
    });
    const first = await engine.start(SHORT_LEASE);
    const jobId = await engine.queue(nodeId, manual.type, script);
    await atWork.opened;
    await first.crash();
    await engine.start(SHORT_LEASE);
    expect(await ended(jobId)).toMatchObject({ state: 'FAILED', error: { code: 'STEP_INTERRUPTED', step: 'first' } });
    expect(runs).toBe(1);
    const [node] = await engine.db.query<object[]>(
      'SELECT provision_state AS state, last_error AS error FROM nodes WHERE id = ?',
      [nodeId],
    );
    expect(node).toMatchObject({ state: 'DEPLOY_FAILED', error: expect.stringContaining('first was interrupted') });
  });

  it.each([
    ['is there already', true, 1],
    ['is not there', false, 2],
  ])(
    'asks the machine once when the effect of a step that can be looked up %s',
    async (_what, isThere, expectedRuns) => {
      const nodeId = await engine.addNode();
      const atWork = gate();
      const calls: string[] = [];
      const script = probing.script({
        run: async (step, ctx) => {
          calls.push(`run ${step}`);
          atWork.open();
          return step === 'first' && calls.length === 1 ? hang(ctx) : DONE_RESULT;
        },
        probe: (step) => {
          calls.push(`probe ${step}`);
          return Promise.resolve(isThere);
        },
      });
      const first = await engine.start(SHORT_LEASE);
      const jobId = await engine.queue(nodeId, probing.type, script);
      await atWork.opened;
      await first.crash();
      await engine.start(SHORT_LEASE);
      expect(await ended(jobId)).toMatchObject({ state: 'SUCCEEDED', attempt: 2 });
      expect(calls.filter((call) => call === 'probe first')).toHaveLength(1);
      expect(calls.filter((call) => call === 'run first')).toHaveLength(expectedRuns);
      expect(calls).not.toContain('probe second');
    },
  );

  it('goes on when the worker died between taking it and its first step, though it has no steps', async () => {
    const nodeId = await engine.addNode('MANAGEABLE');
    await engine.db.query('UPDATE nodes SET automated_clean = 0 WHERE id = ?', [nodeId]);
    const jobId = await engine.queue(nodeId, provide);
    const dead = await engine.live();
    await engine.claim(dead, nodeId, jobId);
    await engine.db.query(
      'UPDATE conductors SET lease_expires_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND WHERE id = ?',
      [dead.conductorId],
    );
    await engine.start(SHORT_LEASE);
    expect(await ended(jobId)).toMatchObject({ state: 'SUCCEEDED' });
    expect(await engine.db.query('SELECT provision_state AS state FROM nodes WHERE id = ?', [nodeId])).toEqual([
      { state: 'AVAILABLE' },
    ]);
  });

  it('is ended by a conductor that cannot drive the node, and the node is not left in the middle of a flow', async () => {
    const nodeId = await engine.addNode('MANAGEABLE');
    const jobId = await engine.queue(nodeId, provide);
    const dead = await engine.live();
    await engine.claim(dead, nodeId, jobId);
    await engine.db.query(
      'UPDATE conductors SET lease_expires_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND WHERE id = ?',
      [dead.conductorId],
    );
    const settings = { ...engine.base.settings, safetyMarginMs: 0 };
    const unable = await engine.live({ hardwareTypes: new Map(), settings });
    await takeOverLostJobs(unable);
    expect(await claimJob(unable, { id: jobId, nodeId })).toBeNull();
    expect(await engine.job(jobId)).toMatchObject({ state: 'FAILED', error: { code: 'UNKNOWN_DRIVER' } });
    expect(await engine.db.query('SELECT provision_state AS state FROM nodes WHERE id = ?', [nodeId])).toEqual([
      { state: 'CLEAN_FAILED' },
    ]);
  });

  it('goes on when a living conductor took it without knowing: the database went away at the commit', async () => {
    const nodeId = await engine.addNode();
    const jobId = await engine.queue(nodeId, probing.type, probing.script({ run: () => Promise.resolve(found()) }));
    const conductor = await engine.start({ conductorGroup: 'elsewhere' });
    const ctx = { ...(await engine.live()), conductorId: conductor.id() ?? '' };
    await engine.claim(ctx, nodeId, jobId);
    await engine.start(SHORT_LEASE);
    expect(await ended(jobId)).toMatchObject({ state: 'SUCCEEDED', attempt: 2 });
  });
});

describe('a job that commands a BMC, and whose worker is gone', () => {
  const job = scriptedJob('test.commanding', ['first', 'second'], {
    begins: 'deploy',
    endsIn: 'ACTIVE',
    usesBmc: true,
  });
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngine([job.type]);
  });
  afterAll(() => engine.stop());

  /** A worker takes the job and is lost with it before it does anything; another is there to take it. */
  const lose = async (nodeId: string, jobId: string): Promise<LiveContext> => {
    const dead = await engine.live();
    await engine.claim(dead, nodeId, jobId);
    return afterLossOf(dead);
  };
  const afterLossOf = async ({ conductorId }: LiveContext): Promise<LiveContext> => {
    await engine.db.query(
      'UPDATE conductors SET lease_expires_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND WHERE id = ?',
      [conductorId],
    );
    const next = await engine.live({ settings: { ...engine.base.settings, safetyMarginMs: 0 } });
    await takeOverLostJobs(next);
    return next;
  };
  const goOn = async (ctx: LiveContext, nodeId: string, jobId: string): Promise<Awaited<ReturnType<Engine['job']>>> => {
    await runJob(ctx, await engine.claim(ctx, nodeId, jobId), createJobControl());
    return engine.job(jobId);
  };
  const nodeNow = async (nodeId: string): Promise<object | undefined> => {
    const rows = await engine.db.query<object[]>(
      `SELECT provision_state AS state, power_state AS power, holder_job_id AS holder
         FROM nodes n JOIN node_locks l ON l.node_id = n.id WHERE n.id = ?`,
      [nodeId],
    );
    return rows[0];
  };

  it('reads the machine and records what it saw, before it repeats the step', async () => {
    const nodeId = await engine.addNode();
    const seen: unknown[] = [];
    const script = job.script({
      run: async (step, { node }) => {
        if (step === 'first') seen.push(node.powerState, await nodeNow(nodeId));
        return DONE_RESULT;
      },
    });
    const jobId = await engine.queue(nodeId, job.type, script);
    const next = await lose(nodeId, jobId);
    writeMachine(engine.dataFolder, nodeId, { power: 'ON' }); // what the lost one did, and could not record
    expect(await goOn(next, nodeId, jobId)).toMatchObject({ state: 'SUCCEEDED' });
    expect(seen).toEqual(['ON', expect.objectContaining({ power: 'ON' })]);
  });

  it('does not repeat the step blindly when the BMC cannot be read', async () => {
    const nodeId = await engine.addNode('AVAILABLE', { fake_failures: { 'power.get': 'always' } });
    const runs: string[] = [];
    const undone: string[] = [];
    const script = job.script({
      run: (step) => Promise.resolve(void runs.push(step)).then(() => DONE_RESULT),
      undo: (step) => Promise.resolve(void undone.push(step)),
    });
    const jobId = await engine.queue(nodeId, job.type, script);
    const next = await lose(nodeId, jobId);
    expect(await goOn(next, nodeId, jobId)).toMatchObject({ state: 'FAILED', error: { code: 'BMC_REFUSED' } });
    expect(await nodeNow(nodeId)).toMatchObject({ state: 'DEPLOY_FAILED', holder: null });
    expect({ runs, undone }).toEqual({ runs: [], undone: ['first'] });
  });

  it('goes on giving back also when the BMC cannot be read', async () => {
    const nodeId = await engine.addNode('AVAILABLE', { fake_failures: { 'power.get': 'always' } });
    const { jobId, next, undone } = await lostWhileGivingBack(nodeId);
    expect(await goOn(next, nodeId, jobId)).toMatchObject({ state: 'FAILED', error: { code: 'STEP_FAILED' } });
    expect(await nodeNow(nodeId)).toMatchObject({ state: 'DEPLOY_FAILED', holder: null });
    expect(undone).toEqual(['second', 'first']);
  });

  it('is not tried for ever: a step that costs ten conductors fails, and what was taken is given back', async () => {
    const nodeId = await engine.addNode();
    const undone: string[] = [];
    const script = job.script({ undo: (step) => Promise.resolve(void undone.push(step)) });
    const jobId = await engine.queue(nodeId, job.type, script);
    let next = await engine.live();
    for (let times = 0; times < 10; times += 1) next = await lose(nodeId, jobId);
    const error = { code: 'STEP_CRASHES', step: 'first', times: 10 };
    expect(await goOn(next, nodeId, jobId)).toMatchObject({ state: 'FAILED', error });
    expect(await nodeNow(nodeId)).toMatchObject({ state: 'DEPLOY_FAILED', holder: null });
    expect(undone).toEqual(['first']);
  });

  it('may cost many conductors as long as it gets on, and as often as one likes when it is handed over', async () => {
    const nodeId = await engine.addNode();
    let isFirstDone = false;
    const script = job.script({
      run: (step, ctx) => {
        if (step === 'second' && !isFirstDone) {
          isFirstDone = true;
          return hang(ctx);
        }
        return Promise.resolve(DONE_RESULT);
      },
    });
    const jobId = await engine.queue(nodeId, job.type, script);
    let next = await engine.live();
    for (let times = 0; times < 9; times += 1) next = await lose(nodeId, jobId);
    // It gets to its second step, and is lost there.
    const control = createJobControl();
    const running = runJob(next, await engine.claim(next, nodeId, jobId), control);
    await waitFor(() => isFirstDone, 'the second step');
    control.stop({ kind: 'lost' });
    await running;
    next = await afterLossOf(next);
    for (let times = 0; times < 8; times += 1) next = await lose(nodeId, jobId);
    for (let times = 0; times < 3; times += 1) {
      const handingOver = createJobControl();
      const claim = await engine.claim(next, nodeId, jobId);
      handingOver.handOverAtNextStep();
      await runJob(next, claim, handingOver);
    }
    expect(await goOn(next, nodeId, jobId)).toMatchObject({ state: 'SUCCEEDED' });
  });

  it('ends even when it is giving back that costs one conductor after the other', async () => {
    const nodeId = await engine.addNode();
    const lost = await lostWhileGivingBack(nodeId);
    let { next } = lost;
    for (let times = 0; times < 9; times += 1) next = await lose(nodeId, lost.jobId);
    expect(await goOn(next, nodeId, lost.jobId)).toMatchObject({ state: 'FAILED', error: { code: 'STEP_FAILED' } });
    expect(await nodeNow(nodeId)).toMatchObject({ state: 'DEPLOY_FAILED', holder: null });
    expect(lost.undone).toEqual([]);
  });

  /** Its second step fails, and the worker is lost over giving that back. */
  async function lostWhileGivingBack(
    nodeId: string,
  ): Promise<{ readonly jobId: string; readonly next: LiveContext; readonly undone: readonly string[] }> {
    const undone: string[] = [];
    const givingBack = gate();
    const script = job.script({
      run: (step) => {
        if (step === 'first') return Promise.resolve(DONE_RESULT);
        throw new ProblemError({ code: 'STEP_FAILED', step, reason: 'told to' });
      },
      undo: async (step, ctx) => {
        givingBack.open();
        if (isLost) undone.push(step);
        else await hang(ctx);
      },
    });
    let isLost = false;
    const jobId = await engine.queue(nodeId, job.type, script);
    const dead = await engine.live();
    const control = createJobControl();
    const running = runJob(dead, await engine.claim(dead, nodeId, jobId), control);
    await givingBack.opened;
    isLost = true;
    control.stop({ kind: 'lost' });
    await running;
    return { jobId, next: await afterLossOf(dead), undone };
  }
});

async function epochsOf(url: string): Promise<ReadonlyMap<string, number>> {
  const connection = await createConnection(url);
  try {
    const [rows] = await connection.query('SELECT node_id AS nodeId, epoch FROM node_locks');
    // Columns as the query names them.
    return new Map((rows as { nodeId: string; epoch: number }[]).map(({ nodeId, epoch }) => [nodeId, epoch]));
  } finally {
    await connection.end();
  }
}
