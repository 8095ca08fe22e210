/** The code behind a step's row: the job type's own, the driver's, or the agent's in the ramdisk. */
import type { HardwareAspect } from '../domain/hardware-aspects.ts';
import type { InterfaceKind } from '../domain/interfaces.ts';
import { ProblemError } from '../domain/problems.ts';
import { stepName } from '../domain/steps.ts';
import { implementationOf } from '../drivers/hardware-type.ts';
import { DONE, type DriverStep } from '../drivers/interfaces/common.ts';
import { RAMDISK_FLOWS } from '../drivers/interfaces/deploy.ts';
import type { Finding, JobNode, StepContext, StepHandler } from './job-type.ts';
import { lookAt } from './jobs/observe-hardware.ts';
import type { StepRow } from './load-job.ts';
import type { Claim } from './start-job.ts';

/**
 * @param run which job's step, and on which node
 * @param driverStepTimeoutMs how long a driver's step may take
 */
export function handlerOf(
  { claim, node, step }: { readonly claim: Pick<Claim, 'type'>; readonly node: JobNode; readonly step: StepRow },
  driverStepTimeoutMs: number,
): StepHandler {
  if (step.interface !== null) {
    const implementation = implementationOf(node.hardware, node.interfaces, step.interface);
    const declared = implementation.steps?.find(({ name, flow }) => name === step.name && flow === step.flow);
    const known = declared ?? stepInRamdisk(node, step);
    if (known !== undefined) return asHandler(known, step.interface, driverStepTimeoutMs);
  } else {
    const own = claim.type.steps[step.name];
    if (own !== undefined) return own;
  }
  // A job that was planned by another release, or whose driver has lost the step since.
  return missingStep(step.name);
}

/** One that the agent offered when it was asked. Its row knows what the driver does not. */
function stepInRamdisk(node: JobNode, { name, interface: slot, abortable, ...step }: StepRow): DriverStep | undefined {
  const { ramdisk } = implementationOf(node.hardware, node.interfaces, 'deploy');
  const flow = RAMDISK_FLOWS.find((known) => known === step.flow);
  if (ramdisk === undefined || slot === null || flow === undefined) return undefined;
  return {
    ...ramdisk.inRamdisk({ interface: slot, name, flow }),
    name,
    flow,
    priority: 0,
    description: `Offered by the agent in the ramdisk`,
    abortable,
    requiresRamdisk: true,
    repeat: 'probe',
  };
}

/** What a step of these slots may have changed: looked at afterwards, or the API would show what was. */
const CHANGED_BY: Readonly<Partial<Record<InterfaceKind, HardwareAspect>>> = {
  bios: 'BIOS',
  raid: 'RAID',
  firmware: 'FIRMWARE',
};

/** The step has done its work: that nobody can look at it is no failure of the step. */
async function lookAfter(ctx: StepContext, slot: InterfaceKind): Promise<readonly Finding[]> {
  const aspect = CHANGED_BY[slot];
  if (aspect === undefined) return [];
  try {
    return [{ kind: 'hardware', observed: [await lookAt(ctx, aspect)] }];
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    ctx.log.warn({ aspect, problem: error.problem }, 'what a step changed could not be looked at');
    return [];
  }
}

function asHandler(step: DriverStep, slot: InterfaceKind, timeoutMs: number): StepHandler {
  const { probe } = step;
  const over = async (ctx: StepContext): Promise<readonly Finding[]> => [
    ...(await lookAfter(ctx, slot)),
    ...(await evidenceOf(step, slot, ctx)),
  ];
  return {
    description: step.description,
    abortable: step.abortable,
    repeat: step.repeat,
    timeoutMs,
    async run(ctx) {
      const outcome = await step.run(ctx.node, ctx.args, ctx);
      return { outcome, findings: outcome.kind === 'done' ? await over(ctx) : [] };
    },
    async afterSignal(ctx) {
      const outcome = (await step.afterSignal?.(ctx.node, ctx.args, ctx)) ?? DONE;
      return { outcome, findings: outcome.kind === 'done' ? await over(ctx) : [] };
    },
    ...(probe === undefined ? {} : { probe: (ctx: StepContext) => probe(ctx.node, ctx.args, ctx) }),
  };
}

async function evidenceOf(step: DriverStep, slot: InterfaceKind, ctx: StepContext): Promise<readonly Finding[]> {
  if (step.flow !== 'CLEAN') return [];
  const name = stepName({ interface: slot, step: step.name });
  const erased = (await step.evidence?.(ctx.node, ctx.args, ctx)) ?? [{ what: name, method: step.description }];
  return [{ kind: 'cleaning-evidence', step: name, erased, error: null }];
}

function missingStep(name: string): StepHandler {
  return {
    description: '',
    abortable: true,
    repeat: 'idempotent',
    timeoutMs: 1_000,
    run: () =>
      Promise.reject(
        new ProblemError({ code: 'STEP_FAILED', step: name, reason: 'this release does not know the step' }),
      ),
  };
}
