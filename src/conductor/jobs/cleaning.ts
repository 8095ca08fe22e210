/** Automated cleaning: the steps that `provide` and `undeploy` share. Source: the reference's cleaning flow. */
import { ProblemError } from '../../domain/problems.ts';
import { stepName, type CleaningSource, type RequestedStep, type StepSettings } from '../../domain/steps.ts';
import {
  found,
  ownStep,
  type Finding,
  type JobNode,
  type PlannedStep,
  type Planning,
  type StepHandler,
} from '../job-type.ts';
import { automaticSteps, chosenSteps, driverSteps, type Offer } from './chosen-steps.ts';
import { giveBackAll } from './give-back.ts';
import { giveBackNetwork, joinNetwork, leaveNetwork } from './networks.ts';
import { turnOff } from './power-steps.ts';
import { bootRamdiskStep, endRamdisk, hasAgent, restartSteps, stageRamdisk, unstageRamdisk } from './ramdisk.ts';
import { reservedSteps } from './reserved-steps.ts';

const PREPARE_TIMEOUT_MS = 10 * 60_000;

const prepareCleaning: StepHandler = {
  description: 'Connect the cleaning network and make the machine ready',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: PREPARE_TIMEOUT_MS,
  async run(ctx) {
    const join = (): Promise<Finding> => joinNetwork(ctx, 'CLEANING');
    if (hasAgent(ctx.node)) await stageRamdisk(ctx, 'CLEAN', join);
    else ctx.found(await join());
    return { outcome: await ctx.driver('deploy').prepareCleaning(ctx.node, ctx), findings: [] };
  },
  undo: (ctx) =>
    giveBackAll(ctx, [
      () => ctx.driver('deploy').tearDownCleaning(ctx.node, ctx),
      async () => {
        if (hasAgent(ctx.node)) ctx.found(...(await unstageRamdisk(ctx)));
      },
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
    const ended = hasAgent(ctx.node) ? await endRamdisk(ctx) : [];
    const left = await leaveNetwork(ctx, 'CLEANING');
    const off = hasAgent(ctx.node) ? [] : await turnOff(ctx);
    return found({ kind: 'cleaned' }, ...ended, left, ...off);
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
    throw notCleaning(String(reason));
  },
};

const notCleaning = (reason: string): ProblemError =>
  new ProblemError({
    code: 'NOT_ALLOWED_NOW',
    action: 'cleaning',
    reason,
    remedy: 'Set automatedClean to false with updateNode if the machine may be offered as it is.',
  });

/** Steps that somebody chose, or those that clean by themselves, as they are known once the agent has said what it can do. */
const bootRamdisk = bootRamdiskStep('CLEAN', (ctx, announced) => {
  const offer = { node: ctx.node, flow: 'CLEAN', announced } as const;
  const asked = ctx.args['asked'] as readonly RequestedStep[] | undefined; // `withRamdisk` wrote it
  const clean = asked === undefined ? driversOwn(offer, ctx.stepSettings) : chosenSteps(offer, asked);
  if (clean.length > 0) return [...clean, ownStep(cleaningSteps, 'finish_cleaning')];
  throw notCleaning(`neither driver ${ctx.node.hardware.name} nor the ramdisk has a step that cleans this node`);
});

export const cleaningSteps = {
  ...reservedSteps,
  require_clean_steps: requireCleanSteps,
  prepare_cleaning: prepareCleaning,
  boot_ramdisk: bootRamdisk,
  ...restartSteps('CLEAN'),
  finish_cleaning: finishCleaning,
} as const satisfies Readonly<Record<string, StepHandler>>;

/**
 * Clean steps between what makes the machine ready for them and what ends it.
 * @param asked null: those that run by themselves
 */
export function withRamdisk(
  node: JobNode,
  clean: readonly PlannedStep[],
  asked: readonly RequestedStep[] | null,
  first: Pick<PlannedStep, 'enters'> = {},
): readonly PlannedStep[] {
  const args = asked === null ? {} : { asked };
  return [
    ownStep(cleaningSteps, 'prepare_cleaning', first),
    ...(hasAgent(node) ? [ownStep(cleaningSteps, 'boot_ramdisk', { args })] : []),
    ...clean,
    ownStep(cleaningSteps, 'finish_cleaning'),
  ];
}

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
  return withRamdisk(node, clean.steps, clean.asked, first);
}

interface CleanSteps {
  readonly steps: readonly PlannedStep[];
  /** As a runbook names them; null: those that run by themselves. */
  readonly asked: readonly RequestedStep[] | null;
}

/** The steps, or why there are none, in words that end a sentence. */
async function findCleanSteps(node: JobNode, planning: Planning): Promise<CleanSteps | string> {
  const { from } = planning.settings.cleaning;
  const name = from === 'driver' ? null : runbookFor(node, planning.settings.cleaning);
  if (name !== null) return stepsOfRunbook(node, name, planning);
  if (from === 'runbook') return 'no runbook is named for the cleaning of this node';
  const steps = driversOwn({ node, flow: 'CLEAN', announced: null }, planning.settings);
  const mayCome = hasAgent(node); // the ramdisk brings them
  return steps.length > 0 || mayCome
    ? { steps, asked: null }
    : `driver ${node.hardware.name} has no step that cleans this node`;
}

const driversOwn = (offer: Offer & { readonly flow: 'CLEAN' }, settings: StepSettings): readonly PlannedStep[] =>
  automaticSteps(offer, settings).flatMap((step) => driverSteps(step));

function runbookFor(node: JobNode, { isNamedByNode, byResourceClass, runbook }: CleaningSource): string | null {
  const own = isNamedByNode ? node.driverInfo['cleaning_runbook'] : undefined;
  if (typeof own === 'string' && own !== '') return own;
  return byResourceClass.get(node.resourceClass ?? '') ?? runbook;
}

async function stepsOfRunbook(node: JobNode, name: string, planning: Planning): Promise<CleanSteps | string> {
  const runbook = await planning.runbook(name);
  if (runbook === null) return `there is no runbook ${name}`;
  if (!runbook.traits.some((trait) => node.traits.includes(trait))) {
    return `the node has none of the traits of runbook ${name}`;
  }
  const allowed = runbook.steps.filter((step) => !planning.settings.denied.includes(stepName(step)));
  if (allowed.length === 0) return `runbook ${name} has no step that may run here`;
  return { steps: chosenSteps({ node, flow: 'CLEAN', announced: null }, allowed), asked: allowed };
}

/** A retired machine is cleaned, but never offered again (quirk Q6: also when cleaning was skipped). */
export const afterCleaning = (node: JobNode): 'manage' | 'done' => (node.retired ? 'manage' : 'done');
