import type { ManagementInterface } from '../interfaces/management.ts';

/** Nothing can be set or read. The reference's accepts a boot device and forgets it; this one does not offer it. */
export const noopManagement: ManagementInterface = {
  name: 'noop',
  bootDevices: [],
  bootModes: [],
  validate: () => {},
};
