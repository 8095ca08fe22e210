/**
 * Things happen, by all ways there are: mutations at any process, jobs of simulated machines, and transactions that are
 * committed late or rolled back, so that numbers of events are not in the order in which they become visible.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import type { Random } from '../random.ts';
import { ask } from './ask.ts';
import { PLACES, type KnownNode } from './wishes.ts';

export interface MadeJob {
  readonly id: string;
  readonly cursor: string;
}

export interface MadeGroup extends MadeJob {
  readonly jobIds: readonly string[];
}

export interface StreamLoad {
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

export interface LoadOptions {
  readonly urls: readonly string[];
  readonly databaseUrl: string;
  readonly nodes: readonly KnownNode[];
  readonly random: (part: string) => Random;
  readonly onJob: (job: MadeJob) => void;
  readonly onGroup: (group: MadeGroup) => void;
}

const MUTATORS = 4;
/** Nodes go from one place to the other, so that lists of a place change. */
const MOVERS = 2;
/** Nodes come and are gone soon after. */
const PASSERS = 1;
const VERBS = 2;
const SLOW_WRITERS = 4;
const PAUSE_MS = { min: 20, max: 100 };
const NODES_AT_ONCE = 3;
const VERB_PAUSE_MS = { min: 200, max: 1_000 };
const STAYS_MS = [0, 20, 500] as const;
/** Some are long: later numbers are read long before them. */
const HELD_MS = [0, 5, 30, 200, 1_500] as const;
const VERB_OF: Readonly<Record<string, string>> = {
  ENROLL: 'manageNode',
  MANAGEABLE: 'provideNode',
  AVAILABLE: 'manageNode',
};

