import type { DriverStep } from '../interfaces/common.ts';
import type { RaidInterface } from '../interfaces/raid.ts';
import type { Json } from './parse.ts';
import { objectIn } from './parse.ts';
import { ramdiskStep, type RamdiskParts, type StepCall } from './ramdisk-step.ts';

/** `agent`: RAID by the ramdisk, in software or by a hardware manager of its own. Configurations are made by clean steps. */
export function createAgentRaid(parts: RamdiskParts): RaidInterface {
  return {
    name: 'agent',
    validate: () => {},
    steps: [
      {
        ...onRequest,
        name: 'create_configuration',
        description: 'Creates logical disks beside those that exist.',
        args: { logicalDisks: { description: 'A list of {raidLevel, sizeGib, …}.', required: true } },
        ...ramdiskStep(parts, { ...inRamdisk, name: 'create_configuration' }, (_node, args) =>
          Promise.resolve(callToCreate(args)),
        ),
      },
      {
        ...onRequest,
        name: 'delete_configuration',
        description: 'Deletes all logical disks.',
        ...ramdiskStep(parts, { ...inRamdisk, name: 'delete_configuration' }),
      },
    ],
  };
}

const inRamdisk = { interface: 'raid', flow: 'CLEAN' } as const;
const onRequest = {
  flow: 'CLEAN',
  priority: 0,
  abortable: false,
  requiresRamdisk: true,
  repeat: 'probe',
} as const satisfies Partial<DriverStep>;

/** The agent finds them in the node. Ours → the reference's words. Source: domain notes §2.7. */
const WORDS: Readonly<Record<string, string>> = {
  raidLevel: 'raid_level',
  sizeGib: 'size_gb',
  volumeName: 'volume_name',
  isRootVolume: 'is_root_volume',
  diskType: 'disk_type',
  interfaceType: 'interface_type',
  numberOfPhysicalDisks: 'number_of_physical_disks',
  sharePhysicalDisks: 'share_physical_disks',
  controller: 'controller',
  physicalDisks: 'physical_disks',
};

function callToCreate({ logicalDisks }: Json): StepCall {
  const disks = Array.isArray(logicalDisks) ? logicalDisks.map(objectIn) : [];
  const translated = disks.map((disk) =>
    Object.fromEntries(Object.entries(disk).map(([key, value]) => [WORDS[key] ?? key, value])),
  );
  return { args: {}, targetRaidConfig: { logical_disks: translated } };
}
