/**
 * Takes one claimed job from where it stands to where it ends: one loop over its steps.
 *
 * Each turn is "run the step, then one transaction": the step's outcome, what it found, and the next step's start are
 * committed together, under the fence. So at any moment the database says exactly which step may have taken effect,
 * and a worker that dies between two commits is resumed by its step's repeat mode. The job leaves the loop when it
 * - completes, fails or is cancelled: settled in one transaction with the node's state and the lock;
 * - waits for a signal: the lock is given back, the job is claimed again when the signal comes;
 * - is handed over by a stopping process: queued again, ahead of the node's queue;
 * - is lost to a newer epoch: nothing more is written, whoever took over goes on.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Signal } from '../domain/job.ts';
import { nextState } from '../domain/provision-states.ts';
import { describeProblem, type Problem } from '../domain/problems.ts';
import { stepName } from '../domain/steps.ts';
import { silentLine, silentProgress } from '../drivers/interfaces/common.ts';
import { isConnectionError } from '../entities/data-source.ts';
import type { Claim } from './start-job.ts';
import { takeAgentCall, wakeForAgent } from './agent-called.ts';
import { conductorActor, type LiveContext } from './context.ts';
import type { JobControl } from './job-control.ts';
import type { Finding, JobNode, Outcome, PlannedStep, StepResult } from './job-type.ts';
import { whyCancelled, writeError, writeHandedOver, writeNextStep, writeWaiting } from './job-writes.ts';
import { loadJob, type StepRow } from './load-job.ts';
import { releaseNodeLock } from './node-lock.ts';
import { inNodeTransaction, LeaseLostError, type NodeTx } from './node-transaction.ts';
import {
  lookAtMachine,
  performAfterSignal,
  performInterrupted,
  performStep,
  undoStep,
  type StepEnd,
  type StepRun,
  type StepWatcher,
} from './perform-step.ts';
import { replacePlan } from './plan.ts';
import { createProgressWriter } from './progress.ts';
import { promoteNext } from './queue.ts';
import { sayStopped } from './say-stopped.ts';
import type { SaidLines } from './step-lines.ts';
import { settleFailed, settleSucceeded } from './settle.ts';
import { moveNode, withFindings, writeFindings, writeStepEnd, writeStepStart } from './writes.ts';

/** Resolves when the job is no longer this worker's. Rejects only on a bug. */
export async function runJob(ctx: LiveContext, claim: Claim, control: JobControl): Promise<void> {
  try {
    await new JobRun(ctx, claim, control).run();
  } catch (error) {
    if (!(error instanceof LeaseLostError)) throw error;
    ctx.log.warn(
      { nodeId: claim.nodeId, jobId: claim.job.id, epoch: claim.fence.epoch },
      'job was taken from us; stopping',
    );
    if (!control.isDeaf) await sayStopped(ctx, claim);
  }
}

/**
 * So many conductors may be lost over one step, or over giving back; then it is given up. More than a bad night of
 * crashes and restarts takes, few enough that a step that kills its process does not end them all for hours.
 */
const MAX_INTERRUPTIONS = 10;

/** How long to wait before a commit is tried again on a database that is away. */
const DATABASE_RETRY_MS = 500;

class JobRun {
  private readonly steps: StepRow[];
  private node: JobNode;
  private position: number;
  private commits: number;
  /** Its last worker was lost in the middle, so the machine is read before anything is sent to it that changes it. */
  private mustLook: boolean;

  constructor(
    private readonly ctx: LiveContext,
    private readonly claim: Claim,
    private readonly control: JobControl,
  ) {
    this.steps = [...claim.steps];
    this.node = claim.node;
    this.position = claim.job.nextStep;
    this.commits = claim.job.commits;
    const at = claim.isStarted ? undefined : this.steps[this.position];
    this.mustLook = at?.state === 'RUNNING' || at?.state === 'FAILED';
  }

