/**
 * A minute of `npm run chaos` (docs/chaos.md): real processes, killed, frozen, replaced and cut off from a database
 * that is killed as well, while clients ask for everything. The seed is fixed; how it falls out is the machine's.
 */
import { expect, it } from 'vitest';
import { FAULT_KINDS } from './faults.ts';
import { explain, verdictTable } from './report.ts';
import { run } from './run.ts';

const SEED = 1;
const CHAOS_MS = 40_000;
/** Starting and settling come on top; a machine that does other things besides takes its time over them. */
const LONGEST_MS = 300_000;

it('keeps its promises whatever is killed, frozen or cut', { timeout: LONGEST_MS }, async () => {
  let faults: ReadonlyMap<string, number> = new Map();
  const outcome = await run({
    seed: SEED,
    chaosMs: CHAOS_MS,
    conductors: 3,
    nodes: 200,
    signal: new AbortController().signal,
    onProgress: (progress) => {
      ({ faults } = progress);
    },
  });
  console.info(verdictTable(outcome.verdicts));
  const broken = outcome.verdicts.filter(({ violations }) => violations.length > 0);
  // What a reader needs to find the cause is in the message; the folder would only be in the way of the next run.
  outcome.removeFolder();
  expect(broken.map((verdict) => explain(verdict, outcome.history)).join('\n\n')).toBe('');

  // It would hold as well if nothing had happened.
  expect([...faults].filter(([, count]) => count === 0)).toEqual([]);
  expect([...faults.keys()]).toEqual(FAULT_KINDS);
  expect(outcome.cutCommits['before-commit'] + outcome.cutCommits['after-commit']).toBeGreaterThan(0);
  expect(outcome.history.jobs.length).toBeGreaterThan(50);
});
