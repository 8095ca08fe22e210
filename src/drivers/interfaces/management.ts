import type { CallContext, DriverInterface, DriverNode } from './common.ts';

export const BOOT_DEVICES = [
  'PXE',
  'DISK',
  'CDROM',
  'BIOS',
  'SAFE',
  'WANBOOT',
  'ISCSIBOOT',
  'FLOPPY',
  'UEFIHTTP',
] as const;
export type BootDevice = (typeof BOOT_DEVICES)[number];

export const BOOT_MODES = ['UEFI', 'BIOS'] as const;
export type BootMode = (typeof BOOT_MODES)[number];

export interface BootDeviceSetting {
  readonly device: BootDevice;
  /** For every boot from now on; otherwise for the next one only. */
  readonly persistent: boolean;
}

/** One reading of one sensor. */
export interface SensorReading {
  readonly id: string;
  /** The kind of sensor in the BMC's words: `Temperature`, `Fan`. */
  readonly category: string;
  /** Null when the BMC gives no number (discrete sensors, sensors that are switched off). */
  readonly value: number | null;
  /** `degrees C`, `RPM`, `Volts`; null for discrete sensors. */
  readonly unit: string | null;
  /** The BMC's own verdict: `ok`, `cr`; null when it gives none. */
  readonly status: string | null;
  /** Everything else that the BMC said about the sensor, under its own words. */
  readonly details: Readonly<Record<string, string>>;
}

export type NodeHealth = 'OK' | 'WARNING' | 'CRITICAL';

export const INDICATOR_COMPONENTS = ['CHASSIS', 'SYSTEM', 'DISK', 'POWER', 'NIC'] as const;
export type IndicatorComponent = (typeof INDICATOR_COMPONENTS)[number];
export type IndicatorState = 'OFF' | 'ON' | 'BLINKING' | 'UNKNOWN';

export interface Indicator {
  readonly component: IndicatorComponent;
  readonly id: string;
  readonly readonly: boolean;
  /** What it can be set to. */
  readonly states: readonly IndicatorState[];
}

export const VIRTUAL_MEDIA_TYPES = ['CDROM', 'DISK', 'FLOPPY'] as const;
export type VirtualMediaType = (typeof VIRTUAL_MEDIA_TYPES)[number];

export interface VirtualMedia {
  readonly type: VirtualMediaType;
  /** Null: the drive is empty. */
  readonly imageUrl: string | null;
}

/**
 * Everything a BMC does besides power. All methods are optional; all talk to the BMC.
 *
 * Getters may be called as often as one likes. Setters state an end and change nothing when called twice; the
 * exceptions (NMI) say so. Every method may throw
 * {@link ProblemError} BMC_UNREACHABLE, BMC_REFUSED or BMC_TIMEOUT.
 * Source: the reference's ManagementInterface (domain notes §2.6).
 */
export interface ManagementInterface extends DriverInterface {
  /** Devices that {@link setBootDevice} accepts; any other is refused before a job is queued. */
  readonly bootDevices: readonly BootDevice[];
  setBootDevice?(node: DriverNode, setting: BootDeviceSetting, ctx: CallContext): Promise<void>;
  /** Null: nothing is set, or the BMC answers something that has no word here. */
  getBootDevice?(node: DriverNode, ctx: CallContext): Promise<BootDeviceSetting | null>;

  /** Modes that {@link setBootMode} accepts; empty when the mode cannot be changed. */
  readonly bootModes: readonly BootMode[];
  setBootMode?(node: DriverNode, mode: BootMode, ctx: CallContext): Promise<void>;
  getBootMode?(node: DriverNode, ctx: CallContext): Promise<BootMode | null>;

  setSecureBoot?(node: DriverNode, enabled: boolean, ctx: CallContext): Promise<void>;
  getSecureBoot?(node: DriverNode, ctx: CallContext): Promise<boolean | null>;

  getSensors?(node: DriverNode, ctx: CallContext): Promise<readonly SensorReading[]>;
  /** Null: the BMC does not say. */
  getHealth?(node: DriverNode, ctx: CallContext): Promise<NodeHealth | null>;

  /** Interrupts the operating system, for a crash dump. Each call interrupts anew. */
  injectNmi?(node: DriverNode, ctx: CallContext): Promise<void>;

  getIndicators?(node: DriverNode, ctx: CallContext): Promise<readonly Indicator[]>;
  /** UNKNOWN when the light cannot be read. */
  getIndicatorState?(
    node: DriverNode,
    component: IndicatorComponent,
    id: string,
    ctx: CallContext,
  ): Promise<IndicatorState>;
  setIndicatorState?(
    node: DriverNode,
    component: IndicatorComponent,
    id: string,
    state: IndicatorState,
    ctx: CallContext,
  ): Promise<void>;

  /** Who made it, lower case, as the BMC says; null when it does not. The verify flow stores it in properties. */
  detectVendor?(node: DriverNode, ctx: CallContext): Promise<string | null>;
  /** MACs of the machine's NICs, lower case with colons: ports are created from them. */
  getMacAddresses?(node: DriverNode, ctx: CallContext): Promise<readonly string[]>;

  getVirtualMedia?(node: DriverNode, ctx: CallContext): Promise<readonly VirtualMedia[]>;
  attachVirtualMedia?(node: DriverNode, type: VirtualMediaType, imageUrl: string, ctx: CallContext): Promise<void>;
  /** An empty list means all. A drive that is already empty is success. */
  detachVirtualMedia?(node: DriverNode, types: readonly VirtualMediaType[], ctx: CallContext): Promise<void>;
}