  async run(): Promise<void> {
    const { job, isStarted } = this.claim;
    if (job.error !== null) {
      const waiting = this.steps[this.position];
      // Its signal did not come in time.
      if (waiting?.state === 'WAITING') await this.record(this.faultAfter(waiting, job.error));
      return job.interruptions < MAX_INTERRUPTIONS ? this.giveBackAndSettle(job.error) : this.giveUp(job.error);
    }
    // Asked for while it waited for a signal that had to come first.
    if (job.cancelRequestedAt !== null) {
      this.control.stop({ kind: 'cancel', reason: job.cancelReason ?? 'asked for' });
    }
    if (this.steps.length === 0) return this.commit((tx) => this.complete(tx));

    let mayRun = isStarted;
    for (;;) {
      const step = this.steps[this.position];
      if (step === undefined) return;
      const stopped = this.whyStop();
      if (stopped === 'hand-over') return this.handOver();
      if (stopped !== null) return this.giveBackAndSettle(stopped);

      const end = mayRun ? await this.perform(step) : await this.startAndPerform(step);
      switch (end.kind) {
        case 'lost':
          throw new LeaseLostError(this.claim.fence);
        case 'handed-over':
          return this.handOver();
        case 'failed':
          return this.fail(step, end.problem, end.findings);
        case 'ended':
          break;
      }
      if (end.result.outcome.kind !== 'done') return this.wait(step, end.result, end.result.outcome);
      mayRun = await this.advance(step, end.result);
      this.position += 1;
    }
  }

  /** A step as the database has it: planned, interrupted in the middle, or waiting for a signal that has come. */
  private async startAndPerform(step: StepRow): Promise<StepEnd> {
    if (step.state === 'WAITING') return performAfterSignal(this.ctx, this.stepRun(step, UNWATCHED));
    const observed: Finding[] = [];
    if (step.state === 'RUNNING') {
      const { interruptions: times } = this.claim.job;
      if (times >= MAX_INTERRUPTIONS) {
        return { kind: 'failed', problem: { code: 'STEP_CRASHES', step: step.name, times } };
      }
      const end = await performInterrupted(this.ctx, this.stepRun(step, UNWATCHED));
      this.mustLook = step.repeat === 'manual'; // all others have looked, or could not
      if (end.kind !== 'run-again') return end;
      observed.push(...end.findings);
    }
    await this.commit(async (tx) => {
      await writeFindings(tx, observed);
      this.node = withFindings(this.node, observed);
      this.moved(await this.start(tx, step));
    });
    return this.perform(step);
  }

  private async perform(step: StepRow): Promise<StepEnd> {
    const progress = createProgressWriter(this.ctx, this.claim, step, this.control);
    const end = await performStep(this.ctx, this.stepRun(step, progress));
    return withLastLines(end, step, await progress.finish());
  }

  /** Commits a step's end with its findings and the next step's start, or the job's end. True: the next has started. */
  private async advance(step: StepRow, { findings, next: replacement }: StepResult): Promise<boolean> {
    let next = this.steps[step.position + 1];
    const goesOn = this.control.pending === null;
    await this.commit(async (tx) => {
      await writeStepEnd(tx, this.claim.job, step, { state: 'DONE' });
      await writeFindings(tx, findings);
      this.node = withFindings(this.node, findings);
      if (replacement !== undefined) next = await this.replan(tx, step.position + 1, replacement);
      if (next === undefined) await this.complete(tx);
      else if (goesOn) this.moved(await this.start(tx, next));
      else await writeNextStep(tx, this.claim.job, next.position);
    });
    return goesOn;
  }

  /** Answers the first of the steps that follow now. */
  private async replan(tx: NodeTx, position: number, plan: readonly PlannedStep[]): Promise<StepRow | undefined> {
    const { driverStepTimeoutMs } = this.ctx.settings;
    const rows = await replacePlan(tx, plan, { jobId: this.claim.job.id, position, driverStepTimeoutMs });
    this.steps.splice(position, Infinity, ...rows);
    return rows[0];
  }

  private start(tx: NodeTx, step: StepRow): Promise<JobNode['provisionState']> {
    const { job, type } = this.claim;
    return writeStepStart(tx, job, step, { provisionState: this.node.provisionState, endsIn: type.endsIn });
  }

