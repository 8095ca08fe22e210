/**
 * P2, P3, P4, not by samples: each kind of job, in each way that it can go, loses its worker at each of its commits.
 * Once the worker lives on and must change nothing any more; once it dies, before the commit and after it, and the next
 * one must bring the job to the very end that it would have come to.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LiveContext } from '../../src/conductor/context.ts';
import type { JobType } from '../../src/conductor/job-type.ts';
import { jobTypes } from '../../src/conductor/jobs/index.ts';
import { takeOverLostJobs } from '../../src/conductor/periodic/take-over-lost-jobs.ts';
import { nextState, PROVISION_TABLE, type ProvisionState } from '../../src/domain/provision-states.ts';
import { waitFor } from '../support/wait.ts';
import { countCommits } from './commits.ts';
import { CASES, outcome, queueCase, work, type CaseJob, type JobCase } from './every-job.ts';
import { startEngine, type Engine } from './harness.ts';
import { commandsOf, overlaps, pairedCommands, readMachine, type Command } from './machine.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

const NAMED = CASES.map((one) => [`${one.job} ${one.how}`, one] as const);

it('has a case for every kind of job', () => {
  expect([...new Set(CASES.map(({ job }) => job))].toSorted()).toEqual([...jobTypes.keys()].toSorted());
});

describe.concurrent('undisturbed', () => {
  it.each(NAMED)('%s ends where it should', async (_name, one) => {
    const { end } = one;
    const { result } = await undisturbed(one);
    expect(result).toMatchObject({
      job: { state: end.job },
      node: { provisionState: end.state },
      lock: { holder: null },
      unsettled: [],
      vifs: end.vif === null ? [] : [{ state: end.vif }],
      machine: { networks: [], ramdisk: null, tenantConnected: end.isConnected },
    });
  });
});

describe.concurrent('a worker that has lost its job to another, and lives on', { timeout: 120_000 }, () => {
  it.each(NAMED)('%s: writes none of its commits, and sends nothing more', async (_name, one) => {
    const { commits } = await undisturbed(one);
    expect(commits).toBeGreaterThan(0);
    await inTurn(upTo(commits), async (commit) => {
      const queued = await queueCase(engine, one);
      const live = await engine.live();
      let before: unknown = null;
      let commandsBefore: number | null = null;
      const { db } = countCommits(engine.db, {
        async before(number) {
          if (number !== commit || before !== null) return;
          await loseToAnother(live, queued);
          before = await engine.everything(queued.nodeId);
        },
        // What a step tells is written while it goes on: until this is refused, its worker cannot know.
        refused(number) {
          if (number === commit && before !== null) commandsBefore ??= startsOf(queued.nodeId);
        },
      });
      await work(engine, queued, { claiming: live, running: { ...live, db }, waker: live });
      expect(before, `commit ${commit} was not reached`).not.toBeNull();
      expect(await engine.everything(queued.nodeId), `commit ${commit}`).toEqual(before);
      expect(startsOf(queued.nodeId), `commands after commit ${commit}`).toBe(commandsBefore);
    });
  });
});

describe('a worker that dies', { timeout: 120_000 }, () => {
  const graves = new Map<string, Promise<Graves>>();
  const gravesOf = (name: string): Promise<Graves> =>
    graves.get(name) ?? Promise.reject(new Error(`Nobody has died for ${name}.`));
  // All of them die first: a conductor would take also what a worker has yet to take, and lose.
  beforeAll(async () => {
    for (const [name, one] of NAMED) {
      const ofCase = dieEverywhere(one);
      graves.set(name, ofCase);
      await ofCase.catch(() => {}); // the test of the case says so
    }
    await engine.start({
      safetyMarginMs: 0,
      leasePeriodMs: 100,
      leaseExpiryMs: 60_000,
      pollMs: 20,
    });
  }, 300_000);
  afterAll(() => engine.stopConductors());

  it.each(NAMED)('%s: whichever commit it was at, the job comes to the same end', async (caseName, one) => {
    const { expected, commands, dead } = await gravesOf(caseName);
    for (const { death, looksFirst, commandsBefore, ...queued } of dead) {
      const name = `${death.when} commit ${death.commit}`;
      await waitFor(async () => isSettled((await engine.job(queued.jobId)).state), `the job to end: ${name}`, 100_000);
      const error = (await engine.job(queued.jobId)).error?.code;
      const isGivenUp = one.isManual === true && error === 'STEP_INTERRUPTED';
      expect(one.isManual === true && ordersTo(queued.nodeId) > 1, `${name}: asked for twice`).toBe(false);
      if (isGivenUp) continue;
      expect(await outcome(engine, queued), name).toEqual(expected);

      const log = commandsLog(queued.nodeId);
      const next = pairedCommands(log.slice(commandsBefore));
      expect(overlaps(pairedCommands(log)), name).toEqual([]);
      const first = looksFirst ? next.slice(0, 1).map(({ op }) => op) : ['power.get'];
      expect(first, `${name}: what comes first`).toEqual(['power.get']);
      const looks = usesBmc(one) ? [] : next.filter(({ op }) => op === 'power.get');
      expect(looks, `${name}: a BMC that is nobody's business`).toEqual([]);
      await expectOnce(queued, name, { expected: commands, actual: pairedCommands(log) });
    }
  });
});

describe.concurrent('a job of which one command fails', { timeout: 120_000 }, () => {
  const WELL = NAMED.filter(([, { end }]) => end.job === 'SUCCEEDED');

  it.each(WELL)(
    '%s: whichever it was, the node is free, nothing is left behind, and there is a way out',
    async (_name, one) => {
      const { commands } = await undisturbed(one);
      const ops = [...new Set(commands.map(({ op }) => op))];
      await inTurn(ops, async (op) => {
        const { fake_delays: _quick, ...machine } = one.machine;
        const queued = await queueCase(engine, one, { ...machine, fake_failures: { [op]: 1 } });
        const live = await engine.live();
        await work(engine, queued, { claiming: live, running: live, waker: live });
        const end = await outcome(engine, queued);
        expect(end, op).toMatchObject({
          job: { state: 'FAILED' },
          lock: { holder: null },
          unsettled: [],
          machine: { networks: [], ramdisk: null },
        });
        const { state, isConnected, vifs } = await standing(queued.nodeId);
        expect(PROVISION_TABLE[state].kind, `${op}: ${state}`).not.toBe('WORKING');
        // A tear-down that failed may not have got to the tenant's networks yet.
        expect(!isConnected || PROVISION_TABLE[state].inUse || state === 'ERROR', `${op}: connected in ${state}`).toBe(
          true,
        );
        expect(['ATTACHED', 'ERROR'], op).toEqual(expect.arrayContaining([...vifs]));
        const jobId = await engine.queue(queued.nodeId, wayOutOf(state));
        await work(engine, { ...queued, jobId }, { claiming: live, running: live, waker: live });
        expect(await engine.job(jobId), `${op}: the way out of ${state}`).toMatchObject({ state: 'SUCCEEDED' });
      });
    },
  );
});

/** How many commands were sent that change the machine, whether or not they arrived. */
const ordersTo = (nodeId: string): number =>
  pairedCommands(commandsLog(nodeId)).filter(({ op }) => op !== 'power.get').length;

