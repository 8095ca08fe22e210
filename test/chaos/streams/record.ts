/** What one subscriber was told, written down as it came, by whatever way it came. */
import { decodePosition } from '../../../src/domain/cursor.ts';
import type { LoggedEvent } from '../history.ts';
import { keepCounts, keepNodes, type KeptView, type ShownItem, type View } from './view.ts';
import { hasEnd, type Wish } from './wishes.ts';

export interface Delivery {
  /** Counts the connections of the subscriber. */
  readonly connection: number;
  readonly eventId: number;
  readonly nodeId: string | null;
  readonly sequence: number | null;
  readonly skipped: number;
}

export interface SubscriberRecord {
  readonly wish: Wish;
  /** From which it was to be told everything; null: it was never told where it stood. */
  readonly begun: string | null;
  /** Where it stands, as it would say it when it comes back. */
  readonly cursor: string | null;
  readonly deliveries: readonly Delivery[];
  /** Reasons of GAP items, errors of the stream, items that contradict what came before. */
  readonly complaints: readonly string[];
  readonly connections: number;
  /** The stream said by itself that nothing more comes. */
  readonly isComplete: boolean;
  /** What it has, when it keeps a view. */
  readonly view: View;
}

/** Of any field of Subscription. */
export interface Item extends ShownItem {
  readonly cursor: string;
  readonly skipped?: number;
  readonly event?: {
    readonly id: string;
    readonly nodeId: string | null;
    readonly nodeSequence: number | null;
  } | null;
  readonly gap?: { readonly reason: string } | null;
}

export interface Recorder {
  readonly record: SubscriberRecord;
  /** It asks, for the first time or again; with its cursor, if it has one. */
  connect(): void;
  /** @param resumable the cursor of the response; undefined when it has none: not all of a snapshot has been sent */
  take(item: Item, resumable: string | undefined): void;
  complain(what: string): void;
  complete(): void;
}

export function createRecorder(wish: Wish): Recorder {
  const given = wish.variables['after'];
  const kept = viewFor(wish);
  const deliveries: Delivery[] = [];
  const complaints: string[] = [];
  const record = {
    wish,
    begun: typeof given === 'string' ? given : null,
    cursor: null as string | null,
    deliveries,
    complaints,
    connections: 0,
    isComplete: false,
    view: kept.view,
  };
  return {
    record,
    connect() {
      record.connections += 1;
      if (record.cursor === null) kept.clear();
    },
    take(item, resumable) {
      const { kind, event = null, gap = null, skipped = 0 } = item;
      // A snapshot that was cut off begins anew.
      if (kind === 'GAP' && !(wish.keepsView === true && record.cursor === null))
        complaints.push(`GAP: ${gap?.reason}`);
      if (resumable !== undefined) record.cursor = resumable;
      // Before it has stood once it may as well be somebody who comes now.
      if (kind === 'CAUGHT_UP') record.begun ??= item.cursor;
      const wrong = wish.keepsView === true ? kept.take(item) : null;
      if (wrong !== null) complaints.push(`${wrong} (connection ${record.connections})`);
      if (event === null || record.begun === null) return;
      const { id, nodeId, nodeSequence: sequence } = event;
      deliveries.push({ connection: record.connections, eventId: Number(id), nodeId, sequence, skipped });
    },
    complain: (what) => void complaints.push(what.slice(0, 500)),
    complete: () => void (record.isComplete = true),
  };
}

function viewFor({ field, variables }: Wish): KeptView {
  if (field === 'fleetSummary') return keepCounts();
  const isDescending = variables['orderBy'] !== undefined; // the only order that is asked for is by name, descending
  return keepNodes(isDescending ? (node, other) => (node.name ?? '') < (other.name ?? '') : undefined);
}

/** By what it says itself. `happened` is in the order of the numbers. */
export function hasHadAll({ wish, cursor, isComplete }: SubscriberRecord, happened: readonly LoggedEvent[]): boolean {
  if (hasEnd(wish)) return isComplete;
  const position = cursor === null ? null : decodePosition(cursor);
  if (position === null || position.settled < (happened.at(-1)?.id ?? 0)) return false;
  return position.gaps.every((gap) => happened.every(({ id }) => id !== gap));
}
