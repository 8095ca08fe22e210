/** P2, P3: a lease ends when it must, and not a moment before; whatever the process does meanwhile. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ConductorSettings, Lease } from '../../src/conductor/context.ts';
import { acquireLease } from '../../src/conductor/lease.ts';
import { takeOverLostJobs } from '../../src/conductor/periodic/take-over-lost-jobs.ts';
import { waitFor } from '../support/wait.ts';
import { startEngine, type Engine } from './harness.ts';
import { DONE_RESULT, gate, hang, scriptedJob } from './scripted-job.ts';

const worked = scriptedJob('test.leased', ['only'], { begins: 'deploy', endsIn: 'ACTIVE' });

const limited = scriptedJob('test.limited', ['only'], { begins: 'deploy', endsIn: 'ACTIVE' }, { timeoutMs: 100 });

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine([worked.type, limited.type]);
});
afterAll(() => engine.stop());

interface Held {
  readonly lease: Lease;
  /** When it was said to be lost, on the monotonic clock; null while it is not. */
  lostAt(): number | null;
}

const held: Lease[] = [];
afterEach(async () => {
  await Promise.all(held.splice(0).map((lease) => lease.abandon()));
});

async function acquire(settings: Partial<ConductorSettings>): Promise<Held> {
  let lostAt: number | null = null;
  const ctx = { ...engine.base, settings: { ...engine.base.settings, ...settings } };
  const onLost = (): void => {
    lostAt = performance.now();
  };
  const lease = await acquireLease(ctx, { databaseUrl: engine.databaseUrl, onLost });
  held.push(lease);
  return { lease, lostAt: () => lostAt };
}

