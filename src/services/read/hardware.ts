import type { HardwareAspect } from '../../domain/hardware-aspects.ts';
import type { ObservedIndicator } from '../../conductor/jobs/observe-hardware.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { BiosSetting } from '../../drivers/interfaces/bios.ts';
import type { ConsoleAccess } from '../../drivers/interfaces/console.ts';
import type { FirmwareComponent } from '../../drivers/interfaces/firmware.ts';
import type {
  BootDeviceSetting,
  BootMode,
  NodeHealth,
  SensorReading,
  VirtualMedia,
} from '../../drivers/interfaces/management.ts';
import type { LogicalDisk, RaidConfig } from '../../drivers/interfaces/raid.ts';
import { NodeHardwareEntity } from '../../entities/node-hardware.ts';
import type { ServiceContext } from '../context.ts';
import { visibleByNode } from '../visibility.ts';
import { and } from './page.ts';

export type { LogicalDisk, ObservedIndicator };

export type ObservationRow = NodeHardwareEntity;

/** What is kept of each aspect: what its driver answered. */
interface AspectValues {
  readonly BOOT_DEVICE: BootDeviceSetting;
  readonly BOOT_MODE: BootMode;
  readonly SECURE_BOOT: boolean;
  readonly HEALTH: NodeHealth;
  readonly SENSORS: readonly SensorReading[];
  readonly INDICATORS: readonly ObservedIndicator[];
  readonly VIRTUAL_MEDIA: readonly VirtualMedia[];
  readonly RAID: RaidConfig;
  readonly BIOS: readonly BiosSetting[];
  readonly FIRMWARE: readonly FirmwareComponent[];
  readonly VENDOR: string;
  readonly MAC_ADDRESSES: readonly string[];
  readonly CONSOLE: ConsoleAccess;
}

/** What was last observed of a node; never empty. */
export interface NodeHardware {
  readonly rows: readonly ObservationRow[];
  /** Undefined: it was never observed, or the driver cannot. Null: the BMC does not say. */
  is<A extends HardwareAspect>(aspect: A): AspectValues[A] | null | undefined;
}

export function hardwareOfNodes(
  ctx: ServiceContext,
  viewer: Viewer,
  nodeIds: readonly string[],
): Promise<ObservationRow[]> {
  const { sql, params } = and([visibleByNode(viewer, 't'), { sql: 't.node_id IN (?)', params: [nodeIds] }]);
  const fields = ['nodeId', 'aspect', 'value', 'observedAt'] as const;
  return ctx.select(ctx.db.manager, NodeHardwareEntity, fields, { where: sql, params, orderBy: 't.aspect' });
}

export function asHardware(rows: readonly ObservationRow[]): NodeHardware | null {
  if (rows.length === 0) return null;
  return {
    rows,
    is: <A extends HardwareAspect>(aspect: A) =>
      // The conductor wrote it as its driver's contract types it.
      rows.find((row) => row.aspect === aspect)?.value.is as AspectValues[A] | null | undefined,
  };
}
