import type { PowerState, PowerTarget } from '../../domain/power.ts';
import type { CallContext, DriverInterface, DriverNode } from './common.ts';

export interface PowerCallContext extends CallContext {
  /** How long the machine may take to reach the target, in milliseconds. A soft target may take minutes. */
  readonly timeoutMs: number;
}

/**
 * Turns a machine on and off. Source: the reference's PowerInterface (domain notes §2.3); its conductor rules (no
 * order when the machine is already there, agent data wiped on off) stay with the engine.
 */
export interface PowerInterface extends DriverInterface {
  /** Targets that {@link set} accepts; the API refuses any other before a job is queued. Empty: look, don't touch. */
  readonly targets: readonly PowerTarget[];

  /**
   * What the BMC reports now. Null: this implementation has no way to know, now or later (nobody but a person can
   * see the machine); a BMC that cannot be read is an error, never null.
   * @throws {ProblemError} BMC_UNREACHABLE, BMC_REFUSED, BMC_TIMEOUT
   */
  get(node: DriverNode, ctx: CallContext): Promise<PowerState | null>;

  /**
   * Resolves with the state the BMC *reports*, once it is the one in which the target ends; not when the BMC takes
   * the order. ON, OFF and SOFT_OFF state an end and change nothing when called twice; REBOOT and SOFT_REBOOT
   * restart the machine each time, and turn one on that is off.
   * @throws {ProblemError} POWER_STATE_NOT_REACHED, BMC_UNREACHABLE, BMC_REFUSED, BMC_TIMEOUT; UNSUPPORTED for a
   * target that is not offered
   */
  set(node: DriverNode, target: PowerTarget, ctx: PowerCallContext): Promise<PowerState>;

  /**
   * Which BMC the node's commands go to, as `host:port`; null when there is none. Nodes that answer the same share a
   * BMC and with it its budget of commands. Quick, never touches the BMC.
   * @throws {ProblemError} DRIVER_INFO_INVALID
   */
  bmcAddress?(node: DriverNode): string | null;
}