async function standing(
  nodeId: string,
): Promise<{ readonly state: ProvisionState; readonly isConnected: boolean; readonly vifs: readonly string[] }> {
  // One row and one column each, as these queries name them.
  const [node] = await engine.db.query<{ state: ProvisionState }[]>(
    'SELECT provision_state AS state FROM nodes WHERE id = ?',
    [nodeId],
  );
  const vifs = await engine.db.query<{ state: string }[]>('SELECT state FROM vif_attachments WHERE node_id = ?', [
    nodeId,
  ]);
  if (node === undefined) throw new Error(`There is no node ${nodeId}.`);
  const { tenantConnected } = readMachine(engine.dataFolder, nodeId);
  return { state: node.state, isConnected: tenantConnected, vifs: vifs.map(({ state }) => state) };
}

/** The first job that the table allows there; each must work, however the node got into the state. */
function wayOutOf(state: ProvisionState): JobType {
  const way = [...jobTypes.values()].find(({ begins }) => begins !== null && nextState(state, begins) !== null);
  if (way === undefined) throw new Error(`No job leads out of ${state}.`);
  return way;
}

interface Undisturbed {
  readonly result: object;
  readonly commits: number;
  readonly commands: readonly Command[];
}

async function undisturbed(one: JobCase, { isClaimCounted = false } = {}): Promise<Undisturbed> {
  const queued = await queueCase(engine, one);
  const live = await engine.live();
  const { db, commits } = countCommits(engine.db);
  const counted = { ...live, db };
  await work(engine, queued, { claiming: isClaimCounted ? counted : live, running: counted, waker: live });
  return {
    result: await outcome(engine, queued),
    commits: commits(),
    commands: pairedCommands(commandsLog(queued.nodeId)),
  };
}

/** The conductor is declared dead and another one takes the very same job. */
async function loseToAnother(live: LiveContext, { nodeId, jobId }: CaseJob): Promise<void> {
  const { attempt } = await engine.job(jobId);
  await endLease(live);
  const other = await engine.live({ settings: { ...engine.base.settings, safetyMarginMs: 0 } });
  await takeOverLostJobs(other);
  const again = await engine.claim(other, nodeId, jobId);
  expect(again.fence.attempt).toBe(attempt + 1);
}

