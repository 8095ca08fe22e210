/** P7: a transient state has an owner and a deadline, and when both fail somebody says so and takes the way out. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createJobControl } from '../../src/conductor/job-control.ts';
import { watchDeadlines } from '../../src/conductor/periodic/watch-deadlines.ts';
import { runJob } from '../../src/conductor/run-job.ts';
import { PROVISION_STATES, PROVISION_TABLE } from '../../src/domain/provision-states.ts';
import { startEngine, type Engine } from './harness.ts';
import { DONE_RESULT, gate, scriptedJob } from './scripted-job.ts';

const flow = scriptedJob(
  'test.deadline',
  ['first', 'second'],
  { begins: 'deploy', endsIn: 'ACTIVE' },
  { timeoutMs: 60_000 },
);

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine([flow.type]);
});
afterAll(() => engine.stop());

interface Deadline {
  readonly deadline: number | null;
  readonly isOverdue: number;
}

async function deadlineOf(jobId: string): Promise<Deadline> {
  // Columns as this query names them.
  const [row] = await engine.db.query<Deadline[]>(
    `SELECT TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(6), deadline_at) AS deadline, overdue_since IS NOT NULL AS isOverdue
       FROM jobs WHERE id = ?`,
    [jobId],
  );
  return row ?? { deadline: null, isOverdue: -1 };
}

async function overdueEvents(nodeId: string): Promise<readonly object[]> {
  const events = await engine.db.query<{ jobId: string | null; changes: object }[]>(
    `SELECT job_id AS jobId, changes FROM events WHERE node_id = ? AND type = 'NODE_OVERDUE' ORDER BY id`,
    [nodeId],
  );
  return events;
}

const passDeadline = (jobId: string): Promise<unknown> =>
  engine.db.query('UPDATE jobs SET deadline_at = deadline_at - INTERVAL 1 DAY WHERE id = ?', [jobId]);

describe('a step at work', () => {
  it('has a deadline of its own length; over it, that is said once, and the next step starts afresh', async () => {
    const nodeId = await engine.addNode();
    const ctx = await engine.live();
    const [atSecond, mayEnd, goOn] = [gate(), gate(), gate()];
    const script = flow.script({
      async run(step) {
        if (step === 'second') atSecond.open();
        await (step === 'first' ? goOn.opened : mayEnd.opened);
        return DONE_RESULT;
      },
    });
    const jobId = await engine.queue(nodeId, flow.type, script);
    expect(await deadlineOf(jobId)).toEqual({ deadline: null, isOverdue: 0 });
    const over = runJob(ctx, await engine.claim(ctx, nodeId, jobId), createJobControl());
    const { deadline } = await deadlineOf(jobId);
    expect(deadline).toBeGreaterThan(50);
    expect(deadline).toBeLessThanOrEqual(60);

    await watchDeadlines(ctx);
    expect(await overdueEvents(nodeId)).toEqual([]);
    await passDeadline(jobId);
    await watchDeadlines(ctx);
    await watchDeadlines(ctx);
    expect(await overdueEvents(nodeId)).toMatchObject([{ jobId }]);
    expect(await deadlineOf(jobId)).toMatchObject({ isOverdue: 1 });

    goOn.open();
    await atSecond.opened;
    expect(await deadlineOf(jobId)).toMatchObject({ isOverdue: 0 });
    mayEnd.open();
    await over;
    expect(await deadlineOf(jobId)).toEqual({ deadline: null, isOverdue: 0 });
  });
});

describe('a node in a transient state', () => {
  const transient = PROVISION_STATES.filter((state) => ['WORKING', 'WAITING'].includes(PROVISION_TABLE[state].kind));

  it.each(transient)('%s whose job is gone goes where a failure leads, and says why', async (state) => {
    const nodeId = await engine.addNode(state);
    const ctx = await engine.live();
    await watchDeadlines(ctx);
    expect(await overdueEvents(nodeId)).toEqual([]); // it may be just on its way
    await engine.db.query('UPDATE nodes SET provision_updated_at = UTC_TIMESTAMP(6) - INTERVAL 2 MINUTE WHERE id = ?', [
      nodeId,
    ]);
    await watchDeadlines(ctx);
    const [node] = await engine.db.query<object[]>(
      'SELECT provision_state AS state, last_error AS lastError FROM nodes WHERE id = ?',
      [nodeId],
    );
    expect(node).toEqual({ state: PROVISION_TABLE[state].on.fail, lastError: expect.stringContaining(state) });
    expect(await overdueEvents(nodeId)).toHaveLength(1);
  });

  it('whose job was interrupted and waits for a conductor is left to it', async () => {
    const nodeId = await engine.addNode();
    const ctx = await engine.live();
    const jobId = await engine.queue(nodeId, flow.type, flow.script({}));
    await engine.claim(ctx, nodeId, jobId);
    await engine.db.query(`UPDATE jobs SET state = 'QUEUED', claimed_by = NULL WHERE id = ?`, [jobId]);
    await engine.db.query('UPDATE nodes SET provision_updated_at = UTC_TIMESTAMP(6) - INTERVAL 2 DAY WHERE id = ?', [
      nodeId,
    ]);
    await passDeadline(jobId);
    await watchDeadlines(ctx);
    expect(await overdueEvents(nodeId)).toMatchObject([{ jobId }]); // said, and no more: nothing is lost
    const [node] = await engine.db.query<{ state: string }[]>(
      'SELECT provision_state AS state FROM nodes WHERE id = ?',
      [nodeId],
    );
    expect(node).toEqual({ state: 'DEPLOYING' });
  });
});
