/** Automated cleaning: the steps that `provide` and `undeploy` share. Source: the reference's cleaning flow. */
import { ProblemError } from '../../domain/problems.ts';
import { stepsOf } from '../../drivers/hardware-type.ts';
import { found, ownStep, type JobNode, type PlannedStep, type StepHandler } from '../job-type.ts';
import { driverStep } from './chosen-steps.ts';
import { giveBackAll } from './give-back.ts';
import { giveBackNetwork, joinNetwork, leaveNetwork } from './networks.ts';
import { turnOff } from './power-steps.ts';

const PREPARE_TIMEOUT_MS = 10 * 60_000;

const prepareCleaning: StepHandler = {
  description: 'Connect the cleaning network and make the machine ready',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: PREPARE_TIMEOUT_MS,
  async run(ctx) {
    const joined = await joinNetwork(ctx, 'CLEANING');
    return { outcome: await ctx.driver('deploy').prepareCleaning(ctx.node, ctx), findings: [joined] };
  },
  undo: (ctx) =>
    giveBackAll(ctx, [
      () => ctx.driver('deploy').tearDownCleaning(ctx.node, ctx),
      () => giveBackNetwork(ctx, 'CLEANING'),
    ]),
};

const finishCleaning: StepHandler = {
  description: 'Leave the cleaning network and turn the machine off',
  abortable: false,
  repeat: 'idempotent',
  timeoutMs: PREPARE_TIMEOUT_MS,
  async run(ctx) {
    await ctx.driver('deploy').tearDownCleaning(ctx.node, ctx);
    const left = await leaveNetwork(ctx, 'CLEANING');
    return found({ kind: 'cleaned' }, left, ...(await turnOff(ctx)));
  },
};

/** AVAILABLE means clean (design, P8): a driver that cannot clean does not get there by doing nothing. */
const requireCleanSteps: StepHandler = {
  description: 'Find the steps that clean this machine',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: 1_000,
  run(ctx) {
    throw new ProblemError({
      code: 'NOT_ALLOWED_NOW',
      action: 'cleaning',
      reason: `driver ${ctx.node.hardware.name} has no step that cleans this node`,
      remedy: 'Set automatedClean to false with updateNode if the machine may be offered as it is.',
    });
  },
};

export const cleaningSteps = {
  require_clean_steps: requireCleanSteps,
  prepare_cleaning: prepareCleaning,
  finish_cleaning: finishCleaning,
} as const;

/** What cleaning does on this node; nothing when it is off for it. */
export function planCleaning(node: JobNode, enters?: 'clean'): readonly PlannedStep[] {
  if (!node.automatedClean) return [];
  const first = enters === undefined ? {} : { enters };
  const steps = driverSteps(node, 'CLEAN');
  if (steps.length === 0) return [ownStep(cleaningSteps, 'require_clean_steps', first)];
  return [ownStep(cleaningSteps, 'prepare_cleaning', first), ...steps, ownStep(cleaningSteps, 'finish_cleaning')];
}

/** The steps that the driver runs by itself in a flow, as rows of a plan. */
export const driverSteps = (node: JobNode, flow: 'CLEAN' | 'VERIFY'): readonly PlannedStep[] =>
  stepsOf(node.hardware, node.interfaces, flow).map((step) => driverStep(step));

/** A retired machine is cleaned, but never offered again (quirk Q6: also when cleaning was skipped). */
export const afterCleaning = (node: JobNode): 'manage' | 'done' => (node.retired ? 'manage' : 'done');
