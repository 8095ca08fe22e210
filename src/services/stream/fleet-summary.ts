import { encodePosition, type LogPosition } from '../../domain/cursor.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { LiveEnd, LiveItem, Source, StreamItem, StreamKind } from '../../events/source.ts';
import type { TailMark } from '../../events/tail.ts';
import { checkFleetArgs, checkSize, type FleetArgs, type FleetBucket } from '../read/fleet.ts';
import type { StreamContext } from './context.ts';
import type { FleetBucketChange, FleetChange, FleetState } from './fleet.ts';
import { sharedFleet } from './shared-fleet.ts';

export interface FleetSummaryItem extends StreamItem {
  readonly total: number | null;
  readonly buckets: readonly FleetBucket[];
  readonly changed: readonly FleetBucketChange[];
  readonly at: string;
}

/**
 * All counts, then what changes of them. Where a client comes back it is given all counts again: they are small, and
 * cost less than finding out what it missed.
 * @throws {ProblemError} INVALID_INPUT
 */
export function fleetSummaryStream(ctx: StreamContext, viewer: Viewer, args: FleetArgs): Source<FleetSummaryItem> {
  checkFleetArgs(args);
  const { tail, heartbeatMs } = ctx;
  const fleet = sharedFleet(ctx, viewer, args);
  return { field: 'fleetSummary', replay, live };

  async function* replay(
    _from: LogPosition | null,
    signal: AbortSignal,
  ): AsyncGenerator<FleetSummaryItem, TailMark | null, undefined> {
    await tail.catchUp(signal);
    await fleet.advance();
    if (tail.isStopped()) return null; // perhaps before anything was counted
    const state = fleet.state();
    checkSize(state.buckets.length);
    yield snapshotItem(state);
    yield mark('CAUGHT_UP', state.position);
    return { index: state.index, position: state.position };
  }

  async function* live(
    from: TailMark,
    signal: AbortSignal,
  ): AsyncGenerator<LiveItem<FleetSummaryItem>, LiveEnd, undefined> {
    const unfollow = tail.follow();
    let { index } = from;
    let saidAt = performance.now();
    try {
      while (!signal.aborted && !tail.isStopped()) {
        await fleet.advance();
        if (tail.isStopped()) break;
        const place = fleet.place();
        const items = told(index);
        yield* items;
        index = Math.max(index, place.index);
        const quietMs = performance.now() - saidAt;
        if (items.length > 0) saidAt = performance.now();
        else if (quietMs < heartbeatMs) await tail.waitFor(place.index, { signal, timeoutMs: heartbeatMs - quietMs });
        else {
          yield { item: mark('HEARTBEAT', place.position), index: place.index };
          saidAt = performance.now();
        }
      }
      return 'stopped';
    } finally {
      unfollow();
    }
  }

  /** All counts where the changes from there on are not known: they were counted anew meanwhile. */
  function told(index: number): readonly LiveItem<FleetSummaryItem>[] {
    const changes = fleet.changesAfter(index);
    if (changes !== null) return changes.map((change) => ({ item: updateItem(change), index: change.index }));
    const state = fleet.state();
    return [{ item: snapshotItem(state), index: state.index }];
  }
}

const snapshotItem = ({ position, total, buckets }: FleetState): FleetSummaryItem => ({
  ...mark('SNAPSHOT', position),
  total,
  buckets,
});

const updateItem = ({ position, total, changed, at }: FleetChange): FleetSummaryItem => ({
  ...mark('UPDATE', position),
  total,
  changed,
  at,
});

function mark(kind: StreamKind, position: LogPosition): FleetSummaryItem {
  const at = new Date().toISOString();
  return { cursor: encodePosition(position), kind, isResumable: true, total: null, buckets: [], changed: [], at };
}
