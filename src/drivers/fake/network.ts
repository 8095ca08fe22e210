import type { DriverNode } from '../interfaces/common.ts';
import type { MadeVif, NetworkInterface, NetworkPurpose } from '../interfaces/network.ts';
import type { Machine } from './machine.ts';
import { FAKE_DRIVER_INFO, validateFakeSettings, vifNetworksOf } from './settings.ts';
import type { Simulation } from './simulation.ts';

export function createFakeNetwork({ act, look }: Simulation): NetworkInterface {
  return {
    name: 'fake',
    driverInfo: FAKE_DRIVER_INFO,
    validate: (node) => validateFakeSettings('network', node),
    async physicalNetworksOf(node, vifId, ctx) {
      await look(node, 'network.physicalNetworksOf', ctx);
      return vifNetworksOf(node, vifId);
    },
    async attachVif(node, { vifId, port, portGroup }, _reach, ctx) {
      const at = port?.id ?? portGroup?.id ?? null;
      await act(node, 'network.attachVif', ctx, ({ vifs }) => ({ vifs: { ...vifs, [vifId]: at } }));
    },
    async detachVif(node, { vifId }, ctx) {
      await act(node, 'network.detachVif', ctx, ({ vifs: { [vifId]: _gone, ...vifs } }) => ({ vifs }));
    },
    async addNetwork(node, purpose, _vifs, ctx) {
      await act(node, 'network.addNetwork', ctx, ({ networks }) => ({
        networks: networks.includes(purpose) ? networks : [...networks, purpose],
      }));
      return madeFor(node, purpose);
    },
    async removeNetwork(node, purpose, _vifs, ctx) {
      await act(node, 'network.removeNetwork', ctx, ({ networks }) => ({
        networks: networks.filter((other) => other !== purpose),
      }));
    },
    async configureTenant(node, _vifs, ctx) {
      await act(node, 'network.configureTenant', ctx, () => ({ tenantConnected: true }));
    },
    async unconfigureTenant(node, _vifs, ctx) {
      await act(node, 'network.unconfigureTenant', ctx, () => ({ tenantConnected: false }));
    },
    async held(node, _vifIds, ctx) {
      const { vifs, networks, tenantConnected } = await look(node, 'network.held', ctx);
      return [
        ...Object.entries(vifs).map(([vifId, at]) => ({
          vifId,
          purpose: 'TENANT' as const,
          nodeId: node.id,
          address: addressAt(node, at),
          isConnected: tenantConnected,
        })),
        ...networks.flatMap((purpose) =>
          madeFor(node, purpose).map(({ vifId, port }) => ({
            vifId,
            purpose,
            nodeId: node.id,
            address: port.address,
            isConnected: true,
          })),
        ),
      ];
    },
  };
}

/** One for each port that boots over the network, as a real service would make them; the id says what it is. */
function madeFor(node: DriverNode, purpose: NetworkPurpose): readonly MadeVif[] {
  return node.ports
    .filter(({ pxeEnabled }) => pxeEnabled)
    .map((port) => ({ vifId: `fake-${purpose.toLowerCase()}-${port.id}`, port }));
}

function addressAt(node: DriverNode, at: Machine['vifs'][string] | undefined): string | null {
  return [...node.ports, ...node.portGroups].find(({ id }) => id === at)?.address ?? null;
}
