/**
 * How fast agents are answered that call: 1,000 of them, 50 calls a second, each recorded in a durable transaction of its node. No
 * job waits for them: what a call then wakes is the conductor's work and is measured with whole deployments.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { RowDataPacket } from 'mysql2/promise';
import { openBareCommits } from '../support/bare-commits.ts';
import { insertMany, withConnection } from '../support/database.ts';
import { percentile, type Measure } from '../support/figures.ts';
import { insertFleet } from '../support/fleet.ts';
import { startMeter, startService, type Service } from '../support/service.ts';

const AGENTS = 1_000;
const PER_SECOND = 50;

export const agentHeartbeats: Measure = {
  name: 'agent-heartbeats',
  what: `${AGENTS} heartbeats of as many agents, ${PER_SECOND} a second`,
  async run(bench) {
    const service = await startService(bench);
    const bareCommits = await openBareCommits(bench);
    try {
      await insertFleet(service, AGENTS);
      const nodeIds = await expectAgents(service);
      bench.say(`${AGENTS} first calls`);
      const firstMs = await callSteadily(service, nodeIds);
      bench.say(`${AGENTS} heartbeats`);
      const bareBefore = await bareCommits.measure();
      const meter = startMeter(service, bench);
      const begun = performance.now();
      const answersMs = await callSteadily(service, nodeIds);
      const tookMs = performance.now() - begun;
      const cpu = meter();
      const bare = (bareBefore + (await bareCommits.measure())) / 2;
      const first = (share: number): Record<string, string> => ({
        'first calls': `${percentile(firstMs, share).toFixed(1)} ms`,
      });
      return [
        { what: 'answered p50', value: percentile(answersMs, 0.5), unit: 'ms', sides: first(0.5) },
        {
          what: 'answered p99',
          value: percentile(answersMs, 0.99),
          unit: 'ms',
          target: { atMost: 100 },
          sides: first(0.99),
        },
        {
          what: 'CPU of one core',
          value: (cpu.service / tookMs) * 100,
          unit: '%',
          target: { atMost: 60 },
          sides: {
            'per heartbeat': `service ${(cpu.service / AGENTS).toFixed(2)} ms, database ${(cpu.database / AGENTS).toFixed(2)} ms`,
          },
        },
        {
          what: 'CPU per heartbeat, in bare commits',
          value: (cpu.service + cpu.database) / AGENTS / bare,
          unit: 'commits',
          sides: { 'a bare commit': `${bare.toFixed(2)} ms` },
        },
      ];
    } finally {
      await bareCommits.close();
      await service.stop();
    }
  },
};

const tokenOf = (nodeId: string): string => `token-of-${nodeId}`;

/** All nodes are in the middle of a deployment, and their agents have looked up their tokens. */
async function expectAgents({ databaseUrl }: Service): Promise<string[]> {
  return withConnection(databaseUrl, async (connection) => {
    await connection.query(`UPDATE nodes SET provision_state = 'DEPLOY_WAIT', target_provision_state = 'ACTIVE'`);
    const [rows] = await connection.query<RowDataPacket[]>('SELECT id FROM nodes');
    const ids = rows.map((row) => row['id'] as string); // as the query names it
    await insertMany(
      connection,
      'agents',
      'node_id, token, has_called',
      ids.map((id) => [id, tokenOf(id), 0]),
    );
    return ids;
  });
}

/** One every 20 ms, whether or not the one before was answered. Resolves to how long each answer took. */
async function callSteadily({ url }: Service, nodeIds: readonly string[]): Promise<number[]> {
  const begun = performance.now();
  const answers: Promise<number>[] = [];
  for (const [index, nodeId] of nodeIds.entries()) {
    await sleep(Math.max(0, begun + (index * 1_000) / PER_SECOND - performance.now()));
    answers.push(call(url, nodeId));
  }
  return Promise.all(answers);
}

async function call(url: string, nodeId: string): Promise<number> {
  const sentAt = performance.now();
  const response = await fetch(`${url}/v1/heartbeat/${nodeId}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-openstack-ironic-api-version': '1.68' },
    body: JSON.stringify({
      callback_url: 'https://127.0.0.1:9999',
      agent_token: tokenOf(nodeId),
      agent_version: '11.4.0',
    }),
  });
  await response.arrayBuffer();
  if (response.status !== 202) throw new Error(`A heartbeat was answered ${response.status}.`);
  return performance.now() - sentAt;
}
