import type { DeployInterface } from './deploy.ts';
import type { InspectInterface } from './inspect.ts';
import type { RaidInterface } from './raid.ts';
import type { RescueInterface } from './rescue.ts';

/** What fills slots by way of an agent in a ramdisk, whatever the BMC: hardware types list it beside their own. */
export interface RamdiskSlots {
  /** In order of preference. */
  readonly deploy: readonly DeployInterface[];
  readonly inspect: readonly InspectInterface[];
  readonly raid: readonly RaidInterface[];
  readonly rescue: readonly RescueInterface[];
}

export const NO_RAMDISK_SLOTS: RamdiskSlots = { deploy: [], inspect: [], raid: [], rescue: [] };
