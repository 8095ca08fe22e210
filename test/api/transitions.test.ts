/**
 * Every edge of the provision table, walked by a running service and seen in its event log: a node is brought to where
 * the edge begins, the event is caused as it comes in life (a verb, a machine that fails, waits or is done), and the log
 * must tell of exactly that move. What no verb can do (the converse) is in `actions.test.ts`.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  PROVISION_TABLE,
  transitions,
  type ProvisionEvent,
  type ProvisionState,
  type ProvisionVerb,
} from '../../src/domain/provision-states.ts';
import { MUTATIONS } from '../../src/services/node/available-actions.ts';
import { newMac, openRows, type TestRows } from '../support/builders.ts';
import { accepted, enroll, type Variables } from '../support/graphql-client.ts';
import { leastInput } from '../support/least-input.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';

/** How an event is caused that is no plain verb. */
interface Story {
  /** Where the node is put; then the verb is asked for. */
  readonly start: ProvisionState;
  readonly verb: ProvisionVerb;
  readonly input?: Variables;
  /** How its machine behaves. */
  readonly machine?: Variables;
  /** Asked for once the node stands where the edge begins. */
  readonly next?: 'abort' | 'unhold';
}

const after = (start: ProvisionState, verb: ProvisionVerb, more: Omit<Story, 'start' | 'verb'> = {}): Story => ({
  start,
  verb,
  ...more,
});
const failing = (op: string): Pick<Story, 'machine'> => ({ machine: { fake_failures: { [op]: 'always' } } });
const waiting = (op: string, ms: number): Pick<Story, 'machine'> => ({ machine: { fake_waits: { [op]: ms } } });
const steps = (...names: string[]): Pick<Story, 'input'> => ({ input: { steps: names.map((step) => ({ step })) } });

const ranked = (step: string): Pick<Story, 'input'> => ({ input: { steps: [{ step, priority: 50 }] } });
const wait = (seconds: number): Pick<Story, 'input'> => ({ input: { steps: [{ step: 'wait', args: { seconds } }] } });

const SOON = 300;
const NEVER = 600_000;

