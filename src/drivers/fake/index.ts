import type { HardwareType } from '../hardware-type.ts';
import type { BootInterface } from '../interfaces/boot.ts';
import type { NetworkInterface } from '../interfaces/network.ts';
import { NO_RAMDISK_SLOTS, type RamdiskSlots } from '../interfaces/ramdisk-slots.ts';
import { noopBoot } from '../noop/boot.ts';
import { noopDeploy } from '../noop/deploy.ts';
import { noopManagement } from '../noop/management.ts';
import { noopNetwork } from '../noop/network.ts';
import { noBios, noConsole, noFirmware, noInspect, noopStorage, noRaid, noRescue, noVendor } from '../noop/optional.ts';
import { createFakeBios } from './bios.ts';
import { createFakeBoot } from './boot.ts';
import { createFakeConsole } from './console.ts';
import { createFakeDeploy } from './deploy.ts';
import { createFakeFirmware } from './firmware.ts';
import { createFakeInspect } from './inspect.ts';
import { createFileStore, createMemoryStore } from './machine.ts';
import { createFakeManagement } from './management.ts';
import { createFakeNetwork } from './network.ts';
import { createFakePower } from './power.ts';
import { createFakeRaid } from './raid.ts';
import { createFakeRescue } from './rescue.ts';
import { FAKE_DRIVER_INFO } from './settings.ts';
import { createSimulation } from './simulation.ts';
import { createFakeStorage } from './storage.ts';
import { createFakeVendor } from './vendor.ts';

export interface FakeHardwareOptions {
  /**
   * Where the machines live. With it they outlast the process, are the same for all processes that name it, and every
   * command is logged. Without it they are in memory.
   */
  readonly stateDir?: string;
  /** For the command log's times. */
  readonly now?: () => Date;
  /** Real networks that a simulated machine may be in, beside the simulated one. */
  readonly networks?: readonly NetworkInterface[];
  /** What may fill the boot slot beside the simulated one. */
  readonly boots?: readonly BootInterface[];
  /** What works by an agent in a ramdisk, which somebody starts where a simulated machine would boot. */
  readonly agent?: RamdiskSlots;
}

/** A simulated machine in every slot, with delays and faults set per node in driverInfo. */
export function createFakeHardware({
  stateDir,
  now = () => new Date(),
  networks = [],
  boots = [],
  agent = NO_RAMDISK_SLOTS,
}: FakeHardwareOptions = {}): HardwareType {
  const simulation = createSimulation(stateDir === undefined ? createMemoryStore() : createFileStore(stateDir, now));
  return {
    name: 'fake-hardware',
    description: 'A simulated machine, for trying things out: no hardware is touched.',
    driverInfo: FAKE_DRIVER_INFO,
    interfaces: {
      power: [createFakePower(simulation)],
      management: [createFakeManagement(simulation), noopManagement],
      boot: [createFakeBoot(simulation), noopBoot, ...boots],
      deploy: [createFakeDeploy(simulation), noopDeploy, ...agent.deploy],
      network: [createFakeNetwork(simulation), noopNetwork, ...networks],
      inspect: [createFakeInspect(simulation), noInspect, ...agent.inspect],
      bios: [createFakeBios(simulation), noBios],
      raid: [createFakeRaid(simulation), noRaid, ...agent.raid],
      console: [createFakeConsole(simulation), noConsole],
      rescue: [createFakeRescue(simulation), noRescue, ...agent.rescue],
      storage: [createFakeStorage(simulation), noopStorage],
      vendor: [createFakeVendor(simulation), noVendor],
      firmware: [createFakeFirmware(simulation), noFirmware],
    },
  };
}
