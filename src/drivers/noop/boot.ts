import { NOTHING_STAGED, type BootInterface } from '../interfaces/boot.ts';

/** What the machine boots is set up outside, by an operator's own PXE server or by hand: there is nothing to stage. */
export const noopBoot: BootInterface = {
  name: 'noop',
  capabilities: [],
  validate: () => {},
  prepareRamdisk: async () => NOTHING_STAGED,
  cleanUpRamdisk: async () => {},
  prepareInstance: async () => NOTHING_STAGED,
  cleanUpInstance: async () => {},
};