  private async wait(
    step: StepRow,
    { findings }: StepResult,
    outcome: Exclude<Outcome, { readonly kind: 'done' }>,
  ): Promise<void> {
    const signal: Signal = outcome.kind === 'hold' ? 'UNHOLD' : outcome.for;
    let cancelled: Problem | null = null;
    await this.commit(async (tx) => {
      const { job, type } = this.claim;
      await writeFindings(tx, findings);
      // Asked for while the step ran, and not heard of yet: nobody would tell a job that waits.
      cancelled = await whyCancelled(tx, job);
      if (cancelled !== null) return writeNextStep(tx, job, step.position);
      await writeWaiting(tx, job, step, signal, outcome);
      if (type.begins !== null && nextState(this.node.provisionState, outcome.kind) !== null) {
        this.moved(await moveNode(tx, this.node.provisionState, outcome.kind, type.endsIn));
      }
      tx.emit('JOB_WAITING', [{ field: 'job.waitFor', before: null, after: signal }]);
      // It called while the step was still at work.
      if (signal === 'AGENT_HEARTBEAT' && (await takeAgentCall(tx))) await wakeForAgent(tx, job.id);
      await this.letGo(tx);
    });
    if (cancelled !== null) await this.giveBackAndSettle(cancelled);
  }

  private async fail(step: StepRow, problem: Problem, findings: readonly Finding[] = []): Promise<void> {
    await this.commit(async (tx) => {
      await writeStepEnd(tx, this.claim.job, step, { state: 'FAILED', problem });
      await writeFindings(tx, [...findings, ...this.faultAfter(step, problem)]);
      this.node = withFindings(this.node, findings);
      await writeError(tx, this.claim.job, problem);
    });
    this.ctx.log.warn({ nodeId: this.claim.nodeId, jobId: this.claim.job.id, step: step.name, problem }, 'step failed');
    await this.giveBackAndSettle(problem);
  }

  private faultAfter(step: StepRow, problem: Problem): readonly Finding[] {
    const fault = this.claim.type.faultOfSteps;
    if (fault === undefined || step.flow === null || problem.code === 'JOB_CANCELLED') return [];
    const { message } = describeProblem(problem);
    const failed: Finding = { kind: 'fault', fault, reason: message };
    return step.flow === 'CLEAN' ? [failed, notErased(step, message)] : [failed];
  }

  /** Last taken, first given back; then the job's end. */
  private async giveBackAndSettle(problem: Problem): Promise<void> {
    const { job } = this.claim;
    if (job.error === null && problem.code === 'JOB_CANCELLED') await this.commit((tx) => writeError(tx, job, problem));
    if (this.mustLook && !(await this.look())) return this.handOver();
    let isGivenBack = true;
    for (const step of this.steps.slice(0, this.position + 1).toReversed()) {
      const undone = await undoStep(this.ctx, this.stepRun(step, UNWATCHED), problem);
      if (undone.end === 'lost') throw new LeaseLostError(this.claim.fence);
      await this.record(undone.findings);
      if (undone.end === 'failed') isGivenBack = false;
      if (undone.end === 'handed-over') return this.handOver(); // the error is on the row: whoever takes it goes on giving back
    }
    await this.settle(problem, isGivenBack);
  }

  /** Before giving back. A BMC that cannot be read does not keep the rest from being given back. False: hand over. */
  private async look(): Promise<boolean> {
    const step = this.steps[this.position];
    if (step === undefined) return true;
    const look = await lookAtMachine(this.ctx, this.stepRun(step, UNWATCHED), { abortable: false });
    switch (look.kind) {
      case 'lost':
        throw new LeaseLostError(this.claim.fence);
      case 'handed-over':
        return false;
      case 'failed':
        break;
      case 'ended':
        await this.record(look.result.findings);
    }
    this.mustLook = false;
    return true;
  }

  /** What was found on the way back, where no step's end is there to be written with it. */
  private async record(findings: readonly Finding[]): Promise<void> {
    if (findings.length === 0) return;
    await this.commit(async (tx) => {
      await writeFindings(tx, findings);
      this.node = withFindings(this.node, findings);
      await writeNextStep(tx, this.claim.job, this.position); // where it is: for the count of commits
    });
  }

