import type { LogPosition } from '../../domain/cursor.ts';
import type { LiveItem } from '../../events/source.ts';
import type { LogEntry } from '../../events/tail.ts';
import { invalid } from '../read/page.ts';

/** An entry, and those of the same node that it stands for besides itself. */
export interface Kept {
  readonly entry: LogEntry;
  readonly skipped: readonly LogEntry[];
}

const MAX_CONFLATE_MS = 60_000;

/** @throws {ProblemError} INVALID_INPUT */
export function checkInterval(conflateMs: number | null | undefined): void {
  if (conflateMs === null || conflateMs === undefined) return;
  if (conflateMs >= 0 && conflateMs <= MAX_CONFLATE_MS) return;
  const reason = `conflateMs is ${conflateMs}; it must be between 0 and ${MAX_CONFLATE_MS}.`;
  throw invalid('conflateMs', reason, 'Give milliseconds, or leave it out to be told everything.');
}

export const each = (entries: readonly LogEntry[]): readonly Kept[] => entries.map((entry) => ({ entry, skipped: [] }));

/**
 * The latest entry of each node, in the order in which they happened. Whoever resumes after any of them is told the
 * later ones again, so nothing is lost by leaving out.
 */
export function latestPerNode(entries: readonly LogEntry[]): readonly Kept[] {
  const latest = new Map<string, { entry: LogEntry; readonly skipped: LogEntry[] }>();
  const kept: Kept[] = [];
  for (const entry of entries) {
    const { nodeId } = entry.event;
    if (nodeId === null) {
      kept.push({ entry, skipped: [] });
      continue;
    }
    const before = latest.get(nodeId);
    if (before === undefined) {
      latest.set(nodeId, { entry, skipped: [] });
      continue;
    }
    before.skipped.push(before.entry);
    before.entry = entry;
  }
  const order = new Map(entries.map((entry, at) => [entry, at]));
  const place = ({ entry }: Kept): number => order.get(entry) ?? 0;
  return [...kept, ...latest.values()].sort((a, b) => place(a) - place(b));
}

/** An item as all are told it who have had nothing of what it stands for; the others' count begins where they came. */
export function counted<Item extends { readonly skipped: number }>(
  item: Item,
  index: number,
  skippedIndexes: readonly number[],
): LiveItem<Item> {
  const [first] = skippedIndexes;
  if (first === undefined) return { item, index };
  const without = (had: number): Item => ({ ...item, skipped: skippedIndexes.filter((at) => at > had).length });
  return { item, index, standsFor: { first, without } };
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
