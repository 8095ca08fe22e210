/**
 * One operation on a simulated machine: it takes its time, fails or hangs as the node's settings say, and only then
 * changes the machine. All slots of fake-hardware go through here.
 *
 * The right to the node is asked for twice: when the command is sent, as every driver does, and when it takes effect.
 * A real BMC carries out what it was sent, and does so while its sender is frozen. This one lives in its sender, is
 * frozen with it, and would carry out the command after the thaw, when others have long been at work on the machine.
 * So a command whose sender has lost the node meanwhile is one that never arrived.
 */
import { createHash, randomUUID } from 'node:crypto';
import { ProblemError } from '../../domain/problems.ts';
import { DONE, type CallContext, type DriverNode, type StepOutcome } from '../interfaces/common.ts';
import { sleep } from '../sleep.ts';
import type { Machine, MachineStore } from './machine.ts';
import {
  behaviourOf,
  MAX_DELAY_MS,
  type FakeBehaviour,
  type FakeOperation,
  type Occurrence,
  type Range,
} from './settings.ts';

export interface Simulation {
  /** Takes the operation's time, then answers the machine as it is. */
  look(node: DriverNode, op: FakeOperation, ctx: CallContext): Promise<Machine>;
  /** Takes the operation's time, then changes the machine and answers what it became. */
  act(
    node: DriverNode,
    op: FakeOperation,
    ctx: CallContext,
    change: (machine: Machine) => Partial<Machine>,
    limit?: TimeLimit,
  ): Promise<Machine>;
  /** As {@link act}, for operations that may leave the machine to work on alone (`fake_waits`). */
  actOrWait(
    node: DriverNode,
    op: FakeOperation,
    ctx: CallContext,
    change: (machine: Machine) => Partial<Machine>,
  ): Promise<StepOutcome>;
  /** One line for whoever watches, of an operation that takes time; one that is over at once has nothing to tell. */
  say(node: DriverNode, op: FakeOperation, ctx: CallContext, text: string): void;
  /** The machine as it is, at once. */
  peek(node: DriverNode): Machine;
}

/** An operation that would take longer ends with this error after so many milliseconds, and changes nothing. */
export interface TimeLimit {
  readonly afterMs: number;
  error(machine: Machine): ProblemError;
}

export function createSimulation(store: MachineStore): Simulation {
  async function act(
    node: DriverNode,
    op: FakeOperation,
    ctx: CallContext,
    change: ((machine: Machine) => Partial<Machine>) | null,
    limit?: TimeLimit,
  ): Promise<Machine> {
    ctx.signal.throwIfAborted();
    ctx.assertHeld();
    // Counted before it is logged: who kills us at the sight of the line must not see the same call's fate again.
    const fate = drawFate(store, node, op);
    return logged(store, node, op, ctx, async () => {
      if (fate.hangs) await sleep(MAX_DELAY_MS, ctx.signal);
      await takeTime(fate.delayMs, ctx, limit, () => store.read(node));
      ctx.assertHeld();
      if (fate.fails) throw simulatedFailure(node, op);
      return change === null ? store.read(node) : store.update(node, change);
    });
  }
  return {
    look: (node, op, ctx) => act(node, op, ctx, null),
    say,
    act,
    async actOrWait(node, op, ctx, change) {
      say(node, op, ctx, `${op}: begins`);
      await act(node, op, ctx, change);
      say(node, op, ctx, `${op}: done`);
      const { waitMs } = behaviourOf(node, op);
      return waitMs === null ? DONE : { kind: 'wait', for: 'TIMER', timeoutMs: waitMs };
    },
    peek: (node) => store.read(node),
  };
}

function say(node: DriverNode, op: FakeOperation, ctx: CallContext, text: string): void {
  if (behaviourOf(node, op).delay.maxMs > 0) ctx.line(text);
}

