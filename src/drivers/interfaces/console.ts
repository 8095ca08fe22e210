import type { CallContext, DriverInterface, DriverNode } from './common.ts';

export interface ConsoleAccess {
  readonly type: 'SERIAL' | 'GRAPHICAL';
  /** Where a client connects: `tcp://host:port`, `ws://…`. */
  readonly url: string;
}

/** Serial or graphical console. Source: the reference's ConsoleInterface (domain notes §2.7). */
export interface ConsoleInterface extends DriverInterface {
  /** A console that already runs is kept and answered. */
  start?(node: DriverNode, ctx: CallContext): Promise<ConsoleAccess>;
  /** Success when none runs. */
  stop?(node: DriverNode, ctx: CallContext): Promise<void>;
  /** Null: it does not run. */
  access?(node: DriverNode, ctx: CallContext): Promise<ConsoleAccess | null>;
}