async function endLease({ conductorId }: LiveContext): Promise<void> {
  await engine.db.query('UPDATE conductors SET lease_expires_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND WHERE id = ?', [
    conductorId,
  ]);
}

interface Death {
  readonly commit: number;
  readonly when: 'before' | 'after';
}

interface Dead extends CaseJob {
  readonly death: Death;
  readonly commandsBefore: number;
  /** It died in the middle of a step, or while it gave back: so whoever comes next must read the machine first. */
  readonly looksFirst: boolean;
}

/** One kind of job, and each of the deaths that its worker can die. */
interface Graves {
  readonly expected: object;
  readonly commands: readonly Command[];
  readonly dead: readonly Dead[];
}

async function dieEverywhere(one: JobCase): Promise<Graves> {
  // Its claims are commits, too.
  const { result: expected, commands, commits } = await undisturbed(one, { isClaimCounted: true });
  const deaths = upTo(commits).flatMap((commit) => [
    { commit, when: 'before' as const },
    { commit, when: 'after' as const },
  ]);
  return { expected, commands, dead: await inTurn(deaths, (death) => dieAt(one, death)) };
}

/** What a dead worker's calls end with: nobody is there to see it. */
class Died extends Error {}

/** From its death on the worker neither writes nor reads nor commands; for its successor there is only its lease. */
async function dieAt(one: JobCase, death: Death): Promise<Dead> {
  const queued = await queueCase(engine, one);
  const live = await engine.live();
  let isDead = false;
  const dieHere = (): never => {
    isDead = true;
    throw new Died();
  };
  const { db } = countCommits(engine.db, {
    before: (commit) => (isDead || (death.when === 'before' && commit === death.commit) ? dieHere() : undefined),
    after: (commit) => (death.when === 'after' && commit === death.commit ? dieHere() : undefined),
  });
  const mortal: LiveContext = { ...live, db, lease: { ...live.lease, isSafe: () => !isDead } };
  await work(engine, queued, { claiming: mortal, running: mortal, waker: live }).catch((error: unknown) => {
    if (!(error instanceof Died)) throw error;
  });
  expect(isDead, `death ${death.when} commit ${death.commit} was not reached`).toBe(true);
  const looksFirst = usesBmc(one) && (await isInterrupted(queued.jobId));
  const commandsBefore = commandsLog(queued.nodeId).length;
  await endLease(live);
  return { ...queued, death, commandsBefore, looksFirst };
}

async function isInterrupted(jobId: string): Promise<boolean> {
  const rows = await engine.db.query<object[]>(
    `SELECT s.id FROM jobs j JOIN job_steps s ON s.job_id = j.id AND s.position = j.next_step
      WHERE j.id = ? AND j.state = 'RUNNING' AND s.state IN ('RUNNING', 'FAILED')`,
    [jobId],
  );
  return rows.length > 0;
}

/** Only the step that was interrupted ran again, and one that can be looked up took effect once. */
async function expectOnce(
  { jobId }: CaseJob,
  name: string,
  { expected, actual }: { readonly expected: readonly Command[]; readonly actual: readonly Command[] },
): Promise<void> {
  type Row = { slot: string | null; name: string; attempt: number; repeat: string };
  // Columns as this query names them.
  const steps = await engine.db.query<Row[]>(
    'SELECT interface AS slot, name, attempt, repeat_mode AS `repeat` FROM job_steps WHERE job_id = ? AND attempt > 0',
    [jobId],
  );
  const again = steps.filter(({ attempt }) => attempt > 1);
  expect(again.length, `${name}: steps that ran again`).toBeLessThanOrEqual(1);
  for (const { attempt } of again) expect(attempt, name).toBe(2);
  for (const probed of steps.filter(({ repeat }) => repeat === 'probe')) {
    const effects = (commands: readonly Command[]): number =>
      commands.filter(({ op, outcome: how }) => op === `${probed.slot}.${probed.name}` && how === 'done').length;
    expect(effects(actual), `${name}: effects of ${probed.name}`).toBe(effects(expected));
  }
}

const usesBmc = ({ job }: JobCase): boolean => jobTypes.get(job)?.usesBmc === true;

const isSettled = (state: string): boolean => ['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(state);

const commandsLog = (nodeId: string): ReturnType<typeof commandsOf> => commandsOf(engine.dataFolder, nodeId);

const startsOf = (nodeId: string): number => commandsLog(nodeId).filter(({ phase }) => phase === 'start').length;

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_none, index) => index + 1);

/** Many nodes at once, but not so many that they only wait for each other's connections. */
const AT_ONCE = 8;

async function inTurn<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await run(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}
