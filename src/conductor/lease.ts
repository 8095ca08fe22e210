/**
 * A conductor's right to live: a row that it renews, and that others may declare dead once it has run out.
 *
 * Time is the database's for everybody else, and this process's monotonic clock for itself: `isSafe` is false from a
 * safety margin before the expiry on, also right after the process was frozen and thawed, before any timer has run.
 * In a process that runs, a watchdog finds that moment by itself, so work stops there also when nobody asks.
 *
 * Two clocks watch each other. The thread renews whatever the event loop does, so that a loop that is busy for a while
 * keeps its lease; the loop counts ticks that the thread sees, so that one which is stuck for good loses it.
 */
import { once } from 'node:events';
import { hostname } from 'node:os';
import { Worker } from 'node:worker_threads';
import { v7 as newId } from 'uuid';
import { affectedRows, inTransaction } from '../entities/transaction.ts';
import { appendEvents } from '../events/append.ts';
import { conductorActor, type ConductorContext, type Lease } from './context.ts';
import { processIdentity } from './process-identity.ts';

export interface LeaseOptions {
  readonly databaseUrl: string;
  /** Called once, when the lease has run out or was taken. */
  readonly onLost: () => void;
}

/** The loop tells that it lives this often, in milliseconds, or four times before it would count as stuck. */
const TICK_MS = 1_000;

/** Registers a new conductor instance and keeps its lease. */
export async function acquireLease(ctx: ConductorContext, { databaseUrl, onLost }: LeaseOptions): Promise<Lease> {
  const conductorId = newId();
  const { leaseExpiryMs, leasePeriodMs, safetyMarginMs, stuckAfterMs } = ctx.settings;
  const expiresAt = new BigInt64Array(new SharedArrayBuffer(8));
  const ticks = new Int32Array(new SharedArrayBuffer(4));
  const revocations = new Int32Array(new SharedArrayBuffer(4));
  const thread = new Worker(new URL('./lease-thread.mjs', import.meta.url), {
    workerData: {
      url: databaseUrl,
      conductorId,
      periodMs: leasePeriodMs,
      expiryMs: leaseExpiryMs,
      stuckAfterMs,
      expiresAt,
      ticks,
      revocations,
    },
    stdout: false,
  });
  try {
    await once(thread, 'message'); // it has loaded what it needs
    const registered = process.hrtime.bigint();
    await register(ctx, conductorId);
    Atomics.store(expiresAt, 0, registered + BigInt(leaseExpiryMs) * 1_000_000n);
  } catch (error) {
    await thread.terminate(); // or each try to register on a database that is away would leave one behind
    throw error;
  }
  thread.postMessage('start');

  let isOver = false;
  let watchdog: NodeJS.Timeout | undefined;
  const lose = (): void => {
    if (isOver) return;
    isOver = true;
    clearTimeout(watchdog);
    Atomics.store(expiresAt, 0, 0n);
    setImmediate(onLost); // not from within: it may have run out before whoever acquires it has it
  };
  thread.on('message', lose);
  thread.on('error', (error) => {
    ctx.log.error({ err: error }, 'the thread that renews the lease broke');
    lose();
  });

  const margin = BigInt(safetyMarginMs) * 1_000_000n;
  let heardOf = 0;
  const end = async (): Promise<void> => {
    isOver = true;
    clearTimeout(watchdog);
    Atomics.store(expiresAt, 0, 0n);
    await thread.terminate();
  };
  const isSafe = (): boolean => {
    const isGood = process.hrtime.bigint() < Atomics.load(expiresAt, 0) - margin;
    if (isGood && Atomics.load(revocations, 0) <= heardOf) return true;
    lose(); // whoever was told no has let go of its work: a renewal that still came through would orphan it
    return false;
  };
  const watch = (): void => {
    if (isOver || !isSafe()) return;
    Atomics.add(ticks, 0, 1);
    const safeForMs = Number(Atomics.load(expiresAt, 0) - margin - process.hrtime.bigint()) / 1e6;
    watchdog = setTimeout(watch, Math.min(TICK_MS, stuckAfterMs / 4, Math.max(1, safeForMs)));
    watchdog.unref();
  };
  watch();
  return {
    conductorId,
    isSafe,
    haveHeardOf(count) {
      heardOf = count === 'all' ? Atomics.load(revocations, 0) : count;
    },
    async markDraining() {
      await changeState(ctx, conductorId, 'DRAINING');
    },
    async release() {
      await changeState(ctx, conductorId, 'STOPPED');
      await end();
    },
    abandon: end,
  };
}

async function register({ db, settings, hardwareTypes, bell }: ConductorContext, id: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    await tx.query(
      `INSERT INTO conductors (id, host, pid, process_identity, conductor_group, drivers, state, started_at, heartbeat_at,
                               lease_expires_at)
       VALUES (?, ?, ?, ?, ?, ?, 'ALIVE', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND)`,
      [
        id,
        hostname(),
        process.pid,
        processIdentity(),
        settings.conductorGroup,
        JSON.stringify({ list: [...hardwareTypes.keys()] }),
        settings.leaseExpiryMs * 1_000,
      ],
    );
    await appendEvents(tx, [conductorEvent('CONDUCTOR_STARTED', id)]);
  });
  bell.ring('events');
}

async function changeState({ db, bell }: ConductorContext, id: string, state: 'DRAINING' | 'STOPPED'): Promise<void> {
  await inTransaction(db, async (tx) => {
    const sql = `UPDATE conductors SET state = ? WHERE id = ? AND state IN ('ALIVE', 'DRAINING')`;
    if (affectedRows(await tx.query(sql, [state, id])) === 0) return; // it was declared dead
    await appendEvents(tx, [conductorEvent(state === 'DRAINING' ? 'CONDUCTOR_DRAINING' : 'CONDUCTOR_STOPPED', id)]);
  });
  bell.ring('events');
}

export function conductorEvent(
  type: 'CONDUCTOR_STARTED' | 'CONDUCTOR_DRAINING' | 'CONDUCTOR_STOPPED' | 'CONDUCTOR_LOST',
  conductorId: string,
): Parameters<typeof appendEvents>[1][number] {
  return {
    type,
    actor: conductorActor(conductorId),
    nodeId: null,
    nodeSequence: null,
    jobId: null,
    changes: [{ field: 'conductor', before: null, after: conductorId }],
  };
}
