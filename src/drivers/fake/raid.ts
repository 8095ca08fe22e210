import { ProblemError } from '../../domain/problems.ts';
import type { CallContext, DriverNode, StepOutcome } from '../interfaces/common.ts';
import { RAID_LEVELS, type LogicalDisk, type RaidConfig, type RaidInterface } from '../interfaces/raid.ts';
import { FAKE_DRIVER_INFO, validateFakeSettings } from './settings.ts';
import type { Simulation } from './simulation.ts';

export function createFakeRaid({ look, actOrWait }: Simulation): RaidInterface {
  const createConfiguration = (node: DriverNode, config: RaidConfig, ctx: CallContext): Promise<StepOutcome> =>
    actOrWait(node, 'raid.createConfiguration', ctx, ({ logicalDisks }) => ({
      logicalDisks: [...logicalDisks, ...config.logicalDisks],
    }));
  const deleteConfiguration = (node: DriverNode, ctx: CallContext): Promise<StepOutcome> =>
    actOrWait(node, 'raid.deleteConfiguration', ctx, () => ({ logicalDisks: [] }));
  const onRequest = { flow: 'CLEAN', priority: 0, abortable: false, requiresRamdisk: false } as const;
  return {
    name: 'fake',
    driverInfo: FAKE_DRIVER_INFO,
    validate: (node) => validateFakeSettings('raid', node),
    async readConfiguration(node, ctx) {
      const { logicalDisks } = await look(node, 'raid.readConfiguration', ctx);
      return { logicalDisks };
    },
    createConfiguration,
    deleteConfiguration,
    steps: [
      {
        ...onRequest,
        name: 'create_configuration',
        description: 'Creates logical disks beside those that exist.',
        // Created twice, they would be there twice; and whether the disks one finds are these, nobody can know.
        repeat: 'manual',
        args: { logicalDisks: { description: 'A list of {raidLevel, sizeGib, …}.', required: true } },
        run: async (node, args, ctx) =>
          createConfiguration(node, { logicalDisks: parseLogicalDisks(args['logicalDisks']) }, ctx),
      },
      {
        ...onRequest,
        name: 'delete_configuration',
        description: 'Deletes all logical disks.',
        repeat: 'idempotent',
        run: (node, _args, ctx) => deleteConfiguration(node, ctx),
      },
    ],
  };
}

function parseLogicalDisks(value: unknown): readonly LogicalDisk[] {
  if (Array.isArray(value) && value.every(isLogicalDisk)) return value;
  throw new ProblemError({
    code: 'STEP_FAILED',
    step: 'raid.create_configuration',
    reason: 'logicalDisks must be a list of {raidLevel, sizeGib, …}',
  });
}

function isLogicalDisk(item: unknown): item is LogicalDisk {
  return (
    typeof item === 'object' &&
    item !== null &&
    'raidLevel' in item &&
    RAID_LEVELS.some((level) => level === item.raidLevel) &&
    'sizeGib' in item &&
    (item.sizeGib === 'MAX' || typeof item.sizeGib === 'number')
  );
}
