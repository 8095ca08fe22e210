/** Detaching while the node is held: from the request to the end of the job, on nodes in the middle of a cleaning. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { RowDataPacket } from 'mysql2/promise';
import { v7 as newId } from 'uuid';
import { insertMany, withConnection } from '../support/database.ts';
import { percentile, type Measure } from '../support/figures.ts';
import { startMeter, startService, type Service } from '../support/service.ts';

const NODES = 40;
const PORTS = 15;
const PER_SECOND = 50;
const WARM_UP = 100;
const DETACHES = NODES * PORTS - WARM_UP;
const ARRIVE_WITHIN_MS = 30_000;
const CLEANING_WITHIN_MS = 60_000;

export const vifDetach: Measure = {
  name: 'vif-detach',
  what: `${DETACHES} VIFs are detached, ${PER_SECOND} a second, from ${NODES} nodes whose lock a cleaning holds`,
  async run(bench) {
    const service = await startService(bench);
    try {
      const nodes = await cleaningNodes(service);
      const vifs = await insertVifs(service, nodes);
      await detachSteadily(service, vifs.slice(0, WARM_UP));
      bench.say(`${DETACHES} detaches`);
      const meter = startMeter(service, bench);
      const { totalMs, answerMs } = await detachSteadily(service, vifs.slice(WARM_UP));
      const cpu = meter();
      const held = await stillHeld(service);
      if (held !== NODES) throw new Error(`Only ${held} of ${NODES} nodes were held to the end.`);
      const sides = {
        'mutation answered p50': `${percentile(answerMs, 0.5).toFixed(1)} ms`,
        p99: `${percentile(answerMs, 0.99).toFixed(1)} ms`,
        'CPU per detach': `service ${(cpu.service / DETACHES).toFixed(1)} ms, database ${(cpu.database / DETACHES).toFixed(1)} ms`,
      };
      return [
        { what: 'accepted and completed p50', value: percentile(totalMs, 0.5), unit: 'ms', sides },
        { what: 'accepted and completed p99', value: percentile(totalMs, 0.99), unit: 'ms', target: { atMost: 50 } },
      ];
    } finally {
      await service.stop();
    }
  },
};

/** Their cleaning takes for ever: it is never done while this looks. */
async function cleaningNodes({ gql }: Service): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < NODES) {
    const ports = Array.from({ length: PORTS }, (_, port) => ({ address: addressOf(ids.length, port) }));
    const driverInfo = { fake_hangs: { 'deploy.erase_devices_metadata': 'always' } };
    const { createNode } = await gql<{ createNode: { node: { id: string } } }>(
      `mutation ($input: CreateNodeInput!) { createNode(input: $input) { node { id } errors { message } } }`,
      { input: { driver: 'fake-hardware', driverInfo, ports } },
    );
    const { id } = createNode.node;
    for (const verb of ['manageNode', 'provideNode']) {
      await gql(`mutation ($id: ID!) { ${verb}(input: { nodeId: $id }) { errors { message } } }`, { id });
    }
    ids.push(id);
  }
  const giveUpAt = performance.now() + CLEANING_WITHIN_MS;
  while ((await stillHeld({ gql })) < NODES) {
    if (performance.now() > giveUpAt) throw new Error('The nodes do not get to the middle of their cleaning.');
    await sleep(100);
  }
  return ids;
}

async function stillHeld({ gql }: Pick<Service, 'gql'>): Promise<number> {
  const { nodes } = await gql<{ nodes: { nodes: { provisionState: string; lock: { purpose: string } | null }[] } }>(
    `{ nodes(first: 100) { nodes { provisionState lock { purpose } } } }`,
  );
  return nodes.nodes.filter(({ provisionState, lock }) => provisionState === 'CLEANING' && lock !== null).length;
}

interface Vif {
  readonly nodeId: string;
  readonly vifId: string;
}

