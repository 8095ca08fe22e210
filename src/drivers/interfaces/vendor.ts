import type { LockMode } from '../../domain/job.ts';
import type { CallContext, DriverInterface, DriverNode, StepArgument } from './common.ts';

/** Something only this vendor's machines can do, under a name of its own. */
export interface VendorMethod {
  readonly name: string;
  readonly description: string;
  readonly lock: LockMode;
  readonly args: Readonly<Record<string, StepArgument>>;
  /** Is the order the same when given twice? The engine asks a person before it repeats one that is not. */
  readonly idempotent: boolean;
  /** The answer goes to the user as JSON. */
  call(node: DriverNode, args: Readonly<Record<string, unknown>>, ctx: CallContext): Promise<unknown>;
}

/** Source: the reference's VendorInterface (domain notes §2.7). */
export interface VendorInterface extends DriverInterface {
  /** Empty: this vendor offers nothing beyond the other slots. */
  readonly methods: readonly VendorMethod[];
}
