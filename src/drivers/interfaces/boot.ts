import type { CallContext, DriverInterface, DriverNode } from './common.ts';

/**
 * Prepares what the machine boots next; turning it on is the engine's business. Each method states an end, so
 * calling it twice is the same as once; the clean-ups succeed when there is nothing to clean up. All may throw
 * {@link ProblemError} BMC_UNREACHABLE, BMC_REFUSED or BMC_TIMEOUT.
 * Source: the reference's BootInterface (domain notes §2.4).
 */
export interface BootInterface extends DriverInterface {
  /** What deploy code may count on: `ipxe_boot`, `pxe_boot`, `iscsi_volume_boot`, … */
  readonly capabilities: readonly string[];

  /**
   * Stages kernel, ramdisk, media and DHCP, and sets the boot device, so that the next boot starts the agent.
   * `params` become kernel arguments (or the virtual floppy's file).
   */
  prepareRamdisk(node: DriverNode, params: Readonly<Record<string, string>>, ctx: CallContext): Promise<void>;
  cleanUpRamdisk(node: DriverNode, ctx: CallContext): Promise<void>;

  /** Stages what the instance needs to boot. Also called when another conductor takes over an ACTIVE node. */
  prepareInstance(node: DriverNode, ctx: CallContext): Promise<void>;
  cleanUpInstance(node: DriverNode, ctx: CallContext): Promise<void>;
}