  /** Giving back takes down one conductor after the other: the node gets its state, and what was taken stays taken. */
  private async giveUp(problem: Problem): Promise<void> {
    const { job, nodeId } = this.claim;
    this.ctx.log.error(
      { nodeId, jobId: job.id, problem },
      'what the job took could not be given back: look at the node',
    );
    await this.settle(problem, false);
  }

  private settle(problem: Problem, isGivenBack: boolean): Promise<void> {
    const { job, type } = this.claim;
    return this.commit((tx) => settleFailed(tx, job, type, this.node.provisionState, problem, { isGivenBack }));
  }

  /** Gives the job to another process at once: no one has to wait for a lease to run out. */
  private async handOver(): Promise<void> {
    await this.commit(async (tx) => {
      await writeHandedOver(tx, this.claim.job, { isReady: this.claim.fence.epoch === null });
      tx.emit('JOB_QUEUED', [{ field: 'job.handedOver', before: null, after: true }]);
      await this.letGo(tx);
    });
  }

  private async complete(tx: NodeTx): Promise<void> {
    await settleSucceeded(tx, this.claim.job, this.claim.type, this.node);
  }

  private async letGo(tx: NodeTx): Promise<void> {
    if (this.claim.fence.epoch !== null) await releaseNodeLock(tx);
    await promoteNext(tx);
  }

  /** One fenced transaction; waits for a database that is away as long as the lease is good. */
  private async commit(work: (tx: NodeTx) => Promise<void>): Promise<void> {
    const { ctx, claim } = this;
    const before = this.node;
    let isUncertain = false;
    for (;;) {
      if (!ctx.lease.isSafe()) throw new LeaseLostError(claim.fence);
      try {
        if (isUncertain && (await this.wentThrough())) break;
        const options = {
          db: ctx.db,
          bell: ctx.bell,
          nodeId: claim.nodeId,
          fence: claim.fence,
          actor: conductorActor(ctx.conductorId),
        };
        await inNodeTransaction(options, (tx) => {
          this.node = before; // a deadlock's victim runs again from the start
          return work(tx);
        });
        break;
      } catch (error) {
        if (!isConnectionError(error)) throw error;
        isUncertain = true; // the connection may have broken after the COMMIT had arrived
        ctx.log.warn(
          { jobId: claim.job.id, err: error },
          'database is away; the step result is kept and written later',
        );
        await sleep(DATABASE_RETRY_MS);
      }
    }
    this.commits += 1;
  }

  private async wentThrough(): Promise<boolean> {
    const job = await loadJob(this.ctx.db, this.claim.job.id);
    return job === null || job.commits > this.commits;
  }

  private whyStop(): Problem | 'hand-over' | null {
    const { pending } = this.control;
    switch (pending?.kind) {
      case 'lost':
        throw new LeaseLostError(this.claim.fence);
      case 'hand-over':
        return 'hand-over';
      case 'cancel':
        return { code: 'JOB_CANCELLED', reason: pending.reason };
      case 'timeout':
      case undefined:
        return null;
    }
  }

  private stepRun(step: StepRow, watcher: StepWatcher): StepRun {
    return { claim: this.claim, node: this.node, step, control: this.control, watcher };
  }

  private moved(provisionState: JobNode['provisionState']): void {
    this.node = { ...this.node, provisionState };
  }
}

/** What is said on the way back, or by a look at the machine, nobody watches. */
const UNWATCHED: StepWatcher = { progress: silentProgress, line: silentLine };

/** The last lines of a step are written together with its end. */
function withLastLines(end: StepEnd, step: StepRow, said: SaidLines): StepEnd {
  if (said.lines.length === 0) return end;
  const last: Finding = { kind: 'step-lines', step, said };
  if (end.kind === 'failed') return { ...end, findings: [last, ...(end.findings ?? [])] };
  if (end.kind === 'ended') return { ...end, result: { ...end.result, findings: [last, ...end.result.findings] } };
  return end;
}

function notErased(step: StepRow, error: string): Finding {
  const name = stepName({ interface: step.interface, step: step.name });
  return { kind: 'cleaning-evidence', step: name, erased: [{ what: name, method: '' }], error };
}
