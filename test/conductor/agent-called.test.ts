/** A call of the agent is a signal that is never lost, whenever it comes; and never more than a hint. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { agentCalled } from '../../src/conductor/agent-called.ts';
import type { StepResult } from '../../src/conductor/job-type.ts';
import { writeFindings } from '../../src/conductor/writes.ts';
import { waitFor } from '../support/wait.ts';
import { startEngine, type Engine } from './harness.ts';
import { DONE_RESULT, gate, scriptedJob } from './scripted-job.ts';

const waits = scriptedJob('test.waits-for-agent', ['work', 'after']);
const WAIT: StepResult = { outcome: { kind: 'wait', for: 'AGENT_HEARTBEAT', timeoutMs: 60_000 }, findings: [] };

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine([waits.type]);
});
afterEach(() => engine.stopConductors());
afterAll(() => engine.stop());

async function nodeThatExpectsRamdisk(): Promise<string> {
  const nodeId = await engine.addNode('MANAGEABLE');
  await engine.inNode(nodeId, (node) => writeFindings(node, [{ kind: 'ramdisk-expected' }]));
  return nodeId;
}

const call = (nodeId: string): Promise<void> => engine.inNode(nodeId, agentCalled);
const reaches = (jobId: string, state: string): Promise<boolean> =>
  waitFor(async () => (await engine.job(jobId)).state === state, `the job to be ${state}`);

describe('a call of the agent', () => {
  it('wakes the job that waits for it', async () => {
    const nodeId = await nodeThatExpectsRamdisk();
    const jobId = await engine.queue(nodeId, waits.type, waits.script({ run: waitOnce }));
    await engine.start();
    await reaches(jobId, 'WAITING');
    await call(nodeId);
    expect(await reaches(jobId, 'SUCCEEDED')).toBe(true);
  });

  it('that came while the step was still at work is not lost', async () => {
    const nodeId = await nodeThatExpectsRamdisk();
    const [started, mayGo] = [gate(), gate()];
    const run = async (step: string): Promise<StepResult> => {
      if (step !== 'work') return DONE_RESULT;
      started.open();
      await mayGo.opened;
      return WAIT;
    };
    const jobId = await engine.queue(nodeId, waits.type, waits.script({ run }));
    await engine.start();
    await started.opened;
    await call(nodeId);
    mayGo.open();
    expect(await reaches(jobId, 'SUCCEEDED')).toBe(true);
  });

  it('wakes the job once: one that looks and has to go on waiting waits', async () => {
    const nodeId = await nodeThatExpectsRamdisk();
    let looks = 0;
    const afterSignal = (): Promise<StepResult> => {
      looks += 1;
      return Promise.resolve(looks < 3 ? WAIT : DONE_RESULT);
    };
    const jobId = await engine.queue(nodeId, waits.type, waits.script({ run: waitOnce, afterSignal }));
    await engine.start();
    for (const expected of [1, 2]) {
      await reaches(jobId, 'WAITING');
      await call(nodeId);
      await waitFor(() => looks === expected, `look ${expected}`);
    }
    await reaches(jobId, 'WAITING');
    expect(looks).toBe(2);
    await call(nodeId);
    expect(await reaches(jobId, 'SUCCEEDED')).toBe(true);
  });

  it('of an earlier ramdisk does not count for the next', async () => {
    const nodeId = await nodeThatExpectsRamdisk();
    await call(nodeId);
    await engine.inNode(nodeId, (node) => writeFindings(node, [{ kind: 'ramdisk-expected' }]));
    const jobId = await engine.queue(nodeId, waits.type, waits.script({ run: waitOnce }));
    await engine.start();
    await reaches(jobId, 'WAITING');
    await call(nodeId);
    expect(await reaches(jobId, 'SUCCEEDED')).toBe(true);
  });
});

const waitOnce = (step: string): Promise<StepResult> => Promise.resolve(step === 'work' ? WAIT : DONE_RESULT);