export function startStreamLoad({ urls, databaseUrl, nodes, random, onJob, onGroup }: LoadOptions): StreamLoad {
  let isStopping = false;
  const going: Promise<void>[] = [];

  async function again(pause: { min: number; max: number }, draws: Random, work: () => Promise<void>): Promise<void> {
    while (!isStopping) {
      await work().catch(() => {}); // a process or the database is away: what was committed, the log knows
      await sleep(draws.between(pause.min, pause.max));
    }
  }
  const anyUrl = (draws: Random): string => draws.pick(urls) ?? '';
  const anyNode = (draws: Random): string => draws.pick(nodes)?.id ?? '';

  for (let number = 0; number < MUTATORS; number += 1) {
    const draws = random(`mutator ${number}`);
    going.push(
      again(PAUSE_MS, draws, async () => {
        const input = { nodeId: anyNode(draws), maintenance: draws.chance(0.5) };
        await ask(
          anyUrl(draws),
          'mutation ($input: SetNodeMaintenanceInput!) { setNodeMaintenance(input: $input) { cursor } }',
          { input },
        );
      }),
    );
  }
  const movable = nodes.filter(({ resourceClass }) => PLACES.some((place) => place === resourceClass));
  for (let number = 0; number < MOVERS; number += 1) {
    const draws = random(`mover ${number}`);
    going.push(
      again(PAUSE_MS, draws, async () => {
        const input = { nodeId: draws.pick(movable)?.id ?? '', resourceClass: draws.pick(PLACES) };
        await ask(anyUrl(draws), 'mutation ($input: UpdateNodeInput!) { updateNode(input: $input) { cursor } }', {
          input,
        });
      }),
    );
  }
  for (let number = 0; number < PASSERS; number += 1) {
    const draws = random(`passer ${number}`);
    let count = 0;
    going.push(
      again(VERB_PAUSE_MS, draws, async () => {
        count += 1;
        const input = {
          name: `passing-${number}-${count}`,
          driver: 'fake-hardware',
          resourceClass: draws.pick(PLACES),
        };
        const { createNode } = await ask<{ createNode: { node: { id: string } } }>(
          anyUrl(draws),
          'mutation ($input: CreateNodeInput!) { createNode(input: $input) { node { id } } }',
          { input },
        );
        await sleep(draws.pick(STAYS_MS));
        await ask(anyUrl(draws), 'mutation ($input: DeleteNodeInput!) { deleteNode(input: $input) { cursor } }', {
          input: { nodeId: createNode.node.id },
        });
      }),
    );
  }
  for (let number = 0; number < VERBS; number += 1) {
    const draws = random(`verbs ${number}`);
    going.push(
      again(VERB_PAUSE_MS, draws, async () => {
        const url = anyUrl(draws);
        const nodeId = anyNode(draws);
        const { node } = await ask<{ node: { provisionState: string } }>(
          url,
          'query ($id: ID!) { node(id: $id) { provisionState } }',
          { id: nodeId },
        );
        const verb = VERB_OF[node.provisionState];
        if (verb === undefined) return;
        const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}Input`;
        const payload = await ask<Record<string, { job: { id: string } | null; cursor: string | null }>>(
          url,
          `mutation ($input: ${type}!) { ${verb}(input: $input) { job { id } cursor } }`,
          { input: { nodeId } },
        );
        const { job = null, cursor = null } = payload[verb] ?? {};
        if (job !== null && cursor !== null) onJob({ id: job.id, cursor });
      }),
    );
  }
  const bulkDraws = random('bulk');
  going.push(
    again(VERB_PAUSE_MS, bulkDraws, async () => {
      const nodeIds = bulkDraws
        .shuffled(nodes)
        .slice(0, NODES_AT_ONCE)
        .map(({ id }) => id);
      const { manageNodes } = await ask<{ manageNodes: BulkPayload }>(
        anyUrl(bulkDraws),
        `mutation ($input: ManageNodesInput!) {
          manageNodes(input: $input) { cursor jobGroup { id items(first: 10) { nodes { job { id } } } } } }`,
        { input: { nodeIds } }, // those whose state is another one refuse
      );
      const { cursor, jobGroup } = manageNodes;
      const jobIds = jobGroup?.items.nodes.flatMap(({ job }) => job?.id ?? []) ?? [];
      if (jobGroup !== null && cursor !== null && jobIds.length > 0) onGroup({ id: jobGroup.id, cursor, jobIds });
    }),
  );
  for (let number = 0; number < SLOW_WRITERS; number += 1) {
    const draws = random(`writer ${number}`);
    going.push(again(PAUSE_MS, draws, () => writeSlowly(databaseUrl, anyNode(draws), draws, () => isStopping)));
  }
  return {
    async stop() {
      isStopping = true;
      await Promise.all(going);
    },
  };
}

interface BulkPayload {
  readonly cursor: string | null;
  readonly jobGroup: {
    readonly id: string;
    readonly items: { readonly nodes: readonly { readonly job: { readonly id: string } | null }[] };
  } | null;
}

/** As every change of a node is made, by its lock row and with the event at the end; but then it takes its time. */
async function writeSlowly(
  databaseUrl: string,
  nodeId: string,
  draws: Random,
  isStopping: () => boolean,
): Promise<void> {
  const connection = await createConnection({ uri: databaseUrl });
  connection.on('error', () => {}); // the server may be killed; the query says so as well
  try {
    await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
    for (let count = 0; count < 10 && !isStopping(); count += 1) {
      await connection.query('START TRANSACTION');
      const [rows] = await connection.query<RowDataPacket[]>(
        'SELECT event_sequence AS sequence FROM node_locks WHERE node_id = ? FOR UPDATE',
        [nodeId],
      );
      const sequence = Number(rows[0]?.['sequence']) + 1;
      await connection.query('UPDATE node_locks SET event_sequence = ? WHERE node_id = ?', [sequence, nodeId]);
      await connection.query(
        `INSERT INTO events (type, node_id, node_sequence, job_id, actor, changes, stamp, created_at)
         VALUES ('NODE_UPDATED', ?, ?, NULL, 'slow writer', '{"list":[]}', ?, UTC_TIMESTAMP(6))`,
        [nodeId, sequence, draws.between(1, 2 ** 31)],
      );
      await sleep(draws.pick(HELD_MS));
      await connection.query(draws.chance(0.15) ? 'ROLLBACK' : 'COMMIT');
    }
  } finally {
    connection.destroy();
  }
}
