import type { RescueInterface } from '../interfaces/rescue.ts';
import { FAKE_DRIVER_INFO, validateFakeSettings } from './settings.ts';
import type { Simulation } from './simulation.ts';

export function createFakeRescue({ act, actOrWait }: Simulation): RescueInterface {
  return {
    name: 'fake',
    driverInfo: FAKE_DRIVER_INFO,
    validate: (node) => validateFakeSettings('rescue', node),
    rescue: (node, ctx) => actOrWait(node, 'rescue.rescue', ctx, () => ({})),
    async finalize(node, { passwordHash }, ctx) {
      await act(node, 'rescue.finalize', ctx, () => ({ rescueUser: passwordHash }));
    },
    async cleanUp(node, ctx) {
      await act(node, 'rescue.cleanUp', ctx, () => ({ rescueUser: null }));
    },
  };
}
