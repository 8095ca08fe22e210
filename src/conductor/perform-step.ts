/** Runs one step of a claimed job: finds its code, gives it what it may see, and says how it ended. Writes nothing. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describeProblem, ProblemError, type Problem } from '../domain/problems.ts';
import { implementationOf, MASK, secretTexts, textsIn } from '../drivers/hardware-type.ts';
import { isConnectionError } from '../entities/data-source.ts';
import type { JsonObject } from '../entities/json.ts';
import type { Claim } from './start-job.ts';
import type { LiveContext } from './context.ts';
import { StopError, type JobControl } from './job-control.ts';
import {
  found,
  NOTHING_FOUND,
  type Finding,
  type JobNode,
  type RecordingContext,
  type StepContext,
  type StepHandler,
  type StepResult,
} from './job-type.ts';
import { loadRuleFacts } from './load-inspection.ts';
import { loadAgent, loadFilePath, loadInspectionReport, whyAgentGaveUp } from './load-ramdisk.ts';
import { loadPortOwners, loadSecrets, loadOtherJobs, loadVifs, type StepRow } from './load-job.ts';
import { authorityOf } from './node-transaction.ts';
import { handlerOf } from './step-handler.ts';

export type StepEnd =
  | { readonly kind: 'ended'; readonly result: StepResult }
  /** With what had been done until then. */
  | { readonly kind: 'failed'; readonly problem: Problem; readonly findings?: readonly Finding[] }
  | { readonly kind: 'handed-over' }
  | { readonly kind: 'lost' };

/** Told of whatever a step tells. Called as often as the driver likes; the worker decides what to write. */
export type StepWatcher = Pick<StepContext, 'progress' | 'line'>;

export interface StepRun {
  readonly claim: Claim;
  readonly node: JobNode;
  readonly step: StepRow;
  readonly control: JobControl;
  readonly watcher: StepWatcher;
}

/**
 * An interrupted step: what its declaration says about running it again. It is not run again blindly: the machine is
 * read first (design, P2), for its last holder may have changed it without a record.
 */
export async function performInterrupted(
  ctx: LiveContext,
  run: StepRun,
): Promise<StepEnd | { readonly kind: 'run-again'; readonly findings: readonly Finding[] }> {
  const handler = handlerOf(run, ctx.settings.driverStepTimeoutMs);
  switch (run.step.repeat) {
    case 'manual':
      return { kind: 'failed', problem: { code: 'STEP_INTERRUPTED', step: run.step.name } };
    case 'idempotent':
    case 'probe': {
      const look = await lookAtMachine(ctx, run, { abortable: handler.abortable });
      if (look.kind !== 'ended') return look;
      const { findings } = look.result;
      const { probe } = handler;
      if (run.step.repeat === 'idempotent' || probe === undefined) return { kind: 'run-again', findings };
      let isThere = false;
      const end = await perform(ctx, run, handler, async (context) => {
        isThere = await probe(context);
        const over = isThere ? await handler.afterSignal?.({ ...context, found: () => {} }) : undefined;
        return { ...NOTHING_FOUND, ...over, findings: [...findings, ...(over?.findings ?? [])] };
      });
      return end.kind === 'ended' && !isThere ? { kind: 'run-again', findings } : end;
    }
  }
}

/** A BMC that is there answers within seconds; this covers its retries. */
const LOOK_TIMEOUT_MS = 120_000;

/** Reads the machine as it is now. Ends at once, with nothing found, for a job that leaves the machine alone. */
export async function lookAtMachine(
  ctx: LiveContext,
  run: StepRun,
  { abortable }: Pick<StepHandler, 'abortable'>,
): Promise<StepEnd> {
  if (!run.claim.type.usesBmc) return { kind: 'ended', result: NOTHING_FOUND };
  return perform(ctx, run, { abortable, timeoutMs: LOOK_TIMEOUT_MS }, async (context) =>
    found({ kind: 'power', observed: await context.driver('power').get(context.node, context) }),
  );
}

