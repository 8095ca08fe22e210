/**
 * Claims jobs and runs them, as many at once as it may.
 *
 * It looks when the bell rings (work of this process), when a job of its own ends (room, and perhaps a successor on
 * the node), and now and then by itself (work of other processes).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { findCandidates } from './candidates.ts';
import { claimJobs } from './claim.ts';
import type { Claim } from './start-job.ts';
import type { LiveContext } from './context.ts';
import { createJobControl, type JobControl, type StopReason } from './job-control.ts';
import { runJob } from './run-job.ts';

export interface Worker {
  /** Claims no more, lets steps end, hands over what is left after `drainMs`. */
  drain(): Promise<void>;
  /**
   * Stops everything at once and writes nothing more: the lease is gone. False when a step did not end although it was
   * told to, and may still be at work.
   */
  drop(): Promise<boolean>;
  /** Tells a running job to stop; false when it does not run here. */
  cancel(jobId: string, reason: string): boolean;
  /** Tells a running job that it is no longer this conductor's. */
  lose(jobId: string, attempt: number): void;
  /** Job → the attempt that runs here. */
  runningJobs(): ReadonlyMap<string, number>;
  /** Its claim is on its way: it may be committed, and the answer not here yet. */
  isClaiming(jobId: string): boolean;
}

const CLAIMS_AT_ONCE = 16;
const AFTER_ERROR_MS = 500;
/** With nothing to do it looks this much more rarely; a ring still wakes it at once. */
const IDLE_FACTOR = 4;
/** A step that is told to hand over ends soon; one that does not is left behind, fenced. */
const HAND_OVER_MS = 8_000;

export function startWorker(ctx: LiveContext): Worker {
  const running = new Map<string, { readonly control: JobControl; readonly done: Promise<void> }>();
  const attempts = new Map<string, number>();
  let isStopping = false;
  let isDropped = false;
  /** A step of some job did not end although it was told to, then or long ago, and may still be at work. */
  let hasLeftBehind = false;
  /** Settles when no claim is on its way any more. */
  let looking: Promise<void> = Promise.resolve();
  let isLooking = false;
  let shouldLookAgain = false;
  let timer: NodeJS.Timeout | undefined;
  let idleMs = ctx.settings.pollMs;

  const claiming = new Set<string>();
  /** Jobs that could not be taken a moment ago: somebody was faster, or there was no place. */
  const avoided = new Set<string>();
  const avoid = (jobId: string): void => {
    avoided.add(jobId);
    setTimeout(() => avoided.delete(jobId), ctx.settings.pollMs).unref();
  };

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
    const candidates = (await findCandidates(ctx, wanted, avoided)).filter(({ id }) => !running.has(id));
    if (candidates.length === 0) return 0;
    for (const { id } of candidates) claiming.add(id);
    // Until its answer is here a claim may be committed, and its job run by nobody: see `isClaiming`.
    const claims = await claimJobs(ctx, candidates).finally(() => claiming.clear());
    const claimed = new Set(claims.map(({ job }) => job.id));
    for (const { id } of candidates) if (!claimed.has(id)) avoid(id);
    for (const claim of claims) start(claim);
    return claims.length;
  }

  function start(claim: Claim): void {
    const { id } = claim.job;
    const control = createJobControl();
    if (claim.job.cancelRequestedAt !== null) {
      control.stop({ kind: 'cancel', reason: claim.job.cancelReason ?? 'asked for' });
    }
    if (isDropped) control.stop({ kind: 'lost' });
    else if (isStopping) control.handOverAtNextStep(); // claimed while the stop came
    const done = runJob(ctx, claim, control)
      .catch((error: unknown) => {
        ctx.log.error({ jobId: id, nodeId: claim.nodeId, err: error }, 'a job broke its worker: a bug');
      })
      .finally(() => {
        hasLeftBehind ||= control.isDeaf;
        running.delete(id);
        attempts.delete(id);
        if (!isStopping) look();
      });
    running.set(id, { control, done });
    attempts.set(id, claim.fence.attempt);
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
      const tooLong = sleep(HAND_OVER_MS, false, { ref: false });
      const haveEnded = await Promise.race([allDone().then(() => true), tooLong]);
      return haveEnded && !hasLeftBehind;
    },
    cancel(jobId, reason) {
      const job = running.get(jobId);
      job?.control.stop({ kind: 'cancel', reason });
      return job !== undefined;
    },
    lose(jobId, attempt) {
      if (attempts.get(jobId) === attempt) running.get(jobId)?.control.stop({ kind: 'lost' });
    },
    runningJobs: () => attempts,
    isClaiming: (jobId) => claiming.has(jobId),
  };
}
