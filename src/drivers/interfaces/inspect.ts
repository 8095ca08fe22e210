import type { CallContext, DriverInterface, DriverNode, StepOutcome } from './common.ts';

export interface InspectedPort {
  /** MAC, lower case with colons. */
  readonly address: string;
  readonly pxeEnabled: boolean;
}

/** What inspection found; the engine decides what of it to store. */
export interface InspectionResult {
  /** At least `memory_mb`, `local_gb`, `cpu_arch`, as far as they could be read. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly ports: readonly InspectedPort[];
  /** Everything that was found, in the ramdisk's words. */
  readonly inventory: Readonly<Record<string, unknown>>;
}

export type InspectOutcome =
  { readonly kind: 'done'; readonly result: InspectionResult } | Extract<StepOutcome, { readonly kind: 'wait' }>;

/**
 * Looks what is in the machine. Without {@link inspect} the node cannot be inspected.
 * Source: the reference's InspectInterface (domain notes §2.7).
 */
export interface InspectInterface extends DriverInterface {
  /**
   * Answers at once, or waits for the machine to report. Calling it twice inspects twice.
   * @throws {ProblemError} BMC_UNREACHABLE, BMC_REFUSED, BMC_TIMEOUT
   */
  inspect?(node: DriverNode, ctx: CallContext): Promise<InspectOutcome>;
  /** What was found, after the signal that {@link inspect} waited for. Present when inspect may wait; may be repeated. */
  collect?(node: DriverNode, ctx: CallContext): Promise<InspectionResult>;
  /** Stops an inspection that waits; success when none is going on. */
  abort?(node: DriverNode, ctx: CallContext): Promise<void>;
}
