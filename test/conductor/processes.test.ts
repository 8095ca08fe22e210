/** P2, P3, P11 with real processes, real signals and one database: what an operator sees when something dies. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isRunning } from '../../src/database-server/processes.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { accepted, ask, enroll, perform, settled, type Endpoint } from '../support/graphql-client.ts';
import { killServices, startServe, type ServeProcess } from '../support/processes.ts';
import { waitFor } from '../support/wait.ts';
import { commandsOf, overlaps, pairedCommands, readMachine } from './machine.ts';

/** Nobody can have waited for such a lease. */
const LONG_LEASE = { 'lease-period-ms': 1_000, 'lease-expiry-ms': 120_000, 'safety-margin-ms': 300 };
/** Runs out while a process is stopped, and not when the machine stands still for a moment. */
const SHORT_LEASE = { 'lease-period-ms': 300, 'lease-expiry-ms': 6_000, 'safety-margin-ms': 300 };

let database: TestDatabase;
let dataFolder: string;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'ironql-processes-'));
});
afterEach(async () => {
  await killServices();
  rmSync(dataFolder, { recursive: true, force: true });
});

const serve = (flags: Readonly<Record<string, string | number>>): Promise<ServeProcess> =>
  startServe({ dataFolder, databaseUrl: database.url, flags: { 'poll-ms': 50, ...flags } });

describe('a service that is killed', () => {
  it('goes on, after its restart, with the very job it was at, and without waiting for its lease', async () => {
    const first = await serve(LONG_LEASE);
    const { nodeId, jobId } = await deployUntil(first, 'write_image');
    first.signal('SIGKILL');
    await first.ended;

    const killedAt = performance.now();
    const second = await serve(LONG_LEASE);
    expect(await settled(second, jobId)).toMatchObject({ state: 'SUCCEEDED' });
    console.info(`restart after kill -9, to ACTIVE: ${Math.round(performance.now() - killedAt)} ms`);

    expect(await look(second, nodeId, jobId)).toMatchObject({
      node: { provisionState: 'ACTIVE', lock: null },
      job: { attempt: 2 },
    });
    expect(overlaps(pairedCommands(commandsOf(dataFolder, nodeId)))).toEqual([]);
  });
});

describe('a conductor that is killed beside another', () => {
  it('loses its jobs to the other, while the API answers on', async () => {
    const api = await serve({ role: 'api' });
    const first = await serve({ role: 'conductor', ...LONG_LEASE });
    const { nodeId, jobId } = await deployUntil(api, 'write_image');
    const second = await serve({ role: 'conductor', ...LONG_LEASE });
    first.signal('SIGKILL');
    const killedAt = performance.now();

    await waitFor(async () => (await look(api, nodeId, jobId)).job.attempt === 2, 'the job to be taken over');
    console.info(`take-over after kill -9, beside a live conductor: ${Math.round(performance.now() - killedAt)} ms`);
    expect(await settled(api, jobId)).toMatchObject({ state: 'SUCCEEDED' });
    expect((await look(api, nodeId, jobId)).node.provisionState).toBe('ACTIVE');
    const pids = commandsOf(dataFolder, nodeId).map(({ pid }) => pid);
    expect(pids.at(-1)).toBe(second.pid);
    expect(overlaps(pairedCommands(commandsOf(dataFolder, nodeId)))).toEqual([]);
  });
});

