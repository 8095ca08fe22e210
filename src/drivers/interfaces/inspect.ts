import type { CallContext, DriverInterface, DriverNode, StepOutcome } from './common.ts';

/** What inspection found. What follows from it, the node's properties and ports, is the engine's to work out. */
export interface InspectionResult {
  /** In the words of the reference's ramdisk, see `domain/inventory.ts`: `cpu`, `memory`, `disks`, `interfaces`, `boot`, … */
  readonly inventory: Readonly<Record<string, unknown>>;
  /** Whatever else was found: `root_disk`, `pci_devices`, … */
  readonly pluginData: Readonly<Record<string, unknown>>;
}

/**
 * Looks what is in the machine. Without {@link inspect} the node cannot be inspected.
 * Source: the reference's InspectInterface (domain notes §2.7).
 * @throws {ProblemError} BMC_UNREACHABLE, BMC_REFUSED, BMC_TIMEOUT
 */
export interface InspectInterface extends DriverInterface {
  /** Present: the machine reports from a ramdisk, which the engine stages, boots and waits for; {@link inspect} is then not asked. */
  readonly usesRamdisk?: true;
  /** Begins; waits when the machine has to report. Nothing to do where the BMC can simply be asked. */
  inspect?(node: DriverNode, ctx: CallContext): Promise<StepOutcome>;
  /** What was found; may be asked for again. Present when {@link inspect} is. */
  collect?(node: DriverNode, ctx: CallContext): Promise<InspectionResult>;
  /** Stops an inspection; success when none is going on. */
  abort?(node: DriverNode, ctx: CallContext): Promise<void>;
}
