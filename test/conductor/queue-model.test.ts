/**
 * The queue against a model of it: whatever happens, in whatever order, exactly the right job of a node may be taken,
 * and nobody else. The model is what design §4 says, in twenty lines; the rest of this file drives the real thing.
 */
import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { breakHold, cancelJob } from '../../src/conductor/cancel.ts';
import type { LiveContext } from '../../src/conductor/context.ts';
import { createJobControl, type JobControl } from '../../src/conductor/job-control.ts';
import type { StepResult } from '../../src/conductor/job-type.ts';
import { takeOverLostJobs } from '../../src/conductor/periodic/take-over-lost-jobs.ts';
import { wakeWaitingJobs } from '../../src/conductor/periodic/wake-waiting-jobs.ts';
import { runJob } from '../../src/conductor/run-job.ts';
import { PRIORITY_CLASS } from '../../src/domain/job.ts';
import { ProblemError } from '../../src/domain/problems.ts';
import { startEngine, type Engine } from './harness.ts';
import { DONE_RESULT, gate, hang, scriptedJob, type Gate, type ScriptedJob } from './scripted-job.ts';

const KINDS = {
  user: scriptedJob('test.model-user', ['first', 'second']),
  between: scriptedJob('test.model-between', ['first', 'second'], { runsBetween: true }),
  background: scriptedJob('test.model-background', ['first', 'second'], { priority: 'BACKGROUND' }),
} as const satisfies Record<string, ScriptedJob>;
type Kind = keyof typeof KINDS;

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine(Object.values(KINDS).map(({ type }) => type));
});
afterAll(() => engine.stop());

// ── The model ───────────────────────────────────────────────────────────────────────────────────────────────────

interface ModelJob {
  readonly id: string;
  readonly kind: Kind;
  state: 'QUEUED' | 'RUNNING' | 'WAITING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  priority: number;
  hasRun: boolean;
  /** How it will end once it has given back what it took: it was cancelled, or its lock broken, after it had begun. */
  endsAs: 'CANCELLED' | 'FAILED' | null;
}

/** The one that may be taken, or null. Jobs stand in the order in which they were asked for. */
function whoIsNext(jobs: readonly ModelJob[]): ModelJob | null {
  if (jobs.some(({ state }) => state === 'RUNNING')) return null;
  const isWaited = jobs.some(({ state }) => state === 'WAITING');
  const mayRun = jobs.filter(
    ({ state, kind, priority }) =>
      state === 'QUEUED' && (!isWaited || kind === 'between' || priority <= PRIORITY_CLASS.RESUME),
  );
  return mayRun.sort((a, b) => a.priority - b.priority)[0] ?? null; // stable: first come first served
}

// ── The real thing ──────────────────────────────────────────────────────────────────────────────────────────────

type Verdict = 'done' | 'fail' | 'wait';

interface Run {
  readonly ctx: LiveContext;
  readonly control: JobControl;
  readonly over: Promise<void>;
  readonly atWork: Gate;
}

interface Facts {
  readonly holder: string | null;
  readonly jobs: readonly {
    readonly id: string;
    readonly state: string;
    readonly ready: number;
    readonly priority: number;
  }[];
}

class System {
  readonly jobs: ModelJob[] = [];
  private readonly verdicts = new Map<string, { gate: Gate; verdict: Verdict }>();
  private readonly runs = new Map<string, Run>();

  constructor(readonly nodeId: string) {}

  async ask(kind: Kind): Promise<void> {
    const key: { id: string } = { id: '' };
    const input = KINDS[kind].script({
      run: async (_step, ctx) => {
        this.runs.get(key.id)?.atWork.open();
        const decided = this.decision(key.id);
        await Promise.race([decided.gate.opened, hang(ctx)]);
        return resultOf(decided.verdict);
      },
    });
    key.id = await engine.queue(this.nodeId, KINDS[kind].type, input);
    const priority = kind === 'background' ? PRIORITY_CLASS.BACKGROUND : PRIORITY_CLASS.USER;
    this.jobs.push({ id: key.id, kind, state: 'QUEUED', priority, hasRun: false, endsAs: null });
  }

