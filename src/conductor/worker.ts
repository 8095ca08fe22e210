/**
 * Claims jobs and runs them, as many at once as it may.
 *
 * It looks when the bell rings (work of this process), when a job of its own ends (room, and perhaps a successor on
 * the node), and now and then by itself (work of other processes). It picks at random from a window of candidates:
 * conductors that all took the head would mostly take it from each other (stack note 3.1).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { claimJob, type Candidate } from './claim.ts';
import type { LiveContext } from './context.ts';
import { createJobControl, type JobControl, type StopReason } from './job-control.ts';
import { runJob } from './run-job.ts';

export interface Worker {
  /** Claims no more, lets steps end, hands over what is left after `drainMs`. */
  drain(): Promise<void>;
  /** Stops everything at once and writes nothing more: the lease is gone. */
  drop(): Promise<void>;
  /** Tells a running job to stop; false when it does not run here. */
  cancel(jobId: string, reason: string): boolean;
  runningJobs(): ReadonlySet<string>;
}

const WINDOW = 32;
const CLAIMS_AT_ONCE = 8;
const AFTER_ERROR_MS = 500;
/** With nothing to do it looks this much more rarely; a ring still wakes it at once. */
const IDLE_FACTOR = 4;
/** A step that is told to hand over ends soon; one that does not is left behind, fenced. */
const HAND_OVER_MS = 8_000;

export function startWorker(ctx: LiveContext): Worker {
  const running = new Map<string, { readonly control: JobControl; readonly done: Promise<void> }>();
  const runningIds = new Set<string>();
  let isStopping = false;
  let isDropped = false;
  /** Settles when no claim is on its way any more. */
  let looking: Promise<void> = Promise.resolve();
  let isLooking = false;
  let shouldLookAgain = false;
  let timer: NodeJS.Timeout | undefined;
  let idleMs = ctx.settings.pollMs;

  const room = (): number => ctx.settings.maxJobs - running.size;

  function look(): void {
    if (isLooking) shouldLookAgain = true;
    else looking = lookAround();
  }

  async function lookAround(): Promise<void> {
    isLooking = true;
    clearTimeout(timer);
    let hasClaimed = false;
    let hasFailed = false;
    try {
      do {
        shouldLookAgain = false;
        if ((await claimSome()) > 0) {
          hasClaimed = true;
          shouldLookAgain = true;
        }
      } while (shouldLookAgain && !isStopping && room() > 0);
    } catch (error) {
      if (!isStopping) ctx.log.warn({ err: error }, 'looking for jobs failed; trying again');
      hasFailed = true;
    } finally {
      isLooking = false;
      if (!isStopping) {
        const { pollMs } = ctx.settings;
        idleMs = hasClaimed ? pollMs : Math.min(idleMs * 2, pollMs * IDLE_FACTOR);
        timer = setTimeout(look, hasFailed ? AFTER_ERROR_MS : idleMs);
        timer.unref();
      }
    }
  }

  async function claimSome(): Promise<number> {
    const wanted = Math.min(room(), CLAIMS_AT_ONCE);
    if (isStopping || wanted <= 0 || !ctx.lease.isSafe()) return 0;
    const candidates = await findCandidates(ctx);
    const picked = pickAtRandom(candidates, wanted);
    const claimed = await Promise.all(picked.map((candidate) => claimAndStart(candidate)));
    return claimed.filter(Boolean).length;
  }

  async function claimAndStart(candidate: Candidate): Promise<boolean> {
    if (running.has(candidate.id)) return false;
    const claim = await claimJob(ctx, candidate);
    if (claim === null) return false;
    const control = createJobControl();
    if (claim.job.cancelRequestedAt !== null) {
      control.stop({ kind: 'cancel', reason: claim.job.cancelReason ?? 'asked for' });
    }
    if (isDropped) control.stop({ kind: 'lost' });
    else if (isStopping) control.handOverAtNextStep(); // claimed while the stop came
    const done = runJob(ctx, claim, control)
      .catch((error: unknown) => {
        ctx.log.error({ jobId: candidate.id, nodeId: candidate.nodeId, err: error }, 'a job broke its worker: a bug');
      })
      .finally(() => {
        running.delete(candidate.id);
        runningIds.delete(candidate.id);
        if (!isStopping) look();
      });
    running.set(candidate.id, { control, done });
    runningIds.add(candidate.id);
    return true;
  }

  const stopListening = ctx.bell.listen('jobs', () => {
    if (!isStopping && room() > 0) look();
  });
  look();

  const stopAll = (reason: StopReason): void => {
    for (const { control } of running.values()) control.stop(reason);
  };
  const allDone = (): Promise<unknown> => Promise.all([...running.values()].map(({ done }) => done));
  const stopClaiming = async (): Promise<void> => {
    isStopping = true;
    clearTimeout(timer);
    stopListening();
    await looking;
  };

  return {
    async drain() {
      await stopClaiming();
      const grace = sleep(ctx.settings.drainMs, undefined, { ref: false });
      for (const { control } of running.values()) control.handOverAtNextStep();
      await Promise.race([allDone(), grace]);
      stopAll({ kind: 'hand-over' });
      await Promise.race([allDone(), sleep(HAND_OVER_MS, undefined, { ref: false })]);
    },
    async drop() {
      isDropped = true;
      stopAll({ kind: 'lost' });
      await stopClaiming();
      await Promise.race([allDone(), sleep(HAND_OVER_MS, undefined, { ref: false })]);
    },
    cancel(jobId, reason) {
      const job = running.get(jobId);
      job?.control.stop({ kind: 'cancel', reason });
      return job !== undefined;
    },
    runningJobs: () => runningIds,
  };
}

async function findCandidates({ db, settings }: LiveContext): Promise<Candidate[]> {
  // Columns as this query names them.
  return db.query<Candidate[]>(
    `SELECT id, node_id AS nodeId FROM jobs
      WHERE ready = 1 AND conductor_group = ? AND run_after <= UTC_TIMESTAMP(6) AND node_id IS NOT NULL
      ORDER BY priority, id LIMIT ${WINDOW}`,
    [settings.conductorGroup],
  );
}

function pickAtRandom<T>(items: readonly T[], count: number): T[] {
  const pool = [...items];
  const picked: T[] = [];
  while (picked.length < count && pool.length > 0) {
    picked.push(...pool.splice(Math.floor(Math.random() * pool.length), 1));
  }
  return picked;
}
