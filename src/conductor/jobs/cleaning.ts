/** Automated cleaning: the steps that `provide` and `undeploy` share. Source: the reference's cleaning flow. */
import { ProblemError } from '../../domain/problems.ts';
import { stepName, type CleaningSource } from '../../domain/steps.ts';
import { found, ownStep, type JobNode, type PlannedStep, type Planning, type StepHandler } from '../job-type.ts';
import { automaticSteps, chosenSteps, driverStep } from './chosen-steps.ts';
import { giveBackAll } from './give-back.ts';
import { giveBackNetwork, joinNetwork, leaveNetwork } from './networks.ts';
import { turnOff } from './power-steps.ts';
import { reservedSteps } from './reserved-steps.ts';

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

/**
 * AVAILABLE means clean (design, P8): a machine that nothing cleans does not get there by doing nothing. The flow fails in
 * this step and not before it begins, because a tenant leaves in any case.
 */
const requireCleanSteps: StepHandler = {
  description: 'Find the steps that clean this machine',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: 1_000,
  run({ args: { reason } }) {
    throw new ProblemError({
      code: 'NOT_ALLOWED_NOW',
      action: 'cleaning',
      reason: String(reason),
      remedy: 'Set automatedClean to false with updateNode if the machine may be offered as it is.',
    });
  },
};

export const cleaningSteps = {
  ...reservedSteps,
  require_clean_steps: requireCleanSteps,
  prepare_cleaning: prepareCleaning,
  finish_cleaning: finishCleaning,
} as const;

/** What cleaning does on this node; nothing when it is off for it. */
export async function planCleaning(
  node: JobNode,
  planning: Planning,
  enters?: 'clean',
): Promise<readonly PlannedStep[]> {
  if (!node.automatedClean) return [];
  const first = enters === undefined ? {} : { enters };
  const clean = await findCleanSteps(node, planning);
  if (typeof clean === 'string')
    return [ownStep(cleaningSteps, 'require_clean_steps', { ...first, args: { reason: clean } })];
  return [ownStep(cleaningSteps, 'prepare_cleaning', first), ...clean, ownStep(cleaningSteps, 'finish_cleaning')];
}

/** The steps, or why there are none, in words that end a sentence. */
async function findCleanSteps(node: JobNode, planning: Planning): Promise<readonly PlannedStep[] | string> {
  const { from } = planning.settings.cleaning;
  const name = from === 'driver' ? null : runbookFor(node, planning.settings.cleaning);
  if (name !== null) return stepsOfRunbook(node, name, planning);
  if (from === 'runbook') return 'no runbook is named for the cleaning of this node';
  const steps = automaticSteps(node, 'CLEAN', planning.settings).map((step) => driverStep(step));
  return steps.length > 0 ? steps : `driver ${node.hardware.name} has no step that cleans this node`;
}

function runbookFor(node: JobNode, { isNamedByNode, byResourceClass, runbook }: CleaningSource): string | null {
  const own = isNamedByNode ? node.driverInfo['cleaning_runbook'] : undefined;
  if (typeof own === 'string' && own !== '') return own;
  return byResourceClass.get(node.resourceClass ?? '') ?? runbook;
}

async function stepsOfRunbook(
  node: JobNode,
  name: string,
  planning: Planning,
): Promise<readonly PlannedStep[] | string> {
  const runbook = await planning.runbook(name);
  if (runbook === null) return `there is no runbook ${name}`;
  if (!runbook.traits.some((trait) => node.traits.includes(trait))) {
    return `the node has none of the traits of runbook ${name}`;
  }
  const allowed = runbook.steps.filter((step) => !planning.settings.denied.includes(stepName(step)));
  return allowed.length > 0 ? chosenSteps(node, 'CLEAN', allowed) : `runbook ${name} has no step that may run here`;
}

/** A retired machine is cleaned, but never offered again (quirk Q6: also when cleaning was skipped). */
export const afterCleaning = (node: JobNode): 'manage' | 'done' => (node.retired ? 'manage' : 'done');
