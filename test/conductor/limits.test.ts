/** A full house makes the line longer: nobody is refused, nobody is forgotten, and nobody else is held up. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimJob } from '../../src/conductor/claim.ts';
import { recordLimits } from '../../src/conductor/limits.ts';
import { runJob } from '../../src/conductor/run-job.ts';
import { createJobControl } from '../../src/conductor/job-control.ts';
import type { LiveContext } from '../../src/conductor/context.ts';
import { waitFor } from '../support/wait.ts';
import { startEngine, type Engine } from './harness.ts';
import { DONE_RESULT, gate, hang, scriptedJob } from './scripted-job.ts';

const deploying = scriptedJob('test.limited', ['only'], { limit: 'DEPLOY' });
const cleaning = scriptedJob('test.limited-clean', ['only'], { limit: 'CLEAN' });
const free = scriptedJob('test.unlimited', ['only']);
const atBmc = scriptedJob('test.at-bmc', ['only'], { usesBmc: true });

const LIMITS = { maxConcurrentDeploys: 3, maxConcurrentCleans: 1, maxJobsPerBmc: 2 };

let engine: Engine;
let ctx: LiveContext;
beforeAll(async () => {
  engine = await startEngine([deploying, cleaning, free, atBmc].map(({ type }) => type));
  ctx = await engine.live();
  await recordLimits(engine.db, { ...engine.base.settings, ...LIMITS });
});
afterAll(() => engine.stop());

const claim = async (job: { id: string; nodeId: string }): Promise<boolean> => (await claimJob(ctx, job)) !== null;

async function queueMany(count: number, job: typeof deploying): Promise<{ id: string; nodeId: string }[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const nodeId = await engine.addNode();
      return { nodeId, id: await engine.queue(nodeId, job.type, job.script({})) };
    }),
  );
}

/** Ends a job as whoever stopped it would. */
const cancel = async (job: { id: string; nodeId: string }): Promise<void> => {
  await engine.db.query(`UPDATE jobs SET state = 'CANCELLED', ready = 0, limited_by = NULL WHERE id = ?`, [job.id]);
};

describe('the limit of deployments in a conductor group', () => {
  it('has exactly as many places as it says, however many come at once', async () => {
    const jobs = await queueMany(12, deploying);
    const claimed = await Promise.all(jobs.map(claim));
    expect(claimed.filter(Boolean)).toHaveLength(LIMITS.maxConcurrentDeploys);
    const waiting = jobs.filter((_, index) => claimed[index] === false);
    for (const job of waiting)
      expect(await engine.job(job.id)).toMatchObject({ state: 'QUEUED', ready: 1, attempt: 0 });

    const [done] = jobs.filter((_, index) => claimed[index] === true);
    await cancel(done ?? { id: '', nodeId: '' });
    const again = await Promise.all(waiting.map(claim));
    expect(again.filter(Boolean)).toHaveLength(1);
    await Promise.all(jobs.map(cancel));
  });

  it('keeps the place of a job that waits for a signal, and of one whose conductor was lost', async () => {
    const [first, second] = await queueMany(2, cleaning);
    if (first === undefined || second === undefined) throw new Error('two jobs were queued');
    expect(await claim(first)).toBe(true);
    await engine.db.query(`UPDATE jobs SET state = 'WAITING', claimed_by = NULL WHERE id = ?`, [first.id]);
    expect(await claim(second)).toBe(false);
    await engine.db.query(`UPDATE jobs SET state = 'QUEUED', ready = 1 WHERE id = ?`, [first.id]);
    await engine.db.query('UPDATE node_locks SET holder_job_id = NULL WHERE node_id = ?', [first.nodeId]);
    expect(await claim(first)).toBe(true); // it has its place, and needs no other
    await Promise.all([first, second].map(cancel));
  });
});

describe('a conductor before a full house', () => {
  it('goes on with what stands in no line, and takes the rest as places become free', async () => {
    const finish = gate();
    const script = deploying.script({
      async run(_step, step) {
        await Promise.race([finish.opened, hang(step)]);
        return DONE_RESULT;
      },
    });
    const jobs = await Promise.all(
      Array.from({ length: 40 }, async () => engine.queue(await engine.addNode(), deploying.type, script)),
    );
    await engine.start(LIMITS);
    const stateOf = async (id: string): Promise<string> => (await engine.job(id)).state;
    const running = async (): Promise<number> =>
      (await Promise.all(jobs.map(stateOf))).filter((state) => state === 'RUNNING').length;
    await waitFor(async () => (await running()) === LIMITS.maxConcurrentDeploys, 'the house to be full');

    const other = await engine.queue(await engine.addNode(), free.type, free.script({}));
    await waitFor(async () => (await stateOf(other)) === 'SUCCEEDED', 'the one that stands in no line');
    expect(await running()).toBe(LIMITS.maxConcurrentDeploys);

    finish.open();
    await waitFor(
      async () => (await Promise.all(jobs.map(stateOf))).every((state) => state === 'SUCCEEDED'),
      'all of them to have had their turn',
    );
    await engine.stopConductors();
  });
});

describe('the budget of a BMC that several nodes share', () => {
  it('lets only so many of their jobs be at work at once', async () => {
    const jobs = await queueMany(6, atBmc);
    await engine.db.query('UPDATE nodes SET bmc = ? WHERE id IN (?)', ['chassis-1', jobs.map(({ nodeId }) => nodeId)]);
    const claimed = await Promise.all(jobs.map(claim));
    expect(claimed.filter(Boolean)).toHaveLength(LIMITS.maxJobsPerBmc);
    const [alone] = await queueMany(1, atBmc);
    expect(await claim(alone ?? { id: '', nodeId: '' })).toBe(true); // a BMC of its own
  });

  it('is free again when such a job has ended', async () => {
    const [first, second, third] = await queueMany(3, atBmc);
    if (first === undefined || second === undefined || third === undefined) throw new Error('three jobs were queued');
    const nodes = [first.nodeId, second.nodeId, third.nodeId];
    await engine.db.query('UPDATE nodes SET bmc = ? WHERE id IN (?)', ['chassis-2', nodes]);
    const held = await engine.claim(ctx, first.nodeId, first.id);
    expect(await claim(second)).toBe(true);
    expect(await claim(third)).toBe(false);
    await runJob(ctx, held, createJobControl());
    expect(await claim(third)).toBe(true);
  });
});
