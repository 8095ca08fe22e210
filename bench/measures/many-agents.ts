/**
 * A thousand machines deployed at once by the agents in their ramdisks: each boots what the service gives it over HTTP, looks
 * itself up, is spoken with over TLS, and writes an image. The agents live in this process, beside the service that is measured.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { REFERENCE_TIMING, type HeartbeatRecord } from '../../test/support/agent/agent.ts';
import { startAgentFleet, type FleetMachine } from '../../test/support/agent-fleet.ts';
import { aDiskImage } from '../../test/support/ramdisk.ts';
import { withConnection } from '../support/database.ts';
import { percentile, type Measure } from '../support/figures.ts';
import { startMeter, startService, type Service } from '../support/service.ts';

const MACHINES = 1_000;
/** A server's memory test and its cards; a disk's time for an image of some gigabytes. Real ones take longer. */
const FIRMWARE_MS = 100_000;
const WRITING_MS = 150_000;
/** What a heartbeat may take; one of the service's own buckets. */
const ANSWER_SECONDS = '0.1';
const POLL_MS = 250;

export const manyAgents: Measure = {
  name: 'many-agents',
  what: `${MACHINES} machines deployed at once by agents, each with ${(FIRMWARE_MS + WRITING_MS) / 1_000} s of its own`,
  async run(bench) {
    const dataFolder = mkdtempSync(join(bench.folder, 'agents-'));
    const limits = ['--max-jobs', '2000', '--max-concurrent-deploys', '2000'];
    const flags = ['--data-folder', dataFolder, '--egress-allow', '127.0.0.0/8', ...limits];
    const service = await startService(bench, flags);
    const image = await aDiskImage();
    const origin = await serve(image);
    const fleet = startAgentFleet({
      stateDir: join(dataFolder, 'fake-machines'),
      serviceUrl: service.url,
      timing: REFERENCE_TIMING,
      isCertificateShared: true,
      firmwareMs: FIRMWARE_MS,
    });
    try {
      return await withConnection(service.databaseUrl, async (connection) => {
        const macs = Array.from({ length: MACHINES + 1 }, (_, index) => macOf(index));
        const ids = await enroll(service, macs, origin.url);
        const heartbeats: HeartbeatRecord[] = [];
        const machines = ids.map((nodeId, index) =>
          fleet.add({
            nodeId,
            macs: [macs[index] ?? ''],
            keptBytes: 2 ** 20, // a thousand disks
            faults: { slowSteps: { write_image: WRITING_MS } },
          }),
        );
        bench.say('bringing them to AVAILABLE');
        for (const mutation of ['manageNodes', 'provideNodes']) {
          for (let at = 0; at < ids.length; at += 500) {
            await group(service, connection, mutation, { nodeIds: ids.slice(at, at + 500) });
          }
        }
        const instanceInfo = {
          image_source: `${origin.url}/image.img`,
          image_os_hash_algo: 'sha256',
          image_os_hash_value: createHash('sha256').update(image).digest('hex'),
          image_disk_format: 'raw',
        };
        const [lone = '', ...many] = ids;
        bench.say('one alone');
        const [aloneMs = NaN] = await deploy(service, connection, [lone], instanceInfo, []);
        bench.say('all at once');
        const inTimeBefore = await inTime(service);
        const meter = startMeter(service, bench);
        const begun = performance.now();
        const tookMs = await deploy(service, connection, many, instanceInfo, watching(machines, heartbeats));
        const allMs = performance.now() - begun;
        const cpu = meter();
        const answered = inTimeSince(inTimeBefore, await inTime(service));
        const answersMs = heartbeats.map(({ ms }) => ms);
        const slowest = Math.max(...tookMs);
        return [
          {
            what: 'the slowest, in times of one alone',
            value: slowest / aloneMs,
            unit: '×',
            target: { atMost: 1.3 },
            sides: {
              slowest: `${(slowest / 1_000).toFixed(1)} s`,
              median: `${(percentile(tookMs, 0.5) / 1_000).toFixed(1)} s`,
              'one alone': `${(aloneMs / 1_000).toFixed(1)} s`,
              deployed: `${tookMs.length} of ${many.length}`,
            },
          },
          {
            what: 'heartbeats answered, p99, as the agents see it',
            value: percentile(answersMs, 0.99),
            unit: 'ms',
            target: { atMost: 100 },
            sides: {
              p50: `${percentile(answersMs, 0.5).toFixed(1)} ms`,
              heartbeats: String(answersMs.length),
              'not answered 202': String(heartbeats.filter(({ status }) => status !== 202).length),
              [`answered by the service within ${ANSWER_SECONDS} s`]: `${(answered * 100).toFixed(1)} %`,
            },
          },
          {
            what: 'CPU of the service, of one core',
            value: (cpu.service / allMs) * 100,
            unit: '%',
            target: { atMost: 60 },
            sides: { database: `${((cpu.database / allMs) * 100).toFixed(0)} %` },
          },
        ];
      });
    } finally {
      fleet.stop();
      origin.server.close();
      await service.stop();
    }
  },
};