  async claim(job: ModelJob): Promise<void> {
    const ctx = await engine.live({ settings: { ...engine.base.settings, safetyMarginMs: 0 } });
    const control = createJobControl();
    const claim = await engine.claim(ctx, this.nodeId, job.id);
    this.verdicts.delete(job.id);
    const atWork = gate();
    const run = { ctx, control, atWork, over: Promise.resolve() };
    this.runs.set(job.id, run);
    const over = runJob(ctx, claim, control);
    this.runs.set(job.id, { ...run, over });
    job.hasRun = true;
    job.state = 'RUNNING';
    await (job.endsAs === null ? Promise.race([atWork.opened, over]) : over);
    if (job.endsAs !== null) job.state = job.endsAs;
  }

  /** Both steps end alike; a wait is over at once, but nobody looks until the test does. */
  async end(job: ModelJob, verdict: Verdict): Promise<void> {
    const run = this.runOf(job);
    const decision = this.decision(job.id);
    decision.verdict = verdict;
    decision.gate.open();
    await run.over;
    if (verdict === 'wait') Object.assign(job, { state: 'WAITING', priority: PRIORITY_CLASS.RESUME });
    else job.state = verdict === 'done' ? 'SUCCEEDED' : 'FAILED';
  }

  async handOver(job: ModelJob): Promise<void> {
    const { control, over } = this.runOf(job);
    control.stop({ kind: 'hand-over' });
    await over;
    Object.assign(job, { state: 'QUEUED', priority: PRIORITY_CLASS.RESUME });
  }

  /** Its conductor dies; what that one still writes is refused. */
  async lose(job: ModelJob): Promise<void> {
    const { ctx, over, control } = this.runOf(job);
    await engine.db.query(
      'UPDATE conductors SET lease_expires_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND WHERE id = ?',
      [ctx.conductorId],
    );
    await takeOverLostJobs(await engine.live({ settings: { ...engine.base.settings, safetyMarginMs: 0 } }));
    const before = await engine.everything(this.nodeId);
    control.stop({ kind: 'hand-over' }); // it wants to write once more
    await over;
    if (!isDeepStrictEqual(await engine.everything(this.nodeId), before))
      throw new Error('A lost worker changed something.');
    Object.assign(job, { state: 'QUEUED', priority: PRIORITY_CLASS.RESUME });
  }

  /** An administrator takes its node; its conductor lives, hears of it and says that it has stopped. */
  async breakLock(job: ModelJob): Promise<void> {
    const { over, control } = this.runOf(job);
    await engine.inNode(this.nodeId, (node) =>
      breakHold(node, engine.base.jobTypes, { by: 'test', reason: 'testing' }),
    );
    control.stop({ kind: 'lost' });
    await over;
    Object.assign(job, { state: 'QUEUED', priority: PRIORITY_CLASS.ABORT, endsAs: 'FAILED' });
  }

  async wake(): Promise<void> {
    await wakeWaitingJobs(await engine.live());
    for (const job of this.jobs) if (job.state === 'WAITING') job.state = 'QUEUED';
  }

  async cancel(job: ModelJob): Promise<void> {
    await engine.inNode(this.nodeId, (node) => cancelJob(node, engine.base.jobTypes, job.id, 'testing'));
    if (job.state === 'RUNNING') {
      const { control, over } = this.runOf(job);
      control.stop({ kind: 'cancel', reason: 'testing' });
      await over;
      job.state = 'CANCELLED';
    } else if (job.hasRun) {
      Object.assign(job, { state: 'QUEUED', priority: PRIORITY_CLASS.ABORT, endsAs: 'CANCELLED' });
    } else {
      job.state = 'CANCELLED';
    }
  }

  /** What the database says: who holds the node, and of each job in the order of the queue how it stands. */
  async facts(): Promise<Facts> {
    const jobs = await engine.db.query<Facts['jobs']>(
      'SELECT id, state, ready, priority FROM jobs WHERE node_id = ? ORDER BY queue_number',
      [this.nodeId],
    );
    const [lock] = await engine.db.query<{ holder: string | null }[]>(
      'SELECT holder_job_id AS holder FROM node_locks WHERE node_id = ?',
      [this.nodeId],
    );
    return { holder: lock?.holder ?? null, jobs };
  }

