/** What it costs to enroll a machine: a node and a port, one request each. */
import { openBareCommits } from '../support/bare-commits.ts';
import { between, readCounters, withConnection } from '../support/database.ts';
import { median, type Measure } from '../support/figures.ts';
import { startMeter, startService, type Service } from '../support/service.ts';

const CLIENTS = 8;
const ROUNDS = 3;
const PAIRS = 300;
const WARM_UP = 150;

interface Round {
  readonly perSecond: number;
  readonly service: number;
  readonly database: number;
  readonly statements: number;
  /** CPU of one bare commit, measured right before and after. */
  readonly bare: number;
}

export const createNode: Measure = {
  name: 'create-node',
  what: `a node and its port, one request each, ${CLIENTS} clients`,
  async run(bench) {
    const service = await startService(bench);
    const bareCommits = await openBareCommits(bench);
    let made = 0;
    const makePairs = async (upTo: number): Promise<void> => {
      const make = async (): Promise<void> => {
        while (made < upTo) await createPair(service, (made += 1));
      };
      await Promise.all(Array.from({ length: CLIENTS }, make));
    };
    try {
      await makePairs(WARM_UP);
      return await withConnection(service.databaseUrl, async (connection) => {
        const rounds: Round[] = [];
        for (let number = 1; number <= ROUNDS; number += 1) {
          bench.say(`round ${number} of ${ROUNDS}`);
          const bareBefore = await bareCommits.measure();
          const before = await readCounters(connection);
          const meter = startMeter(service, bench);
          await makePairs(WARM_UP + number * PAIRS);
          const cpu = meter();
          const after = await readCounters(connection);
          rounds.push({
            perSecond: PAIRS / ((after.atMs - before.atMs) / 1_000),
            service: cpu.service / PAIRS,
            database: cpu.database / PAIRS,
            statements: between(before, after).statements / PAIRS,
            bare: (bareBefore + (await bareCommits.measure())) / 2,
          });
        }
        const of = (what: keyof Round): number => median(rounds.map((round) => round[what]));
        return [
          {
            what: 'CPU for node and port',
            value: median(rounds.map((round) => round.service + round.database)),
            unit: 'ms',
            target: { atMost: 6 },
            sides: {
              service: `${of('service').toFixed(2)} ms`,
              database: `${of('database').toFixed(2)} ms`,
              statements: of('statements').toFixed(1),
            },
          },
          {
            what: 'CPU for node and port, in bare commits',
            value: median(rounds.map((round) => (round.service + round.database) / round.bare)),
            unit: 'commits',
            sides: { 'a bare commit': `${of('bare').toFixed(2)} ms` },
          },
          { what: 'pairs made', value: of('perSecond'), unit: 'per s' },
        ];
      });
    } finally {
      await bareCommits.close();
      await service.stop();
    }
  },
};

async function createPair({ gql }: Service, number: number): Promise<void> {
  const { createNode: made } = await gql<{ createNode: { node: { id: string } } }>(
    `mutation ($input: CreateNodeInput!) {
       createNode(input: $input) { node { id name provisionState } cursor errors { message } } }`,
    {
      input: {
        name: `node-${number}`,
        driver: 'fake-hardware',
        resourceClass: 'baremetal',
        properties: { cpus: 64, memory_mb: 524_288, local_gb: 960 },
      },
    },
  );
  const address = `02:${(number.toString(16).padStart(10, '0').match(/../g) ?? []).join(':')}`;
  await gql(
    `mutation ($input: CreatePortInput!) { createPort(input: $input) { port { id address } errors { message } } }`,
    { input: { nodeId: made.node.id, address } },
  );
}
