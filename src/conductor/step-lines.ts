/** What steps say: collected in memory, written a few times a second at most, the latest ones kept. */
import { MAX_LINE_LENGTH, MAX_LINES_PER_STEP } from '../domain/job.ts';
import type { NodeTx } from './node-transaction.ts';

export interface StepLine {
  /** As the database writes moments. */
  readonly at: string;
  readonly text: string;
}

/** Lines that were said and are not written yet. */
export interface SaidLines {
  /** How many came before these and are gone already: a step may say more than is kept before anything is written. */
  readonly dropped: number;
  readonly lines: readonly StepLine[];
}

export interface LineBuffer {
  say(text: string): void;
  isEmpty(): boolean;
  /** All that was said since the last time. */
  take(): SaidLines;
}

export function createLineBuffer(now: () => Date = () => new Date()): LineBuffer {
  let lines: StepLine[] = [];
  let dropped = 0;
  return {
    say(text) {
      // A line is one line: what comes from a machine may hold anything.
      const clean = text
        .replaceAll(/[\p{Cc}\p{Cs}]+/gu, ' ')
        .trim()
        .slice(0, MAX_LINE_LENGTH);
      lines.push({ at: now().toISOString().replace('T', ' ').replace('Z', ''), text: clean });
      if (lines.length > MAX_LINES_PER_STEP) {
        lines.shift();
        dropped += 1;
      }
    },
    isEmpty: () => lines.length === 0,
    take() {
      const taken = { dropped, lines };
      lines = [];
      dropped = 0;
      return taken;
    },
  };
}

/** Numbers them on from those before, and forgets what is beyond the latest. */
export async function writeLines(
  node: NodeTx,
  step: { readonly id: string; readonly name: string },
  { dropped, lines }: SaidLines,
): Promise<void> {
  if (lines.length === 0) return;
  // One row of one column, as this query names it; none when the job's rows are gone.
  const [row] = await node.tx.query<{ count: number }[]>('SELECT line_count AS count FROM job_steps WHERE id = ?', [
    step.id,
  ]);
  if (row === undefined) return;
  const first = row.count + dropped + 1;
  const last = first + lines.length - 1;
  await node.tx.query(
    `INSERT INTO job_step_lines (step_id, number, at, text) VALUES ${lines.map(() => '(?, ?, ?, ?)').join(', ')}`,
    lines.flatMap(({ at, text }, index) => [step.id, first + index, at, text]),
  );
  await node.tx.query('UPDATE job_steps SET line_count = ? WHERE id = ?', [last, step.id]);
  if (last > MAX_LINES_PER_STEP) {
    await node.tx.query('DELETE FROM job_step_lines WHERE step_id = ? AND number <= ?', [
      step.id,
      last - MAX_LINES_PER_STEP,
    ]);
  }
  // Which lines, not the lines themselves: the log is kept for days and read by everybody.
  node.emit('JOB_STEP_LOG', [
    { field: `steps.${step.name}.lines`, before: first - 1, after: last },
    { field: 'step', before: null, after: step.id },
  ]);
}
