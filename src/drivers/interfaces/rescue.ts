import type { CallContext, DriverInterface, DriverNode, StepOutcome } from './common.ts';

export interface RescueRequest {
  /** crypt(3) hash of the rescue user's password; the password itself never comes this far. */
  readonly passwordHash: string;
}

/**
 * Boots a rescue system beside the instance. Without {@link rescue} the node cannot be rescued. Each method may be
 * called twice and ends the same. Source: the reference's RescueInterface (domain notes §2.7).
 */
export interface RescueInterface extends DriverInterface {
  rescue?(node: DriverNode, request: RescueRequest, ctx: CallContext): Promise<StepOutcome>;
  unrescue?(node: DriverNode, ctx: CallContext): Promise<StepOutcome>;
  /** Removes what {@link rescue} staged; success when nothing is left. */
  cleanUp?(node: DriverNode, ctx: CallContext): Promise<void>;
}
