/** P9: what a job's steps need and nobody may see. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runJob } from '../../src/conductor/run-job.ts';
import { createJobControl } from '../../src/conductor/job-control.ts';
import { ProblemError } from '../../src/domain/problems.ts';
import { startEngine, type Engine } from './harness.ts';
import { DONE_RESULT, scriptedJob } from './scripted-job.ts';

const whispered = scriptedJob('test.whispered', ['only']);

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine([whispered.type]);
});
afterAll(() => engine.stop());

it.each(['succeeds', 'fails'])(
  'a secret reaches the steps, stands in no argument, and is gone when the job %s',
  async (how) => {
    let heard: unknown = null;
    const nodeId = await engine.addNode();
    const input = whispered.script({
      async run(_step, ctx) {
        heard = await ctx.secrets();
        if (how === 'fails') throw new ProblemError({ code: 'STEP_FAILED', step: 'only', reason: 'told to' });
        return DONE_RESULT;
      },
    });
    const jobId = await engine.queue(nodeId, whispered.type, input, { secrets: { password: 'correct horse' } });
    const secretsOf = (): Promise<unknown> => engine.db.query('SELECT secrets FROM jobs WHERE id = ?', [jobId]);
    expect(await secretsOf()).toEqual([{ secrets: { password: 'correct horse' } }]);

    const ctx = await engine.live();
    await runJob(ctx, await engine.claim(ctx, nodeId, jobId), createJobControl());
    expect(heard).toEqual({ password: 'correct horse' });
    expect(JSON.stringify(await engine.everything(nodeId))).not.toContain('correct horse');
  },
);
