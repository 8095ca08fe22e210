import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 as newId } from 'uuid';
import { claimJob } from '../../src/conductor/claim.ts';
import { breakNodeLock, releaseNodeLock, shortenQuietTime, takeNodeLocks } from '../../src/conductor/node-lock.ts';
import { LeaseLostError, type NodeTx } from '../../src/conductor/node-transaction.ts';
import { promoteNext } from '../../src/conductor/queue.ts';
import { startEngine, type Engine } from './harness.ts';
import { scriptedJob } from './scripted-job.ts';

const TAKERS = 12;
const job = scriptedJob('test.lock', ['only']);

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine([job.type]);
});
afterAll(() => engine.stop());

const lockOf = async (nodeId: string): Promise<{ epoch: number; holder: string | null }> => {
  // Columns as this query names them.
  const rows = await engine.db.query<{ epoch: number; holder: string | null }[]>(
    'SELECT epoch, holder_job_id AS holder FROM node_locks WHERE node_id = ?',
    [nodeId],
  );
  return rows[0] ?? { epoch: -1, holder: null };
};

/** The new epoch, or null when somebody has the node. */
async function grant(node: NodeTx, jobId: string): Promise<number | null> {
  const holder = { jobId, conductorId: newId(), purpose: 'testing' };
  return (await takeNodeLocks([{ node, holder }])) ? node.lock.epoch : null;
}

const take = (nodeId: string, jobId: string): Promise<number | null> =>
  engine.inNode(nodeId, (node) => grant(node, jobId));

describe('takeNodeLocks', () => {
  it('lets exactly one of many that try at once have the node, and counts the grant', async () => {
    const nodeId = await engine.addNode();
    const jobIds = Array.from({ length: TAKERS }, () => newId());
    const epochs = await Promise.all(jobIds.map((jobId) => take(nodeId, jobId)));
    const winners = jobIds.filter((_, index) => epochs[index] !== null);
    expect(winners).toHaveLength(1);
    expect(epochs.filter((epoch) => epoch !== null)).toEqual([1]);
    expect(await lockOf(nodeId)).toEqual({ epoch: 1, holder: winners[0] });
  });

  it('decides by one statement: two transactions that both saw the node free do not both get it', async () => {
    const nodeId = await engine.addNode();
    // Without the row lock that every node transaction takes first: the UPDATE alone must be enough.
    const attempt = (): Promise<number | null> =>
      engine.db.transaction(async (tx) => {
        const lock = {
          epoch: 0,
          holderJobId: null,
          holderConductorId: null,
          purpose: null,
          since: null,
          freeFrom: null,
          eventSequence: 0,
        };
        const node = { tx, nodeId, actor: 'somebody', lock, emit: () => {}, jobIsReady: () => {} };
        return grant(node, newId());
      });
    const epochs = await Promise.all(Array.from({ length: TAKERS }, attempt));
    expect(epochs.filter((epoch) => epoch !== null)).toHaveLength(1);
    expect((await lockOf(nodeId)).epoch).toBe(1);
  });

  it('gives a higher epoch with each grant, and none to a second holder', async () => {
    const nodeId = await engine.addNode();
    for (const expected of [1, 2, 3]) {
      expect(await take(nodeId, newId())).toBe(expected);
      expect(await take(nodeId, newId())).toBeNull();
      await engine.inNode(nodeId, releaseNodeLock);
      expect(await lockOf(nodeId)).toEqual({ epoch: expected, holder: null });
    }
  });
});

