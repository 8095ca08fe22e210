import type { CallContext, DriverInterface, DriverNode, StepOutcome } from './common.ts';

export const RAID_LEVELS = ['JBOD', '0', '1', '2', '5', '6', '1+0', '5+0', '6+0'] as const;
export type RaidLevel = (typeof RAID_LEVELS)[number];

export interface LogicalDisk {
  readonly raidLevel: RaidLevel;
  /** Size in GiB, or MAX: all that is left. */
  readonly sizeGib: number | 'MAX';
  readonly volumeName?: string;
  /** True for one disk at most. */
  readonly isRootVolume?: boolean;
  readonly diskType?: 'hdd' | 'ssd';
  readonly interfaceType?: 'sata' | 'scsi' | 'sas';
  readonly numberOfPhysicalDisks?: number;
  readonly sharePhysicalDisks?: boolean;
  readonly controller?: string;
  /** Needs {@link controller}. */
  readonly physicalDisks?: readonly string[];
}

export interface RaidConfig {
  readonly logicalDisks: readonly LogicalDisk[];
}

/**
 * Logical disks. What changes them is also offered as clean steps, on request only.
 * Source: the reference's RAIDInterface (domain notes §2.7).
 */
export interface RaidInterface extends DriverInterface {
  readConfiguration?(node: DriverNode, ctx: CallContext): Promise<RaidConfig>;
  /** Adds these disks. Existing ones stay: delete first for a fresh start. */
  createConfiguration?(node: DriverNode, config: RaidConfig, ctx: CallContext): Promise<StepOutcome>;
  /** Success when there is nothing to delete. */
  deleteConfiguration?(node: DriverNode, ctx: CallContext): Promise<StepOutcome>;
}
