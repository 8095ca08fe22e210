/**
 * How long after a change its subscribers hear of it: a hundred changes a second, a hundred subscribers over WebSocket,
 * in a second process.
 *
 * Counted from the event's own time, which the database writes just before the commit, to the arrival of the message
 * here; so the commit itself, with its wait for the disk, is in it. Both clocks are this machine's.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { percentile, type Measure } from '../support/figures.ts';
import { startMeter, startService, type Service } from '../support/service.ts';
import { startSubscriberLoad } from '../support/subscriber-load.ts';

const PER_SECOND = 100;
const WARM_UP = 300;
const CHANGES = 1_500;
const NODES = 16;
/** The last events may still be on their way when the last answer is here. */
const ARRIVE_WITHIN_MS = 5_000;

export interface Arrival {
  readonly at: string;
  readonly arrivedMs: number;
}

const SUBSCRIBERS = 100;
const QUERY = `subscription { nodeEvents(types: [NODE_MAINTENANCE_CHANGED]) { kind type at nodeId cursor node { id maintenance } } }`;

export const eventLatency: Measure = {
  name: 'event-latency',
  what: `from the commit to ${SUBSCRIBERS} subscribers over WebSocket, ${PER_SECOND} events a second`,
  async run(bench) {
    const service = await startService(bench);
    try {
      const nodes = await enroll(service);
      const load = startSubscriberLoad();
      try {
        await load.open({ url: service.url, count: SUBSCRIBERS, payload: { query: QUERY } });
        await changeSteadily(service, nodes, WARM_UP);
        await load.latencies(WARM_UP * SUBSCRIBERS);
        load.reset();
        bench.say(`${CHANGES} changes`);
        const meter = startMeter(service, bench);
        const answersMs = await changeSteadily(service, nodes, CHANGES);
        const latencies = await load.latencies(CHANGES * SUBSCRIBERS);
        const cpu = meter();
        const sides = {
          'mutation answered p50': `${percentile(answersMs, 0.5).toFixed(1)} ms`,
          p99: `${percentile(answersMs, 0.99).toFixed(1)} ms`,
          'CPU per change': `service ${(cpu.service / CHANGES).toFixed(1)} ms, database ${(cpu.database / CHANGES).toFixed(1)} ms`,
        };
        return [
          { what: 'latency p50', value: percentile(latencies, 0.5), unit: 'ms', target: { atMost: 5 }, sides },
          { what: 'latency p99', value: percentile(latencies, 0.99), unit: 'ms', target: { atMost: 30 } },
        ];
      } finally {
        await load.close();
      }
    } finally {
      await service.stop();
    }
  },
};

export async function enroll({ gql }: Service): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < NODES) {
    const { createNode } = await gql<{ createNode: { node: { id: string } } }>(
      `mutation { createNode(input: { driver: "fake-hardware" }) { node { id } errors { message } } }`,
    );
    ids.push(createNode.node.id);
  }
  return ids;
}

/** @param onCaughtUp called when it is subscribed: what is changed before need not arrive */
export function subscribe(
  { url }: Service,
  arrivals: Arrival[],
  onCaughtUp: () => void = () => {},
): () => Promise<void> {
  const client = createClient({ url: `${url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket });
  client.subscribe<{ nodeEvents: { kind: string; type: string | null; at: string } }>(
    { query: `subscription { nodeEvents { kind type at nodeId cursor node { id maintenance } } }` },
    {
      next({ data }) {
        const arrivedMs = performance.timeOrigin + performance.now();
        if (data?.nodeEvents.kind === 'CAUGHT_UP') onCaughtUp();
        if (data?.nodeEvents.type === 'NODE_MAINTENANCE_CHANGED') arrivals.push({ at: data.nodeEvents.at, arrivedMs });
      },
      error: () => {}, // what is missing is told by waitForCount
      complete: () => {},
    },
  );
  return async () => client.dispose();
}

/** One change every 10 ms, whether or not the one before was answered. Resolves to how long each answer took. */
export async function changeSteadily(
  { gql }: Service,
  nodes: readonly string[],
  count: number,
  perSecond = PER_SECOND,
): Promise<number[]> {
  const begun = performance.now();
  const answers: Promise<number>[] = [];
  for (let number = 0; number < count; number += 1) {
    await sleep(Math.max(0, begun + (number * 1_000) / perSecond - performance.now()));
    const sentAt = performance.now();
    const variables = { nodeId: nodes[number % nodes.length], on: Math.floor(number / nodes.length) % 2 === 0 };
    answers.push(
      gql(
        `mutation ($nodeId: ID!, $on: Boolean!) {
           setNodeMaintenance(input: { nodeId: $nodeId, maintenance: $on }) { node { maintenance } errors { message } } }`,
        variables,
      ).then(() => performance.now() - sentAt),
    );
  }
  return Promise.all(answers);
}

export async function waitForCount(arrivals: readonly Arrival[], count: number): Promise<void> {
  const giveUpAt = performance.now() + ARRIVE_WITHIN_MS;
  while (arrivals.length < count) {
    if (performance.now() > giveUpAt) throw new Error(`Only ${arrivals.length} of ${count} events arrived.`);
    await sleep(10);
  }
  if (arrivals.length > count) throw new Error(`${arrivals.length} events arrived for ${count} changes.`);
}

/** Since 1970. A Date would cut the microseconds. */
export function microseconds(at: string): number {
  const [seconds = '', fraction = ''] = at.replace(' ', 'T').replace('Z', '').split('.');
  return Date.parse(`${seconds}Z`) * 1_000 + Number(fraction.padEnd(6, '0').slice(0, 6));
}
