/** What a step of the ramdisk erased, for the record, as far as its agent says. */
import type { AgentAccess, Erased } from '../interfaces/common.ts';
import { objectIn, oneLine } from './parse.ts';

/** How each of the agent's own steps erases, in words for an auditor. Source: the reference's generic hardware manager. */
const METHOD: Readonly<Record<string, { readonly what: string; readonly how: string }>> = {
  erase_devices: {
    what: 'all disks',
    how: 'secure erase of the disk where it has one, else overwriting',
  },
  erase_devices_metadata: { what: 'all disks', how: 'partition tables, file system and RAID signatures' },
  erase_devices_express: { what: 'all disks', how: 'NVMe secure erase where a disk has it, else signatures' },
  erase_pstore: { what: 'kernel logs in the firmware', how: 'deleting' },
  clean_uefi_nvram: { what: 'boot entries in the firmware', how: 'deleting' },
  delete_configuration: { what: 'logical disks', how: 'deleting' },
};

/** A result that names disks makes a row of each; any other is said as one. */
export function evidenceFrom(
  { interface: slot, name }: { readonly interface: string; readonly name: string },
  agent: Pick<AgentAccess, 'version'>,
  result: unknown,
): readonly Erased[] {
  const known = METHOD[name] ?? { what: `${slot}.${name}`, how: 'as the ramdisk does it' };
  const by = `${known.how}, by the ramdisk agent ${agent.version ?? 'of unknown version'}`;
  const disks = Object.entries(objectIn(result)).filter(([key]) => key.startsWith('/dev/'));
  if (disks.length === 0) return [{ what: known.what, method: by }];
  return disks.map(([disk, said]) => ({
    what: `disk ${disk}`,
    method: typeof said === 'string' && said !== '' ? `${by}: ${oneLine(said)}` : by,
  }));
}
