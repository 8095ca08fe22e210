import type { CallContext, DriverInterface, DriverNode } from './common.ts';
import type { BootDeviceSetting } from './management.ts';

/** What the ramdisk is to do. RESCUE has images of its own. */
export type RamdiskPurpose = 'DEPLOY' | 'CLEAN' | 'SERVICE' | 'INSPECT' | 'RESCUE';

export interface RamdiskRequest {
  readonly purpose: RamdiskPurpose;
  /** Arguments for the ramdisk, as `ipa-api-url`: for the kernel's command line, or the virtual floppy's file. */
  readonly kernelArgs: Readonly<Record<string, string>>;
}

/** What the machine's firmware is given over the network. */
export interface Netboot {
  readonly kind: 'ramdisk' | 'instance';
  /** Where they come from: http, https or file. The machine gets them from us, under a secret path of its own. */
  readonly kernel: string;
  readonly ramdisk: string;
  /** The kernel's command line. */
  readonly args: string;
}

/** What follows for the engine from what was prepared. What is left out stays as it is. */
export interface Staging {
  /** Set through the management slot, right after this. */
  readonly bootDevice?: BootDeviceSetting;
  /** Null: nothing is given any more. */
  readonly netboot?: Netboot | null;
}

/**
 * Prepares what the machine boots next; turning it on, and setting its boot device, is the engine's business. Each method
 * states an end, so calling it twice is the same as once; the clean-ups succeed when there is nothing to clean up. What was
 * given over the network is withdrawn by the engine when it calls {@link cleanUpRamdisk} or {@link cleanUpInstance}. All
 * may throw {@link ProblemError} BMC_UNREACHABLE, BMC_REFUSED or BMC_TIMEOUT.
 * Source: the reference's BootInterface (domain notes §2.4).
 */
export interface BootInterface extends DriverInterface {
  /** What deploy code may count on: `ipxe_boot`, `pxe_boot`, `iscsi_volume_boot`, … */
  readonly capabilities: readonly string[];

  /** Stages kernel, ramdisk, media and DHCP, so that the next boot starts the agent. */
  prepareRamdisk(node: DriverNode, request: RamdiskRequest, ctx: CallContext): Promise<Staging>;
  cleanUpRamdisk(node: DriverNode, ctx: CallContext): Promise<void>;

  /** Stages what the instance needs to boot. Also called when another conductor takes over an ACTIVE node. */
  prepareInstance(node: DriverNode, ctx: CallContext): Promise<Staging>;
  cleanUpInstance(node: DriverNode, ctx: CallContext): Promise<void>;
}

/** For implementations that have seen to everything themselves. */
export const NOTHING_STAGED: Staging = {};
