import type { DriverNode } from '../interfaces/common.ts';
import type { ConsoleAccess, ConsoleInterface } from '../interfaces/console.ts';
import { FAKE_DRIVER_INFO, validateFakeSettings } from './settings.ts';
import type { Simulation } from './simulation.ts';

export function createFakeConsole({ act, look }: Simulation): ConsoleInterface {
  return {
    name: 'fake',
    driverInfo: FAKE_DRIVER_INFO,
    validate: (node) => validateFakeSettings('console', node),
    async start(node, ctx) {
      await act(node, 'console.start', ctx, () => ({ consoleOn: true }));
      return accessTo(node);
    },
    async stop(node, ctx) {
      await act(node, 'console.stop', ctx, () => ({ consoleOn: false }));
    },
    async access(node, ctx) {
      const { consoleOn } = await look(node, 'console.access', ctx);
      return consoleOn ? accessTo(node) : null;
    },
  };
}

/** Reserved for names that lead nowhere (RFC 2606): there is nothing to connect to. */
function accessTo(node: DriverNode): ConsoleAccess {
  return { type: 'SERIAL', url: `tcp://${node.id}.console.invalid:1` };
}