/** Straight into the database: attaching takes the lock, which the cleanings have. Nodes take turns. */
async function insertVifs({ databaseUrl, gql }: Service, nodeIds: readonly string[]): Promise<readonly Vif[]> {
  const portsOf = new Map<string, readonly string[]>();
  for (const nodeId of nodeIds) {
    const { ports } = await gql<{ ports: { nodes: { id: string }[] } }>(
      `query ($id: ID!) { ports(first: 100, filter: { nodeId: { eq: $id } }) { nodes { id } } }`,
      { id: nodeId },
    );
    portsOf.set(
      nodeId,
      ports.nodes.map(({ id }) => id),
    );
  }
  const vifs = Array.from({ length: NODES * PORTS }, (_, number) => {
    const nodeId = nodeIds[number % NODES] ?? '';
    return { nodeId, portId: portsOf.get(nodeId)?.[Math.floor(number / NODES)] ?? '', vifId: newId() };
  });
  const moment = '2026-01-01 00:00:00.000000';
  await withConnection(databaseUrl, (connection) =>
    insertMany(
      connection,
      'vif_attachments',
      'id, node_id, port_id, vif_id, purpose, state, version, created_at, updated_at',
      vifs.map(({ nodeId, portId, vifId }) => [
        ...[newId(), nodeId, portId, vifId, 'TENANT', 'ATTACHED', 1, moment, moment],
      ]),
    ),
  );
  return vifs;
}

/** One every 20 ms, whether or not the one before has ended. */
async function detachSteadily(
  service: Service,
  vifs: readonly Vif[],
): Promise<{ totalMs: number[]; answerMs: number[] }> {
  const begun = performance.now();
  const asked: Promise<{ jobId: string; sentAt: number; answerMs: number }>[] = [];
  for (const [number, { nodeId, vifId }] of vifs.entries()) {
    await sleep(Math.max(0, begun + (number * 1_000) / PER_SECOND - performance.now()));
    const sentAt = performance.timeOrigin + performance.now();
    asked.push(
      service
        .gql<{ detachVif: { job: { id: string } } }>(
          `mutation ($nodeId: ID!, $vifId: String!) {
           detachVif(input: { nodeId: $nodeId, vifId: $vifId }) { job { id } errors { message } } }`,
          { nodeId, vifId },
        )
        .then(({ detachVif }) => ({
          jobId: detachVif.job.id,
          sentAt,
          answerMs: performance.timeOrigin + performance.now() - sentAt,
        })),
    );
  }
  const answered = await Promise.all(asked);
  const endedAt = await endsOf(
    service,
    answered.map(({ jobId }) => jobId),
  );
  return {
    totalMs: answered.map(({ jobId, sentAt }) => (endedAt.get(jobId) ?? Number.NaN) - sentAt),
    answerMs: answered.map((one) => one.answerMs),
  };
}

/** Job → when the database says that it ended, in milliseconds since 1970; read afterwards, so that it costs nothing. */
async function endsOf({ databaseUrl }: Service, jobIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const giveUpAt = performance.now() + ARRIVE_WITHIN_MS;
  return withConnection(databaseUrl, async (connection) => {
    for (;;) {
      const [rows] = await connection.query<RowDataPacket[]>(
        `SELECT id, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', finished_at) AS endedAt FROM jobs
          WHERE id IN (?) AND state = 'SUCCEEDED'`,
        [jobIds],
      );
      if (rows.length === jobIds.length) {
        return new Map(rows.map((row) => [String(row['id']), Number(row['endedAt']) / 1_000]));
      }
      if (performance.now() > giveUpAt) throw new Error(`Only ${rows.length} of ${jobIds.length} detaches ended well.`);
      await sleep(100);
    }
  });
}

function addressOf(node: number, port: number): string {
  const digits = (node * PORTS + port).toString(16).padStart(10, '0');
  return `02:${(digits.match(/../g) ?? []).join(':')}`;
}
