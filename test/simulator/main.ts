/**
 * `npm run simulate`: simulated machines for a service that runs on this computer, deployed by agents. They boot what the
 * service serves, and live as long as this process: whoever watches can undeploy, rescue, inspect and break them.
 */
import { parseArgs } from 'node:util';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, mutate, type Endpoint } from '../support/graphql-client.ts';
import { startSimulatedFleet, type SimulatedFleet } from './simulated-fleet.ts';

const USAGE = `npm run simulate -- [options]
  --nodes N            how many machines, 1 to 1000 (default 5)
  --url URL            the service (default http://127.0.0.1:6385)
  --data-folder PATH   the service's data folder (default data)
  --boot-ms N          how long a machine takes from its power to its ramdisk (default 3000)
  --only-enroll        leave them in ENROLL; else they are cleaned and deployed

The service has to fetch kernel and image from this computer: start it with "npm start -- --egress-allow 127.0.0.0/8".`;

const PAGE = `query ($after: Cursor) { nodes(first: 100, after: $after) { nodes { id provisionState } pageInfo { hasNextPage endCursor } } }`;

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '5' },
    url: { type: 'string', default: 'http://127.0.0.1:6385' },
    'data-folder': { type: 'string', default: 'data' },
    'boot-ms': { type: 'string', default: '3000' },
    'only-enroll': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const count = Number(values.nodes);
if (values.help || !Number.isInteger(count) || count < 1 || count > 1_000) {
  console.error(USAGE);
  process.exit(values.help ? 0 : 1);
}

const service: Endpoint = { url: values.url.replace(/\/(graphql)?$/, '') };
const run = randomBytes(1).toString('hex');
const fleet = await startSimulatedFleet(service, {
  stateDir: join(values['data-folder'], 'fake-machines'),
  serviceUrl: service.url,
  firmwareMs: Number(values['boot-ms']),
  isCertificateShared: count > 50,
  addressPart: run,
});
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
try {
  const ids = await enrollAll(fleet, count);
  console.log(
    `${count} machines are enrolled: sim-${run}-1 to sim-${run}-${count}. Watch them at ${service.url}/graphiql`,
  );
  if (!values['only-enroll']) await queueAll(ids);
  await tell(ids);
} finally {
  await fleet.stop();
  console.log('\nAll machines have lost their power.');
}

async function enrollAll(into: SimulatedFleet, wanted: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let number = 1; number <= wanted; number += 1)
    ids.push((await into.enroll(`sim-${run}-${number}`, { keptBytes: 8 * 2 ** 20 })).nodeId);
  return ids;
}

async function queueAll(ids: readonly string[]): Promise<void> {
  for (const nodeId of ids)
    for (const [mutation, input] of [
      ['manageNode', {}],
      ['provideNode', {}],
      ['deployNode', { instanceInfo: fleet.instanceInfo }],
    ] as const) {
      const { errors } = await mutate(service, mutation, { nodeId, ...input });
      if (errors.length > 0)
        throw new Error(`${mutation} was refused: ${errors[0]?.message}. ${errors[0]?.remedy ?? ''}`);
    }
  console.log('For each of them three jobs are queued: manage, provide (which cleans), deploy.');
}

/** How many are in which state, whenever that changes. */
async function tell(ids: readonly string[]): Promise<void> {
  const wanted = new Set(ids);
  let last = '';
  while (!stop.signal.aborted) {
    const states = new Map<string, number>();
    let after: string | null = null;
    do {
      const { nodes }: Page = await ask<Page>(service, PAGE, { after });
      for (const { id, provisionState } of nodes.nodes)
        if (wanted.has(id)) states.set(provisionState, (states.get(provisionState) ?? 0) + 1);
      after = nodes.pageInfo.hasNextPage ? nodes.pageInfo.endCursor : null;
    } while (after !== null);
    const line = [...states].map(([state, number]) => `${number} ${state}`).join(', ');
    if (line !== last) console.log(`${new Date().toLocaleTimeString()}  ${line}`);
    last = line;
    await sleep(1_000, undefined, { signal: stop.signal }).catch(() => {}); // told to stop
  }
}

interface Page {
  readonly nodes: {
    readonly nodes: readonly { readonly id: string; readonly provisionState: string }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}
