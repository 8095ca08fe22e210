/**
 * Nodes that are led about at random: every verb that is possible, machines that fail and wait, aborts, pauses, conductors
 * that die in the middle. However it goes, it ends: nothing is at work any more, the node stands where a person knows what
 * to do next, and its log holds no move that is no edge of the table.
 *
 * Twenty seconds by default; IRONQL_WALK_SECONDS for a longer walk, IRONQL_WALK_SEED for the same one again.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PROVISION_TABLE, transitions, type ProvisionState } from '../../src/domain/provision-states.ts';
import { newMac, openRows, type TestRows } from '../support/builders.ts';
import { ask, enroll, mutate, type Variables } from '../support/graphql-client.ts';
import { leastInput } from '../support/least-input.ts';
import { SHORT_LEASE, startTestService, type TestService } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';

const SECONDS = Number(process.env['IRONQL_WALK_SECONDS'] ?? 20);
const SEED = Number(process.env['IRONQL_WALK_SEED'] ?? Date.now() % 2 ** 31);
/** Beside the walk: the last node has to come to rest. */
const REST_MS = 60_000;

/** Answers, and does no work: so a conductor can die without taking the API with it. */
let api: TestService;
let conductor: TestService;
let rows: TestRows;

const startConductor = (): Promise<TestService> =>
  startTestService({
    databaseUrl: api.databaseUrl,
    dataFolder: api.dataFolder,
    config: { ...SHORT_LEASE, role: 'conductor' },
  });

beforeAll(async () => {
  api = await startTestService({ config: { role: 'api' } });
  rows = await openRows(api.databaseUrl);
  conductor = await startConductor();
});
afterAll(async () => {
  await rows?.close();
  await conductor?.stop();
  await api?.stop();
});

/** A machine on which much goes wrong. */
const MACHINE: Variables = {
  fake_delays: { 'power.set': '0,60', 'deploy.write_image': '0,120', 'deploy.prepareCleaning': '0,60' },
  fake_failures: {
    'power.get': 0.05,
    'power.set': 0.05,
    'deploy.write_image': 0.15,
    'deploy.prepareCleaning': 0.1,
    'deploy.tearDown': 0.15,
    'rescue.rescue': 0.15,
    'inspect.inspect': 0.2,
  },
  fake_waits: { 'deploy.tear_down_agent': 80, 'rescue.rescue': 80, 'inspect.inspect': 80 },
};

/** Steps that a list may hold; the index decides. */
const LISTS: readonly Variables[] = [
  { steps: [{ step: 'reboot' }] },
  { steps: [{ step: 'hold' }, { step: 'reboot' }] },
  { steps: [{ step: 'wait', args: { seconds: 1 } }] },
];

type Move =
  | { readonly kind: 'verb'; readonly which: number; readonly list: number }
  | { readonly kind: 'abort' | 'unhold' | 'crash' | 'end-maintenance' };

const aMove: fc.Arbitrary<Move> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('verb' as const), which: fc.nat(11), list: fc.nat(2) }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom('abort' as const, 'unhold' as const, 'end-maintenance' as const) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('crash' as const) }) },
);

async function make(nodeId: string, move: Move): Promise<void> {
  switch (move.kind) {
    case 'verb': {
      const possible = (await actions(nodeId)).filter(({ mutation }) => !/abort|unhold/.test(mutation ?? ''));
      const mutation = possible[move.which % Math.max(1, possible.length)]?.mutation;
      if (mutation === null || mutation === undefined) return;
      const list = 'steps' in leastInput(mutation) ? LISTS[move.list] : {};
      await mutate(api, mutation, { ...leastInput(mutation), ...list, nodeId }); // refused is as good as accepted
      return;
    }
    case 'abort':
      await mutate(api, 'abortNode', { nodeId });
      return;
    case 'unhold':
      await mutate(api, 'unholdNode', { nodeId });
      return;
    case 'end-maintenance':
      await mutate(api, 'setNodeMaintenance', { nodeId, maintenance: false });
      return;
    case 'crash':
      await conductor.crash();
      conductor = await startConductor();
  }
}

interface Action {
  readonly mutation: string | null;
  readonly isAvailable: boolean;
}

async function actions(nodeId: string): Promise<readonly Action[]> {
  const query = 'query ($id: ID!) { node(id: $id) { availableActions { mutation isAvailable } } }';
  const { node } = await ask<{ node: { availableActions: Action[] } }>(api, query, { id: nodeId });
  return node.availableActions.filter(({ isAvailable }) => isAvailable);
}

/** Lets everything end; what pauses is told to go on. */
async function comeToRest(nodeId: string): Promise<void> {
  await waitFor(
    async () => {
      const jobs = await rows.query<{ waitFor: string | null }>(
        `SELECT wait_for AS waitFor FROM jobs WHERE node_id = ? AND state IN ('QUEUED', 'RUNNING', 'WAITING')`,
        [nodeId],
      );
      if (jobs.some(({ waitFor: signal }) => signal === 'UNHOLD')) await mutate(api, 'unholdNode', { nodeId });
      return jobs.length === 0;
    },
    'the node to come to rest',
    REST_MS,
  );
}

const EDGES = new Set(transitions().map(({ from, to }) => `${from} → ${to}`));

async function moves(nodeId: string): Promise<readonly { before: string; after: string }[]> {
  return rows.query<{ before: string; after: string }>(
    `SELECT JSON_UNQUOTE(JSON_EXTRACT(changes, '$.list[0].before')) AS \`before\`, JSON_UNQUOTE(JSON_EXTRACT(changes, '$.list[0].after')) AS \`after\`
       FROM events WHERE node_id = ? AND type = 'NODE_PROVISION_STATE_CHANGED' ORDER BY node_sequence`,
    [nodeId],
  );
}

it(
  `a walk at random ends where a person can go on, by edges of the table alone (seed ${SEED})`,
  async () => {
    const seen = new Set<string>();
    const walk = fc.asyncProperty(fc.array(aMove, { minLength: 5, maxLength: 30 }), async (path) => {
      const { id: nodeId } = await enroll(api, { driverInfo: MACHINE, ports: [{ address: newMac() }] });
      for (const move of path) await make(nodeId, move);
      await comeToRest(nodeId);

      const [node] = await rows.query<{ state: ProvisionState; holder: string | null }>(
        `SELECT n.provision_state AS state, l.holder_job_id AS holder FROM nodes n JOIN node_locks l ON l.node_id = n.id WHERE n.id = ?`,
        [nodeId],
      );
      const state = node?.state ?? 'ENROLL';
      expect(node?.holder).toBeNull();
      expect(['STABLE', 'FAILED'], state).toContain(PROVISION_TABLE[state].kind);
      await mutate(api, 'setNodeMaintenance', { nodeId, maintenance: false });
      expect(await actions(nodeId), state).not.toEqual([]);

      const all = await moves(nodeId);
      expect(all.filter(({ before, after }) => !EDGES.has(`${before} → ${after}`))).toEqual([]);
      const begins = all.map(({ before }) => before);
      expect(begins).toEqual(['ENROLL', ...all.map(({ after }) => after)].slice(0, all.length));
      expect(all.at(-1)?.after ?? 'ENROLL').toBe(state);
      for (const { before, after } of all) seen.add(`${before} → ${after}`);
    });
    await fc.assert(walk, {
      seed: SEED,
      numRuns: 10_000,
      interruptAfterTimeLimit: SECONDS * 1_000,
      endOnFailure: true,
    });
    expect(seen.size).toBeGreaterThan(5); // or it has gone nowhere
  },
  SECONDS * 1_000 + 2 * REST_MS,
);