/** Keeps this thread, and with it its event loop, from doing anything else. */
const block = (ms: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

const nextTurn = (): Promise<void> => new Promise((done) => setImmediate(done));

/** What the others see of the lease, by the database's clock. */
async function seen(conductorId: string): Promise<{ readonly leftMs: number; readonly sinceHeartbeatMs: number }> {
  // One row, columns as this query names them; DECIMAL comes as text.
  const [row] = await engine.db.query<{ leftMs: string; sinceHeartbeatMs: string }[]>(
    `SELECT TIMESTAMPDIFF(MICROSECOND, UTC_TIMESTAMP(6), lease_expires_at) / 1000 AS leftMs,
            TIMESTAMPDIFF(MICROSECOND, heartbeat_at, UTC_TIMESTAMP(6)) / 1000 AS sinceHeartbeatMs
       FROM conductors WHERE id = ?`,
    [conductorId],
  );
  return { leftMs: Number(row?.leftMs), sinceHeartbeatMs: Number(row?.sinceHeartbeatMs) };
}

describe('a lease that is not renewed', () => {
  it('is lost a safety margin before it runs out, though nobody asks', async () => {
    // Renewed once, and then not for minutes: only the watchdog can tell.
    const never = { leasePeriodMs: 600_000, leaseExpiryMs: 61_000, safetyMarginMs: 60_000 };
    const { lease, lostAt } = await acquire(never);
    await waitFor(() => lostAt() !== null, 'the lease to be lost');
    expect((await seen(lease.conductorId)).leftMs).toBeGreaterThan(0);
    expect(lease.isSafe()).toBe(false);
  });
});

describe('a conductor whose lease runs out while it registers', () => {
  it('starts all the same, and registers anew', async () => {
    const registered = (): Promise<{ id: string; state: string }[]> =>
      engine.db.query('SELECT id, state FROM conductors');
    const before = new Set((await registered()).map(({ id }) => id));
    await engine.start({ leaseExpiryMs: 1_000, safetyMarginMs: 1_000 });
    await waitFor(async () => (await registered()).length > before.size + 2, 'it to have tried again');
    await engine.stopConductors();
    const left = (await registered()).filter(({ id, state }) => !before.has(id) && state !== 'STOPPED');
    expect(left).toEqual([]); // each was given back, and none is beside another
  });
});

describe('a process whose event loop', () => {
  it('is busy again and again, but lives, keeps its lease', async () => {
    const stuckAfterMs = 6_000; // many times a block, as a machine that is slow makes them
    const { lease, lostAt } = await acquire({ leasePeriodMs: 100, leaseExpiryMs: 60_000, stuckAfterMs });
    const begun = performance.now();
    while (performance.now() - begun < stuckAfterMs + 2_000) {
      block(500);
      await nextTurn();
    }
    expect(lostAt()).toBeNull();
    expect(lease.isSafe()).toBe(true);
  });

  it('is stuck for good loses its lease, though the thread that renews it is well', async () => {
    const { lease, lostAt } = await acquire({ leasePeriodMs: 100, leaseExpiryMs: 60_000, stuckAfterMs: 600 });
    block(3_000);
    expect(lease.isSafe()).toBe(false); // before any timer or message had a turn
    await waitFor(
      async () => (await seen(lease.conductorId)).sinceHeartbeatMs > 1_000,
      'nothing to have been renewed for ten periods',
    );
    expect(lostAt()).not.toBeNull();
  });
});

describe('a conductor that loses its lease long before it runs out', () => {
  const STUCK = { leaseExpiryMs: 600_000, stuckAfterMs: 600 };
  const stateOf = async (conductorId: string | null): Promise<string | undefined> => {
    // One row of one column.
    const [row] = await engine.db.query<{ state: string }[]>('SELECT state FROM conductors WHERE id = ?', [
      conductorId,
    ]);
    return row?.state;
  };

  it('gives its jobs back once its work has ended, and takes them up itself', async () => {
    const conductor = await engine.start(STUCK);
    const first = conductor.id();
    const atWork = gate();
    let runs = 0;
    const script = worked.script({
      async run(_step, ctx) {
        runs += 1;
        if (runs > 1) return DONE_RESULT;
        atWork.open();
        return hang(ctx);
      },
    });
    const nodeId = await engine.addNode();
    const jobId = await engine.queue(nodeId, worked.type, script);
    await atWork.opened;
    block(3_000);
    await waitFor(async () => (await engine.job(jobId)).state === 'SUCCEEDED', 'the job to go on');
    expect(await engine.job(jobId)).toMatchObject({ attempt: 2, claimedBy: null });
    expect(await stateOf(first)).toBe('STOPPED');
    expect(await stateOf(conductor.id())).toBe('ALIVE');
    await engine.stopConductors();
  });

  it('keeps them from everybody while a step that did not end may be at work', async () => {
    const conductor = await engine.start(STUCK);
    const first = conductor.id();
    const [atWork, allowed] = [gate(), gate()];
    const script = worked.script({
      async run() {
        atWork.open();
        await allowed.opened; // whatever its signal says
        return DONE_RESULT;
      },
    });
    const nodeId = await engine.addNode();
    const jobId = await engine.queue(nodeId, worked.type, script);
    await atWork.opened;
    block(3_000);
    await waitFor(() => conductor.id() !== null && conductor.id() !== first, 'it to be registered anew');
    await takeOverLostJobs(await engine.live());
    expect(await stateOf(first)).toBe('ALIVE');
    expect(await engine.job(jobId)).toMatchObject({ state: 'RUNNING', attempt: 1, claimedBy: first });
    allowed.open();
    await engine.stopConductors();
  });

  it('does not give them back either when a step was left behind before, whose job has long ended', async () => {
    const conductor = await engine.start(STUCK);
    const first = conductor.id();
    const allowed = gate();
    const script = limited.script({ run: () => allowed.opened.then(() => DONE_RESULT) });
    const jobId = await engine.queue(await engine.addNode(), limited.type, script);
    await waitFor(async () => (await engine.job(jobId)).state === 'FAILED', 'the step to be given up');
    await waitFor(() => conductor.runningJobs() === 0, 'its job to be over');
    block(3_000);
    await waitFor(() => conductor.id() !== null && conductor.id() !== first, 'it to be registered anew');
    expect(await stateOf(first)).toBe('ALIVE');
    allowed.open();
    await engine.stopConductors();
  });
});