describe('breakNodeLock', () => {
  it('raises the epoch at once, so the old holder is refused before anybody else takes the node', async () => {
    const nodeId = await engine.addNode();
    const ctx = await engine.live();
    const jobId = await engine.queue(nodeId, job.type);
    const { fence } = await engine.claim(ctx, nodeId, jobId);
    await engine.inNode(nodeId, async () => {}, fence);
    await engine.inNode(nodeId, (node) => breakNodeLock(node, 'testing', 0));
    expect(await lockOf(nodeId)).toEqual({ epoch: 2, holder: null });
    await expect(engine.inNode(nodeId, async () => {}, fence)).rejects.toThrow(LeaseLostError);
  });

  it('gives the node to nobody during the quiet time, however urgent', async () => {
    const nodeId = await engine.addNode();
    const ctx = await engine.live();
    const held = await engine.claim(ctx, nodeId, await engine.queue(nodeId, job.type));
    await engine.queue(nodeId, job.type);
    await engine.inNode(nodeId, async (node) => {
      await node.tx.query(`UPDATE jobs SET state = 'FAILED' WHERE id = ?`, [held.job.id]);
      await breakNodeLock(node, 'testing', 60_000);
      await promoteNext(node);
    });
    const urgent = await engine.queue(nodeId, { ...job.type, priority: 'ABORT' });
    expect(await engine.job(urgent)).toMatchObject({ ready: 1 });
    expect(await claimJob(ctx, { id: urgent, nodeId })).toBeNull();
    expect(await take(nodeId, newId())).toBeNull();

    await engine.inNode(nodeId, (node) => shortenQuietTime(node, held.fence.epoch ?? -1, 0));
    expect(await claimJob(ctx, { id: urgent, nodeId })).not.toBeNull();
  });

  it('lets nobody shorten the quiet time but the holder whose lock was broken', async () => {
    const nodeId = await engine.addNode();
    const ctx = await engine.live();
    const { fence } = await engine.claim(ctx, nodeId, await engine.queue(nodeId, job.type));
    await engine.inNode(nodeId, (node) => breakNodeLock(node, 'testing', 60_000));
    await engine.inNode(nodeId, (node) => shortenQuietTime(node, (fence.epoch ?? 0) - 1, 0));
    expect(await take(nodeId, newId())).toBeNull();
    await engine.inNode(nodeId, (node) => shortenQuietTime(node, fence.epoch ?? 0, 0));
    expect(await take(nodeId, newId())).toBe(3);
  });
});

describe('claimJob', () => {
  it('gives a job to exactly one of many conductors', async () => {
    const nodeId = await engine.addNode();
    const jobId = await engine.queue(nodeId, job.type);
    const conductors = await Promise.all(Array.from({ length: TAKERS }, () => engine.live()));
    const claims = await Promise.all(conductors.map((ctx) => claimJob(ctx, { id: jobId, nodeId })));
    const won = claims.filter((claim) => claim !== null);
    expect(won).toHaveLength(1);
    expect(await engine.job(jobId)).toMatchObject({
      state: 'RUNNING',
      attempt: 1,
      epoch: 1,
      claimedBy: won[0]?.fence.conductorId,
    });
    expect(await lockOf(nodeId)).toEqual({ epoch: 1, holder: jobId });
  });

  it('gives a job that takes no lock to exactly one of many conductors as well', async () => {
    const nodeId = await engine.addNode();
    const jobId = await engine.queue(nodeId, job.type, {}, { lockMode: 'SHARED' });
    const conductors = await Promise.all(Array.from({ length: TAKERS }, () => engine.live()));
    const claims = await Promise.all(conductors.map((ctx) => claimJob(ctx, { id: jobId, nodeId })));
    expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
    expect(await lockOf(nodeId)).toEqual({ epoch: 0, holder: null });
  });

  it('does not take a job that is not next, and leaves the lock as it was', async () => {
    const nodeId = await engine.addNode();
    await engine.queue(nodeId, job.type);
    const second = await engine.queue(nodeId, job.type);
    expect(await claimJob(await engine.live(), { id: second, nodeId })).toBeNull();
    expect(await lockOf(nodeId)).toEqual({ epoch: 0, holder: null });
    expect(await engine.job(second)).toMatchObject({ state: 'QUEUED', attempt: 0 });
  });
});
