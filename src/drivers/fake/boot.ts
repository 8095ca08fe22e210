import { NOTHING_STAGED, type BootInterface } from '../interfaces/boot.ts';
import { FAKE_DRIVER_INFO, validateFakeSettings } from './settings.ts';
import type { Simulation } from './simulation.ts';

export function createFakeBoot({ act }: Simulation): BootInterface {
  return {
    name: 'fake',
    capabilities: ['ipxe_boot', 'pxe_boot'],
    driverInfo: FAKE_DRIVER_INFO,
    validate: (node) => validateFakeSettings('boot', node),
    async prepareRamdisk(node, { kernelArgs }, ctx) {
      await act(node, 'boot.prepareRamdisk', ctx, () => ({
        ramdisk: kernelArgs,
        bootDevice: { device: 'PXE', persistent: false },
      }));
      return NOTHING_STAGED;
    },
    async cleanUpRamdisk(node, ctx) {
      await act(node, 'boot.cleanUpRamdisk', ctx, () => ({ ramdisk: null }));
    },
    async prepareInstance(node, ctx) {
      await act(node, 'boot.prepareInstance', ctx, () => ({ bootDevice: { device: 'DISK', persistent: true } }));
      return NOTHING_STAGED;
    },
    async cleanUpInstance(node, ctx) {
      await act(node, 'boot.cleanUpInstance', ctx, () => ({ bootDevice: { device: 'PXE', persistent: false } }));
    },
  };
}
