import type { EventTail } from '../../events/tail.ts';
import type { ServiceContext } from '../context.ts';
import type { LiveState } from './live-state.ts';

/** What streams need beside what every use case needs. */
export interface StreamContext extends ServiceContext {
  readonly tail: EventTail;
  /** An idle stream says that it is alive this often. */
  readonly heartbeatMs: number;
  /** So long a query may wait for what it wants to see. */
  readonly atLeastTimeoutMs: number;
  readonly live: LiveState;
}
