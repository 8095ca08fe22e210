import type { HardwareType } from '../hardware-type.ts';
import type { BootInterface } from '../interfaces/boot.ts';
import type { NetworkInterface } from '../interfaces/network.ts';
import { NO_RAMDISK_SLOTS, type RamdiskSlots } from '../interfaces/ramdisk-slots.ts';
import { noopBoot } from '../noop/boot.ts';
import { noopDeploy } from '../noop/deploy.ts';
import { noopManagement } from '../noop/management.ts';
import { noopNetwork } from '../noop/network.ts';
import { noBios, noConsole, noFirmware, noInspect, noopStorage, noRaid, noRescue, noVendor } from '../noop/optional.ts';
import { createIpmitool, DEFAULT_IPMITOOL_OPTIONS, type IpmitoolOptions } from './ipmitool.ts';
import { createIpmiManagement } from './management.ts';
import { createIpmiPower, type IpmiPowerOptions } from './power.ts';
import { IPMI_DRIVER_INFO } from './settings.ts';

export type IpmiOptions = Partial<IpmitoolOptions & IpmiPowerOptions> & {
  /** What may fill the network slot beside `noop`. */
  readonly networks?: readonly NetworkInterface[];
  /** What may fill the boot slot beside `noop`. */
  readonly boots?: readonly BootInterface[];
  /** What works by an agent in a ramdisk. */
  readonly agent?: RamdiskSlots;
};

/** Any machine whose BMC speaks IPMI 1.5 or 2.0 over LAN. Needs the program `ipmitool` on the conductor. */
export function createIpmi({
  pollIntervalMs = 1000,
  networks = [],
  boots = [],
  agent = NO_RAMDISK_SLOTS,
  ...options
}: IpmiOptions = {}): HardwareType {
  const ipmitool = createIpmitool({ ...DEFAULT_IPMITOOL_OPTIONS, ...options });
  return {
    name: 'ipmi',
    description: 'A machine whose BMC speaks IPMI over LAN.',
    driverInfo: IPMI_DRIVER_INFO,
    interfaces: {
      power: [createIpmiPower(ipmitool, { pollIntervalMs })],
      management: [createIpmiManagement(ipmitool), noopManagement],
      boot: [noopBoot, ...boots],
      deploy: [noopDeploy, ...agent.deploy],
      network: [noopNetwork, ...networks],
      inspect: [noInspect, ...agent.inspect],
      bios: [noBios],
      raid: [noRaid, ...agent.raid],
      console: [noConsole],
      rescue: [noRescue, ...agent.rescue],
      storage: [noopStorage],
      vendor: [noVendor],
      firmware: [noFirmware],
    },
  };
}