  /** What the model says. */
  expectedFacts(): Facts {
    const next = whoIsNext(this.jobs);
    const holder = this.jobs.find(isRunning)?.id ?? null;
    return {
      holder,
      jobs: this.jobs.map(({ id, state, priority }) => ({ id, state, priority, ready: id === next?.id ? 1 : 0 })),
    };
  }

  /** Ends whatever is still running, so that nothing outlives the test. */
  async stop(): Promise<void> {
    for (const { control } of this.runs.values()) control.stop({ kind: 'lost' });
    await Promise.all([...this.runs.values()].map(({ over }) => over));
  }

  private runOf(job: ModelJob): Run {
    const run = this.runs.get(job.id);
    if (run === undefined) throw new Error(`Job ${job.id} does not run.`);
    return run;
  }

  private decision(jobId: string): { gate: Gate; verdict: Verdict } {
    const decision = this.verdicts.get(jobId) ?? { gate: gate(), verdict: 'done' as Verdict };
    this.verdicts.set(jobId, decision);
    return decision;
  }
}

function resultOf(verdict: Verdict): StepResult {
  switch (verdict) {
    case 'done':
      return DONE_RESULT;
    case 'wait':
      return { outcome: { kind: 'wait', for: 'TIMER', timeoutMs: 0 }, findings: [] };
    case 'fail':
      throw new ProblemError({ code: 'STEP_FAILED', step: 'first', reason: 'told to' });
  }
}

// ── What may happen ─────────────────────────────────────────────────────────────────────────────────────────────

const isRunning = ({ state }: ModelJob): boolean => state === 'RUNNING';
const isUnsettled = ({ state, endsAs }: ModelJob): boolean =>
  (state === 'QUEUED' || state === 'RUNNING' || state === 'WAITING') && endsAs === null;

/** What is done to which job; what does not apply when its turn comes is left out. */
type Step = readonly [
  what: 'ask' | 'claim' | 'done' | 'fail' | 'wait' | 'wake' | 'hand-over' | 'lose' | 'break' | 'cancel',
  kind: Kind,
  which: number,
];

async function perform(system: System, [what, kind, which]: Step): Promise<void> {
  const running = system.jobs.find(isRunning);
  switch (what) {
    case 'ask':
      return system.ask(kind);
    case 'claim': {
      const next = whoIsNext(system.jobs);
      return next === null ? undefined : system.claim(next);
    }
    case 'done':
    case 'fail':
    case 'wait':
      return running === undefined ? undefined : system.end(running, what);
    case 'wake':
      return system.wake();
    case 'hand-over':
      return running === undefined ? undefined : system.handOver(running);
    case 'lose':
      return running === undefined ? undefined : system.lose(running);
    case 'break':
      return running === undefined ? undefined : system.breakLock(running);
    case 'cancel': {
      const candidates = system.jobs.filter(isUnsettled);
      const job = candidates[which % Math.max(1, candidates.length)];
      return job === undefined ? undefined : system.cancel(job);
    }
  }
}

const steps = fc.array(
  fc.tuple(
    fc.oneof(
      { weight: 5, arbitrary: fc.constant('ask' as const) },
      { weight: 6, arbitrary: fc.constant('claim' as const) },
      { weight: 4, arbitrary: fc.constantFrom('done' as const, 'fail' as const, 'wait' as const) },
      {
        weight: 4,
        arbitrary: fc.constantFrom(
          'wake' as const,
          'hand-over' as const,
          'lose' as const,
          'break' as const,
          'cancel' as const,
        ),
      },
    ),
    fc.constantFrom(...(Object.keys(KINDS) as Kind[])), // the table's own keys
    fc.nat(7),
  ),
  { minLength: 8, maxLength: 30 },
);

describe('after any sequence of asking, claiming, ending, waiting, cancelling, breaking and dying', () => {
  it('exactly the right job of a free node is ready, and none of a node that is held', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const system = new System(await engine.addNode());
        try {
          for (const step of sequence) {
            await perform(system, step);
            expect(await system.facts()).toEqual(system.expectedFacts());
          }
        } finally {
          await system.stop();
        }
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});
