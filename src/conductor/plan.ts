/** A job's plan as rows: written when it first starts, and again when what is left of it is replaced. */
import { v7 as newId } from 'uuid';
import type { PlannedStep } from './job-type.ts';
import type { StepRow } from './load-job.ts';
import type { NodeTx } from './node-transaction.ts';

interface PlanOptions {
  readonly jobId: string;
  /** Of the first step. */
  readonly position: number;
  /** How long a driver's step may take. */
  readonly driverStepTimeoutMs: number;
}

export async function writePlan(
  { tx }: NodeTx,
  plan: readonly PlannedStep[],
  { jobId, position, driverStepTimeoutMs }: PlanOptions,
): Promise<StepRow[]> {
  const steps = plan.map((step, index): StepRow => ({
    id: newId(),
    position: position + index,
    name: step.name,
    interface: step.interface,
    state: 'PLANNED',
    attempt: 0,
    repeat: step.repeat,
    timeoutMs: step.timeoutMs ?? driverStepTimeoutMs,
    abortable: step.abortable,
    flow: step.flow ?? null,
    enters: step.enters ?? null,
    args: step.args ?? {},
  }));
  if (steps.length > 0) {
    await tx.query(
      `INSERT INTO job_steps (id, job_id, position, name, interface, flow, enters, description, state, attempt,
                              percent, abortable, repeat_mode, timeout_ms, args)
       VALUES ${steps.map(() => `(?, ?, ?, ?, ?, ?, ?, ?, 'PLANNED', 0, 0, ?, ?, ?, ?)`).join(', ')}`,
      steps.flatMap((step, index) => [
        step.id,
        jobId,
        step.position,
        step.name,
        step.interface,
        step.flow,
        step.enters,
        plan[index]?.description ?? '',
        step.abortable ? 1 : 0,
        step.repeat,
        step.timeoutMs,
        JSON.stringify(step.args),
      ]),
    );
  }
  return steps;
}

/** Everything that has not begun makes room for these. */
export async function replacePlan(
  node: NodeTx,
  plan: readonly PlannedStep[],
  options: PlanOptions,
): Promise<StepRow[]> {
  await node.tx.query(`DELETE FROM job_steps WHERE job_id = ? AND position >= ? AND state = 'PLANNED'`, [
    options.jobId,
    options.position,
  ]);
  return writePlan(node, plan, options);
}
