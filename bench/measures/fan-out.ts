/**
 * One event to ten thousand subscribers of one process, and what each of them costs while nothing happens; beside it,
 * in turns, graphql-ws as it is, which executes and serialises for each of them.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { median, percentile, type Bench, type Figure, type Measure } from '../support/figures.ts';
import { collectGarbage } from '../support/heap.ts';
import { cpuMs, rssMib, startProgram, type Program } from '../support/processes.ts';
import { startService } from '../support/service.ts';
import { MANY_CONNECTIONS, startSubscriberLoad, type SubscriberLoad } from '../support/subscriber-load.ts';

const SUBSCRIBERS = 10_000;
/** Opened and gone before memory is looked at, so that what the first ones bring with them is there. */
const WARM_UP = 1_000;
const ROUNDS = 8;
const QUERY = `subscription { nodeEvents { cursor kind type at nodeId event { id nodeSequence } node { id maintenance } } }`;

interface Side {
  readonly name: string;
  readonly program: Program;
  /** Makes one event. */
  happen(): Promise<void>;
}

interface Found {
  readonly rssKib: number;
  readonly heapKib: number;
  readonly last: number[];
  readonly all: number[];
  readonly cpuUs: number[];
}

export const fanOut: Measure = {
  name: 'fan-out',
  what: `one event to ${SUBSCRIBERS} subscribers of one process`,
  async run(bench) {
    const ours = await startOurs(bench);
    const bare = await startBare(bench);
    const loads = [startSubscriberLoad(), startSubscriberLoad()] as const;
    try {
      const found = [await open(bench, ours, loads[0]), await open(bench, bare, loads[1])] as const;
      for (let round = 1; round <= ROUNDS; round += 1) {
        bench.say(`round ${round} of ${ROUNDS}`);
        await deliver(ours, loads[0], found[0]);
        await deliver(bare, loads[1], found[1]);
      }
      return figuresOf(...found);
    } finally {
      await Promise.all(loads.map((load) => load.close()));
      await ours.program.stop();
      await bare.program.stop();
    }
  },
};

async function startOurs(bench: Bench): Promise<Side> {
  const service = await startService(bench, MANY_CONNECTIONS, { inspect: true });
  const { createNode } = await service.gql<{ createNode: { node: { id: string } } }>(
    `mutation { createNode(input: { driver: "fake-hardware" }) { node { id } errors { message } } }`,
  );
  let on = false;
  return {
    name: 'ironql',
    program: service,
    async happen() {
      on = !on;
      await service.gql(
        `mutation ($nodeId: ID!, $on: Boolean!) {
           setNodeMaintenance(input: { nodeId: $nodeId, maintenance: $on }) { cursor errors { message } } }`,
        { nodeId: createNode.node.id, on },
      );
    },
  };
}

async function startBare(bench: Bench): Promise<Side> {
  const program = await startProgram({
    args: [fileURLToPath(new URL('../bare/subscriptions.mjs', import.meta.url))],
    env: {},
    ready: /listening on (http\S+)/,
    profileFolder: bench.profileFolder,
    inspect: true,
  });
  return {
    name: 'bare',
    program,
    async happen() {
      await (await fetch(program.url, { method: 'POST' })).text();
    },
  };
}

async function open(bench: Bench, { name, program }: Side, load: SubscriberLoad): Promise<Found> {
  const { url, pid, inspectorUrl } = program;
  const warmUp = startSubscriberLoad();
  await warmUp.open({ url, count: WARM_UP, payload: { query: QUERY } });
  await warmUp.close();
  await sleep(1_000); // they are seen to be gone
  const before = await memory(pid, inspectorUrl);
  const begun = performance.now();
  await load.open({ url, count: SUBSCRIBERS, payload: { query: QUERY } });
  bench.say(`${name}: ${((SUBSCRIBERS / (performance.now() - begun)) * 1_000).toFixed(0)} subscribers a second came`);
  const after = await memory(pid, inspectorUrl);
  const each = (mib: number): number => (mib * 1_024) / SUBSCRIBERS;
  return {
    rssKib: each(after.rss - before.rss),
    heapKib: each(after.heap - before.heap),
    last: [],
    all: [],
    cpuUs: [],
  };
}

async function memory(pid: number, inspectorUrl: string | null): Promise<{ rss: number; heap: number }> {
  const { usedMib } = await collectGarbage(inspectorUrl ?? '');
  return { rss: rssMib(pid), heap: usedMib };
}

async function deliver({ program, happen }: Side, load: SubscriberLoad, found: Found): Promise<void> {
  load.reset();
  const before = cpuMs(program.pid);
  await happen();
  const latencies = await load.latencies(SUBSCRIBERS);
  await sleep(200); // what follows a delivery, as the service's own garbage, is part of its cost
  found.cpuUs.push(((cpuMs(program.pid) - before) * 1_000) / SUBSCRIBERS);
  found.last.push(percentile(latencies, 1));
  found.all.push(...latencies);
}

function figuresOf(ours: Found, bare: Found): Figure[] {
  const sides = (of: (found: Found) => number, unit: string): Record<string, string> => ({
    bare: `${of(bare).toFixed(1)} ${unit}`,
  });
  return [
    {
      what: 'an event to all, p99',
      value: percentile(ours.all, 0.99),
      unit: 'ms',
      target: { atMost: 400 },
      sides: { p50: `${percentile(ours.all, 0.5).toFixed(0)} ms`, ...sides(({ all }) => percentile(all, 0.99), 'ms') },
    },
    {
      what: 'the last subscriber, p50',
      value: median(ours.last),
      unit: 'ms',
      sides: {
        worst: `${Math.max(...ours.last).toFixed(0)} ms`,
        ...sides(({ last }) => median(last), 'ms'),
      },
    },
    {
      what: 'CPU per delivery',
      value: median(ours.cpuUs),
      unit: 'µs',
      sides: {
        ...sides(({ cpuUs }) => median(cpuUs), 'µs'),
        ratio: `${(median(ours.cpuUs) / median(bare.cpuUs)).toFixed(2)} ×`,
      },
    },
    {
      what: 'memory of an idle subscription (RSS)',
      value: ours.rssKib,
      unit: 'KB',
      target: { atMost: 25 },
      sides: sides(({ rssKib }) => rssKib, 'KB'),
    },
    {
      what: 'of that in the heap',
      value: ours.heapKib,
      unit: 'KB',
      sides: sides(({ heapKib }) => heapKib, 'KB'),
    },
  ];
}
