/**
 * When the power of a node is read next. A machine on which nothing changes is left alone for longer and longer; one that
 * did something unexpected is looked at soon. Moments are spread by the node's id: a fleet that was enrolled, or
 * restarted, all at once does not answer all at once for ever.
 */
import { createHash } from 'node:crypto';
import type { ConductorSettings } from './context.ts';

/**
 * How a turn ended.
 * - calm: the machine is as it is recorded.
 * - news: its power had changed, or it is not as it was asked for.
 * - failed: it could not be read.
 * - given-up: it could not for too long; the node is in maintenance, and is tried again now and then.
 * - skipped: it was not this turn's to say: somebody was at work on the node.
 */
export type TurnEnd = 'calm' | 'news' | 'failed' | 'given-up' | 'skipped';

type ScheduleSettings = Pick<ConductorSettings, 'powerSyncSeconds' | 'powerSyncMaxSeconds' | 'powerRecoverySeconds'>;

/** What a calm reading makes of the interval, and after what part of it a troubled machine is read again. */
const GROWTH = 1.5;
const SOON = 0.25;
/** By so much of the interval moments differ from node to node, both ways. */
const SPREAD = 0.1;

export interface NextTurn {
  /** To be remembered until then. */
  readonly intervalSeconds: number;
  readonly delaySeconds: number;
}

export function nextTurn(
  end: TurnEnd,
  { nodeId, intervalSeconds }: { readonly nodeId: string; readonly intervalSeconds: number },
  settings: ScheduleSettings,
): NextTurn {
  const next = nextInterval(end, intervalSeconds, settings);
  return { intervalSeconds: next, delaySeconds: next * (1 - SPREAD + 2 * SPREAD * placeOf(nodeId)) };
}

/** The first turn of a node that is new here: anywhere in the interval. */
export function firstTurn(nodeId: string, { powerSyncSeconds }: ScheduleSettings): NextTurn {
  return { intervalSeconds: powerSyncSeconds, delaySeconds: powerSyncSeconds * placeOf(nodeId) };
}

function nextInterval(end: TurnEnd, interval: number, settings: ScheduleSettings): number {
  const { powerSyncSeconds: usual, powerSyncMaxSeconds: most, powerRecoverySeconds } = settings;
  switch (end) {
    case 'calm':
      return Math.min(Math.ceil(interval * GROWTH), Math.max(usual, most));
    case 'news':
    case 'failed':
      return Math.ceil(usual * SOON);
    case 'given-up':
      return powerRecoverySeconds;
    case 'skipped':
      return usual;
  }
}

/** From 0 to 1, always the same for a node, and nowhere denser than elsewhere for many: ids that begin alike lie apart. */
function placeOf(nodeId: string): number {
  return createHash('sha256').update(nodeId).digest().readUInt32BE() / 2 ** 32;
}
