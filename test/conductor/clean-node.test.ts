/** Cleaning by hand: chosen steps in the order given, pauses, and what may be asked for. */
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectDatabase } from '../../src/entities/connect.ts';
import { accepted, ask, enroll, mutate, perform, settled, type Payload } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { story } from './flow.ts';
import { waitFor } from '../support/wait.ts';
import { commandsOf, readMachine } from './machine.ts';

let service: TestService;
let db: DataSource;
beforeAll(async () => {
  service = await startTestService();
  db = await connectDatabase({ url: service.databaseUrl, poolSize: 2 });
});
afterAll(async () => {
  await db.destroy();
  await service.stop();
});

async function manageable(driverInfo: object = {}): Promise<string> {
  const { id: nodeId } = await enroll(service, { driverInfo });
  await perform(service, 'manageNode', { nodeId });
  return nodeId;
}

interface Now {
  readonly provisionState: string;
  readonly targetProvisionState: string | null;
  readonly lock: object | null;
  readonly jobQueue: readonly { readonly id: string; readonly state: string; readonly waitReason: string | null }[];
}

async function now(id: string): Promise<Now> {
  const query = `query ($id: ID!) { node(id: $id) {
    provisionState targetProvisionState lock { purpose } jobQueue { id state waitReason } } }`;
  return (await ask<{ node: Now }>(service, query, { id })).node;
}

const until = (nodeId: string, state: string): Promise<unknown> =>
  waitFor(async () => (await now(nodeId)).provisionState === state, `the node to be in ${state}`);

const METADATA = { interface: 'DEPLOY', step: 'erase_devices_metadata' };
const FACTORY = { interface: 'BIOS', step: 'factory_reset' };
const HOLD = { step: 'hold' };

