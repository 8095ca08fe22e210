/**
 * A conductor from start to stop. Its life:
 *
 *   starting ──lease──▶ alive ──stop()──▶ draining ──▶ stopped
 *                         │  ▲
 *               lease lost▼  │a new instance, with a new id
 *                        dropped
 *
 * Dropped: the lease ran out (database away too long, process frozen). Everything at work stops without a word, then
 * the process registers again as a new instance; the old one's jobs are taken over like anybody else's. When all of its
 * work has ended it says so, and nobody waits for the end of its lease.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConductorContext, Lease, LiveContext } from './context.ts';
import { isDrainRequested } from './drain-request.ts';
import { acquireLease } from './lease.ts';
import { recordLimits } from './limits.ts';
import { finishAllocations } from './periodic/finish-allocations.ts';
import { startLoop, type Loop } from './periodic/loop.ts';
import { purgeOldRows, type Retention } from './periodic/purge-old-rows.ts';
import { startPowerSync } from './periodic/sync-power.ts';
import { createVifReconciler } from './periodic/reconcile-vifs.ts';
import { createForgottenJobsRequeuer } from './periodic/requeue-forgotten-jobs.ts';
import { takeOverLostJobs } from './periodic/take-over-lost-jobs.ts';
import { watchDeadlines } from './periodic/watch-deadlines.ts';
import { wakeWaitingJobs } from './periodic/wake-waiting-jobs.ts';
import { watchRunningJobs } from './periodic/watch-running-jobs.ts';
import { startWorker, type Worker } from './worker.ts';

export interface Conductor {
  /** The present instance; null while it is being registered. */
  id(): string | null;
  runningJobs(): number;
  /** Drains, hands over, gives the lease back. */
  stop(): Promise<void>;
  /** Ends as a crash would: nothing is handed over. For tests. */
  crash(): Promise<void>;
}

export interface ConductorOptions {
  /** Called once when somebody has asked it to drain and it has: it will claim nothing more. */
  readonly onDrained?: () => void;
  readonly databaseUrl: string;
  readonly retention: Retention;
}

const REGISTER_RETRY_MS = 1_000;
const PURGE_INTERVAL_MS = 3_600_000;
const WAKE_INTERVAL_MS = 500;
const WATCH_INTERVAL_MS = 250;
const DRAIN_INTERVAL_MS = 1_000;
const DEADLINE_INTERVAL_MS = 5_000;
const ALLOCATION_INTERVAL_MS = 1_000;

export async function startConductor(ctx: ConductorContext, options: ConductorOptions): Promise<Conductor> {
  let instance: Instance | null = await startInstance(ctx, options, onLost);
  let isStopping = false;
  let stopping: Promise<void> | null = null;
  let restarting: Promise<void> = Promise.resolve();
  const drainLoop = startLoop('drain', DRAIN_INTERVAL_MS, ctx.log, async () => {
    const conductorId = instance?.lease.conductorId;
    if (isStopping || conductorId === undefined || !(await isDrainRequested(ctx.db, conductorId))) return;
    ctx.log.info({ conductorId }, 'asked to drain');
    // Not awaited: stopping waits for this loop.
    void stop().then(() => options.onDrained?.());
  });

  function onLost(): void {
    if (!isStopping) restarting = restart();
  }

  async function restart(): Promise<void> {
    ctx.log.error({ conductorId: instance?.lease.conductorId }, 'lease lost: stopping all work and registering anew');
    const lost = instance;
    instance = null;
    await lost?.drop();
    while (!isStopping && instance === null) {
      try {
        instance = await startInstance(ctx, options, onLost);
      } catch (error) {
        ctx.log.warn({ err: error }, 'cannot register the conductor yet; trying again');
        await sleep(REGISTER_RETRY_MS);
      }
    }
  }

  return {
    id: () => instance?.lease.conductorId ?? null,
    runningJobs: () => instance?.worker.runningJobs().size ?? 0,
    stop,
    async crash() {
      isStopping = true;
      await drainLoop.stop();
      await instance?.crash();
    },
  };

  function stop(): Promise<void> {
    isStopping = true;
    stopping ??= (async () => {
      await drainLoop.stop();
      await restarting;
      await instance?.stop();
      instance = null;
    })();
    return stopping;
  }
}

interface Instance {
  readonly lease: Lease;
  readonly worker: Worker;
  stop(): Promise<void>;
  drop(): Promise<void>;
  crash(): Promise<void>;
}

async function startInstance(
  base: ConductorContext,
  { databaseUrl, retention }: ConductorOptions,
  onLost: () => void,
): Promise<Instance> {
  await recordLimits(base.db, base.settings);
  const lease = await acquireLease(base, { databaseUrl, onLost });
  const { conductorId } = lease;
  const ctx: LiveContext = { ...base, lease, conductorId, log: base.log.child({ conductorId }) };
  const worker = startWorker(ctx);
  const { leasePeriodMs, powerSyncSeconds, vifReconcileSeconds } = ctx.settings;
  const vifReconcileMs = vifReconcileSeconds * 1_000;
  const loops: readonly Loop[] = [
    startLoop('take-over', leasePeriodMs / 2, ctx.log, () => takeOverLostJobs(ctx)),
    startLoop('forgotten', leasePeriodMs / 2, ctx.log, createForgottenJobsRequeuer(ctx, worker)),
    startLoop('wake', WAKE_INTERVAL_MS, ctx.log, () => wakeWaitingJobs(ctx)),
    startLoop('watch', WATCH_INTERVAL_MS, ctx.log, () => watchRunningJobs(ctx, worker)),
    startLoop('deadlines', DEADLINE_INTERVAL_MS, ctx.log, () => watchDeadlines(ctx)),
    startLoop('allocations', ALLOCATION_INTERVAL_MS, ctx.log, () => finishAllocations(ctx)),
    startLoop('purge', PURGE_INTERVAL_MS, ctx.log, () => purgeOldRows(ctx, retention)),
    ...(vifReconcileMs === 0
      ? []
      : [startLoop('vifs', vifReconcileMs, ctx.log, createVifReconciler(ctx, vifReconcileMs), { isJittered: true })]),
    ...(powerSyncSeconds === 0 ? [] : [startPowerSync(ctx)]),
  ];
  const stopLoops = async (): Promise<void> => void (await Promise.all(loops.map((loop) => loop.stop())));
  ctx.log.info({ conductorGroup: ctx.settings.conductorGroup }, 'conductor started');

  return {
    lease,
    worker,
    async stop() {
      await lease.markDraining();
      await worker.drain();
      await stopLoops();
      await lease.release();
      ctx.log.info({}, 'conductor stopped');
    },
    async drop() {
      const [hasEnded] = await Promise.all([worker.drop(), lease.abandon()]);
      await stopLoops();
      if (!hasEnded) return; // a step may still be at work: nobody else may be until the lease has run out
      await lease.release().catch((error: unknown) => {
        ctx.log.warn({ err: error }, 'the lost lease cannot be given back; it runs out by itself');
      });
    },
    async crash() {
      await lease.abandon();
      await worker.drop();
      await stopLoops();
    },
  };
}
