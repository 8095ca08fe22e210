import { waitUntilRead } from '../../events/at-least.ts';
import { ANOTHER_LOG, whyLost } from '../../events/lost.ts';
import type { StreamContext } from '../stream/context.ts';
import { positionOf } from './log.ts';
import { invalid } from './page.ts';

/**
 * Waits until this process has read what the cursor covers; false when that takes longer than it may.
 * @throws {ProblemError} INVALID_INPUT for what is no cursor, or one of another log
 */
export async function hasReadUpTo(ctx: StreamContext, cursor: string): Promise<boolean> {
  const target = positionOf('atLeast', cursor);
  if (!(await waitUntilRead(ctx.tail, target, AbortSignal.timeout(ctx.atLeastTimeoutMs)))) return false;
  if ((await whyLost(ctx.db, target)) !== ANOTHER_LOG) return true; // one that retention passed was read long ago
  throw invalid('atLeast', ANOTHER_LOG, 'Ask without atLeast, and begin again from a snapshot.');
}
