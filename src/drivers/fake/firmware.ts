import { ProblemError } from '../../domain/problems.ts';
import type { CallContext, DriverNode, DriverStep, StepOutcome } from '../interfaces/common.ts';
import type { FirmwareInterface, FirmwareUpdate } from '../interfaces/firmware.ts';
import { FAKE_DRIVER_INFO, validateFakeSettings } from './settings.ts';
import type { Simulation } from './simulation.ts';

export function createFakeFirmware({ look, actOrWait }: Simulation): FirmwareInterface {
  const update = (node: DriverNode, updates: readonly FirmwareUpdate[], ctx: CallContext): Promise<StepOutcome> =>
    actOrWait(node, 'firmware.update', ctx, ({ firmware }) => ({
      firmware: {
        ...firmware,
        ...Object.fromEntries(updates.map(({ component, url }) => [component, versionOf(url)])),
      },
    }));
  return {
    name: 'fake',
    driverInfo: FAKE_DRIVER_INFO,
    validate: (node) => validateFakeSettings('firmware', node),
    async readComponents(node, ctx) {
      const { firmware } = await look(node, 'firmware.readComponents', ctx);
      return Object.entries(firmware).map(([component, currentVersion]) => ({ component, currentVersion }));
    },
    update,
    steps: (['CLEAN', 'SERVICE'] as const).map((flow): DriverStep => ({
      name: 'update',
      flow,
      priority: 0,
      description: 'Updates firmware.',
      abortable: false,
      requiresRamdisk: false,
      // Half-flashed firmware is nothing to try again blindly.
      repeat: 'manual',
      args: { settings: { description: 'A list of {component, url}.', required: true } },
      run: async (node, args, ctx) => update(node, parseUpdates(args['settings']), ctx),
    })),
  };
}

/** The version is the file's name: `…/bios-2.1.0.bin` is bios-2.1.0. */
function versionOf(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
}

function parseUpdates(value: unknown): readonly FirmwareUpdate[] {
  if (Array.isArray(value) && value.every(isUpdate)) return value;
  throw new ProblemError({
    code: 'STEP_FAILED',
    step: 'firmware.update',
    reason: 'settings must be a list of {component, url}',
  });
}

function isUpdate(item: unknown): item is FirmwareUpdate {
  return (
    typeof item === 'object' &&
    item !== null &&
    'component' in item &&
    typeof item.component === 'string' &&
    'url' in item &&
    typeof item.url === 'string'
  );
}
