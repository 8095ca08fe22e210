import type { NetworkInterface } from '../interfaces/network.ts';

/** One network, wired once: every port is always where it must be, so there is nothing to switch. */
export const noopNetwork: NetworkInterface = {
  name: 'noop',
  validate: () => {},
  attachVif: async () => {},
  detachVif: async () => {},
  addNetwork: async () => [],
  removeNetwork: async () => {},
  configureTenant: async () => {},
  unconfigureTenant: async () => {},
};
