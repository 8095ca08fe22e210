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
const ROUNDS = 5;
const WARM_UP_MS = 3_000;
const ROUND_MS = 3_000;
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
    return Math.round((statements / requests) * 100) / 100;
  });
}

/** Sides take turns, so that what else the machine does falls on both. */
async function compare(bench: Bench, ironql: Side, bare: Side): Promise<Figure[]> {
  const rounds = new Map<string, Round[]>();
  for (let number = 1; number <= ROUNDS; number += 1) {
    for (const clients of CLIENTS) {
      for (const side of number % 2 === 0 ? [ironql, bare] : [bare, ironql]) {
        bench.say(`round ${number} of ${ROUNDS}, ${clients} clients, ${side.name}`);
        const key = `${side.name} ${clients}`;
        rounds.set(key, [...(rounds.get(key) ?? []), await runRound(side, clients)]);
      }
    }
  }
  const of = (side: Side, clients: number, what: keyof Round): number =>
    median((rounds.get(`${side.name} ${clients}`) ?? []).map((round) => round[what]));
  const sides = (clients: number, what: keyof Round, unit: string, digits: number): Record<string, string> => ({
    ironql: `${of(ironql, clients, what).toFixed(digits)} ${unit}`,
    bare: `${of(bare, clients, what).toFixed(digits)} ${unit}`,
  });
  return CLIENTS.flatMap((clients): Figure[] => [
    {
      what: `throughput of bare, ${clients} ${clients === 1 ? 'client' : 'clients'}`,
      value: of(ironql, clients, 'perSecond') / of(bare, clients, 'perSecond'),
      unit: '×',
      sides: sides(clients, 'perSecond', 'req/s', 0),
      ...(clients === 16 ? { target: { atLeast: 0.8 } } : {}),
    },
    {
      what: `CPU per request of bare, ${clients} ${clients === 1 ? 'client' : 'clients'}`,
      value: of(ironql, clients, 'cpuMsPerRequest') / of(bare, clients, 'cpuMsPerRequest'),
      unit: '×',
      sides: sides(clients, 'cpuMsPerRequest', 'ms', 2),
      ...(clients === 16 ? { target: { atMost: 1.3 } } : {}),
    },
    {
      what: `latency p50, ${clients} ${clients === 1 ? 'client' : 'clients'}`,
      value: of(ironql, clients, 'p50Ms'),
      unit: 'ms',
      sides: {
        bare: `${of(bare, clients, 'p50Ms').toFixed(1)} ms`,
        'ironql p99': `${of(ironql, clients, 'p99Ms').toFixed(1)} ms`,
      },
    },
  ]);
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
