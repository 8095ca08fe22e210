import type { CallContext, DriverInterface, DriverNode, StepOutcome } from './common.ts';

export interface RescueRequest {
  /** crypt(3) hash of the rescue user's password, as for /etc/shadow; the password itself never comes this far. */
  readonly passwordHash: string;
}

/**
 * The rescue system that runs beside the instance. Power, networks and the staging of its ramdisk are the engine's; what
 * is left is to speak with it. Without {@link rescue} the node cannot be rescued. Each method may be called twice and ends
 * the same. Source: the reference's RescueInterface (domain notes §2.7).
 */
export interface RescueInterface extends DriverInterface {
  /** Present: the ramdisk has an agent, whose first call the engine waits for after {@link rescue}. */
  readonly usesRamdisk?: true;
  /** The machine was just turned on into the ramdisk; waits when it takes a signal to know that it is up. */
  rescue?(node: DriverNode, ctx: CallContext): Promise<StepOutcome>;
  /** Tells the ramdisk, which is up, who may log in. Present when {@link rescue} is. */
  finalize?(node: DriverNode, request: RescueRequest, ctx: CallContext): Promise<void>;
  /** Removes what the others have left outside the machine; success when nothing is left. */
  cleanUp?(node: DriverNode, ctx: CallContext): Promise<void>;
}
