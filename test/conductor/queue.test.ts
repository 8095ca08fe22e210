import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 as newId } from 'uuid';
import { cancelJob } from '../../src/conductor/cancel.ts';
import { createJobControl } from '../../src/conductor/job-control.ts';
import type { JobType } from '../../src/conductor/job-type.ts';
import { releaseNodeLock, takeNodeLocks } from '../../src/conductor/node-lock.ts';
import { promoteNext } from '../../src/conductor/queue.ts';
import { runJob } from '../../src/conductor/run-job.ts';
import type { WaitReason } from '../../src/domain/job.ts';
import { createSelector } from '../../src/entities/select.ts';
import { queuePlaces, type QueuePlace } from '../../src/services/read/jobs.ts';
import { startEngine, type Engine } from './harness.ts';
import { scriptedJob } from './scripted-job.ts';

const user = scriptedJob('test.user', ['only']);
const background = scriptedJob('test.background', ['only'], { priority: 'BACKGROUND' });
const resumed = scriptedJob('test.resumed', ['only'], { priority: 'RESUME' });
const urgent = scriptedJob('test.urgent', ['only'], { priority: 'ABORT' });

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine([user.type, background.type, resumed.type, urgent.type]);
});
afterAll(() => engine.stop());

/** Runs whatever is next, until nothing is, and tells in which order. */
async function drainQueue(nodeId: string): Promise<readonly string[]> {
  const ran: string[] = [];
  const ctx = await engine.live();
  for (;;) {
    const ready = await readyJobs(nodeId);
    expect(ready.length).toBeLessThanOrEqual(1);
    const [jobId] = ready;
    if (jobId === undefined) return ran;
    await runJob(ctx, await engine.claim(ctx, nodeId, jobId), createJobControl());
    ran.push(jobId);
  }
}

async function readyJobs(nodeId: string): Promise<readonly string[]> {
  // One column, as this query names it.
  const rows = await engine.db.query<{ id: string }[]>('SELECT id FROM jobs WHERE node_id = ? AND ready = 1', [nodeId]);
  return rows.map(({ id }) => id);
}

const inOrder = async (nodeId: string, types: readonly JobType[]): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (const type of types) ids.push(await engine.queue(nodeId, type));
  return ids;
};

describe("a node's queue", () => {
  it('runs first what came first', async () => {
    const nodeId = await engine.addNode();
    const ids = await inOrder(
      nodeId,
      Array.from({ length: 6 }, () => user.type),
    );
    expect(await drainQueue(nodeId)).toEqual(ids);
  });

  it('runs the classes in their order, and first come first served within each', async () => {
    const nodeId = await engine.addNode();
    const order = [background, user, resumed, urgent, background, user, resumed, urgent];
    const [b1, u1, r1, a1, b2, u2, r2, a2] = await inOrder(
      nodeId,
      order.map(({ type }) => type),
    );
    expect(await drainQueue(nodeId)).toEqual([a1, a2, r1, r2, u1, u2, b1, b2]);
  });

  it('keeps its order when many ask at once', async () => {
    const nodeId = await engine.addNode();
    await Promise.all(Array.from({ length: 20 }, () => engine.queue(nodeId, user.type)));
    const rows = await engine.db.query<{ id: string; queueNumber: number }[]>(
      'SELECT id, queue_number AS queueNumber FROM jobs WHERE node_id = ? ORDER BY queue_number',
      [nodeId],
    );
    expect(new Set(rows.map(({ queueNumber }) => queueNumber)).size).toBe(20);
    expect(await drainQueue(nodeId)).toEqual(rows.map(({ id }) => id));
  });

  it('gives the turn to the next when the one whose turn it is is cancelled', async () => {
    const nodeId = await engine.addNode();
    const [first = '', second = ''] = await inOrder(nodeId, [user.type, user.type]);
    await engine.inNode(nodeId, (node) => cancelJob(node, engine.base.jobTypes, first, 'testing'));
    expect(await engine.job(first)).toMatchObject({ state: 'CANCELLED', error: { code: 'JOB_CANCELLED' } });
    expect(await readyJobs(nodeId)).toEqual([second]);
  });

  it('takes no turn of another node', async () => {
    const [one, other] = [await engine.addNode(), await engine.addNode()];
    const first = await engine.queue(one, user.type);
    const second = await engine.queue(other, user.type);
    expect(await readyJobs(one)).toEqual([first]);
    expect(await readyJobs(other)).toEqual([second]);
  });

  it('does not cancel what has ended', async () => {
    const nodeId = await engine.addNode();
    const jobId = await engine.queue(nodeId, user.type);
    await drainQueue(nodeId);
    const cancel = engine.inNode(nodeId, (node) => cancelJob(node, engine.base.jobTypes, jobId, 'testing'));
    await expect(cancel).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED_NOW' } });
    expect(await engine.job(jobId)).toMatchObject({ state: 'SUCCEEDED' });
  });
});