describe('cleanNode', () => {
  it('runs the steps in the order given, whatever their priorities, and ends in MANAGEABLE', async () => {
    const nodeId = await manageable();
    const settings = {
      interface: 'BIOS',
      step: 'apply_configuration',
      args: { settings: [{ name: 'boot_order', value: 'disk' }] },
    };
    const steps = [
      FACTORY,
      { interface: 'DEPLOY', step: 'erase_devices' },
      { step: 'power_off' },
      METADATA,
      settings,
      FACTORY,
    ];
    const { job } = await perform(service, 'cleanNode', { nodeId, steps });
    const asked = [
      'bios.factoryReset',
      'deploy.erase_devices',
      'power.set',
      'deploy.erase_devices_metadata',
      'bios.applySettings',
    ];
    const done = commandsOf(service.dataFolder, nodeId).filter(
      ({ op, phase }) => phase === 'end' && asked.includes(op),
    );
    // The last one turns the machine off, at the end of all cleaning that started the ramdisk.
    expect(done.map(({ op }) => op)).toEqual([...asked, 'bios.factoryReset', 'power.set']);
    expect(await story(service, nodeId, job?.id ?? '')).toEqual(['MANAGEABLE', 'CLEANING', 'MANAGEABLE']);
  });

  it('starts no ramdisk for steps that need none', async () => {
    const nodeId = await manageable();
    await perform(service, 'cleanNode', { nodeId, steps: [FACTORY], disableRamdisk: true });
    const ops = commandsOf(service.dataFolder, nodeId).map(({ op }) => op);
    expect(ops).toContain('bios.factoryReset');
    expect(ops.filter((op) => op.startsWith('network.') || op.startsWith('deploy.'))).toEqual([]);
  });

  it('heads for MANAGEABLE, also while it waits and when it has failed', async () => {
    const nodeId = await manageable({ fake_failures: { 'deploy.erase_devices': 'always' } });
    const steps = [
      { step: 'wait', args: { seconds: 600 } },
      { interface: 'DEPLOY', step: 'erase_devices' },
    ];
    const { job } = await accepted(service, 'cleanNode', { nodeId, steps });
    await until(nodeId, 'CLEAN_WAIT');
    expect(await now(nodeId)).toMatchObject({ targetProvisionState: 'MANAGEABLE', lock: null });
    await db.query('UPDATE jobs SET wait_until = UTC_TIMESTAMP(6) WHERE id = ?', [job?.id]);
    expect(await settled(service, job?.id ?? '')).toMatchObject({ state: 'FAILED', error: { code: 'STEP_FAILED' } });
    expect(await now(nodeId)).toMatchObject({ provisionState: 'CLEAN_FAILED', targetProvisionState: 'MANAGEABLE' });
    expect(readMachine(service.dataFolder, nodeId)).toMatchObject({ networks: [] });
  });

  it.each([
    ['no step', [], {}, 'steps'],
    ['a step that nobody knows', [{ interface: 'DEPLOY', step: 'polish' }], {}, 'steps.0.step'],
    ['a step of another flow', [METADATA, { interface: 'DEPLOY', step: 'write_image' }], {}, 'steps.1.step'],
    ['an argument that is missing', [{ interface: 'BIOS', step: 'apply_configuration' }], {}, 'steps.0.args'],
    ['an argument too many', [{ ...FACTORY, args: { colour: 'red' } }], {}, 'steps.0.args'],
    ['seconds that are none', [{ step: 'wait', args: { seconds: -1 } }], {}, 'steps.0.args'],
    ['a ramdisk that may not be started', [METADATA], { disableRamdisk: true }, 'steps.0.step'],
    ['too many steps', Array.from({ length: 101 }, () => FACTORY), {}, 'steps'],
  ])('refuses %s', async (_what, steps, more, path) => {
    const nodeId = await manageable();
    const { job, errors } = await mutate(service, 'cleanNode', { nodeId, steps, ...more });
    expect(job).toBeNull();
    expect(errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', ...path.split('.')] }]);
    expect(await now(nodeId)).toMatchObject({ provisionState: 'MANAGEABLE', jobQueue: [] });
  });

  it('names everything that is wrong with a list at once', async () => {
    const steps = [{ interface: 'RAID', step: 'nothing' }, FACTORY, { step: 'sleep' }];
    const { errors } = await mutate(service, 'cleanNode', { nodeId: await manageable(), steps });
    expect(errors.map(({ path }) => path)).toEqual([
      ['input', 'steps', '0', 'step'],
      ['input', 'steps', '2', 'step'],
    ]);
  });
});

describe('a hold', () => {
  async function held(): Promise<{ nodeId: string; payload: Payload }> {
    const nodeId = await manageable();
    const payload = await accepted(service, 'cleanNode', { nodeId, steps: [METADATA, HOLD, FACTORY] });
    await until(nodeId, 'CLEAN_HOLD');
    return { nodeId, payload };
  }

  it('frees the node, says so, and goes on where it stopped when somebody says unhold', async () => {
    const { nodeId, payload } = await held();
    expect(await now(nodeId)).toEqual({
      provisionState: 'CLEAN_HOLD',
      targetProvisionState: 'MANAGEABLE',
      lock: null,
      jobQueue: [{ id: payload.job?.id, state: 'WAITING', waitReason: 'HOLD' }],
    });
    expect(await unavailable(nodeId)).not.toContain('UNHOLD');
    const unhold = await accepted(service, 'unholdNode', { nodeId });
    expect(unhold.job?.id).toBe(payload.job?.id);
    expect(await settled(service, payload.job?.id ?? '')).toMatchObject({ state: 'SUCCEEDED' });
    expect(await story(service, nodeId, payload.job?.id ?? '')).toEqual([
      'MANAGEABLE',
      'CLEANING',
      'CLEAN_HOLD',
      'CLEAN_WAIT',
      'CLEANING',
      'MANAGEABLE',
    ]);
    const erased = commandsOf(service.dataFolder, nodeId).filter(
      ({ op, phase }) => phase === 'start' && op === 'deploy.erase_devices_metadata',
    );
    expect(erased).toHaveLength(1);
  });

  it('ends with an abort, and gives back what was taken', async () => {
    const { nodeId, payload } = await held();
    await accepted(service, 'abortNode', { nodeId });
    expect(await settled(service, payload.job?.id ?? '')).toMatchObject({ state: 'CANCELLED' });
    expect(await now(nodeId)).toMatchObject({ provisionState: 'CLEAN_FAILED', jobQueue: [] });
    expect(readMachine(service.dataFolder, nodeId)).toMatchObject({ networks: [] });
  });

  it('is said to be overdue after a day, and goes on holding', async () => {
    const { nodeId, payload } = await held();
    await db.query('UPDATE jobs SET deadline_at = UTC_TIMESTAMP(6) - INTERVAL 1 MINUTE WHERE id = ?', [
      payload.job?.id,
    ]);
    const query = `query ($filter: EventFilter) { events(first: 500, filter: $filter) { nodes { type } } }`;
    const overdue = async (): Promise<boolean> =>
      (await ask<{ events: { nodes: unknown[] } }>(service, query, { filter: { nodeId, types: ['NODE_OVERDUE'] } }))
        .events.nodes.length === 1;
    await waitFor(overdue, 'the hold to be overdue');
    expect(await now(nodeId)).toMatchObject({ provisionState: 'CLEAN_HOLD' });
    await accepted(service, 'abortNode', { nodeId });
  });

  it('is there only where a flow holds: unhold elsewhere is refused with what is legal', async () => {
    const { errors } = await mutate(service, 'unholdNode', { nodeId: await manageable() });
    expect(errors).toMatchObject([{ code: 'ILLEGAL_STATE', legalVerbs: ['PROVIDE', 'INSPECT', 'CLEAN', 'ADOPT'] }]);
  });
});

describe('aborting a step that may not be stopped, while it waits for its machine', () => {
  it('lets it end first, and says until when', async () => {
    const nodeId = await manageable({ fake_waits: { 'bios.factoryReset': 600_000 } });
    const { job } = await accepted(service, 'cleanNode', { nodeId, steps: [FACTORY, METADATA] });
    await until(nodeId, 'CLEAN_WAIT');
    const stop = await abort(nodeId);
    expect(stop).toMatchObject({ effect: 'STOPS_AFTER_STEP', step: { name: 'factory_reset' } });
    expect(stop.until).not.toBeNull();
    expect(await now(nodeId)).toMatchObject({ provisionState: 'CLEAN_WAIT' });
    await db.query('UPDATE jobs SET wait_until = UTC_TIMESTAMP(6) WHERE id = ?', [job?.id]);
    expect(await settled(service, job?.id ?? '')).toMatchObject({ state: 'CANCELLED' });
    expect(await now(nodeId)).toMatchObject({ provisionState: 'CLEAN_FAILED' });
    expect(commandsOf(service.dataFolder, nodeId).map(({ op }) => op)).not.toContain('deploy.erase_devices_metadata');
  });
});

async function unavailable(id: string): Promise<readonly string[]> {
  const query = `query ($id: ID!) { node(id: $id) { availableActions { verb isAvailable } } }`;
  type Answer = { node: { availableActions: { verb: string; isAvailable: boolean }[] } };
  const { node } = await ask<Answer>(service, query, { id });
  return node.availableActions.flatMap(({ verb, isAvailable }) => (isAvailable ? [] : verb));
}

async function abort(nodeId: string): Promise<{ readonly effect: string; readonly until: string | null }> {
  const document = `mutation ($input: AbortNodeInput!) { abortNode(input: $input) { stop { effect until step { name } } } }`;
  type Answer = { abortNode: { stop: { effect: string; until: string | null } } };
  return (await ask<Answer>(service, document, { input: { nodeId } })).abortNode.stop;
}

describe('cleaning evidence', () => {
  interface Evidence {
    readonly step: string;
    readonly what: string;
    readonly method: string;
    readonly result: string;
    readonly error: string | null;
  }
  async function evidenceOf(id: string): Promise<readonly Evidence[]> {
    const query = `query ($id: ID!) { node(id: $id) { cleaningEvidence { nodes { step what method result error job { id } } } } }`;
    type Answer = { node: { cleaningEvidence: { nodes: readonly Evidence[] } } };
    return (await ask<Answer>(service, query, { id })).node.cleaningEvidence.nodes;
  }

  it('says of each clean step what it erased and how, also after a wait, and also what it could not', async () => {
    const nodeId = await manageable({
      fake_waits: { 'deploy.erase_devices_metadata': 20 },
      fake_failures: { 'deploy.erase_devices': 'always' },
    });
    await perform(service, 'provideNode', { nodeId });
    expect(await evidenceOf(nodeId)).toMatchObject([
      { step: 'deploy.erase_devices_metadata', what: 'disk 0', method: 'partition tables', result: 'DONE' },
    ]);
    await perform(service, 'manageNode', { nodeId });
    const { job } = await accepted(service, 'cleanNode', {
      nodeId,
      steps: [{ interface: 'DEPLOY', step: 'erase_devices' }],
    });
    await settled(service, job?.id ?? '');
    const [last] = await evidenceOf(nodeId);
    expect(last).toMatchObject({ step: 'deploy.erase_devices', result: 'FAILED', job: { id: job?.id } });
    expect(last?.error).toContain('told to fail');
  });

  it('older than the last tenancy lets no node become AVAILABLE', async () => {
    const nodeId = await manageable({ fake_delays: { 'deploy.tearDownCleaning': 1_000 } });
    const { job } = await accepted(service, 'provideNode', { nodeId });
    await waitFor(
      () => commandsOf(service.dataFolder, nodeId).some(({ op }) => op === 'deploy.tearDownCleaning'),
      'the cleaning to come to its end',
    );
    // As if the machine had been somebody's meanwhile.
    await db.query('UPDATE nodes SET last_tenancy_at = UTC_TIMESTAMP(6) + INTERVAL 1 HOUR WHERE id = ?', [nodeId]);
    expect(await settled(service, job?.id ?? '')).toMatchObject({
      state: 'FAILED',
      error: { code: 'NOT_ALLOWED_NOW' },
    });
    expect(await now(nodeId)).toMatchObject({ provisionState: 'CLEAN_FAILED' });
  });

  it('is not asked for where cleaning is off', async () => {
    const nodeId = await manageable();
    await accepted(service, 'updateNode', { nodeId, automatedClean: false });
    await perform(service, 'provideNode', { nodeId });
    expect(await evidenceOf(nodeId)).toEqual([]);
    expect(await now(nodeId)).toMatchObject({ provisionState: 'AVAILABLE' });
  });
});

describe('a runbook', () => {
  let number = 0;
  async function runbook(steps: readonly object[], more: object = {}): Promise<{ id: string; name: string }> {
    const name = `runbook-${(number += 1)}`;
    const document = `mutation ($input: CreateRunbookInput!) { createRunbook(input: $input) { runbook { id } errors { message } } }`;
    type Answer = { createRunbook: { runbook: { id: string } | null; errors: readonly object[] } };
    const input = { name, steps, traits: ['CUSTOM_BY_THE_BOOK'], ...more };
    const { createRunbook } = await ask<Answer>(service, document, { input });
    expect(createRunbook.errors).toEqual([]);
    return { id: createRunbook.runbook?.id ?? '', name };
  }

  async function byTheBook(driverInfo: object = {}): Promise<string> {
    const nodeId = await manageable(driverInfo);
    await accepted(service, 'setNodeTraits', { nodeId, traits: ['CUSTOM_BY_THE_BOOK'] });
    return nodeId;
  }

  const stepsOf = async (id: string): Promise<readonly string[]> => {
    const query = 'query ($id: ID!) { job(id: $id) { steps { name } } }';
    const { job } = await ask<{ job: { steps: { name: string }[] } }>(service, query, { id });
    return job.steps.map(({ name }) => name);
  };

  it('gives cleanNode its steps, in its order', async () => {
    const { id: runbookId } = await runbook([
      { ...METADATA, order: 20 },
      { ...FACTORY, order: 10 },
      { step: 'reboot', order: 30 },
    ]);
    const { job } = await perform(service, 'cleanNode', { nodeId: await byTheBook(), runbookId });
    const names = ['prepare_cleaning', 'factory_reset', 'erase_devices_metadata', 'reboot', 'finish_cleaning'];
    expect(await stepsOf(job?.id ?? '')).toEqual(names);
  });

  it('is refused for a node that has none of its traits, and beside a list of steps', async () => {
    const { id: runbookId } = await runbook([{ ...FACTORY, order: 1 }]);
    const other = await manageable();
    expect((await mutate(service, 'cleanNode', { nodeId: other, runbookId })).errors).toMatchObject([
      { code: 'NOT_ALLOWED_NOW', path: ['input', 'runbookId'] },
    ]);
    const nodeId = await byTheBook();
    expect((await mutate(service, 'cleanNode', { nodeId, runbookId, steps: [FACTORY] })).errors).toMatchObject([
      { code: 'INVALID_INPUT', path: ['input', 'steps'] },
    ]);
    expect((await mutate(service, 'cleanNode', { nodeId })).errors).toMatchObject([
      { code: 'INVALID_INPUT', path: ['input', 'steps'] },
    ]);
    const { id: inRamdisk } = await runbook([{ ...METADATA, order: 1 }], { disableRamdisk: true });
    expect((await mutate(service, 'cleanNode', { nodeId, runbookId: inRamdisk })).errors).toMatchObject([
      { code: 'INVALID_INPUT', path: ['input', 'runbookId'] },
    ]);
  });

  it('is what automated cleaning runs where the node names one; where there is none, nothing passes as clean', async () => {
    const { name } = await runbook([{ interface: 'DEPLOY', step: 'erase_devices', order: 1 }]);
    const own = { databaseUrl: service.databaseUrl, dataFolder: service.dataFolder };
    const config = {
      cleaningStepsFrom: 'runbook',
      cleaningRunbookFromNode: true,
      conductorGroup: 'by-the-book',
    } as const;
    const bookish = await startTestService({ ...own, config });
    try {
      const provide = async (driverInfo: object): Promise<readonly [string, readonly string[]]> => {
        const nodeId = await byTheBook(driverInfo);
        await accepted(service, 'updateNode', { nodeId, conductorGroup: 'by-the-book' });
        const { job } = await accepted(service, 'provideNode', { nodeId });
        await settled(service, job?.id ?? '');
        return [(await now(nodeId)).provisionState, await stepsOf(job?.id ?? '')];
      };
      expect(await provide({ cleaning_runbook: name })).toEqual([
        'AVAILABLE',
        ['prepare_cleaning', 'erase_devices', 'finish_cleaning'],
      ]);
      expect(await provide({ cleaning_runbook: 'unwritten' })).toEqual(['CLEAN_FAILED', ['require_clean_steps']]);
      expect(await provide({})).toEqual(['CLEAN_FAILED', ['require_clean_steps']]);
    } finally {
      await bookish.stop();
    }
  });
});
