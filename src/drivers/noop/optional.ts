/** The slots that a machine may do without: no method, so nothing can be asked. */
import type { BiosInterface } from '../interfaces/bios.ts';
import type { ConsoleInterface } from '../interfaces/console.ts';
import type { FirmwareInterface } from '../interfaces/firmware.ts';
import type { InspectInterface } from '../interfaces/inspect.ts';
import type { RaidInterface } from '../interfaces/raid.ts';
import type { RescueInterface } from '../interfaces/rescue.ts';
import type { StorageInterface } from '../interfaces/storage.ts';
import type { VendorInterface } from '../interfaces/vendor.ts';

export const noInspect: InspectInterface = { name: 'no-inspect', validate: () => {} };
export const noBios: BiosInterface = { name: 'no-bios', validate: () => {} };
export const noRaid: RaidInterface = { name: 'no-raid', validate: () => {} };
export const noConsole: ConsoleInterface = { name: 'no-console', validate: () => {} };
export const noRescue: RescueInterface = { name: 'no-rescue', validate: () => {} };
export const noVendor: VendorInterface = { name: 'no-vendor', methods: [], validate: () => {} };
export const noFirmware: FirmwareInterface = { name: 'no-firmware', validate: () => {} };

/** Local disks only. */
export const noopStorage: StorageInterface = { name: 'noop', validate: () => {}, shouldWriteImage: () => true };