describe('onLocked: FAIL', () => {
  it('is accepted on a free node', async () => {
    const nodeId = await engine.addNode();
    const jobId = await engine.queue(nodeId, user.type, {}, { onLocked: 'FAIL' });
    expect(await readyJobs(nodeId)).toEqual([jobId]);
  });

  it('is refused with the holder, its purpose and the length of the queue, and leaves no trace', async () => {
    const nodeId = await engine.addNode();
    const [holder = ''] = await inOrder(nodeId, [user.type, user.type, user.type]);
    await engine.claim(await engine.live(), nodeId, holder);
    const before = await engine.everything(nodeId);
    await expect(engine.queue(nodeId, user.type, {}, { onLocked: 'FAIL' })).rejects.toMatchObject({
      problem: { code: 'NODE_LOCKED', nodeId, holderJobId: holder, purpose: 'testing test.user', queueLength: 2 },
    });
    expect(await engine.everything(nodeId)).toEqual(before);
  });

  it('is refused as well when nobody holds the node yet, but somebody is next', async () => {
    const nodeId = await engine.addNode();
    await engine.queue(nodeId, user.type);
    await expect(engine.queue(nodeId, user.type, {}, { onLocked: 'FAIL' })).rejects.toMatchObject({
      problem: { code: 'NODE_LOCKED', holderJobId: null, queueLength: 1 },
    });
  });

  it('does not concern a job that takes no lock', async () => {
    const nodeId = await engine.addNode();
    await engine.queue(nodeId, user.type);
    const jobId = await engine.queue(nodeId, user.type, {}, { onLocked: 'FAIL', lockMode: 'SHARED' });
    expect(await readyJobs(nodeId)).toContain(jobId);
  });
});

describe('why a job is not running', () => {
  const place = async (jobId: string): Promise<QueuePlace> => {
    const { db, bell, log, hardwareTypes, jobTypes } = engine.base;
    const { select } = createSelector(db);
    const whyUrlRefused = (): never => logPosition();
    const logPosition = (): never => {
      throw new Error('A place in the queue is read without the event log.');
    };
    const [found] = await queuePlaces(
      { db, select, bell, log, hardwareTypes, jobTypes, deniedSteps: [], whyUrlRefused, logPosition },
      [jobId],
    );
    if (found === undefined) throw new Error(`Job ${jobId} has no place.`);
    return found;
  };

  const at = (
    jobId: string,
    position: number | null,
    waitReason: WaitReason | null,
    blockedByJobId: string | null = null,
  ): QueuePlace => ({ jobId, position, waitReason, blockedByJobId });

  it('LOCK: another job holds the node, and it is named', async () => {
    const nodeId = await engine.addNode();
    const [holder = '', second = '', third = ''] = await inOrder(nodeId, [user.type, user.type, user.type]);
    await engine.claim(await engine.live(), nodeId, holder);
    expect(await place(holder)).toEqual(at(holder, null, null));
    expect(await place(second)).toEqual(at(second, 1, 'LOCK', holder));
    expect(await place(third)).toEqual(at(third, 2, 'LOCK', holder));
  });

  it('TURN: the node is free, and others come first', async () => {
    await engine.live();
    const nodeId = await engine.addNode();
    const [first = '', second = ''] = await inOrder(nodeId, [user.type, user.type]);
    expect(await place(first)).toEqual(at(first, 1, null));
    expect(await place(second)).toEqual(at(second, 2, 'TURN'));
  });

  it('RUN_AFTER: its time has not come', async () => {
    await engine.live();
    const nodeId = await engine.addNode();
    const jobId = await engine.queue(nodeId, user.type);
    await engine.db.query('UPDATE jobs SET run_after = UTC_TIMESTAMP(6) + INTERVAL 1 HOUR WHERE id = ?', [jobId]);
    expect(await place(jobId)).toEqual(at(jobId, 1, 'RUN_AFTER'));
  });

  it('NO_CONDUCTOR: nobody serves its group, which comes before all other reasons', async () => {
    const nodeId = await engine.addNode();
    const conductorGroup = 'a-group-without-conductors';
    const [first, second] = [
      await engine.queue(nodeId, user.type, {}, { conductorGroup }),
      await engine.queue(nodeId, user.type, {}, { conductorGroup }),
    ];
    expect(await place(first)).toEqual(at(first, 1, 'NO_CONDUCTOR'));
    expect(await place(second)).toEqual(at(second, 2, 'NO_CONDUCTOR'));
  });

  it('NO_CONDUCTOR: the only one let its lease run out', async () => {
    const conductorGroup = newId();
    const ctx = await engine.live();
    await engine.db.query('UPDATE conductors SET conductor_group = ? WHERE id = ?', [conductorGroup, ctx.conductorId]);
    const nodeId = await engine.addNode();
    const jobId = await engine.queue(nodeId, user.type, {}, { conductorGroup });
    expect(await place(jobId)).toEqual(at(jobId, 1, null));
    await engine.db.query(
      'UPDATE conductors SET lease_expires_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND WHERE id = ?',
      [ctx.conductorId],
    );
    expect(await place(jobId)).toEqual(at(jobId, 1, 'NO_CONDUCTOR'));
  });

  it('nothing stands before a job that takes no lock', async () => {
    const nodeId = await engine.addNode();
    const holder = await engine.queue(nodeId, user.type);
    await engine.claim(await engine.live(), nodeId, holder);
    const jobId = await engine.queue(nodeId, user.type, {}, { lockMode: 'SHARED' });
    expect(await place(jobId)).toEqual(at(jobId, 1, null));
  });
});

describe('promoteNext', () => {
  it('makes nobody ready while somebody holds the node', async () => {
    const nodeId = await engine.addNode();
    await engine.inNode(nodeId, (node) =>
      takeNodeLocks([{ node, holder: { jobId: newId(), conductorId: newId(), purpose: 'testing' } }]),
    );
    const jobId = await engine.queue(nodeId, user.type);
    expect(await readyJobs(nodeId)).toEqual([]);
    await engine.inNode(nodeId, async (node) => {
      await releaseNodeLock(node);
      await promoteNext(node);
    });
    expect(await readyJobs(nodeId)).toEqual([jobId]);
  });
});
