import { createHash } from 'node:crypto';
import type { DriverNode } from '../interfaces/common.ts';
import type { InspectInterface, InspectionResult } from '../interfaces/inspect.ts';
import type { Machine } from './machine.ts';
import { FAKE_DRIVER_INFO, inventoryOf, validateFakeSettings } from './settings.ts';
import type { Simulation } from './simulation.ts';

export function createFakeInspect({ act, actOrWait, look }: Simulation): InspectInterface {
  return {
    name: 'fake',
    driverInfo: FAKE_DRIVER_INFO,
    validate: (node) => validateFakeSettings('inspect', node),
    inspect: (node, ctx) => actOrWait(node, 'inspect.inspect', ctx, () => ({})),
    collect: async (node, ctx) => findings(node, await look(node, 'inspect.collect', ctx)),
    async abort(node, ctx) {
      await act(node, 'inspect.abort', ctx, () => ({}));
    },
  };
}

const GIB = 2 ** 30;

/** Every simulated machine is built alike, but for what its `fake_inventory` says. Its NICs are the ports that are known. */
function findings(node: DriverNode, { bootMode, firmware }: Machine): InspectionResult {
  const macs = node.ports.length > 0 ? node.ports.map(({ address }) => address) : [ownMac(node)];
  const disk = { name: '/dev/sda', model: 'Simulated disk', size: 100 * GIB, rotational: false, serial: 'SIM-1' };
  return {
    inventory: {
      cpu: { model_name: 'Simulated', count: 8, architecture: 'x86_64', flags: ['vmx', 'aes'], socket_count: 1 },
      memory: { total: 16 * GIB, physical_mb: 16_384 },
      disks: [disk],
      interfaces: macs.map((mac, index) => ({
        name: `eth${index}`,
        mac_address: mac,
        ipv4_address: `192.0.2.${index + 10}`,
        ipv6_address: null,
        has_carrier: true,
      })),
      bmc_address: '192.0.2.9',
      boot: { current_boot_mode: bootMode.toLowerCase(), pxe_interface: macs[0] },
      system_vendor: {
        manufacturer: 'Simulated',
        product_name: 'Fake hardware',
        serial_number: node.id,
        firmware: { version: firmware['bios'] ?? '' },
      },
      ...inventoryOf(node),
    },
    pluginData: { root_disk: disk },
  };
}

/** A machine of which nobody knows a port has a NIC all the same, and always the same one. */
function ownMac({ id }: DriverNode): string {
  const octets = [...createHash('sha256').update(id).digest().subarray(0, 3)];
  return ['52', '54', '00', ...octets.map((octet) => octet.toString(16).padStart(2, '0'))].join(':');
}
