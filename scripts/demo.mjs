/**
 * `npm run demo`: takes a few simulated machines from nothing to ACTIVE against a running service, and shows how.
 *
 * Every verb is asked for at once: manage, provide and deploy of all machines are accepted within milliseconds and
 * wait in the machines' queues. All that happens then comes from one subscription, which begins at the first
 * enrolment's cursor, so it misses nothing although it is opened later; and when the connection is lost, it goes on
 * after the last event it saw.
 */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { connect } from './demo/service.mjs';
import { createScreen } from './demo/screen.mjs';
import { Failure, runScript } from './lib/terminal.mjs';

/** @typedef {import('./demo/service.mjs').Service} Service */
/** @typedef {{ id: string, name: string }} Machine */

const USAGE = `npm run demo -- [options]
  --url URL     the service's GraphQL endpoint (default http://127.0.0.1:6385/graphql)
  --nodes N     how many machines, 1 to 100 (default 4)`;

/** Many times what it takes; without a limit, a demo that hangs would say nothing. */
const LIMIT_MS = 5 * 60_000;

/** Long enough to be watched, short enough not to bore; "min,max" so that the machines do not march in step. */
const DRIVER_INFO = {
  fake_delay_ms: '100,300',
  fake_delays: {
    'power.set': '300,800',
    'deploy.write_image': '2500,5000',
    'deploy.erase_devices_metadata': '500,1500',
  },
};

const SETTLED = ['JOB_SUCCEEDED', 'JOB_FAILED', 'JOB_CANCELLED'];

await runScript(async () => {
  const { url, count } = readArguments();
  const startedAt = performance.now();
  const service = await connect(url);
  const screen = createScreen(process.stdout);
  try {
    const { machines, cursor } = await enroll(service, count);
    screen.say(`${count} simulated machines are enrolled at ${url}.`);

    const queueingAt = performance.now();
    const jobs = await queueEverything(service, machines);
    screen.say(
      `${jobs.size} jobs are queued, after ${Math.round(performance.now() - queueingAt)} ms. Nobody waits for anything:\n`,
    );

    await watch(service, machines, jobs, cursor, screen);
    screen.end();
    const states = await finalStates(service, machines);
    screen.say(`\n${resultTable(states)}\n`);
    const active = states.filter(({ provisionState }) => provisionState === 'ACTIVE').length;
    screen.say(`${active} of ${count} are ACTIVE after ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`);
    process.exitCode = active === count ? 0 : 1;
  } finally {
    screen.end();
    await service.close();
  }
});

/**
 * @param {Service} service
 * @param {number} count
 */
async function enroll(service, count) {
  const run = randomBytes(2).toString('hex');
  /** @type {Machine[]} */
  const machines = [];
  /** @type {string | null} */
  let cursor = null;
  for (let number = 1; number <= count; number += 1) {
    // 02: locally administered addresses belong to nobody's real card.
    const address = ['02', ...(randomBytes(4).toString('hex').match(/../g) ?? [])].join(':');
    const { createNode } = await service.mutate('01-enroll', {
      name: `demo-${run}-${number}`,
      firstAddress: `${address}:01`,
      secondAddress: `${address}:02`,
      driverInfo: DRIVER_INFO,
    });
    machines.push(createNode.node);
    cursor ??= createNode.cursor;
  }
  return { machines, cursor };
}

/**
 * @param {Service} service
 * @param {readonly Machine[]} machines
 * @returns {Promise<Set<string>>} the jobs
 */
async function queueEverything(service, machines) {
  const queues = machines.map(async ({ id: nodeId }) => {
    // One after the other for each machine, because their order in its queue is the order of the answers.
    const { manageNode } = await service.mutate('03-manage', { nodeId });
    const { provideNode } = await service.mutate('04-provide', { nodeId });
    const { deployNode } = await service.mutate('05-deploy', { nodeId });
    return [manageNode.job.id, provideNode.job.id, deployNode.job.id];
  });
  return new Set((await Promise.all(queues)).flat());
}

/**
 * Shows what happens until every job is settled.
 *
 * @param {Service} service
 * @param {readonly Machine[]} machines
 * @param {ReadonlySet<string>} jobs
 * @param {string | null} cursor
 * @param {import('./demo/screen.mjs').Screen} screen
 */
async function watch(service, machines, jobs, cursor, screen) {
  const open = new Set(jobs);
  const filter = { id: { in: machines.map(({ id }) => id) } };
  const onLost = () =>
    screen.say('The connection is lost; going on after the last event as soon as the service is back.');
  for await (const event of service.follow({ filter, after: cursor }, onLost, AbortSignal.timeout(LIMIT_MS))) {
    if (event.kind === 'GAP') screen.say(`Events are missing: ${event.gap?.reason}`);
    if (event.kind === 'UPDATE') screen.show(event);
    if (event.job !== null && SETTLED.includes(event.type ?? '')) open.delete(event.job.id);
    if (open.size === 0) return;
  }
  screen.say(`Gave up after ${LIMIT_MS / 60_000} minutes; ${open.size} jobs have not ended.`);
}

/**
 * @param {Service} service
 * @param {readonly Machine[]} machines
 */
async function finalStates(service, machines) {
  const answers = machines.map(({ id }) => service.query('node', { nodeId: id }));
  return (await Promise.all(answers)).map(({ node }) => node);
}

/** @param {readonly { id: string, name: string, provisionState: string, powerState: string | null, lastError: string | null }[]} nodes */
function resultTable(nodes) {
  const rows = nodes.map((node) => [
    node.name,
    node.provisionState,
    node.powerState ?? '?',
    node.id,
    node.lastError ?? '',
  ]);
  const table = [['NODE', 'STATE', 'POWER', 'ID', ''], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        url: { type: 'string', default: 'http://127.0.0.1:6385/graphql' },
        nodes: { type: 'string', default: '4' },
        help: { type: 'boolean', default: false },
      },
    });
    const count = Number(values.nodes);
    if (values.help || !Number.isInteger(count) || count < 1 || count > 100) throw new Failure(USAGE);
    return { url: new URL(values.url).href, count };
  } catch (error) {
    throw error instanceof Failure
      ? error
      : new Failure(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}
