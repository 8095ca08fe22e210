import { setPower, type SetPowerInput } from '../../conductor/jobs/set-power.ts';
import { whyNotOff } from '../../domain/power-rules.ts';
import type { PowerTarget } from '../../domain/power.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { implementationOf } from '../../drivers/hardware-type.ts';
import type { ServiceContext } from '../context.ts';
import { hardwareTypeOf } from '../driver-of.ts';
import type { Answer } from '../mutation.ts';
import { workOnNode, type NodeWork, type VerbInput } from './node-work.ts';

export interface PowerArguments {
  readonly target: PowerTarget;
  readonly timeoutSeconds?: number | null;
}

const MAX_TIMEOUT_SECONDS = 3_600;

/** Brings the machine to a power state, if its driver can do that at all. */
export const powerWork: NodeWork<PowerArguments> = {
  type: setPower,
  checkInput(checker, { timeoutSeconds }) {
    if (timeoutSeconds === null || timeoutSeconds === undefined) return;
    if (timeoutSeconds >= 1 && timeoutSeconds <= MAX_TIMEOUT_SECONDS) return;
    checker.invalid('timeoutSeconds', `${timeoutSeconds} s is out of range.`, `Use 1 to ${MAX_TIMEOUT_SECONDS}.`);
  },
  whyRefused(ctx, { driver, interfaces, disablePowerOff }, { target }) {
    const { targets } = implementationOf(hardwareTypeOf(ctx, driver), interfaces, 'power');
    if (targets.includes(target)) return whyNotOff(target, { disablePowerOff });
    const path = ['input', 'target'];
    return { code: 'UNSUPPORTED', what: `power target ${target}`, driver, supported: targets, path };
  },
  args({ target, timeoutSeconds }) {
    const args: SetPowerInput = {
      target,
      timeoutMs: typeof timeoutSeconds === 'number' ? timeoutSeconds * 1_000 : null,
    };
    return { ...args };
  },
};

export const setNodePower = (ctx: ServiceContext, viewer: Viewer, input: VerbInput & PowerArguments): Promise<Answer> =>
  workOnNode(ctx, viewer, 'setNodePower', powerWork, input);
