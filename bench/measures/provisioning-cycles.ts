/**
 * Machines taken through their whole life: manage, provide, deploy and undeploy of simulated hardware that takes no
 * time, so what is measured is the engine: queue, locks, steps, events and their durable commits.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { openBareCommits } from '../support/bare-commits.ts';
import { between, readCounters, withConnection } from '../support/database.ts';
import { median, type Measure } from '../support/figures.ts';
import { startMeter, startService, type Service } from '../support/service.ts';

/** Machines at work at once. */
const CONCURRENCY = 32;
const ROUNDS = 3;
const CYCLES_PER_ROUND = 192;
const WARM_UP_CYCLES = 64;
const VERBS = ['manageNode', 'provideNode', 'deployNode', 'undeployNode'] as const;
/** Completion is read from the database, by primary key, this often: the cheapest way to look. */
const LOOK_MS = 50;

interface Round {
  readonly perSecond: number;
  readonly service: number;
  readonly database: number;
  readonly statements: number;
  readonly commits: number;
  readonly events: number;
  /** CPU of one bare commit, measured right before and after. */
  readonly bare: number;
}

export const provisioningCycles: Measure = {
  name: 'provisioning-cycles',
  what: `manage, provide, deploy, undeploy of fake hardware without delays, ${CONCURRENCY} machines at once`,
  async run(bench) {
    const service = await startService(bench);
    const bareCommits = await openBareCommits(bench);
    try {
      const count = WARM_UP_CYCLES + ROUNDS * CYCLES_PER_ROUND;
      bench.say(`enrolling ${count} machines`);
      const nodes = await enroll(service, count);
      return await withConnection(service.databaseUrl, async (connection) => {
        await cycle(service, connection, nodes.splice(0, WARM_UP_CYCLES));
        const rounds: Round[] = [];
        for (let number = 1; number <= ROUNDS; number += 1) {
          bench.say(`round ${number} of ${ROUNDS}`);
          const bareBefore = await bareCommits.measure();
          const meter = startMeter(service, bench);
          const [before, eventsBefore] = [await readCounters(connection), await lastEvent(connection)];
          await cycle(service, connection, nodes.splice(0, CYCLES_PER_ROUND));
          const [after, eventsAfter] = [await readCounters(connection), await lastEvent(connection)];
          const cpu = meter();
          const { statements, commits } = between(before, after);
          const bare = (bareBefore + (await bareCommits.measure())) / 2;
          rounds.push({
            perSecond: CYCLES_PER_ROUND / ((after.atMs - before.atMs) / 1_000),
            service: cpu.service / CYCLES_PER_ROUND,
            database: cpu.database / CYCLES_PER_ROUND,
            statements: statements / CYCLES_PER_ROUND,
            commits: commits / CYCLES_PER_ROUND,
            events: (eventsAfter - eventsBefore) / CYCLES_PER_ROUND,
            bare,
          });
        }
        const of = (what: keyof Round): number => median(rounds.map((round) => round[what]));
        return [
          {
            what: 'full cycles',
            value: of('perSecond'),
            unit: 'per s',
            target: { atLeast: 25 },
            sides: {
              statements: `${of('statements').toFixed(0)} per cycle`,
              commits: `${of('commits').toFixed(0)} per cycle`,
              events: `${of('events').toFixed(0)} per cycle`,
            },
          },
          {
            what: 'CPU per cycle',
            value: median(rounds.map((round) => round.service + round.database)),
            unit: 'ms',
            target: { atMost: 40 },
            sides: { service: `${of('service').toFixed(1)} ms`, database: `${of('database').toFixed(1)} ms` },
          },
          {
            what: 'CPU per cycle, in bare commits',
            value: median(rounds.map((round) => (round.service + round.database) / round.bare)),
            unit: 'commits',
            sides: { 'a bare commit': `${of('bare').toFixed(2)} ms` },
          },
        ];
      });
    } finally {
      await bareCommits.close();
      await service.stop();
    }
  },
};

async function enroll({ gql }: Service, count: number): Promise<string[]> {
  const ids: string[] = [];
  const enrollSome = async (): Promise<void> => {
    while (ids.length < count) {
      const { createNode } = await gql<{ createNode: { node: { id: string } } }>(
        `mutation { createNode(input: { driver: "fake-hardware" }) { node { id } errors { message } } }`,
      );
      ids.push(createNode.node.id);
    }
  };
  await Promise.all(Array.from({ length: 8 }, enrollSome));
  return ids;
}

/** Resolves when every machine has come back to AVAILABLE. */
async function cycle(service: Service, connection: Connection, nodes: string[]): Promise<void> {
  const finished = watchJobs(connection);
  const next = async (): Promise<void> => {
    for (let nodeId = nodes.shift(); nodeId !== undefined; nodeId = nodes.shift()) {
      let lastJob = '';
      // All four at once: the queue of the node keeps their order.
      for (const verb of VERBS) {
        const answer = await service.gql<Record<string, { job: { id: string } }>>(
          `mutation ($nodeId: ID!) { ${verb}(input: { nodeId: $nodeId }) { job { id } errors { message } } }`,
          { nodeId },
        );
        lastJob = answer[verb]?.job.id ?? '';
      }
      await finished.wait(lastJob);
    }
  };
  try {
    await Promise.all(Array.from({ length: CONCURRENCY }, next));
  } finally {
    await finished.stop();
  }
}

interface Watch {
  /** @throws {Error} when the job did not succeed */
  wait(jobId: string): Promise<void>;
  stop(): Promise<void>;
}

function watchJobs(connection: Connection): Watch {
  const waiting = new Map<string, { readonly done: () => void; readonly fail: (error: Error) => void }>();
  let isStopped = false;
  const looking = (async () => {
    while (!isStopped) {
      await sleep(LOOK_MS);
      if (waiting.size === 0) continue;
      const [rows] = await connection.query<RowDataPacket[]>(
        `SELECT id, state FROM jobs WHERE id IN (?) AND state IN ('SUCCEEDED', 'FAILED', 'CANCELLED')`,
        [[...waiting.keys()]],
      );
      for (const row of rows) {
        const waiter = waiting.get(String(row['id']));
        waiting.delete(String(row['id']));
        if (row['state'] === 'SUCCEEDED') waiter?.done();
        else waiter?.fail(new Error(`Job ${String(row['id'])} ended ${String(row['state'])}.`));
      }
    }
  })();
  return {
    wait: (jobId) => new Promise((done, fail) => waiting.set(jobId, { done, fail })),
    async stop() {
      isStopped = true;
      await looking;
    },
  };
}

async function lastEvent(connection: Connection): Promise<number> {
  const [rows] = await connection.query<RowDataPacket[]>('SELECT COALESCE(MAX(id), 0) AS id FROM events');
  return Number(rows[0]?.['id']);
}
