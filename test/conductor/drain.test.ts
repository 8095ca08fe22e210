/** P11 on request: a conductor is asked to end, by the API or on the command line, and its work goes on elsewhere. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { accepted, ask, enroll, perform, settled, type Endpoint } from '../support/graphql-client.ts';
import { killServices, startServe, type ServeProcess } from '../support/processes.ts';
import { waitFor } from '../support/wait.ts';
import { commandsOf, overlaps, pairedCommands } from './machine.ts';

const MAIN = join(import.meta.dirname, '../../dist/main.js');
const FLAGS = { 'poll-ms': 50, 'drain-ms': 300 };

let database: TestDatabase;
let dataFolder: string;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'ironql-drain-'));
});
afterEach(async () => {
  await killServices();
  rmSync(dataFolder, { recursive: true, force: true });
});

const serve = (flags: Readonly<Record<string, string | number>> = {}): Promise<ServeProcess> =>
  startServe({ dataFolder, databaseUrl: database.url, flags: { ...FLAGS, ...flags } });

/** `ironql drain`, to its end. */
function drainCommand(...args: string[]): { readonly code: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [MAIN, 'drain', '--data-folder', dataFolder, ...args],
    {
      env: { PATH: process.env['PATH'], DATABASE_URL: database.url },
      encoding: 'utf8',
      timeout: 25_000,
    },
  );
  return { code: status, output: stdout + stderr };
}

interface ConductorNow {
  readonly id: string;
  readonly pid: number;
  readonly state: string;
}

async function conductorOf(service: Endpoint, pid: number): Promise<ConductorNow> {
  const { conductors } = await ask<{ conductors: { nodes: ConductorNow[] } }>(
    service,
    '{ conductors(first: 100) { nodes { id pid state } } }',
  );
  const found = conductors.nodes.find((conductor) => conductor.pid === pid);
  if (found === undefined) throw new Error(`No conductor of process ${pid} is known.`);
  return found;
}

const DRAIN = `mutation ($input: DrainConductorInput!) { drainConductor(input: $input) {
  conductor { id drainRequestedAt } replayed errors { code path message } } }`;
interface Drained {
  readonly drainConductor: {
    readonly conductor: { readonly id: string; readonly drainRequestedAt: string | null } | null;
    readonly replayed: boolean;
    readonly errors: readonly object[];
  };
}

async function hangingDeployment(service: Endpoint): Promise<{ nodeId: string; jobId: string }> {
  const { id: nodeId } = await enroll(service, { driverInfo: { fake_hangs: { 'deploy.write_image': 1 } } });
  await perform(service, 'manageNode', { nodeId });
  await perform(service, 'provideNode', { nodeId });
  const { job } = await accepted(service, 'deployNode', { nodeId });
  await waitFor(
    () => commandsOf(dataFolder, nodeId).some(({ op }) => op === 'deploy.write_image'),
    'write_image to be at work',
  );
  return { nodeId, jobId: job?.id ?? '' };
}

describe('a conductor that is drained through the API', () => {
  it('hands over a long step and ends its process; the other one goes on at once', async () => {
    const first = await serve();
    const { nodeId, jobId } = await hangingDeployment(first);
    const second = await serve({ role: 'conductor' });
    const { id: conductorId } = await conductorOf(first, first.pid);

    const input = { conductorId, idempotencyKey: 'drain-once' };
    const { drainConductor } = await ask<Drained>(first, DRAIN, { input });
    expect(drainConductor).toMatchObject({
      conductor: { id: conductorId, drainRequestedAt: expect.stringMatching(/Z$/) },
      replayed: false,
      errors: [],
    });
    expect((await ask<Drained>(first, DRAIN, { input })).drainConductor).toMatchObject({ replayed: true, errors: [] });

    expect(await settled(first, jobId)).toMatchObject({ state: 'SUCCEEDED' }); // the API of the first goes on
    expect(await conductorOf(first, first.pid)).toMatchObject({ state: 'STOPPED' });
    expect(commandsOf(dataFolder, nodeId).at(-1)?.pid).toBe(second.pid);
    expect(overlaps(pairedCommands(commandsOf(dataFolder, nodeId)))).toEqual([]);
    expect((await ask<Drained>(first, DRAIN, { input: { conductorId } })).drainConductor).toMatchObject({
      conductor: null,
      errors: [{ code: 'NOT_ALLOWED_NOW' }],
    });

    // A process that is nothing but a conductor has nothing left to do.
    const { id: other } = await conductorOf(first, second.pid);
    await ask<Drained>(first, DRAIN, { input: { conductorId: other } });
    expect(await second.ended).toEqual({ code: 0, signal: null });
  });

  it('must be one', async () => {
    const service = await serve();
    const unknown = '019aa4c1-5a10-7c3e-9f52-2b6c0d3e4f50';
    const answers = [unknown, 'rack-1'].map(async (conductorId) => {
      return (await ask<Drained>(service, DRAIN, { input: { conductorId } })).drainConductor.errors;
    });
    expect(await Promise.all(answers)).toMatchObject([
      [{ code: 'NOT_FOUND', path: ['input', 'conductorId'] }],
      [{ code: 'INVALID_INPUT', path: ['input', 'conductorId'] }],
    ]);
  });
});

describe('ironql drain', () => {
  it('waits until the conductors of the machine have handed over their work, and says how far they are', async () => {
    const api = await serve({ role: 'api' });
    const conductor = await serve({ role: 'conductor' });
    const { jobId } = await hangingDeployment(api);
    const { code, output } = drainCommand();
    expect({ code, output }).toMatchObject({
      code: 0,
      output: expect.stringMatching(/has \d+ jobs at work[^]*has handed over/),
    });
    expect(await conductor.ended).toEqual({ code: 0, signal: null });
    await serve({ role: 'conductor' });
    expect(await settled(api, jobId)).toMatchObject({ state: 'SUCCEEDED' });
  });

  it('says when there is none, and when what it was given is no id', () => {
    expect(drainCommand('--conductor', '019aa4c1-5a10-7c3e-9f52-2b6c0d3e4f50')).toMatchObject({
      code: 1,
      output: expect.stringContaining('No conductor 019aa4c1-5a10-7c3e-9f52-2b6c0d3e4f50 is alive.'),
    });
    expect(drainCommand('--conductor', 'rack-1')).toMatchObject({
      code: 2,
      output: expect.stringContaining('--conductor needs the id of a conductor'),
    });
  });
});
