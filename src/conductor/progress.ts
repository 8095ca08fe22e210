import type { Claim } from './start-job.ts';
import { conductorActor, type LiveContext } from './context.ts';
import type { JobControl } from './job-control.ts';
import type { StepRow } from './load-job.ts';
import { inNodeTransaction, LeaseLostError } from './node-transaction.ts';

/** However often a driver reports, this often at most it becomes a row and an event. */
const MIN_INTERVAL_MS = 500;

export interface ProgressWriter {
  report(percent: number, message?: string): void;
  /** Waits for what is being written; the step's end is written after it. */
  finish(): Promise<void>;
}

/** Writes a step's progress in the background, the newest value only, fenced like everything else. */
export function createProgressWriter(
  ctx: LiveContext,
  claim: Claim,
  step: StepRow,
  control: JobControl,
): ProgressWriter {
  let newest: { readonly percent: number; readonly message: string | undefined } | null = null;
  let writing: Promise<void> = Promise.resolve();
  let isWriting = false;
  let timer: NodeJS.Timeout | undefined;
  let lastWrite = -MIN_INTERVAL_MS;

  async function write(): Promise<void> {
    const report = newest;
    if (report === null) return;
    newest = null;
    lastWrite = performance.now();
    const { nodeId, fence } = claim;
    await inNodeTransaction(
      { db: ctx.db, bell: ctx.bell, nodeId, fence, actor: conductorActor(ctx.conductorId) },
      async (node) => {
        await node.tx.query('UPDATE job_steps SET percent = ?, message = ? WHERE id = ?', [
          report.percent,
          report.message?.slice(0, 1024) ?? null,
          step.id,
        ]);
        node.emit('JOB_PROGRESS', [{ field: `steps.${step.name}.percent`, before: null, after: report.percent }]);
      },
    );
  }

  function start(): void {
    timer = undefined;
    isWriting = true;
    writing = write()
      .catch((error: unknown) => {
        // Progress is for watchers: losing a report matters to nobody, losing the job does.
        if (error instanceof LeaseLostError) control.stop({ kind: 'lost' });
        else ctx.log.debug({ jobId: claim.job.id, err: error }, 'progress was not written');
      })
      .finally(() => {
        isWriting = false;
        schedule();
      });
  }

  function schedule(): void {
    if (newest === null || isWriting || timer !== undefined) return;
    timer = setTimeout(start, Math.max(0, lastWrite + MIN_INTERVAL_MS - performance.now()));
  }

  return {
    report(percent, message) {
      newest = { percent: Math.round(Math.min(100, Math.max(0, percent))), message };
      schedule();
    },
    async finish() {
      newest = null;
      clearTimeout(timer);
      timer = undefined;
      await writing;
    },
  };
}
