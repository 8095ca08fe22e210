import type { StorageInterface } from '../interfaces/storage.ts';
import { FAKE_DRIVER_INFO, validateFakeSettings } from './settings.ts';
import type { Simulation } from './simulation.ts';

export function createFakeStorage({ act }: Simulation): StorageInterface {
  return {
    name: 'fake',
    driverInfo: FAKE_DRIVER_INFO,
    validate: (node) => validateFakeSettings('storage', node),
    shouldWriteImage: () => true,
    async attachVolumes(node, ctx) {
      await act(node, 'storage.attachVolumes', ctx, () => ({}));
    },
    async detachVolumes(node, ctx) {
      await act(node, 'storage.detachVolumes', ctx, () => ({}));
    },
  };
}