interface InTime {
  readonly fast: number;
  readonly all: number;
}

/** By the service's own metrics: what the agents, all in this one process, see is theirs as well. */
async function inTime({ url }: Service): Promise<InTime> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const figure = (pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? 0);
  const name = 'ironql_agent_request_duration_seconds';
  return {
    fast: figure(new RegExp(`^${name}_bucket\\{le="${ANSWER_SECONDS}",route="heartbeat"\\} (\\d+)`, 'm')),
    all: figure(new RegExp(`^${name}_count\\{route="heartbeat"\\} (\\d+)`, 'm')),
  };
}

const inTimeSince = (before: InTime, after: InTime): number =>
  (after.fast - before.fast) / Math.max(1, after.all - before.all);

const macOf = (index: number): string =>
  `52:54:00:01:${(index >> 8).toString(16).padStart(2, '0')}:${(index & 255).toString(16).padStart(2, '0')}`;

/** Kernel and ramdisk are read by nobody: what is booted is the simulated agent. */
async function serve(image: Buffer): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer((request, response) => {
    response.end(request.method === 'HEAD' ? undefined : request.url === '/image.img' ? image : 'not a real kernel');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return { server, url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}` };
}

async function enroll({ gql }: Service, macs: readonly string[], originUrl: string): Promise<string[]> {
  const driverInfo = { deploy_kernel: `${originUrl}/kernel`, deploy_ramdisk: `${originUrl}/ramdisk` };
  const ids: string[] = [];
  const left = macs.entries();
  const enrollSome = async (): Promise<void> => {
    for (const [index, address] of left) {
      const input = {
        driver: 'fake-hardware',
        interfaces: { boot: 'ipxe', deploy: 'direct' },
        automatedClean: false,
        driverInfo,
        ports: [{ address }],
      };
      const { createNode } = await gql<{ createNode: { node: { id: string } } }>(
        `mutation ($input: CreateNodeInput!) { createNode(input: $input) { node { id } errors { message } } }`,
        { input },
      );
      ids[index] = createNode.node.id;
    }
  };
  await Promise.all(Array.from({ length: 8 }, enrollSome));
  return ids;
}

/** Asks it of all of them in one call, and waits until the last one is done. */
async function group(
  { gql }: Service,
  connection: Connection,
  mutation: string,
  input: Readonly<Record<string, unknown>>,
  each: () => void = () => {},
): Promise<void> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  await gql(`mutation ($input: ${type}!) { ${mutation}(input: $input) { errors { message } } }`, { input });
  for (;;) {
    each();
    const [rows] = await connection.query<RowDataPacket[]>(
      `SELECT COUNT(*) AS unsettled FROM jobs WHERE state IN ('QUEUED', 'RUNNING', 'WAITING')`,
    );
    if (Number(rows[0]?.['unsettled']) === 0) return;
    await sleep(POLL_MS);
  }
}

/** How long each took, from the request to ACTIVE. @throws {Error} when one failed */
async function deploy(
  service: Service,
  connection: Connection,
  nodeIds: readonly string[],
  instanceInfo: object,
  watchers: readonly (() => void)[],
): Promise<readonly number[]> {
  await group(service, connection, 'deployNodes', { nodeIds, instanceInfo }, () => {
    for (const watch of watchers) watch();
  });
  const [jobs] = await connection.query<RowDataPacket[]>(
    `SELECT state, error, TIMESTAMPDIFF(MICROSECOND, created_at, finished_at) / 1000 AS ms FROM jobs
      WHERE type = 'node.deploy' AND node_id IN (?)`,
    [nodeIds],
  );
  const failed = jobs.filter(({ state }) => state !== 'SUCCEEDED');
  if (failed.length > 0)
    throw new Error(`${failed.length} deployments failed: ${JSON.stringify(failed[0]?.['error'])}`);
  return jobs.map(({ ms }) => Number(ms));
}

/** Keeps the heartbeats of agents that are gone with their ramdisk. */
function watching(machines: readonly FleetMachine[], into: HeartbeatRecord[]): readonly (() => void)[] {
  return machines.map((machine) => {
    let seen: readonly HeartbeatRecord[] | null = null;
    let count = 0;
    return () => {
      const now = machine.agent()?.heartbeats ?? seen;
      if (now !== seen) count = 0;
      seen = now;
      if (seen === null) return;
      into.push(...seen.slice(count));
      count = seen.length;
    };
  });
}
