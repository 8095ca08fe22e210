/** A database that goes away under a running service, and comes back: nothing crashes, nothing is forgotten. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../src/domain/logger.ts';
import { startPrivateServer, type PrivateServer } from '../../src/database-server/private-server.ts';
import { accepted, ask, enroll, gql, perform, settled, subscribe } from '../support/graphql-client.ts';
import { killServices, startServe, type ServeProcess } from '../support/processes.ts';
import { waitFor } from '../support/wait.ts';
import { commandsOf, overlaps, pairedCommands, readMachine } from './machine.ts';

const LEASE = { 'lease-period-ms': 300, 'lease-expiry-ms': 6_000, 'safety-margin-ms': 300, 'poll-ms': 50 };

let folder: string;
let server: PrivateServer;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ironql-lost-database-'));
  server = await startServer();
});
afterEach(async () => {
  await killServices();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const startServer = (): Promise<PrivateServer> =>
  startPrivateServer({ dataDir: join(folder, 'database'), durable: true, log: silentLogger });

/** Of one that was killed only the registration of this process is left to end. */
async function restartServer(): Promise<void> {
  await server.stop();
  server = await startServer();
}

describe('a service whose database is gone', () => {
  it('says so, outlives its own lease, and finishes its jobs when the database is back', async () => {
    const service = await startServe({ dataFolder: folder, databaseUrl: server.url, flags: LEASE });
    const { id: nodeId } = await enroll(service, { driverInfo: { fake_hangs: { 'deploy.write_image': 1 } } });
    await perform(service, 'manageNode', { nodeId });
    await perform(service, 'provideNode', { nodeId });
    const stream = subscribe<{ kind: string; type: string | null; node: { provisionState: string } | null }>(
      service,
      `subscription ($nodeId: ID!) { nodeEvents(filter: { id: { eq: $nodeId } }) { kind type node { provisionState } } }`,
      { nodeId },
    );
    await stream.until(({ kind }) => kind === 'CAUGHT_UP');
    const { job } = await accepted(service, 'deployNode', { nodeId });
    const jobId = job?.id ?? '';
    await waitFor(() => commandsOf(folder, nodeId).some(({ op }) => op === 'deploy.write_image'), 'the step to hang');
    const before = await conductorIds(service);

    process.kill(server.pid, 'SIGKILL');
    await waitFor(async () => (await readiness(service)) === 503, '/readyz to say no');
    const answer = await gql(service, '{ nodes { totalCount } }');
    expect(answer.errors.map(({ extensions }) => extensions.code)).toEqual(['SERVICE_UNAVAILABLE']);
    expect(answer.text).not.toMatch(/ECONNREFUSED|127\.0\.0\.1|mysql/i);
    const refused = await gql(service, `mutation { abortNode(input: { nodeId: "${nodeId}" }) { job { id } } }`);
    expect(refused.errors.map(({ extensions }) => extensions.code)).toEqual(['SERVICE_UNAVAILABLE']);
    await waitFor(() => service.output().includes('lease lost'), 'the lease to run out');
    expect(service.isRunning()).toBe(true);

    await restartServer();
    const backAt = performance.now();
    await waitFor(async () => (await readiness(service)) === 200, '/readyz to say yes');
    expect(await settled(service, jobId)).toMatchObject({ state: 'SUCCEEDED' });
    console.info(`database back, to ACTIVE: ${Math.round(performance.now() - backAt)} ms`);
    await stream.until(({ node }) => node?.provisionState === 'ACTIVE', 'the stream to go on');
    expect(stream.errors).toEqual([]);
    await stream.close();

    const after = await conductorIds(service);
    expect(after[0]).toMatchObject({ state: 'ALIVE' });
    expect(before).not.toContainEqual(after[0]);
    expect(overlaps(pairedCommands(commandsOf(folder, nodeId)))).toEqual([]);
  });

  it('keeps what a step found through a short outage, and does not run the step again', async () => {
    const flags = { ...LEASE, 'lease-expiry-ms': 30_000 };
    const service = await startServe({ dataFolder: folder, databaseUrl: server.url, flags });
    const { id: nodeId } = await enroll(service, { driverInfo: { fake_delays: { 'power.set': 600 } } });
    await perform(service, 'manageNode', { nodeId });
    const { job } = await accepted(service, 'setNodePower', { nodeId, target: 'ON' });
    await waitFor(() => commandsOf(folder, nodeId).some(({ op }) => op === 'power.set'), 'the command to be sent');

    process.kill(server.pid, 'SIGKILL');
    await waitFor(
      () =>
        pairedCommands(commandsOf(folder, nodeId)).some(({ op, outcome }) => op === 'power.set' && outcome === 'done'),
      'the machine to be on',
    );
    await restartServer();
    expect(await settled(service, job?.id ?? '')).toMatchObject({ state: 'SUCCEEDED' });
    const { node } = await ask<{ node: object }>(
      service,
      `query ($id: ID!) { node(id: $id) { powerState lock { epoch } } }`,
      {
        id: nodeId,
      },
    );
    expect(node).toEqual({ powerState: 'ON', lock: null });
    expect(commandsOf(folder, nodeId).filter(({ op, phase }) => op === 'power.set' && phase === 'start')).toHaveLength(
      1,
    );
  });

  it('gives back what a failed flow took, although the records cannot be read in the middle of that', async () => {
    const flags = { ...LEASE, 'lease-expiry-ms': 60_000 };
    const service = await startServe({ dataFolder: folder, databaseUrl: server.url, flags });
    const driverInfo = {
      fake_failures: { 'deploy.erase_devices_metadata': 1 },
      fake_delays: { 'deploy.tearDownCleaning': 500 },
    };
    const { id: nodeId } = await enroll(service, { driverInfo });
    await perform(service, 'manageNode', { nodeId });
    const { job } = await accepted(service, 'provideNode', { nodeId });
    const isGivingBack = (): boolean => commandsOf(folder, nodeId).some(({ op }) => op === 'deploy.tearDownCleaning');
    await waitFor(isGivingBack, 'it to give back');
    process.kill(server.pid, 'SIGKILL');
    await waitFor(
      () =>
        pairedCommands(commandsOf(folder, nodeId)).some(
          ({ op, to }) => op === 'deploy.tearDownCleaning' && to !== null,
        ),
      'the first part to be given back',
    );
    await restartServer();
    expect(await settled(service, job?.id ?? '')).toMatchObject({ state: 'FAILED' });
    expect(readMachine(folder, nodeId).networks).toEqual([]);
  });

  it('ends all the same when it is told to', async () => {
    const service = await startServe({ dataFolder: folder, databaseUrl: server.url, flags: LEASE });
    process.kill(server.pid, 'SIGKILL');
    await waitFor(async () => (await readiness(service)) === 503, '/readyz to say no');
    service.signal('SIGTERM');
    await waitFor(() => !service.isRunning(), 'the service to end');
    expect((await service.ended).signal).toBeNull();
    expect(service.output()).toContain('"msg":"stopped"');
  });
});

const readiness = async (service: ServeProcess): Promise<number> => (await fetch(`${service.url}/readyz`)).status;

async function conductorIds(service: ServeProcess): Promise<readonly { id: string; state: string }[]> {
  const { conductors } = await ask<{ conductors: { nodes: { id: string; state: string }[] } }>(
    service,
    '{ conductors { nodes { id state } } }',
  );
  return conductors.nodes;
}
