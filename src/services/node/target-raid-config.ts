import { ProblemError } from '../../domain/problems.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { RAID_LEVELS, type LogicalDisk, type RaidConfig } from '../../drivers/interfaces/raid.ts';
import { createChecker, type Checker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { slotOf, unsupported } from '../driver-of.ts';
import { mutateNode, type Answer } from '../mutation.ts';
import { checkVersion } from '../versions.ts';
import { readNode } from './node-row.ts';

export interface LogicalDiskInput {
  readonly raidLevel: string;
  /** Null: all that is left. */
  readonly sizeGib?: number | null;
  readonly volumeName?: string | null;
  readonly isRootVolume?: boolean | null;
  readonly diskType?: string | null;
  readonly interfaceType?: string | null;
  readonly numberOfPhysicalDisks?: number | null;
  readonly sharePhysicalDisks?: boolean | null;
  readonly controller?: string | null;
  readonly physicalDisks?: readonly string[] | null;
}

export interface SetNodeTargetRaidConfigInput {
  readonly nodeId: string;
  readonly expectedVersion?: number | null;
  readonly logicalDisks?: readonly LogicalDiskInput[] | null;
  readonly idempotencyKey?: string | null;
}

const MAX_DISKS = 64;
const DISK_TYPES: readonly string[] = ['hdd', 'ssd'];
const INTERFACE_TYPES: readonly string[] = ['sata', 'scsi', 'sas'];

/** Records what the next RAID configuration is to make. The machine is not touched; a cleaning with the driver's step does that. */
export function setNodeTargetRaidConfig(
  ctx: ServiceContext,
  viewer: Viewer,
  input: SetNodeTargetRaidConfigInput,
): Promise<Answer> {
  const call = { mutation: 'setNodeTargetRaidConfig', input, nodeId: input.nodeId };
  return mutateNode(ctx, viewer, call, async (node) => {
    const disks = input.logicalDisks ?? null;
    const checker = createChecker();
    if (disks !== null) checkDisks(checker, disks);
    checker.done();
    const row = await readNode(ctx, node);
    checkVersion('node', row, input.expectedVersion);
    if (slotOf(ctx, row, 'raid').createConfiguration === undefined) {
      throw new ProblemError(unsupported(row, 'a RAID configuration'));
    }
    const config: RaidConfig | null = disks === null ? null : { logicalDisks: disks.map(stored) };
    await node.tx.query(
      'UPDATE nodes SET target_raid_config = ?, version = version + 1, updated_at = UTC_TIMESTAMP(6) WHERE id = ?',
      [config === null ? null : JSON.stringify(config), node.nodeId],
    );
    node.emit('NODE_UPDATED', [{ field: 'targetRaidConfig', before: null, after: null }]);
    return { objectId: node.nodeId };
  });
}

function checkDisks(checker: Checker, disks: readonly LogicalDiskInput[]): void {
  if (disks.length > MAX_DISKS) {
    checker.invalid('logicalDisks', `${disks.length} logical disks are too many.`, `Give at most ${MAX_DISKS}.`);
    return;
  }
  disks.forEach((disk, index) => checkDisk(checker, disk, (field) => ['logicalDisks', String(index), field]));
  if (disks.filter(({ isRootVolume }) => isRootVolume === true).length > 1) {
    checker.invalid('logicalDisks', 'More than one disk is the root volume.', 'Mark one at most.');
  }
  if (disks.filter(({ sizeGib, physicalDisks }) => sizeGib == null && physicalDisks == null).length > 1) {
    checker.invalid('logicalDisks', 'More than one disk takes all that is left.', 'Say the size of all but one.');
  }
}

function checkDisk(checker: Checker, disk: LogicalDiskInput, at: (field: string) => readonly string[]): void {
  const oneOf = (field: 'raidLevel' | 'diskType' | 'interfaceType', words: readonly string[]): void => {
    const word = disk[field];
    if (word == null || words.includes(word)) return;
    checker.invalid(at(field), `"${word.slice(0, 64)}" is no ${field}.`, `Use one of ${words.join(', ')}.`);
  };
  oneOf('raidLevel', RAID_LEVELS);
  oneOf('diskType', DISK_TYPES);
  oneOf('interfaceType', INTERFACE_TYPES);
  for (const field of ['sizeGib', 'numberOfPhysicalDisks'] as const) {
    const number = disk[field];
    if (number != null && number < 1) checker.invalid(at(field), `${field} is ${number}.`, 'Use 1 or more.');
  }
  for (const text of ['volumeName', 'controller'] as const) {
    const value = disk[text];
    if (value != null && (value === '' || value.length > 255)) {
      checker.invalid(at(text), `${text} has ${value.length} characters.`, 'Use 1 to 255.');
    }
  }
  const { physicalDisks, controller } = disk;
  if (physicalDisks == null) return;
  if (controller == null) {
    checker.invalid(at('controller'), 'physicalDisks are those of a controller.', 'Name the controller as well.');
  }
  if (physicalDisks.length === 0 || physicalDisks.length > 256 || physicalDisks.some((id) => id.length > 255)) {
    checker.invalid(at('physicalDisks'), 'The list of physical disks is empty or too long.', 'Name 1 to 256.');
  }
}

/** As drivers take it: what was not said is not there. All words were checked above. */
function stored({ raidLevel, sizeGib, ...rest }: LogicalDiskInput): LogicalDisk {
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value != null && value !== false));
  return { raidLevel: raidLevel as LogicalDisk['raidLevel'], sizeGib: sizeGib ?? 'MAX', ...given };
}
