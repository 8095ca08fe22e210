/** P2: whoever has lost a job can change nothing any more, whichever of its writes comes next. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProblemError } from '../../src/domain/problems.ts';
import type { Claim } from '../../src/conductor/start-job.ts';
import type { LiveContext } from '../../src/conductor/context.ts';
import { createJobControl, type JobControl } from '../../src/conductor/job-control.ts';
import { found, type StepContext, type StepResult } from '../../src/conductor/job-type.ts';
import { takeOverLostJobs } from '../../src/conductor/periodic/take-over-lost-jobs.ts';
import { runJob } from '../../src/conductor/run-job.ts';
import { startEngine, type Engine } from './harness.ts';
import { commandsOf, pairedCommands } from './machine.ts';
import { DONE_RESULT, gate, hang, scriptedJob, type Script } from './scripted-job.ts';

const exclusive = scriptedJob('test.fenced', ['first', 'second'], { begins: 'deploy', endsIn: 'ACTIVE' });
const shared = scriptedJob('test.fenced-shared', ['first', 'second'], { lock: 'SHARED' });
const empty = scriptedJob('test.fenced-empty', []);

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine([exclusive.type, shared.type, empty.type]);
});
afterAll(() => engine.stop());

/** One write of a worker: what its step does once the job is no longer its own. */
interface WritePath {
  readonly name: string;
  /** What `first` does after the job was lost. */
  readonly afterwards?: (ctx: StepContext, control: JobControl) => Promise<StepResult>;
  /** Lost while `second` runs, so that its end is the job's end. */
  readonly inLastStep?: boolean;
  /** Lost while `first` is being given back, after a failure. */
  readonly inUndo?: boolean;
}

const fail = (): never => {
  throw new ProblemError({ code: 'STEP_FAILED', step: 'first', reason: 'told to' });
};

const PATHS: readonly WritePath[] = [
  { name: "a step's end and the next one's start", afterwards: () => Promise.resolve(DONE_RESULT) },
  {
    name: 'what a step found',
    afterwards: () => Promise.resolve(found({ kind: 'power', observed: 'ON', desired: 'ON' }, { kind: 'cleaned' })),
  },
  { name: 'the good end of the job', afterwards: () => Promise.resolve(DONE_RESULT), inLastStep: true },
  { name: "a step's failure", afterwards: () => fail() },
  { name: 'the bad end of the job', inUndo: true },
  {
    name: 'waiting for a signal',
    afterwards: () => Promise.resolve({ outcome: { kind: 'wait', for: 'TIMER', timeoutMs: 0 }, findings: [] }),
  },
  {
    name: 'handing over',
    afterwards: (ctx, control) => {
      control.stop({ kind: 'hand-over' });
      return hang(ctx);
    },
  },
  {
    name: 'the cancellation that was asked for',
    afterwards: (ctx, control) => {
      control.stop({ kind: 'cancel', reason: 'testing' });
      return hang(ctx);
    },
  },
  {
    name: "a step's progress",
    // The report is refused, and that stops the step.
    afterwards: (ctx) => {
      ctx.progress(50, 'half');
      return hang(ctx);
    },
  },
];

describe.each(['EXCLUSIVE', 'SHARED'] as const)('a worker that lost its %s job to another conductor', (mode) => {
  const job = mode === 'EXCLUSIVE' ? exclusive : shared;

  it.each(PATHS)('cannot write $name', async (path) => {
    const run = await startLosing(job, path);
    await run.lost;
    const before = await engine.everything(run.nodeId);
    run.goOn();
    await run.over;
    expect(await engine.everything(run.nodeId)).toEqual(before);
  });

  it.each(PATHS)('could have written it as long as the job was its own: $name', async (path) => {
    // The same path without the loss changes the database: the test above does not pass for want of a write.
    const run = await startLosing(job, { ...path, isLost: false });
    await run.lost;
    const before = await engine.everything(run.nodeId);
    run.goOn();
    await expect.poll(() => engine.everything(run.nodeId), { timeout: 10_000 }).not.toEqual(before);
    run.control.stop({ kind: 'lost' });
    await run.over;
  });
});

describe('a worker that lost its job before it began', () => {
  it('cannot record that a step starts again', async () => {
    const { nodeId, claim, ctx } = await interrupted();
    const before = await loseAndClaimAgain(ctx, nodeId, claim);
    await runJob(ctx, claim, createJobControl());
    expect(await engine.everything(nodeId)).toEqual(before);
  });

  it('cannot end a job that has no steps', async () => {
    const nodeId = await engine.addNode();
    const ctx = await engine.live();
    const claim = await engine.claim(ctx, nodeId, await engine.queue(nodeId, empty.type));
    const before = await loseAndClaimAgain(ctx, nodeId, claim);
    await runJob(ctx, claim, createJobControl());
    expect(await engine.everything(nodeId)).toEqual(before);
  });

  it('sends no command to the machine once its own lease is unsafe', async () => {
    let isCalled = false;
    const nodeId = await engine.addNode();
    const live = await engine.live();
    const script = exclusive.script({
      run: () => {
        isCalled = true;
        return Promise.resolve(DONE_RESULT);
      },
    });
    const claim = await engine.claim(live, nodeId, await engine.queue(nodeId, exclusive.type, script));
    const before = await engine.everything(nodeId);
    await runJob({ ...live, lease: { ...live.lease, isSafe: () => false } }, claim, createJobControl());
    expect(isCalled).toBe(false);
    expect(await engine.everything(nodeId)).toEqual(before);
  });
});