const STORIES: Readonly<Partial<Record<`${ProvisionState} ${ProvisionEvent}`, Story>>> = {
  'VERIFYING done': after('ENROLL', 'manage'),
  'VERIFYING fail': after('ENROLL', 'manage', failing('power.get')),

  'DEPLOYING wait': after('AVAILABLE', 'deploy', waiting('deploy.write_image', SOON)),
  'DEPLOYING done': after('AVAILABLE', 'deploy'),
  'DEPLOYING fail': after('AVAILABLE', 'deploy', failing('deploy.write_image')),
  'DEPLOYING hold': after('AVAILABLE', 'deploy', ranked('hold')),
  'DEPLOY_HOLD unhold': after('AVAILABLE', 'deploy', { ...ranked('hold'), next: 'unhold' }),
  'DEPLOY_HOLD abort': after('AVAILABLE', 'deploy', { ...ranked('hold'), next: 'abort' }),
  'DEPLOY_WAIT resume': after('AVAILABLE', 'deploy', waiting('deploy.write_image', SOON)),
  'DEPLOY_WAIT abort': after('AVAILABLE', 'deploy', { ...waiting('deploy.write_image', NEVER), next: 'abort' }),

  'DELETING clean': after('ACTIVE', 'undeploy'),
  'DELETING fail': after('ACTIVE', 'undeploy', failing('deploy.tearDown')),

  'CLEANING done': after('MANAGEABLE', 'provide'),
  'CLEANING manage': after('MANAGEABLE', 'clean', steps('reboot')),
  'CLEANING wait': after('MANAGEABLE', 'provide', waiting('deploy.prepareCleaning', SOON)),
  'CLEANING hold': after('MANAGEABLE', 'clean', steps('hold')),
  'CLEANING fail': after('MANAGEABLE', 'provide', failing('deploy.prepareCleaning')),
  'CLEAN_WAIT resume': after('MANAGEABLE', 'provide', waiting('deploy.prepareCleaning', SOON)),
  'CLEAN_WAIT abort': after('MANAGEABLE', 'provide', { ...waiting('deploy.prepareCleaning', NEVER), next: 'abort' }),
  'CLEAN_HOLD unhold': after('MANAGEABLE', 'clean', { ...steps('hold'), next: 'unhold' }),
  'CLEAN_HOLD abort': after('MANAGEABLE', 'clean', { ...steps('hold'), next: 'abort' }),

  'INSPECTING done': after('MANAGEABLE', 'inspect'),
  'INSPECTING wait': after('MANAGEABLE', 'inspect', waiting('inspect.inspect', SOON)),
  'INSPECTING fail': after('MANAGEABLE', 'inspect', failing('inspect.inspect')),
  'INSPECT_WAIT resume': after('MANAGEABLE', 'inspect', waiting('inspect.inspect', SOON)),
  'INSPECT_WAIT abort': after('MANAGEABLE', 'inspect', { ...waiting('inspect.inspect', NEVER), next: 'abort' }),

  'ADOPTING done': after('MANAGEABLE', 'adopt'),
  'ADOPTING fail': after('MANAGEABLE', 'adopt', failing('deploy.takeOver')),

  'RESCUING wait': after('ACTIVE', 'rescue', waiting('rescue.rescue', SOON)),
  'RESCUING done': after('ACTIVE', 'rescue'),
  'RESCUING fail': after('ACTIVE', 'rescue', failing('rescue.rescue')),
  'RESCUE_WAIT resume': after('ACTIVE', 'rescue', waiting('rescue.rescue', SOON)),
  'RESCUE_WAIT abort': after('ACTIVE', 'rescue', { ...waiting('rescue.rescue', NEVER), next: 'abort' }),
  'UNRESCUING done': after('RESCUE', 'unrescue'),
  'UNRESCUING fail': after('RESCUE', 'unrescue', failing('power.set')),

  'SERVICING done': after('ACTIVE', 'service', steps('reboot')),
  'SERVICING wait': after('ACTIVE', 'service', wait(1)),
  'SERVICING hold': after('ACTIVE', 'service', steps('hold')),
  'SERVICING fail': after('ACTIVE', 'service', { ...steps('reboot'), ...failing('power.set') }),
  'SERVICE_WAIT resume': after('ACTIVE', 'service', wait(1)),
  'SERVICE_WAIT abort': after('ACTIVE', 'service', { ...wait(600), next: 'abort' }),
  'SERVICE_HOLD unhold': after('ACTIVE', 'service', { ...steps('hold'), next: 'unhold' }),
  'SERVICE_HOLD abort': after('ACTIVE', 'service', { ...steps('hold'), next: 'abort' }),
  'SERVICE_FAILED abort': after('SERVICE_FAILED', 'abort'),
};

/** A signal that never comes, or a job that is gone: what waits, and is not there, is failed by whoever watches deadlines. */
const OWNERLESS: readonly ProvisionState[] = [
  'DEPLOY_WAIT',
  'CLEAN_WAIT',
  'INSPECT_WAIT',
  'RESCUE_WAIT',
  'SERVICE_WAIT',
];

/**
 * Edges of the reference that no event walks here: our flows go through the working state in between, and a step that
 * failed has left its flow. They stay in the table, which is the reference's.
 */
const NOT_WALKED: readonly string[] = [
  // A flow that waits is resumed before its next step can ask for a pause.
  'DEPLOY_WAIT hold',
  'CLEAN_WAIT hold',
  // Inspection always looks at what has come, and is resumed for that.
  'INSPECT_WAIT done',
  'SERVICE_WAIT hold',
  'SERVICE_HOLD fail',
  'SERVICE_FAILED wait',
  'SERVICE_FAILED hold',
];

const EDGES = transitions().map((edge) => ({ ...edge, name: `${edge.from} ${edge.event}` as const }));

/** A verb from a state in which nothing is at work: it is asked for, and that is all. */
const isPlainVerb = ({ from, event }: (typeof EDGES)[number]): boolean =>
  event in MUTATIONS && event !== 'abort' && event !== 'unhold' && PROVISION_TABLE[from].kind !== 'WORKING';