describe('a conductor that is stopped for longer than its lease, and then goes on', () => {
  it.each([
    [
      'hangs in its step',
      { fake_hangs: { 'deploy.write_image': 1 }, fake_delays: { 'deploy.tear_down_agent': 1_500 } },
    ],
    ['was about to end its step', { fake_delays: { 'deploy.write_image': 240, 'deploy.tear_down_agent': 1_500 } }],
  ])('changes nothing any more when it %s', async (_how, driverInfo) => {
    const api = await serve({ role: 'api' });
    const first = await serve({ role: 'conductor', ...SHORT_LEASE });
    const { nodeId, jobId } = await deployUntil(api, 'write_image', driverInfo);
    first.signal('SIGSTOP');
    const stoppedAt = performance.now();
    const linesBefore = commandsOf(dataFolder, nodeId).length;
    const second = await serve({ role: 'conductor', ...LONG_LEASE });

    // In the middle of what the other one does, the stopped one wakes up.
    await waitFor(() => isAtWork(nodeId, second.pid, 'deploy.tear_down_agent'), 'the other to be at work');
    console.info(`take-over from a stopped process (lease 6 s): ${Math.round(performance.now() - stoppedAt)} ms`);
    first.signal('SIGCONT');
    await waitFor(() => first.output().includes('registering anew'), 'the stopped one to notice');
    expect(await settled(api, jobId)).toMatchObject({ state: 'SUCCEEDED' });
    expect(await look(api, nodeId, jobId)).toMatchObject({ node: { provisionState: 'ACTIVE' }, job: { attempt: 2 } });

    const later = commandsOf(dataFolder, nodeId).slice(linesBefore);
    expect(later.filter(({ pid, outcome }) => pid === first.pid && outcome !== 'aborted')).toEqual([]);
    expect(overlaps(pairedCommands(commandsOf(dataFolder, nodeId)))).toEqual([]);
    await waitFor(() => livingConductors(api, first.pid), 'the stopped one to be a conductor again');
  });
});

describe('a service that is told to end', () => {
  it('hands a long step over: the next one goes on at once', async () => {
    const api = await serve({ role: 'api' });
    const first = await serve({ role: 'conductor', ...LONG_LEASE, 'drain-ms': 300 });
    const { nodeId, jobId } = await deployUntil(api, 'write_image');
    const second = await serve({ role: 'conductor', ...LONG_LEASE });
    const toldAt = performance.now();
    first.signal('SIGTERM');

    expect(await settled(api, jobId)).toMatchObject({ state: 'SUCCEEDED' });
    console.info(`hand-over of a hanging step (drain 300 ms), to ACTIVE: ${Math.round(performance.now() - toldAt)} ms`);
    expect(await first.ended).toEqual({ code: 0, signal: null });
    expect((await look(api, nodeId, jobId)).job).toMatchObject({ attempt: 2 });
    expect(commandsOf(dataFolder, nodeId).at(-1)?.pid).toBe(second.pid);
    expect(await conductorState(api, first.pid)).toBe('STOPPED');
    expect(await lockWasBroken(api, nodeId)).toBe(false); // given, not taken
    expect(overlaps(pairedCommands(commandsOf(dataFolder, nodeId)))).toEqual([]);
  });

  it('lets a short step end, and hands over at the next one', async () => {
    const api = await serve({ role: 'api' });
    const first = await serve({ role: 'conductor', ...LONG_LEASE, 'drain-ms': 20_000 });
    const { nodeId, jobId } = await deployUntil(api, 'write_image', { fake_delays: { 'deploy.write_image': 700 } });
    first.signal('SIGTERM');
    expect(await first.ended).toEqual({ code: 0, signal: null });
    const written = pairedCommands(commandsOf(dataFolder, nodeId)).filter(({ op }) => op === 'deploy.write_image');
    expect(written.map(({ outcome }) => outcome)).toEqual(['done']);
    expect(readMachine(dataFolder, nodeId).image).not.toBeNull();
    expect(await look(api, nodeId, jobId)).toMatchObject({
      node: { lock: null, provisionState: 'DEPLOYING' },
      job: { state: 'QUEUED', waitReason: 'NO_CONDUCTOR' },
    });

    await serve({ role: 'conductor', ...LONG_LEASE });
    expect(await settled(api, jobId)).toMatchObject({ state: 'SUCCEEDED' });
    const again = pairedCommands(commandsOf(dataFolder, nodeId)).filter(({ op }) => op === 'deploy.write_image');
    expect(again).toHaveLength(1);
  });
});