describe('a worker whose lease ends in the middle of a step', () => {
  it('sends not even the next command of it, before any timer or signal has told it', async () => {
    const nodeId = await engine.addNode();
    const live = await engine.live();
    let isSafe = true;
    const outcomes: string[] = [];
    const script = exclusive.script({
      async run(_step, ctx) {
        await ctx.driver('power').get(ctx.node, ctx);
        isSafe = false;
        const command = ctx.driver('power').set(ctx.node, 'ON', { ...ctx, timeoutMs: 1_000 });
        await command.catch((error: Error) => outcomes.push(error.name));
        expect(ctx.signal.aborted).toBe(true); // and whatever else the step had going has stopped with it
        return DONE_RESULT;
      },
    });
    const claim = await engine.claim(live, nodeId, await engine.queue(nodeId, exclusive.type, script));
    const before = await engine.everything(nodeId);
    await runJob({ ...live, lease: { ...live.lease, isSafe: () => isSafe } }, claim, createJobControl());
    expect(outcomes).toEqual(['AbortError']);
    const { jobId, attempt, epoch } = claim.fence;
    const commands = pairedCommands(commandsOf(engine.dataFolder, nodeId));
    expect(commands).toMatchObject([{ op: 'power.get', authority: `${jobId}/${attempt}/${epoch}` }]);
    expect(await engine.everything(nodeId)).toEqual(before);
  });

  it('sends nothing either from what the step has left behind when it had ended', async () => {
    const nodeId = await engine.addNode();
    const live = await engine.live();
    const leftBehind: StepContext[] = [];
    const script = exclusive.script({
      run(_step, ctx) {
        leftBehind.push(ctx);
        return Promise.resolve(DONE_RESULT);
      },
    });
    const claim = await engine.claim(live, nodeId, await engine.queue(nodeId, exclusive.type, script));
    await runJob(live, claim, createJobControl());
    expect(leftBehind).toHaveLength(2);
    for (const ctx of leftBehind) expect(() => ctx.assertHeld()).toThrow('lost');
  });
});

interface Losing {
  readonly nodeId: string;
  readonly control: JobControl;
  /** The step is at work and the job is another's. */
  readonly lost: Promise<void>;
  goOn(): void;
  readonly over: Promise<void>;
}

async function startLosing(job: typeof exclusive, path: WritePath & { readonly isLost?: boolean }): Promise<Losing> {
  const nodeId = await engine.addNode();
  const ctx = await engine.live();
  const control = createJobControl();
  const atWork = gate();
  const allowed = gate();
  const pause = async (): Promise<void> => {
    atWork.open();
    await allowed.opened;
  };
  const script: Script = {
    async run(step, context) {
      if (path.inUndo === true) return fail();
      if (path.inLastStep === true && step === 'first') return DONE_RESULT;
      if (step === 'second' && path.inLastStep !== true) return hang(context);
      await pause();
      return path.afterwards === undefined ? DONE_RESULT : path.afterwards(context, control);
    },
    undo: async () => (path.inUndo === true ? pause() : undefined),
  };
  const claim = await engine.claim(ctx, nodeId, await engine.queue(nodeId, job.type, job.script(script)));
  const over = runJob(ctx, claim, control);
  const losing = async (): Promise<void> => {
    await atWork.opened;
    if (path.isLost !== false) await loseAndClaimAgain(ctx, nodeId, claim);
  };
  const lost = losing();
  return { nodeId, control, lost, goOn: allowed.open, over };
}

/** The conductor is declared dead and another one takes the very same job: only epoch and attempt tell them apart. */
async function loseAndClaimAgain(ctx: LiveContext, nodeId: string, claim: Claim): Promise<unknown> {
  await engine.db.query('UPDATE conductors SET lease_expires_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND WHERE id = ?', [
    ctx.conductorId,
  ]);
  const other = await engine.live({ settings: { ...engine.base.settings, safetyMarginMs: 0 } });
  await takeOverLostJobs(other);
  const again = await engine.claim(other, nodeId, claim.job.id);
  expect(again.fence.attempt).toBe(claim.fence.attempt + 1);
  expect(again.fence.epoch === null || again.fence.epoch > (claim.fence.epoch ?? Infinity)).toBe(true);
  return engine.everything(nodeId);
}

/** A job whose worker died in its first step, claimed by the next. */
async function interrupted(): Promise<{ nodeId: string; claim: Claim; ctx: LiveContext }> {
  const nodeId = await engine.addNode();
  const first = await engine.live();
  const jobId = await engine.queue(nodeId, exclusive.type, exclusive.script({}));
  await engine.claim(first, nodeId, jobId);
  await engine.db.query('UPDATE conductors SET lease_expires_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND WHERE id = ?', [
    first.conductorId,
  ]);
  const ctx = await engine.live({ settings: { ...engine.base.settings, safetyMarginMs: 0 } });
  await takeOverLostJobs(ctx);
  return { nodeId, claim: await engine.claim(ctx, nodeId, jobId), ctx };
}
