import type { PowerTarget } from './power.ts';
import { POWER_TARGET_ENDS_IN } from './power.ts';
import type { Problem } from './problems.ts';
import type { ProvisionState } from './provision-states.ts';

/** What the legality of a power target depends on, beside what the driver can do. */
export interface PowerFacts {
  readonly provisionState: ProvisionState;
  readonly disablePowerOff: boolean;
}

/** In the middle of these the machine is being erased, or flashed: cutting its power may break it for good. */
const CLEANS: readonly ProvisionState[] = ['CLEANING', 'CLEAN_WAIT'];

/**
 * Why a machine may not be switched by a job that has the node; null when it may. Source: the reference's rules for power
 * requests.
 */
export function whyPowerRefused(target: PowerTarget, facts: PowerFacts): Problem | null {
  if (CLEANS.includes(facts.provisionState)) {
    return {
      code: 'NOT_ALLOWED_NOW',
      action: `power ${target}`,
      reason: `the machine is in ${facts.provisionState}`,
      remedy: 'Wait until the cleaning has ended, or stop it with abortNode.',
    };
  }
  return whyNotOff(target, facts);
}

/** As {@link whyPowerRefused}, for a request: what is being cleaned now has ended when its turn comes. */
export function whyNotOff(
  target: PowerTarget,
  { disablePowerOff }: Pick<PowerFacts, 'disablePowerOff'>,
): Problem | null {
  if (!disablePowerOff || POWER_TARGET_ENDS_IN[target] !== 'OFF') return null;
  return {
    code: 'NOT_ALLOWED_NOW',
    action: `power ${target}`,
    reason: 'the machine must stay on (disablePowerOff)',
    remedy: 'Restart it with REBOOT, or set disablePowerOff to false with updateNode first.',
    path: ['input', 'target'],
  };
}
