/** What steps say while they run, and how long they will still take. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createJobControl } from '../../src/conductor/job-control.ts';
import { runJob } from '../../src/conductor/run-job.ts';
import { ProblemError } from '../../src/domain/problems.ts';
import { accepted, ask, enroll, perform, settled, subscribe, type Variables } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';
import { startEngine, type Engine } from './harness.ts';
import { DONE_RESULT, gate, scriptedJob, type Script } from './scripted-job.ts';

describe('what a step says', () => {
  const talking = scriptedJob('test.talking', ['talk']);
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngine([talking.type]);
  });
  afterAll(() => engine.stop());

  interface Line {
    readonly number: number;
    readonly text: string;
  }
  const linesOf = async (jobId: string): Promise<readonly Line[]> =>
    // Columns as this query names them.
    engine.db.query<Line[]>(
      'SELECT l.number, l.text FROM job_step_lines l JOIN job_steps s ON s.id = l.step_id WHERE s.job_id = ? ORDER BY l.number',
      [jobId],
    );
  const talk = async (run: NonNullable<Script['run']>, secrets?: Variables): Promise<string> => {
    const nodeId = await engine.addNode();
    const jobId = await engine.queue(
      nodeId,
      talking.type,
      talking.script({ run }),
      secrets === undefined ? {} : { secrets },
    );
    const ctx = await engine.live();
    await runJob(ctx, await engine.claim(ctx, nodeId, jobId), createJobControl());
    return jobId;
  };

  it('is kept when it succeeds, and when it fails', async () => {
    const good = await talk(async (_step, ctx) => {
      ctx.line('first');
      ctx.line('second');
      return DONE_RESULT;
    });
    expect(await linesOf(good)).toEqual([
      { number: 1, text: 'first' },
      { number: 2, text: 'second' },
    ]);
    const bad = await talk(async (_step, ctx) => {
      ctx.line('the disk is gone');
      throw new ProblemError({ code: 'STEP_FAILED', step: 'talk', reason: 'told to' });
    });
    expect(await linesOf(bad)).toEqual([{ number: 1, text: 'the disk is gone' }]);
  });

  it('is there while it runs', async () => {
    const asked = gate();
    const nodeId = await engine.addNode();
    const input = talking.script({
      async run(_step, ctx) {
        ctx.line('still at it');
        await asked.opened;
        return DONE_RESULT;
      },
    });
    const jobId = await engine.queue(nodeId, talking.type, input);
    const ctx = await engine.live();
    const running = runJob(ctx, await engine.claim(ctx, nodeId, jobId), createJobControl());
    const lines = await waitFor(async () => {
      const now = await linesOf(jobId);
      return now.length > 0 && now;
    }, 'the line to be written').finally(asked.open);
    expect(lines).toEqual([{ number: 1, text: 'still at it' }]);
    await running;
  });

  it('is kept up to 500 lines, the latest ones, and the others are counted', async () => {
    const jobId = await talk(async (_step, ctx) => {
      for (let number = 1; number <= 1_234; number += 1) ctx.line(`line ${number}`);
      return DONE_RESULT;
    });
    const lines = await linesOf(jobId);
    expect(lines).toHaveLength(500);
    expect([lines[0], lines.at(-1)]).toEqual([
      { number: 735, text: 'line 735' },
      { number: 1_234, text: 'line 1234' },
    ]);
    expect(await engine.db.query('SELECT line_count AS count FROM job_steps WHERE job_id = ?', [jobId])).toEqual([
      { count: 1_234 },
    ]);
  });

  it('is one line each, of at most 1,024 characters, whatever a machine says', async () => {
    const jobId = await talk(async (_step, ctx) => {
      ctx.line('a\r\nb\u0000\u001b[31mc');
      ctx.line('x'.repeat(5_000));
      ctx.line('half \ud800 of one');
      return DONE_RESULT;
    });
    const texts = (await linesOf(jobId)).map(({ text }) => text);
    expect(texts).toEqual(['a b [31mc', 'x'.repeat(1_024), 'half   of one']);
  });

  it('holds no secret that the step was given', async () => {
    const jobId = await talk(
      async (_step, ctx) => {
        const { password } = await ctx.secrets();
        ctx.line(`the machine repeats ${String(password)}`);
        return DONE_RESULT;
      },
      { password: 'correct horse' },
    );
    expect(await linesOf(jobId)).toEqual([{ number: 1, text: 'the machine repeats ******' }]);
  });
});

describe('in the API', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService();
  });
  afterAll(() => service?.stop());

  const STEPS = `query ($id: ID!, $last: Int! = 100, $after: Int! = 0) { job(id: $id) { etaSeconds steps {
    id name state elapsedSeconds etaSeconds droppedLines lines(last: $last, after: $after) { number at text } } } }`;
  interface Step {
    readonly name: string;
    readonly state: string;
    readonly elapsedSeconds: number | null;
    readonly etaSeconds: number | null;
    readonly droppedLines: number;
    readonly lines: readonly { readonly number: number; readonly text: string }[];
  }
  interface Seen {
    readonly etaSeconds: number | null;
    readonly steps: readonly Step[];
  }
  const read = async (id: string, args: Variables = {}): Promise<Seen> =>
    (await ask<{ job: Seen }>(service, STEPS, { id, ...args })).job;

  const available = async (driverInfo: Variables): Promise<string> => {
    const { id: nodeId } = await enroll(service, { driverInfo });
    await perform(service, 'manageNode', { nodeId });
    await perform(service, 'provideNode', { nodeId });
    return nodeId;
  };

  it('a step says its lines, streamed as they come, without the secrets of driverInfo', async () => {
    const nodeId = await available({ agent_password: 'hunter2-marker', fake_delays: { 'deploy.write_image': 1_200 } });
    const instanceInfo = { image_source: 'http://x:hunter2-marker@images' };
    const { job } = await accepted(service, 'deployNode', { nodeId, instanceInfo });
    const stream = subscribe<{ type: string | null; lines: { text: string }[] }>(
      service,
      `subscription ($id: ID!) { jobEvents(jobId: $id) { type lines { text } } }`,
      { id: job?.id },
    );
    try {
      await stream.ended;
    } finally {
      await stream.close();
    }
    const streamed = stream.items.flatMap(({ type, lines }) => (type === 'JOB_STEP_LOG' ? lines : []));
    const written = (await read(job?.id ?? '')).steps.find(({ name }) => name === 'write_image');
    expect(written?.lines.map(({ number, text }) => [number, text])).toEqual([
      [1, 'The image is http://x:******@images.'],
      [2, 'deploy.write_image: begins'],
      [3, 'deploy.write_image: done'],
    ]);
    expect(written).toMatchObject({ droppedLines: 0, etaSeconds: null });
    for (const { text } of written?.lines ?? []) expect(streamed).toContainEqual({ text });
    expect(stream.items.every(({ type, lines }) => type === 'JOB_STEP_LOG' || lines.length === 0)).toBe(true);
    const part = (await read(job?.id ?? '', { last: 1 })).steps.find(({ name }) => name === 'write_image');
    expect(part?.lines.map(({ number }) => number)).toEqual([3]);
    const rest = (await read(job?.id ?? '', { after: 2 })).steps.find(({ name }) => name === 'write_image');
    expect(rest?.lines.map(({ number }) => number)).toEqual([3]);
  });

  it('guesses how long a step takes once such a step has ended, and the job from its steps', async () => {
    const first = await available({ fake_delays: { 'deploy.prepare': 700 } });
    await perform(service, 'deployNode', { nodeId: first });
    const second = await available({ fake_hangs: { 'deploy.prepare': 'always' } });
    const { job } = await accepted(service, 'deployNode', { nodeId: second });
    const id = job?.id ?? '';
    const seen = await waitFor(async () => {
      const now = await read(id);
      return now.steps[0]?.state === 'RUNNING' && now;
    }, 'the first step to run');
    expect(seen.steps[0]?.elapsedSeconds).toBeGreaterThanOrEqual(0);
    const etas = seen.steps.map(({ etaSeconds }) => etaSeconds ?? Number.NaN);
    expect(seen.etaSeconds).toBeCloseTo(
      etas.reduce((sum, eta) => sum + eta),
      5,
    );
    await accepted(service, 'abortNode', { nodeId: second });
    await settled(service, id);
    expect((await read(id)).etaSeconds).toBeNull();
  });
});

it('nothing is guessed where nothing is known', async () => {
  const service = await startTestService();
  try {
    const { id: nodeId } = await enroll(service, { driverInfo: { fake_hangs: { 'power.get': 'always' } } });
    const { job } = await accepted(service, 'manageNode', { nodeId });
    const query = 'query ($id: ID!) { job(id: $id) { etaSeconds steps { state elapsedSeconds etaSeconds } } }';
    type Answer = { job: { etaSeconds: number | null; steps: { state: string; etaSeconds: number | null }[] } };
    const seen = await waitFor(async () => {
      const { job: now } = await ask<Answer>(service, query, { id: job?.id });
      return now.steps[1]?.state === 'RUNNING' && now;
    }, 'the step to run');
    expect([seen.etaSeconds, seen.steps[1]?.etaSeconds]).toEqual([null, null]);
  } finally {
    await service.stop();
  }
});
