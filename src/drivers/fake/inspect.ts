import type { DriverNode } from '../interfaces/common.ts';
import type { InspectInterface, InspectionResult } from '../interfaces/inspect.ts';
import { FAKE_DRIVER_INFO, validateFakeSettings } from './settings.ts';
import type { Simulation } from './simulation.ts';

export function createFakeInspect({ act, actOrWait, look }: Simulation): InspectInterface {
  return {
    name: 'fake',
    driverInfo: FAKE_DRIVER_INFO,
    validate: (node) => validateFakeSettings('inspect', node),
    async inspect(node, ctx) {
      const outcome = await actOrWait(node, 'inspect.inspect', ctx, () => ({}));
      return outcome.kind === 'wait' ? outcome : { kind: 'done', result: findings(node) };
    },
    async collect(node, ctx) {
      await look(node, 'inspect.collect', ctx);
      return findings(node);
    },
    async abort(node, ctx) {
      await act(node, 'inspect.abort', ctx, () => ({}));
    },
  };
}

/** Every simulated machine is built alike; its NICs are the ports that are known. */
function findings(node: DriverNode): InspectionResult {
  return {
    properties: { cpus: 8, memory_mb: 16_384, local_gb: 100, cpu_arch: 'x86_64' },
    ports: node.ports.map(({ address, pxeEnabled }) => ({ address, pxeEnabled })),
    inventory: {
      cpu: { count: 8, architecture: 'x86_64', model_name: 'Simulated' },
      memory: { physical_mb: 16_384 },
      disks: [{ name: '/dev/sda', size: 100 * 2 ** 30 }],
      interfaces: node.ports.map(({ address }, index) => ({ name: `eth${index}`, mac_address: address })),
      boot: { current_boot_mode: 'uefi' },
    },
  };
}