async function logged(
  store: MachineStore,
  node: DriverNode,
  op: FakeOperation,
  ctx: CallContext,
  run: () => Promise<Machine>,
): Promise<Machine> {
  if (store.log === null) return run();
  const command = { call: randomUUID(), authority: ctx.authority, op };
  store.log(node, { ...command, phase: 'start' });
  try {
    const machine = await run();
    store.log(node, { ...command, phase: 'end', outcome: 'done' });
    return machine;
  } catch (error) {
    store.log(node, { ...command, phase: 'end', outcome: ctx.signal.aborted ? 'aborted' : 'failed' });
    throw error;
  }
}

/** What will become of one call. */
interface Fate {
  readonly delayMs: number;
  readonly fails: boolean;
  readonly hangs: boolean;
}

function drawFate(store: MachineStore, node: DriverNode, op: FakeOperation): Fate {
  const behaviour = behaviourOf(node, op);
  // Counting writes the machine; a machine without such settings is spared that.
  const callNumber = needsCounting(behaviour) ? countCall(store, node, op) : 1;
  const draw = (what: string): number => drawUniform(`${behaviour.seed}/${op}/${what}/${callNumber}`);
  return {
    delayMs: delayOf(behaviour.delay, draw),
    fails: occurs(behaviour.failure, callNumber, draw),
    hangs: occurs(behaviour.hang, callNumber, draw),
  };
}

function needsCounting({ delay, failure, hang }: FakeBehaviour): boolean {
  const counts = (occurrence: Occurrence): boolean => occurrence.kind === 'first' || occurrence.kind === 'chance';
  return delay.minMs < delay.maxMs || counts(failure) || counts(hang);
}

/** Counted in the machine, so that "fails twice" means twice however many conductors ask. */
function countCall(store: MachineStore, node: DriverNode, op: FakeOperation): number {
  const { calls } = store.update(node, (machine) => ({
    calls: { ...machine.calls, [op]: (machine.calls[op] ?? 0) + 1 },
  }));
  return calls[op] ?? 1;
}

function delayOf({ minMs, maxMs }: Range, draw: (what: string) => number): number {
  return minMs === maxMs ? minMs : minMs + draw('delay') * (maxMs - minMs);
}

function occurs(occurrence: Occurrence, callNumber: number, draw: (what: string) => number): boolean {
  switch (occurrence.kind) {
    case 'never':
      return false;
    case 'always':
      return true;
    case 'first':
      return callNumber <= occurrence.calls;
    case 'chance':
      return draw('failure') < occurrence.probability;
  }
}

/** Evenly between 0 and 1, the same for the same words. */
function drawUniform(words: string): number {
  return createHash('sha256').update(words).digest().readUInt32BE() / 2 ** 32;
}

/** Between two progress reports: four a second at most, and no more than one for each percent. */
const MIN_REPORT_MS = 250;

async function takeTime(
  delayMs: number,
  ctx: CallContext,
  limit: TimeLimit | undefined,
  read: () => Machine,
): Promise<void> {
  const endMs = Math.min(delayMs, limit?.afterMs ?? Infinity);
  const sliceMs = Math.max(MIN_REPORT_MS, delayMs / 100);
  for (let passedMs = 0; passedMs < endMs; passedMs += sliceMs) {
    if (passedMs > 0) ctx.progress(Math.floor((passedMs / delayMs) * 100));
    await sleep(Math.min(sliceMs, endMs - passedMs), ctx.signal);
  }
  if (limit !== undefined && delayMs > limit.afterMs) throw limit.error(read());
}

function simulatedFailure(node: DriverNode, op: FakeOperation): ProblemError {
  const reason = 'the simulated machine was told to fail (fake_failures)';
  return op.startsWith('power.') || op.startsWith('management.')
    ? new ProblemError({ code: 'BMC_REFUSED', address: `fake:${node.id}`, command: op, reason })
    : new ProblemError({ code: 'STEP_FAILED', step: op, reason });
}
