/** A page of 100 nodes with their ports and VIFs, out of 10,000: against the same answer by bare mysql2. */
import { isDeepStrictEqual } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { between, readCounters, withConnection } from '../support/database.ts';
import { median, percentile, type Bench, type Figure, type Measure } from '../support/figures.ts';
import { insertFleet } from '../support/fleet.ts';
import { runLoad } from '../support/http-load.ts';
import { cpuMs, startProgram } from '../support/processes.ts';
import { startService } from '../support/service.ts';

const NODES = 10_000;
const ROUNDS = 10;
const WARM_UP_MS = 3_000;
const ROUND_MS = 2_000;
const CLIENTS = [1, 16] as const;

const QUERY = `query Nodes($first: Int) { nodes(first: $first) { nodes {
  id name provisionState powerState maintenance resourceClass
  ports { nodes { id address pxeEnabled } }
  vifAttachments { nodes { id vifId state } }
} } }`;
const BODY = JSON.stringify({ query: QUERY, variables: { first: 100 } });

interface Side {
  readonly name: 'ironql' | 'bare';
  readonly url: string;
  readonly pid: number;
}

interface Round {
  readonly perSecond: number;
  readonly cpuMsPerRequest: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export const listNodes: Measure = {
  name: 'list-nodes',
  what: `a page of 100 nodes with ports and VIFs, of ${NODES} nodes`,
  async run(bench) {
    const service = await startService(bench);
    try {
      await insertFleet(service, NODES);
      const bareProgram = await startProgram({
        args: [fileURLToPath(new URL('../bare/list-nodes.mjs', import.meta.url))],
        env: { DATABASE_URL: service.databaseUrl },
        ready: /listening on (http\S+)/,
        profileFolder: bench.profileFolder,
      });
      try {
        const ironql: Side = { name: 'ironql', url: `${service.url}/graphql`, pid: service.pid };
        const bare: Side = { name: 'bare', url: `${bareProgram.url}/`, pid: bareProgram.pid };
        await assertSameAnswer(ironql, bare);
        for (const { url } of [ironql, bare]) await runLoad({ url, body: BODY, clients: 16, ms: WARM_UP_MS });
        const statements = await statementsPerRequest(service.databaseUrl, ironql.url);
        return [
          { what: 'SQL statements per request', value: statements, unit: '', target: { atMost: 3 } },
          ...(await compare(bench, ironql, bare)),
        ];
      } finally {
        await bareProgram.stop();
      }
    } finally {
      await service.stop();
    }
  },
};

async function assertSameAnswer(ironql: Side, bare: Side): Promise<void> {
  const [ours, theirs] = await Promise.all([ironql, bare].map(({ url }) => ask(url)));
  if (isDeepStrictEqual(ours, theirs) && JSON.stringify(ours).includes('ATTACHED')) return;
  throw new Error(`The two sides do not answer the same:\n${show(ours)}\n${show(theirs)}`);
}

const show = (answer: unknown): string => JSON.stringify(answer).slice(0, 500);

async function ask(url: string): Promise<unknown> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: BODY });
  return response.json();
}

async function statementsPerRequest(databaseUrl: string, url: string): Promise<number> {
  return withConnection(databaseUrl, async (connection) => {
    const idleFrom = await readCounters(connection);
    await sleep(2_000);
    const from = await readCounters(connection);
    const idle = { statementsPerMs: between(idleFrom, from).statements / (from.atMs - idleFrom.atMs) };
    const { requests } = await runLoad({ url, body: BODY, clients: 4, ms: 2_000 });
    const { statements } = between(from, await readCounters(connection), idle);
    // What an idle service asks by itself is known to a few statements in a thousand requests: no finer than this.
    return Math.round((statements / requests) * 10) / 10;
  });
}

/**
 * Sides take turns, and each round of one is compared with the round of the other right beside it: what else the
 * machine does changes from minute to minute, and would else be taken for a difference between them.
 */
async function compare(bench: Bench, ironql: Side, bare: Side): Promise<Figure[]> {
  const pairs = new Map<number, Pair[]>(CLIENTS.map((clients) => [clients, []]));
  for (let number = 1; number <= ROUNDS; number += 1) {
    for (const clients of CLIENTS) {
      bench.say(`round ${number} of ${ROUNDS}, ${clients === 1 ? '1 client' : `${clients} clients`}`);
      pairs.get(clients)?.push(await runPair(ironql, bare, clients, number % 2 === 0));
    }
  }
  return [...pairs].flatMap(([clients, rounds]) => figuresOf(clients, rounds));
}

interface Pair {
  readonly ironql: Round;
  readonly bare: Round;
}

async function runPair(ironql: Side, bare: Side, clients: number, isOursFirst: boolean): Promise<Pair> {
  if (isOursFirst) return { ironql: await runRound(ironql, clients), bare: await runRound(bare, clients) };
  const bareRound = await runRound(bare, clients);
  return { ironql: await runRound(ironql, clients), bare: bareRound };
}

function figuresOf(clients: number, rounds: readonly Pair[]): Figure[] {
  const ratios = (what: keyof Round): number[] => rounds.map(({ ironql, bare }) => ironql[what] / bare[what]);
  const of = (side: keyof Pair, what: keyof Round, digits: number, unit: string): string =>
    `${median(rounds.map((round) => round[side][what])).toFixed(digits)} ${unit}`;
  const spread = (what: keyof Round): string =>
    `${percentile(ratios(what), 0.25).toFixed(2)} to ${percentile(ratios(what), 0.75).toFixed(2)} ×`;
  const by = clients === 1 ? '1 client' : `${clients} clients`;
  return [
    {
      what: `throughput of bare, ${by}`,
      value: median(ratios('perSecond')),
      unit: '×',
      sides: {
        ironql: of('ironql', 'perSecond', 0, 'req/s'),
        bare: of('bare', 'perSecond', 0, 'req/s'),
        'half of the rounds': spread('perSecond'),
      },
      ...(clients === 16 ? { target: { atLeast: 0.8 } } : {}),
    },
    {
      what: `CPU per request of bare, ${by}`,
      value: median(ratios('cpuMsPerRequest')),
      unit: '×',
      sides: {
        ironql: of('ironql', 'cpuMsPerRequest', 2, 'ms'),
        bare: of('bare', 'cpuMsPerRequest', 2, 'ms'),
        'half of the rounds': spread('cpuMsPerRequest'),
      },
      ...(clients === 16 ? { target: { atMost: 1.3 } } : {}),
    },
    {
      what: `latency p50, ${by}`,
      value: median(rounds.map(({ ironql }) => ironql.p50Ms)),
      unit: 'ms',
      sides: { bare: of('bare', 'p50Ms', 1, 'ms'), 'ironql p99': of('ironql', 'p99Ms', 1, 'ms') },
    },
  ];
}

async function runRound({ url, pid }: Side, clients: number): Promise<Round> {
  const cpuBefore = cpuMs(pid);
  const { requests, perSecond, latenciesMs } = await runLoad({ url, body: BODY, clients, ms: ROUND_MS });
  return {
    perSecond,
    cpuMsPerRequest: (cpuMs(pid) - cpuBefore) / requests,
    p50Ms: percentile(latenciesMs, 0.5),
    p99Ms: percentile(latenciesMs, 0.99),
  };
}