export async function performStep(ctx: LiveContext, run: StepRun): Promise<StepEnd> {
  return performRecording(ctx, run, handlerOf(run, ctx.settings.driverStepTimeoutMs));
}

/** What had been found until then is found also when the step fails. */
async function performRecording(ctx: LiveContext, run: StepRun, handler: StepHandler): Promise<StepEnd> {
  const sofar: Finding[] = [];
  const end = await perform(ctx, run, handler, async (context) => {
    const { findings, ...result } = await handler.run({ ...context, found: (...more) => void sofar.push(...more) });
    return { ...result, findings: [...sofar, ...findings] };
  });
  return end.kind === 'failed' ? { ...end, findings: sofar } : end;
}

/** A step whose signal has come: most are over with it. */
export async function performAfterSignal(ctx: LiveContext, run: StepRun): Promise<StepEnd> {
  const { afterSignal, ...handler } = handlerOf(run, ctx.settings.driverStepTimeoutMs);
  const after = async (context: RecordingContext): Promise<StepResult> => {
    if (run.claim.job.waitFor === 'AGENT_HEARTBEAT') {
      const reason = await throughOutages(context.signal, () => whyAgentGaveUp(ctx.db, run.claim.nodeId));
      if (reason !== null) throw new ProblemError({ code: 'AGENT_GAVE_UP', step: run.step.name, reason });
    }
    return (await afterSignal?.(context)) ?? NOTHING_FOUND;
  };
  return performRecording(ctx, run, { ...handler, run: after });
}

export interface Undone {
  readonly end: 'done' | 'failed' | 'handed-over' | 'lost';
  readonly findings: readonly Finding[];
}

/**
 * Gives back what a step took, because of a problem that ends the job. Its failure is logged and does not keep the others
 * from being given back.
 */
export async function undoStep(ctx: LiveContext, run: StepRun, problem: Problem): Promise<Undone> {
  const handler = handlerOf(run, ctx.settings.driverStepTimeoutMs);
  const { undo } = handler;
  const findings: Finding[] = [];
  if (undo === undefined) return { end: 'done', findings };
  const end = await perform(ctx, run, { ...handler, abortable: false }, async (context) => {
    await undo({ ...context, found: (...more) => void findings.push(...more) });
    return NOTHING_FOUND;
  });
  if (end.kind === 'lost' || end.kind === 'handed-over') return { end: end.kind, findings };
  if (end.kind === 'failed') {
    ctx.log.warn({ ...ids(run), problem: end.problem }, 'what a step took could not be given back');
    const left = run.claim.type.leftBehind?.(problem, describeProblem(end.problem).message) ?? [];
    return { end: 'failed', findings: [...findings, ...left] };
  }
  return { end: 'done', findings };
}

async function perform(
  ctx: LiveContext,
  run: StepRun,
  { abortable, timeoutMs }: Pick<StepHandler, 'abortable' | 'timeoutMs'>,
  act: (context: StepContext) => Promise<StepResult>,
): Promise<StepEnd> {
  if (!ctx.lease.isSafe()) return { kind: 'lost' };
  try {
    const result = await run.control.guard({ abortable, timeoutMs }, (signal) => act(contextOf(ctx, run, signal)));
    return { kind: 'ended', result };
  } catch (error) {
    return endOf(ctx, run, error);
  }
}

function endOf(ctx: LiveContext, run: StepRun, error: unknown): StepEnd {
  const stop = stopBehind(error, run.control);
  switch (stop?.kind) {
    case 'lost':
      return { kind: 'lost' };
    case 'hand-over':
      return { kind: 'handed-over' };
    case 'cancel':
      return { kind: 'failed', problem: { code: 'JOB_CANCELLED', reason: stop.reason } };
    case 'timeout':
      return { kind: 'failed', problem: { code: 'STEP_TIMEOUT', step: run.step.name, afterMs: stop.afterMs } };
    case undefined:
      break;
  }
  if (error instanceof ProblemError) return { kind: 'failed', problem: error.problem };
  ctx.log.error({ ...ids(run), err: error }, 'step threw something that is no problem of the machine: a bug');
  const reason = error instanceof Error ? error.message : 'unknown error';
  return { kind: 'failed', problem: { code: 'STEP_FAILED', step: run.step.name, reason } };
}

