/**
 * Subscriptions never miss and never lie (design P5): subscribers of all sorts, cut off at random and resumed at another
 * process, while processes are killed, frozen and replaced and the database is killed. The seed is fixed; how it falls
 * out is the machine's. `npm run chaos -- --streams` runs it for as long as one likes.
 */
import { expect, it } from 'vitest';
import { explainStreams, streamTable } from './report.ts';
import { runStreams } from './run.ts';

const SEED = 6;
const CHAOS_MS = 25_000;
const LONGEST_MS = 600_000;

it(
  'every subscriber is told exactly what the log says, whatever is killed, frozen or cut',
  { timeout: LONGEST_MS },
  async () => {
    const outcome = await runStreams({ seed: SEED, chaosMs: CHAOS_MS, apis: 3, subscribers: 30, nodes: 24 });
    console.info(streamTable(SEED, outcome));
    outcome.removeFolder();
    expect(explainStreams(SEED, outcome)).toBe('');

    // It would hold as well if nothing had happened.
    expect(outcome.events).toBeGreaterThan(150);
    expect(outcome.reconnects).toBeGreaterThan(60);
    expect(outcome.faults).toEqual(expect.arrayContaining(['API killed', 'API frozen', 'database killed']));
    expect(outcome.killedSenders).toBeGreaterThan(0);
    expect(outcome.judgements.length).toBeGreaterThan(42); // the others follow jobs
  },
);
