import { ProblemError } from '../../domain/problems.ts';
import type { BiosInterface, BiosSetting } from '../interfaces/bios.ts';
import type { CallContext, DriverNode, DriverStep, StepOutcome } from '../interfaces/common.ts';
import { BIOS_DEFAULTS, type Machine } from './machine.ts';
import { FAKE_DRIVER_INFO, validateFakeSettings } from './settings.ts';
import type { Simulation } from './simulation.ts';

export function createFakeBios({ look, actOrWait }: Simulation): BiosInterface {
  const applySettings = (node: DriverNode, settings: readonly BiosSetting[], ctx: CallContext): Promise<StepOutcome> =>
    actOrWait(node, 'bios.applySettings', ctx, (machine) => ({ bios: withSettings(machine, settings) }));
  const factoryReset = (node: DriverNode, ctx: CallContext): Promise<StepOutcome> =>
    actOrWait(node, 'bios.factoryReset', ctx, () => ({ bios: BIOS_DEFAULTS }));
  return {
    name: 'fake',
    driverInfo: FAKE_DRIVER_INFO,
    validate: (node) => validateFakeSettings('bios', node),
    async readSettings(node, ctx) {
      const { bios } = await look(node, 'bios.readSettings', ctx);
      return Object.entries(bios).map(([name, value]) => ({ name, value }));
    },
    applySettings,
    factoryReset,
    steps: (['CLEAN', 'DEPLOY', 'SERVICE'] as const).flatMap((flow): DriverStep[] => [
      {
        name: 'apply_configuration',
        flow,
        priority: 0,
        description: 'Changes BIOS settings.',
        abortable: false,
        requiresRamdisk: false,
        repeat: 'idempotent',
        args: { settings: { description: 'A list of {name, value}.', required: true } },
        run: async (node, args, ctx) => applySettings(node, parseSettings(args['settings']), ctx),
      },
      {
        name: 'factory_reset',
        flow,
        priority: 0,
        description: 'Sets all BIOS settings back to those of the factory.',
        abortable: false,
        requiresRamdisk: false,
        repeat: 'idempotent',
        run: (node, _args, ctx) => factoryReset(node, ctx),
      },
    ]),
  };
}

function withSettings({ bios }: Machine, settings: readonly BiosSetting[]): Machine['bios'] {
  const unknown = settings.find(({ name }) => !(name in bios));
  if (unknown !== undefined) throw refused(`this BIOS has no setting ${unknown.name}`);
  return { ...bios, ...Object.fromEntries(settings.map(({ name, value }) => [name, value])) };
}

function parseSettings(value: unknown): readonly BiosSetting[] {
  if (Array.isArray(value) && value.every(isSetting)) return value;
  throw refused('settings must be a list of {name, value}');
}

function isSetting(item: unknown): item is BiosSetting {
  return (
    typeof item === 'object' &&
    item !== null &&
    'name' in item &&
    typeof item.name === 'string' &&
    'value' in item &&
    (typeof item.value === 'string' || item.value === null)
  );
}

function refused(reason: string): ProblemError {
  return new ProblemError({ code: 'STEP_FAILED', step: 'bios.apply_configuration', reason });
}
