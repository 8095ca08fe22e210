/** Found by `npm run chaos`: a claim whose answer was late was taken for one that was lost, and the job ran twice. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startDatabaseProxy, type DatabaseProxy } from '../chaos/proxy.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { accepted, ask, enroll, settled } from '../support/graphql-client.ts';
import { killServices, startServe, type ServeProcess } from '../support/processes.ts';
import { commandsOf } from './machine.ts';

/** Jobs that nobody runs are looked for every half period. */
const LEASE_PERIOD_MS = 300;
const LATE_BY_MS = 5 * LEASE_PERIOD_MS;
const FLAGS = { 'lease-period-ms': LEASE_PERIOD_MS, 'lease-expiry-ms': 60_000, 'safety-margin-ms': 100, 'poll-ms': 50 };

let database: TestDatabase;
let proxy: DatabaseProxy;
let folder: string;
let api: ServeProcess;
beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await startDatabaseProxy(database.url);
  folder = mkdtempSync(join(tmpdir(), 'ironql-late-claim-'));
  api = await startServe({ dataFolder: folder, databaseUrl: database.url, flags: { role: 'api' } });
  await startServe({ dataFolder: folder, databaseUrl: proxy.url, flags: { role: 'conductor', ...FLAGS } });
});
afterAll(async () => {
  await killServices();
  await proxy.close();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

it('runs a job once whose claim was committed long before its answer came', async () => {
  const { id: nodeId } = await enroll(api);
  proxy.delayAnswers(1, LATE_BY_MS);
  const { job } = await accepted(api, 'setNodePower', { nodeId, target: 'ON' });
  expect(await settled(api, job?.id ?? '')).toMatchObject({ state: 'SUCCEEDED' });
  const look = await ask<object>(api, `query ($id: ID!) { job(id: $id) { attempt } }`, { id: job?.id });
  expect(look).toEqual({ job: { attempt: 1 } });
  const sent = commandsOf(folder, nodeId).filter(({ op, phase }) => op === 'power.set' && phase === 'start');
  expect(sent.map(({ authority }) => authority)).toEqual([`${job?.id}/1/1`]);
});