/** Drivers reject with the signal's reason, or with an AbortError of node's own that has it as its cause. */
function stopBehind(error: unknown, control: JobControl): StopError['stop'] | null {
  if (error instanceof StopError) return error.stop;
  if (!(error instanceof Error) || error.name !== 'AbortError') return null;
  return error.cause instanceof StopError ? error.cause.stop : control.pending;
}

function contextOf(
  ctx: LiveContext,
  { claim, node, step, control, watcher }: StepRun,
  signal: AbortSignal,
): StepContext {
  // What the step itself knows as a secret: a BMC may repeat it in what it answers.
  const hidden = [...secretTexts(node.hardware, node.driverInfo)];
  const masked = (text: string): string => hidden.reduce((shown, secret) => shown.replaceAll(secret, MASK), text);
  const secrets = async (): Promise<JsonObject> => {
    const given = await throughOutages(signal, () => loadSecrets(ctx.db, claim.job.id));
    hidden.push(...textsIn(given));
    return given;
  };
  return {
    jobId: claim.job.id,
    node,
    hasDone: (name) =>
      claim.steps.some((one) => one.name === name && one.interface === null && one.position < step.position),
    input: claim.job.args,
    args: step.args,
    signal,
    assertHeld() {
      if (!ctx.lease.isSafe()) control.stop({ kind: 'lost' });
      signal.throwIfAborted();
    },
    authority: authorityOf(claim.fence),
    stepId: step.id,
    log: ctx.log.child({ ...ids({ claim, step }), epoch: claim.fence.epoch, attempt: claim.fence.attempt }),
    progress: (percent, message) => watcher.progress(percent, message && masked(message)),
    line: (text) => watcher.line(masked(text)),
    driver: (kind) => implementationOf(node.hardware, node.interfaces, kind),
    secrets,
    configDrive: async () => (await secrets())['configDrive'] ?? null,
    portOwners: (addresses) => throughOutages(signal, () => loadPortOwners(ctx.db, addresses)),
    inspection: ctx.settings,
    ramdisk: ctx.settings.ramdisk,
    stepSettings: ctx.settings.steps,
    ruleFacts: () => throughOutages(signal, () => loadRuleFacts(ctx.db, claim.nodeId)),
    agent: () => throughOutages(signal, () => loadAgent(ctx.db, claim.nodeId)),
    inspectionReport: () => throughOutages(signal, () => loadInspectionReport(ctx.db, claim.nodeId)),
    async fileUrl(name) {
      const path = await throughOutages(signal, () => loadFilePath(ctx.db, claim.nodeId, name));
      return path === null ? null : ctx.settings.ramdisk.publicUrl() + path;
    },
    vifs: () => throughOutages(signal, () => loadVifs(ctx.db, claim.nodeId)),
    jobs: (jobIds) => throughOutages(signal, () => loadOtherJobs(ctx.db, jobIds)),
  };
}

const DATABASE_RETRY_MS = 500;

/**
 * A step outlives a database that is away, as its commits do, for as long as it may go on at all: without the records it
 * could not give back what it took, and that would stay behind.
 */
async function throughOutages<T>(signal: AbortSignal, read: () => Promise<T>): Promise<T> {
  for (;;) {
    signal.throwIfAborted();
    try {
      return await read();
    } catch (error) {
      if (!isConnectionError(error)) throw error;
      await sleep(DATABASE_RETRY_MS, undefined, { signal });
    }
  }
}

const ids = ({ claim, step }: Pick<StepRun, 'claim' | 'step'>): object => ({
  nodeId: claim.nodeId,
  jobId: claim.job.id,
  step: step.name,
});
