import type { BootInterface } from '../interfaces/boot.ts';

/** What the machine boots is set up outside, by an operator's own PXE server or by hand: there is nothing to stage. */
export const noopBoot: BootInterface = {
  name: 'noop',
  capabilities: [],
  validate: () => {},
  prepareRamdisk: async () => {},
  cleanUpRamdisk: async () => {},
  prepareInstance: async () => {},
  cleanUpInstance: async () => {},
};
