import type { HardwareType } from '../hardware-type.ts';
import { noopBoot } from './boot.ts';
import { noopDeploy } from './deploy.ts';
import { noopManagement } from './management.ts';
import { noopNetwork } from './network.ts';
import { noBios, noConsole, noFirmware, noInspect, noopStorage, noRaid, noRescue, noVendor } from './optional.ts';
import { noopPower } from './power.ts';

/** A machine that a person turns on and off, for hardware without a BMC that anything here can speak to. */
export const manualManagement: HardwareType = {
  name: 'manual-management',
  description: 'A machine without a usable BMC: it is known and its networks are tracked, a person does the rest.',
  driverInfo: {},
  interfaces: {
    power: [noopPower],
    management: [noopManagement],
    boot: [noopBoot],
    deploy: [noopDeploy],
    network: [noopNetwork],
    inspect: [noInspect],
    bios: [noBios],
    raid: [noRaid],
    console: [noConsole],
    rescue: [noRescue],
    storage: [noopStorage],
    vendor: [noVendor],
    firmware: [noFirmware],
  },
};
