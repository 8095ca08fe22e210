import type { PowerTarget } from '../../domain/power.ts';
import { ProblemError } from '../../domain/problems.ts';
import { found, NOTHING_FOUND, type Finding, type StepContext, type StepHandler } from '../job-type.ts';

/** A hard order is carried out within seconds; a soft one when the operating system is ready. Source: the reference's defaults. */
export const HARD_TIMEOUT_MS = 60_000;
export const SOFT_TIMEOUT_MS = 600_000;

export const defaultPowerTimeoutMs = (target: PowerTarget): number =>
  target === 'SOFT_OFF' || target === 'SOFT_REBOOT' ? SOFT_TIMEOUT_MS : HARD_TIMEOUT_MS;

export const readPower: StepHandler = {
  description: 'Ask the BMC for the power state',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: 120_000,
  async run(ctx) {
    const observed = await ctx.driver('power').get(ctx.node, ctx);
    return found({ kind: 'power', observed });
  },
};

/**
 * Turns the machine off where that is what the flow is about, as far as it may be: one that must stay on is restarted, which
 * ends what ran on it as well, and one that only people can switch is left to them. Source: the reference's disable_power_off.
 */
export async function turnOff(ctx: StepContext): Promise<readonly Finding[]> {
  const { targets } = ctx.driver('power');
  const target = ctx.node.disablePowerOff ? 'REBOOT' : 'OFF';
  return targets.includes(target) ? [await bringPowerTo(ctx, target)] : [];
}
/** For flows that turn the machine on again: one that must stay on is restarted by {@link turnOnAgain}, and not before. */
export const turnOffForNow: StepHandler = {
  description: 'Turn the machine off',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: 120_000,
  run: async (ctx) => (ctx.node.disablePowerOff ? NOTHING_FOUND : found(...(await turnOff(ctx)))),
};

export const turnOnAgain = (ctx: StepContext): Promise<Finding> =>
  bringPowerTo(ctx, ctx.node.disablePowerOff ? 'REBOOT' : 'ON');

/** Brings the machine to a power state and tells what was observed in the end. */
export async function bringPowerTo(
  { node, driver, signal, assertHeld, authority, log, progress, line }: StepContext,
  target: PowerTarget,
  timeoutMs = defaultPowerTimeoutMs(target),
): Promise<Finding> {
  const power = driver('power');
  if (!power.targets.includes(target)) {
    throw new ProblemError({
      code: 'UNSUPPORTED',
      what: `power target ${target}`,
      driver: node.hardware.name,
      supported: power.targets,
    });
  }
  const observed = await power.set(node, target, { signal, assertHeld, authority, log, progress, line, timeoutMs });
  return { kind: 'power', observed, desired: observed };
}
