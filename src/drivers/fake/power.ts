import { POWER_TARGET_ENDS_IN, POWER_TARGETS, type PowerTarget } from '../../domain/power.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { PowerInterface } from '../interfaces/power.ts';
import type { Machine } from './machine.ts';
import { FAKE_DRIVER_INFO, validateFakeSettings } from './settings.ts';
import type { Simulation } from './simulation.ts';

export function createFakePower(simulation: Simulation): PowerInterface {
  return {
    name: 'fake',
    targets: POWER_TARGETS,
    driverInfo: FAKE_DRIVER_INFO,
    validate: (node) => validateFakeSettings('power', node),
    get: async (node, ctx) => (await simulation.look(node, 'power.get', ctx)).power,
    async set(node, target, ctx) {
      const wanted = POWER_TARGET_ENDS_IN[target];
      const { timeoutMs: afterMs } = ctx;
      const machine = await simulation.act(node, 'power.set', ctx, (before) => turn(before, target), {
        afterMs,
        error: ({ power: observed }) =>
          new ProblemError({ code: 'POWER_STATE_NOT_REACHED', wanted, observed, afterMs }),
      });
      return machine.power;
    },
    bmcAddress({ driverInfo: { fake_bmc: bmc } }) {
      return typeof bmc === 'string' && bmc !== '' ? `fake:${bmc}` : null;
    },
  };
}

/** ON of a machine that is on changes nothing; a reboot starts it in any case. */
function turn({ power, starts }: Machine, target: PowerTarget): Partial<Machine> {
  const wanted = POWER_TARGET_ENDS_IN[target];
  const isStarted = wanted === 'ON' && (target !== 'ON' || power === 'OFF');
  return { power: wanted, starts: isStarted ? starts + 1 : starts };
}
