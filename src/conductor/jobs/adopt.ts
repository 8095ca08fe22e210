import { parseCapabilities } from '../../domain/capabilities.ts';
import type { InterfaceKind } from '../../domain/interfaces.ts';
import { NOTHING_FOUND, ownStep, type JobType, type StepHandler } from '../job-type.ts';
import { instanceStarted } from './deploy.ts';
import { readPower } from './power-steps.ts';

/** An instance that boots from its own disk needs nothing that the boot slot would have to know. */
const isLocalBoot = (instanceInfo: Readonly<Record<string, unknown>>): boolean =>
  (parseCapabilities(instanceInfo['capabilities'])['boot_option'] ?? 'local') === 'local';

const checkSettings: StepHandler = {
  description: 'Check the settings of power, deploy and, unless it boots from its disk, boot',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: 10_000,
  run(ctx) {
    const slots: readonly InterfaceKind[] = isLocalBoot(ctx.node.instanceInfo)
      ? ['power', 'deploy']
      : ['power', 'boot', 'deploy'];
    for (const slot of slots) ctx.driver(slot).validate(ctx.node);
    return Promise.resolve(NOTHING_FOUND);
  },
};

/**
 * No undo: what was staged lies outside the machine, and the next flow that boots it replaces it. Giving it back could
 * mean a command to a machine that somebody else uses.
 */
const takeOver: StepHandler = {
  description: 'Stage what the running instance needs to boot again; the machine is left as it is',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: 10 * 60_000,
  async run(ctx) {
    await ctx.driver('deploy').takeOver?.(ctx.node, ctx);
    return NOTHING_FOUND;
  },
};

const steps = { check_settings: checkSettings, read_power: readPower, take_over: takeOver };

/** A machine that runs a workload already, MANAGEABLE → ACTIVE. Nothing is changed on the machine itself. */
export const adopt: JobType = {
  name: 'node.adopt',
  purpose: 'adopting',
  lock: 'EXCLUSIVE',
  priority: 'USER',
  begins: 'adopt',
  endsIn: 'ACTIVE',
  runsBetween: false,
  usesBmc: true,
  limit: null,
  plan: () => [ownStep(steps, 'check_settings'), ownStep(steps, 'read_power'), ownStep(steps, 'take_over')],
  steps,
  started: instanceStarted,
  // What it runs is not ours after all, and what was read of its power proves nothing (reference: adoption). The
  // instanceInfo stays: it can be mended, and the node adopted again.
  abandoned: (_input, _reason, hasRun) =>
    hasRun
      ? [
          { kind: 'instance', instanceId: null },
          { kind: 'power', observed: null },
        ]
      : [],
};
