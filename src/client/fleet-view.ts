/** Counts of the fleet, kept up to date in memory by the subscription `fleetSummary`. */
import type { Connection } from './connection.ts';
import type { IronqlError } from './errors.ts';
import type { FleetDimension, NodeFilter, StreamKind } from './generated.ts';
import { Published, type Freshness, type View, type ViewOptions } from './view.ts';

/** Nodes that are alike in all dimensions asked for. */
export interface FleetBucket {
  /** In the order of `groupBy`; a value is null for nodes that have none. */
  readonly key: readonly { readonly dimension: FleetDimension; readonly value: string | null }[];
  readonly count: number;
}

export interface FleetViewOptions extends ViewOptions {
  /** One to three different ones. */
  readonly groupBy: readonly FleetDimension[];
  readonly filter?: NodeFilter | null;
}

export interface FleetViewState extends Freshness {
  readonly total: number;
  /** None is empty. */
  readonly buckets: readonly FleetBucket[];
}

export type FleetView = View<FleetViewState>;

interface Item {
  readonly kind: StreamKind;
  readonly total: number | null;
  readonly buckets: readonly FleetBucket[];
  readonly changed: readonly FleetBucket[];
}

const WATCH_FLEET = `subscription WatchCounts($groupBy: [FleetDimension!]!, $filter: NodeFilter) {
  fleetSummary(groupBy: $groupBy, filter: $filter) {
    kind
    total
    buckets { key { dimension value } count }
    changed { key { dimension value } count }
  }
}`;

export function openFleetView(connection: Connection, options: FleetViewOptions, onClose: () => void): FleetView {
  const { groupBy, filter = null } = options;
  const buckets = new Map<string, FleetBucket>();
  let total = 0;
  const view = new Published<FleetViewState>(
    (freshness) => ({ ...freshness, total, buckets: [...buckets.values()] }),
    options,
  );
  const stop = connection.run<{ readonly fleetSummary: Item }>(
    { query: WATCH_FLEET, variables: { groupBy, filter }, resume: null },
    { begin() {}, next: ({ fleetSummary }) => take(fleetSummary), end },
  );
  return {
    get: () => view.get(),
    subscribe: (listener) => view.subscribe(listener),
    close() {
      stop();
      end(null);
    },
  };

  function take(item: Item): void {
    view.heard();
    if (item.kind !== 'SNAPSHOT' && item.kind !== 'UPDATE') return;
    if (item.kind === 'SNAPSHOT') buckets.clear(); // all of them are in this one item
    for (const { key, count } of item.kind === 'SNAPSHOT' ? item.buckets : item.changed) {
      const name = JSON.stringify(key.map(({ value }) => value));
      if (count === 0) buckets.delete(name);
      else buckets.set(name, { key, count });
    }
    total = item.total ?? total;
    view.changed();
  }

  function end(error: IronqlError | null): void {
    view.end(error);
    onClose();
  }
}
