/** Clients that ask for everything a node can be asked for, until they are told to stop. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProvisionState } from '../../src/domain/provision-states.ts';
import type { Asker } from './ask.ts';
import { believe, chooseBulkRequest, chooseRequest, type NodeView } from './choose-request.ts';
import { randomFor, type Random } from './random.ts';
import type { SeenEvent } from './watch.ts';

export interface Load {
  /** Told of everything that happens: what a client asks for next depends on it. */
  see(event: SeenEvent): void;
  jobsSettled(): number;
  /** Asks for nothing new, and waits until what was asked is answered. */
  stop(): Promise<void>;
}

export interface LoadOptions {
  readonly asker: Asker;
  readonly nodes: readonly NodeView[];
  readonly seed: number;
  readonly clients: number;
  /** Unsettled jobs of all nodes together: beyond this the clients wait, or the queues would only grow. */
  readonly mostJobs: number;
}

/** Of all requests. */
const BULK_SHARE = 0.06;
/** Most requests go to a few of the nodes: those get somewhere, and have queues, also on a slow machine. */
const BUSY_SHARE = 0.8;
const BUSY_NODES = 24;
const PAUSE_MS = { min: 10, max: 120 };
const SETTLED: ReadonlySet<string> = new Set(['JOB_SUCCEEDED', 'JOB_FAILED', 'JOB_CANCELLED']);

export function startLoad({ asker, nodes, seed, clients, mostJobs }: LoadOptions): Load {
  const busy = nodes.slice(0, BUSY_NODES);
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  let jobsSettled = 0;
  let isStopping = false;
  const unsettled = (): number => nodes.reduce((sum, node) => sum + node.unsettled.size, 0);

  async function client(random: Random): Promise<void> {
    while (!isStopping) {
      await sleep(random.between(PAUSE_MS.min, PAUSE_MS.max));
      const node = random.pick(random.chance(BUSY_SHARE) ? busy : nodes);
      if (node === undefined || unsettled() >= mostJobs) continue;
      const bulk = random.chance(BULK_SHARE) ? chooseBulkRequest(node, nodes, random) : null;
      const request = bulk?.request ?? chooseRequest(node, random);
      if (request === null) continue;
      const asked = bulk?.nodes ?? [node];
      const ids = asked.map(({ nodeId }) => nodeId);
      const answer = await asker.ask(request, ids, { twin: random.chance(0.05), again: random.chance(0.05) });
      if (answer === null) continue;
      for (const one of asked) believe(one, request, answer.problems.length === 0);
    }
  }
  const all = Array.from({ length: clients }, (_, index) => client(randomFor(seed, `client ${index}`)));

  return {
    jobsSettled: () => jobsSettled,
    see({ type, nodeId, jobId, changes }) {
      const node = byId.get(nodeId);
      if (node === undefined) return;
      if (jobId !== null && type === 'JOB_QUEUED') node.unsettled.add(jobId);
      if (jobId !== null && SETTLED.has(type)) {
        node.unsettled.delete(jobId);
        jobsSettled += 1;
      }
      const state = changes.find(({ field }) => field === 'provisionState')?.after ?? null;
      // The log's words are the table's.
      if (state !== null) node.state = JSON.parse(state) as ProvisionState;
      if (node.unsettled.size === 0) node.projected = node.state;
    },
    async stop() {
      isStopping = true;
      await Promise.all(all);
    },
  };
}
