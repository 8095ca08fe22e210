import type { Claim } from './start-job.ts';
import { conductorActor, type LiveContext } from './context.ts';
import type { JobControl } from './job-control.ts';
import type { StepRow } from './load-job.ts';
import { inNodeTransaction, LeaseLostError } from './node-transaction.ts';
import { createLineBuffer, writeLines, type SaidLines } from './step-lines.ts';

/** However often a driver reports, this often at most it becomes a row and an event. */
const MIN_INTERVAL_MS = 500;
/**
 * All steps of a process together write so often at most. A thousand of them would otherwise make two thousand transactions
 * a second for watchers, and what they do would wait for what they say.
 */
const MIN_INTERVAL_OF_ALL_MS = 5;

/** Steps at work in this process, whatever their conductor. */
let atWork = 0;
const interval = (): number => Math.max(MIN_INTERVAL_MS, atWork * MIN_INTERVAL_OF_ALL_MS);

export interface ProgressWriter {
  progress(percent: number, message?: string): void;
  line(text: string): void;
  /** Waits for what is being written; the step's end is written after it, and with it the lines that this answers. */
  finish(): Promise<SaidLines>;
}

/** Writes in the background how far a step is, the newest value only, and what it says; fenced like everything else. */
export function createProgressWriter(
  ctx: LiveContext,
  claim: Claim,
  step: StepRow,
  control: JobControl,
): ProgressWriter {
  const lines = createLineBuffer();
  let newest: { readonly percent: number; readonly message: string | undefined } | null = null;
  let writing: Promise<void> = Promise.resolve();
  let isWriting = false;
  let timer: NodeJS.Timeout | undefined;
  atWork += 1;
  const begun = performance.now();
  let lastWrite = -Infinity;

  async function write(): Promise<void> {
    const report = newest;
    const said = lines.take();
    newest = null;
    lastWrite = performance.now();
    const { nodeId, fence } = claim;
    await inNodeTransaction(
      { db: ctx.db, bell: ctx.bell, nodeId, fence, actor: conductorActor(ctx.conductorId) },
      async (node) => {
        if (report !== null) {
          await node.tx.query('UPDATE job_steps SET percent = ?, message = ? WHERE id = ?', [
            report.percent,
            report.message?.slice(0, 1024) ?? null,
            step.id,
          ]);
          node.emit('JOB_PROGRESS', [{ field: `steps.${step.name}.percent`, before: null, after: report.percent }]);
        }
        await writeLines(node, step, said);
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
    if ((newest === null && lines.isEmpty()) || isWriting) return;
    clearTimeout(timer);
    // How far a step is, is told at once, unless many are at work; what a short step says is written with its end.
    const isFirstAtOnce = newest !== null && interval() === MIN_INTERVAL_MS;
    const since = isFirstAtOnce ? lastWrite : Math.max(begun, lastWrite);
    timer = setTimeout(start, Math.max(0, since + interval() - performance.now()));
  }

  return {
    progress(percent, message) {
      newest = { percent: Math.round(Math.min(100, Math.max(0, percent))), message };
      schedule();
    },
    line(text) {
      lines.say(text);
      schedule();
    },
    async finish() {
      atWork -= 1;
      newest = null;
      clearTimeout(timer);
      timer = undefined;
      const last = lines.take();
      await writing;
      return last;
    },
  };
}
