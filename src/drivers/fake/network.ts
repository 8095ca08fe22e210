import type { NetworkInterface } from '../interfaces/network.ts';
import { FAKE_DRIVER_INFO, validateFakeSettings } from './settings.ts';
import type { Simulation } from './simulation.ts';

export function createFakeNetwork({ act }: Simulation): NetworkInterface {
  return {
    name: 'fake',
    driverInfo: FAKE_DRIVER_INFO,
    validate: (node) => validateFakeSettings('network', node),
    async attachVif(node, { vifId, port, portGroup }, ctx) {
      const at = port?.id ?? portGroup?.id ?? null;
      await act(node, 'network.attachVif', ctx, ({ vifs }) => ({ vifs: { ...vifs, [vifId]: at } }));
    },
    async detachVif(node, { vifId }, ctx) {
      await act(node, 'network.detachVif', ctx, ({ vifs: { [vifId]: _gone, ...vifs } }) => ({ vifs }));
    },
    async addNetwork(node, purpose, ctx) {
      await act(node, 'network.addNetwork', ctx, ({ networks }) => ({
        networks: networks.includes(purpose) ? networks : [...networks, purpose],
      }));
    },
    async removeNetwork(node, purpose, ctx) {
      await act(node, 'network.removeNetwork', ctx, ({ networks }) => ({
        networks: networks.filter((other) => other !== purpose),
      }));
    },
    async configureTenant(node, ctx) {
      await act(node, 'network.configureTenant', ctx, () => ({ tenantConnected: true }));
    },
    async unconfigureTenant(node, ctx) {
      await act(node, 'network.unconfigureTenant', ctx, () => ({ tenantConnected: false }));
    },
  };
}
