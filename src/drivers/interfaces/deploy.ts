import type { CallContext, DriverInterface, DriverNode, StepOutcome } from './common.ts';

/**
 * Writes an instance on the machine and takes it off again. The work itself is in its deploy steps (`write_image`
 * 80, `prepare_instance_boot` 60, `tear_down_agent` 40); steps that need the power or the network of the node
 * (`deploy` 100, `switch_to_tenant_network` 30, `boot_instance` 20) are the engine's. Each method may be called
 * twice and ends the same. Source: the reference's DeployInterface (domain notes §2.5).
 */
export interface DeployInterface extends DriverInterface {
  /** Before the first deploy step. */
  prepare(node: DriverNode, ctx: CallContext): Promise<void>;
  /**
   * Stages what an instance that runs already needs to boot again, on a machine that is adopted. Nothing is sent to the
   * machine. Absent when it boots by itself.
   */
  takeOver?(node: DriverNode, ctx: CallContext): Promise<void>;
  /** Ends the instance. The disks keep their contents: erasing them is cleaning. */
  tearDown(node: DriverNode, ctx: CallContext): Promise<void>;
  /** Removes what {@link prepare} staged, before {@link tearDown} and after failures; success when nothing is left. */
  cleanUp(node: DriverNode, ctx: CallContext): Promise<void>;

  /** Makes the machine ready for clean steps; waits when that takes a ramdisk to come up. */
  prepareCleaning(node: DriverNode, ctx: CallContext): Promise<StepOutcome>;
  tearDownCleaning(node: DriverNode, ctx: CallContext): Promise<void>;

  /** As for cleaning; absent when servicing needs no preparation. */
  prepareService?(node: DriverNode, ctx: CallContext): Promise<StepOutcome>;
  tearDownService?(node: DriverNode, ctx: CallContext): Promise<void>;
}
