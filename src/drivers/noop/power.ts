import { ProblemError } from '../../domain/problems.ts';
import type { PowerInterface } from '../interfaces/power.ts';

/**
 * A machine without a BMC: a person presses the button. It offers no target, so the API accepts no power order, and
 * reports no state, because nothing here can see the machine.
 */
export const noopPower: PowerInterface = {
  name: 'noop',
  targets: [],
  validate: () => {},
  get: async () => null,
  // Nobody may ask, since no target is offered. Whoever does all the same learns that nothing happened.
  set: async (_node, target) => {
    throw new ProblemError({ code: 'UNSUPPORTED', what: `power ${target}`, driver: 'noop', supported: [] });
  },
  bmcAddress: () => null,
};
