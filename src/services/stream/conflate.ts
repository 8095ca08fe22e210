import type { LogPosition } from '../../domain/cursor.ts';
import type { LogEntry } from '../../events/tail.ts';
import { invalid } from '../read/page.ts';

/** An entry, and how many of the same node it stands for besides itself. */
export interface Kept {
  readonly entry: LogEntry;
  readonly skipped: number;
}

const MAX_CONFLATE_MS = 60_000;

/** @throws {ProblemError} INVALID_INPUT */
export function checkInterval(conflateMs: number | null | undefined): void {
  if (conflateMs === null || conflateMs === undefined) return;
  if (conflateMs >= 0 && conflateMs <= MAX_CONFLATE_MS) return;
  const reason = `conflateMs is ${conflateMs}; it must be between 0 and ${MAX_CONFLATE_MS}.`;
  throw invalid('conflateMs', reason, 'Give milliseconds, or leave it out to be told everything.');
}

export const each = (entries: readonly LogEntry[]): readonly Kept[] => entries.map((entry) => ({ entry, skipped: 0 }));

/**
 * The latest entry of each node, in the order in which they happened. Whoever resumes after any of them is told the
 * later ones again, so nothing is lost by leaving out.
 */
export function latestPerNode(entries: readonly LogEntry[]): readonly Kept[] {
  const latest = new Map<string, Kept>();
  const kept: Kept[] = [];
  for (const entry of entries) {
    const { nodeId } = entry.event;
    if (nodeId === null) {
      kept.push({ entry, skipped: 0 });
      continue;
    }
    const before = latest.get(nodeId);
    latest.set(nodeId, { entry, skipped: before === undefined ? 0 : before.skipped + 1 });
  }
  const order = new Map(entries.map((entry, at) => [entry, at]));
  const place = ({ entry }: Kept): number => order.get(entry) ?? 0;
  return [...kept, ...latest.values()].sort((a, b) => place(a) - place(b));
}

/**
 * Where a reader stands that has had the items up to this one: what a later item of the same batch stands for is still
 * owed to it, or resuming here it would never be counted.
 */
export function withOwed(entries: readonly LogEntry[]): (entry: LogEntry) => LogPosition {
  const latestAt = new Map(entries.map(({ event }, at) => [event.nodeId, at]));
  const placeOf = new Map(entries.map((entry, at) => [entry, at]));
  return (entry) => {
    const place = placeOf.get(entry) ?? 0;
    const owed = entries
      .slice(0, place)
      .filter(({ event }) => event.nodeId !== null && (latestAt.get(event.nodeId) ?? 0) > place)
      .map(({ event }) => event.id);
    return owed.length === 0 ? entry.position : { ...entry.position, gaps: [...entry.position.gaps, ...owed] };
  };
}