const storyOf = (edge: (typeof EDGES)[number]): Story | null =>
  STORIES[edge.name] ?? (isPlainVerb(edge) ? after(edge.from, edge.event as ProvisionVerb) : null); // as isPlainVerb says

const isOwnerless = ({ from, event }: (typeof EDGES)[number]): boolean => event === 'fail' && OWNERLESS.includes(from);

let service: TestService;
let rows: TestRows;

beforeAll(async () => {
  service = await startTestService();
  rows = await openRows(service.databaseUrl);
});
afterAll(async () => {
  await rows?.close();
  await service?.stop();
});

async function aNode(state: ProvisionState, driverInfo: Variables = {}): Promise<string> {
  const { id } = await enroll(service, { driverInfo, ports: [{ address: newMac() }] });
  if (state !== 'ENROLL') await rows.setNode(id, { power_state: 'ON' });
  await rows.putInState(id, state);
  return id;
}

/** Where it went, according to the log. */
async function moves(nodeId: string): Promise<readonly string[]> {
  const events = await rows.query<{ before: string; after: string }>(
    `SELECT JSON_UNQUOTE(JSON_EXTRACT(changes, '$.list[0].before')) AS \`before\`, JSON_UNQUOTE(JSON_EXTRACT(changes, '$.list[0].after')) AS \`after\`
       FROM events WHERE node_id = ? AND type = 'NODE_PROVISION_STATE_CHANGED' ORDER BY node_sequence`,
    [nodeId],
  );
  return events.map(({ before, after: to }) => `${before} → ${to}`);
}

async function ask(nodeId: string, verb: ProvisionVerb, input: Variables = {}): Promise<void> {
  const mutation = MUTATIONS[verb];
  await accepted(service, mutation, { ...leastInput(mutation), ...input, nodeId });
}

/** All its moves, once the edge is among them, or when it has not come. */
function movesUntil(nodeId: string, { from, to }: (typeof EDGES)[number]): Promise<readonly string[]> {
  return waitFor(async () => {
    const all = await moves(nodeId);
    return all.includes(`${from} → ${to}`) && all;
  }, `the move from ${from} to ${to}`).catch(() => moves(nodeId));
}

/** Moves that do not begin where the one before them ended. */
function breaks(all: readonly string[]): readonly string[] {
  return all.filter((move, index) => index > 0 && move.split(' → ')[0] !== all[index - 1]?.split(' → ')[1]);
}

describe.concurrent('the edge', () => {
  it.each(EDGES.filter((edge) => storyOf(edge) !== null && !isOwnerless(edge)))(
    '$name → $to',
    async (edge) => {
      const story = storyOf(edge);
      if (story === null) throw new Error('Filtered above.');
      const nodeId = await aNode(story.start, story.machine);
      await ask(nodeId, story.verb, story.input);
      if (story.next !== undefined) {
        await waitFor(
          async () => (await moves(nodeId)).at(-1)?.endsWith(` → ${edge.from}`),
          `the node to be ${edge.from}`,
        );
        await ask(nodeId, story.next);
      }
      const seen = await movesUntil(nodeId, edge);
      expect(seen).toContain(`${edge.from} → ${edge.to}`);
      expect(breaks(seen)).toEqual([]);
    },
    30_000,
  );

  it.each(EDGES.filter(isOwnerless))(
    '$name → $to, when its job is gone',
    async (edge) => {
      const nodeId = await aNode(edge.from);
      await rows.query('UPDATE nodes SET provision_updated_at = UTC_TIMESTAMP(6) - INTERVAL 2 MINUTE WHERE id = ?', [
        nodeId,
      ]);
      const seen = await movesUntil(nodeId, edge);
      expect(seen).toContain(`${edge.from} → ${edge.to}`);
      expect(breaks(seen)).toEqual([]);
    },
    30_000,
  );
});

it('every edge of the table is walked here, but for those that are named above', () => {
  const walked = EDGES.filter((edge) => storyOf(edge) !== null || isOwnerless(edge)).map(({ name }) => name);
  const others = EDGES.map(({ name }) => name).filter((name) => !walked.includes(name));
  expect(EDGES).toHaveLength(93);
  expect(new Set(others)).toEqual(new Set(NOT_WALKED));
});