describe('a service with its own database', () => {
  it('stops everything it started when it gets Ctrl-C', async () => {
    const service = await startServe({ dataFolder });
    await enroll(service);
    const databasePid = Number(readFileSync(join(dataFolder, 'database/server.pid'), 'utf8'));
    expect(isRunning(databasePid)).toBe(true);
    service.signal('SIGINT');
    expect(await service.ended).toEqual({ code: 0, signal: null });
    expect(isRunning(databasePid)).toBe(false);
  });

  it('stops everything it started when it gets Ctrl-C before it is up', async () => {
    const service = await startServe({ dataFolder, isStarting: true });
    const databasePid = await waitFor(() => readPid(join(dataFolder, 'database/server.pid')), 'its database to start');
    service.signal('SIGINT');
    expect(await service.ended).toEqual({ code: 0, signal: null });
    const isLeft = isRunning(databasePid);
    if (isLeft) process.kill(databasePid, 'SIGKILL'); // or a failed test would leave it, too
    expect(isLeft).toBe(false);
  });
});

interface Look {
  readonly node: { readonly provisionState: string; readonly lock: { readonly epoch: number } | null };
  readonly job: {
    readonly state: string;
    readonly attempt: number;
    readonly waitReason: string | null;
    readonly currentStep: { readonly name: string; readonly state: string } | null;
  };
}

const look = (service: Endpoint, nodeId: string, jobId: string): Promise<Look> =>
  ask<Look>(
    service,
    `query ($nodeId: ID!, $jobId: ID!) {
      node(id: $nodeId) { provisionState lock { epoch } }
      job(id: $jobId) { state attempt waitReason currentStep { name state } }
    }`,
    { nodeId, jobId },
  );

/** A node whose deployment is in the middle of a step; unless told otherwise its first try of that step hangs. */
async function deployUntil(
  service: Endpoint,
  step: string,
  driverInfo: object = { fake_hangs: { [`deploy.${step}`]: 1 } },
): Promise<{ nodeId: string; jobId: string }> {
  const { id: nodeId } = await enroll(service, { driverInfo });
  await perform(service, 'manageNode', { nodeId });
  await perform(service, 'provideNode', { nodeId });
  const { job } = await accepted(service, 'deployNode', { nodeId, instanceInfo: { image_source: 'test-image' } });
  if (job === null) throw new Error('deployNode gave no job.');
  await waitFor(
    () => commandsOf(dataFolder, nodeId).some(({ op }) => op === `deploy.${step}`),
    `${step} to be at work`,
  );
  return { nodeId, jobId: job.id };
}

async function lockWasBroken(service: Endpoint, nodeId: string): Promise<boolean> {
  const { events } = await ask<{ events: { nodes: readonly object[] } }>(
    service,
    'query ($filter: EventFilter) { events(filter: $filter) { nodes { id } } }',
    { filter: { nodeId, types: ['LOCK_BROKEN'] } },
  );
  return events.nodes.length > 0;
}

function isAtWork(nodeId: string, pid: number, op: string): boolean {
  return pairedCommands(commandsOf(dataFolder, nodeId)).some(
    (command) => command.pid === pid && command.op === op && command.to === null,
  );
}

async function conductorState(service: Endpoint, pid: number): Promise<string | undefined> {
  const { conductors } = await ask<{ conductors: { nodes: { pid: number; state: string }[] } }>(
    service,
    '{ conductors { nodes { pid state } } }',
  );
  return conductors.nodes.find((conductor) => conductor.pid === pid)?.state; // newest first
}

const livingConductors = async (service: Endpoint, pid: number): Promise<boolean> =>
  (await conductorState(service, pid)) === 'ALIVE';

function readPid(path: string): number | null {
  try {
    return Number(readFileSync(path, 'utf8')) || null;
  } catch {
    return null; // not there yet
  }
}
