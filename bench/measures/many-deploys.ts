/**
 * A thousand machines that are deployed at once by one conductor, each of which takes its time: the conductor must not be
 * what they wait for, and must not be deaf meanwhile.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { withConnection } from '../support/database.ts';
import { percentile, type Measure } from '../support/figures.ts';
import { startMeter, startService, type Service } from '../support/service.ts';

const MACHINES = 1_000;
/** What one deployment waits for its machine, all steps together. */
const DELAY_MS = 10_000;
const FLAGS = ['--max-jobs', '2000', '--max-concurrent-deploys', '2000', '--max-concurrent-cleans', '2000'];
const PROBE_MS = 50;

export const manyDeploys: Measure = {
  name: 'many-deploys',
  what: `${MACHINES} machines deployed at once on one conductor, each with ${DELAY_MS / 1_000} s of delays`,
  async run(bench) {
    const service = await startService(bench, FLAGS);
    try {
      return await withConnection(service.databaseUrl, async (connection) => {
        const [lone = '', ...many] = await enroll(service, MACHINES + 1);
        bench.say('bringing them to AVAILABLE');
        await group(service, connection, 'manageNodes', [lone, ...many.slice(0, 500)]);
        await group(service, connection, 'manageNodes', many.slice(500));
        await group(service, connection, 'provideNodes', [lone, ...many.slice(0, 500)]);
        await group(service, connection, 'provideNodes', many.slice(500));
        bench.say('one alone');
        const aloneMs = await group(service, connection, 'deployNodes', [lone]);
        bench.say('all at once');
        const probe = startProbe(service);
        const meter = startMeter(service, bench);
        const allMs = await group(service, connection, 'deployNodes', many);
        const cpu = meter();
        const latencies = await probe.stop();
        return [
          {
            what: 'all of them, in delays of one',
            value: allMs / DELAY_MS,
            unit: '×',
            target: { atMost: 1.5 },
            sides: {
              all: `${(allMs / 1_000).toFixed(1)} s`,
              'one alone': `${(aloneMs / 1_000).toFixed(1)} s`,
              CPU: `${((cpu.service / allMs) * 100).toFixed(0)} % of a core, database ${((cpu.database / allMs) * 100).toFixed(0)} %`,
            },
          },
          {
            what: 'a trivial query meanwhile, p99',
            value: percentile(latencies, 0.99),
            unit: 'ms',
            target: { atMost: 50 },
            sides: { p50: `${percentile(latencies, 0.5).toFixed(1)} ms`, queries: String(latencies.length) },
          },
        ];
      });
    } finally {
      await service.stop();
    }
  },
};

async function enroll({ gql }: Service, count: number): Promise<string[]> {
  const driverInfo = { fake_delays: { 'deploy.write_image': DELAY_MS } };
  const ids: string[] = [];
  const enrollSome = async (): Promise<void> => {
    while (ids.length < count) {
      const { createNode } = await gql<{ createNode: { node: { id: string } } }>(
        `mutation ($input: CreateNodeInput!) { createNode(input: $input) { node { id } errors { message } } }`,
        { input: { driver: 'fake-hardware', automatedClean: false, driverInfo } },
      );
      ids.push(createNode.node.id);
    }
  };
  await Promise.all(Array.from({ length: 8 }, enrollSome));
  return ids.slice(0, count);
}

/** Asks it of all of them in one call, and answers how long it takes until the last one is done. */
async function group(
  { gql }: Service,
  connection: Connection,
  mutation: string,
  nodeIds: readonly string[],
): Promise<number> {
  const begun = performance.now();
  await gql(`mutation ($nodeIds: [ID!]!) { ${mutation}(input: { nodeIds: $nodeIds }) { errors { message } } }`, {
    nodeIds,
  });
  for (;;) {
    const [rows] = await connection.query<RowDataPacket[]>(
      `SELECT COUNT(*) AS unsettled FROM jobs WHERE state IN ('QUEUED', 'RUNNING', 'WAITING')`,
    );
    if (Number(rows[0]?.['unsettled']) === 0) return performance.now() - begun;
    await sleep(PROBE_MS);
  }
}

/** How long a query takes that needs nothing but the event loop. */
function startProbe({ gql }: Service): { stop(): Promise<readonly number[]> } {
  const latencies: number[] = [];
  let isStopped = false;
  const probing = (async () => {
    while (!isStopped) {
      const asked = performance.now();
      await gql('{ viewer { actor } }');
      latencies.push(performance.now() - asked);
      await sleep(PROBE_MS);
    }
  })();
  return {
    async stop() {
      isStopped = true;
      await probing;
      return latencies;
    },
  };
}
