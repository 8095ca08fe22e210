/**
 * Jobs that tell a BMC one thing: one step that says it, and one that looks what became of it, so that what the API shows is
 * what the machine says and not what it was told.
 */
import type { HardwareAspect } from '../../domain/hardware-aspects.ts';
import type { RepeatMode } from '../../domain/job.ts';
import { ProblemError } from '../../domain/problems.ts';
import { PROVISION_TABLE, type ProvisionState } from '../../domain/provision-states.ts';
import {
  found,
  NOTHING_FOUND,
  ownStep,
  type Finding,
  type JobType,
  type StepContext,
  type StepHandler,
} from '../job-type.ts';
import { lookAt } from './observe-hardware.ts';

/** A BMC answers within seconds; this covers its retries. */
export const BMC_TIMEOUT_MS = 120_000;

interface HardwareJob {
  readonly name: string;
  readonly purpose: string;
  readonly description: string;
  readonly repeat: RepeatMode;
  /** What of the machine it changes. */
  readonly changes: readonly HardwareAspect[];
  act(ctx: StepContext): Promise<readonly Finding[] | void>;
}

export function hardwareJob({ name, purpose, description, repeat, changes, act }: HardwareJob): JobType {
  const tell: StepHandler = {
    description,
    abortable: true,
    repeat,
    timeoutMs: BMC_TIMEOUT_MS,
    async run(ctx) {
      const findings = await act(ctx);
      return Array.isArray(findings) ? found(...findings) : NOTHING_FOUND;
    },
  };
  const steps = { tell_bmc: tell, look: lookStep(changes) };
  return {
    name,
    purpose,
    lock: 'EXCLUSIVE',
    priority: 'USER',
    begins: null,
    endsIn: null,
    runsBetween: false,
    usesBmc: true,
    limit: null,
    plan: () => [ownStep(steps, 'tell_bmc'), ...(changes.length > 0 ? [ownStep(steps, 'look')] : [])],
    steps,
  };
}

const lookStep = (aspects: readonly HardwareAspect[]): StepHandler => ({
  description: 'Look what became of it',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: BMC_TIMEOUT_MS,
  async run(ctx) {
    for (const aspect of aspects) ctx.found({ kind: 'hardware', observed: [await lookAt(ctx, aspect)] });
    return NOTHING_FOUND;
  },
});

/** What the API refuses already; a driver may have changed since. */
export function unsupported(
  ctx: Pick<StepContext, 'node'>,
  what: string,
  supported: readonly string[] = [],
): ProblemError {
  return new ProblemError({ code: 'UNSUPPORTED', what, driver: ctx.node.hardware.name, supported });
}

/** How a machine boots is not changed under a flow that may be about to boot it. */
export function requireAtRest({ node }: Pick<StepContext, 'node'>, action: string): void {
  const state: ProvisionState = node.provisionState;
  if (PROVISION_TABLE[state].kind === 'STABLE' || PROVISION_TABLE[state].kind === 'FAILED') return;
  throw new ProblemError({
    code: 'NOT_ALLOWED_NOW',
    action,
    reason: `the node is in ${state}`,
    remedy: 'Wait until it is at rest, or stop what is going on with abortNode.',
  });
}
