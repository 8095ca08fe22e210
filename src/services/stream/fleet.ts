/**
 * Counts of a part of the fleet, kept up to date by the event log: for each node what it counts as, and for each bucket
 * how many. One for all streams of a process that count the same for the same rights.
 *
 * A node is read after its event and may already be as later events made it. That does no harm: each of these comes, the
 * node is read again, and after the last one it is as it stays. So the counts equal the query's whenever it is quiet, and
 * a stream that begins with the counts as they stand here and adds what changes here never differs from them.
 */
import type { Viewer } from '../../domain/viewer.ts';
import type { EventTail, LogEntry, TailMark } from '../../events/tail.ts';
import type { ServiceContext } from '../context.ts';
import { fleetKeys, inOrder, nameOf, type FleetArgs, type FleetBucket, type FleetKey } from '../read/fleet.ts';

export interface FleetBucketChange extends FleetBucket {
  /** The new count less the one before. */
  readonly delta: number;
}

export interface FleetState extends TailMark {
  readonly total: number;
  readonly buckets: readonly FleetBucket[];
}

/** What the events up to this place changed, since the change before. */
export interface FleetChange extends TailMark {
  readonly at: string;
  readonly total: number;
  readonly changed: readonly FleetBucketChange[];
}

interface Counter {
  readonly key: readonly FleetKey[];
  count: number;
}

/** A stream that is further behind begins again with all counts. */
const MAX_CHANGES = 256;

export class Fleet {
  readonly #tail: EventTail;
  readonly #read: (nodeIds: readonly string[] | null) => ReturnType<typeof fleetKeys>;
  /** Null: not counted yet. */
  #mark: TailMark | null = null;
  #counterOf = new Map<string, Counter>();
  #counters = new Map<string, Counter>();
  #changes: FleetChange[] = [];
  /** Changes behind this place are all here. */
  #changesFrom = 0;
  #work: Promise<void> = Promise.resolve();

  constructor(ctx: ServiceContext, tail: EventTail, viewer: Viewer, args: FleetArgs) {
    this.#tail = tail;
    this.#read = (nodeIds) => fleetKeys(ctx, viewer, args, nodeIds);
  }

  /** Counts everything that the tail has read by now. */
  advance(): Promise<void> {
    const work = this.#work.then(() => this.#advance());
    this.#work = work.catch(() => {}); // who asked is told; the next one tries again
    return work;
  }

  state(): FleetState {
    const { index, position } = this.#place();
    const buckets = [...this.#counters.values()].map(({ key, count }) => ({ key, count }));
    return { index, position, total: this.#counterOf.size, buckets: inOrder(buckets) };
  }

  /** Where the counts stand; also when nothing changed there. */
  place(): TailMark {
    return this.#place();
  }

  /** What changed behind a place of the tail, or null when that is not known any more. */
  changesAfter(index: number): readonly FleetChange[] | null {
    if (index < this.#changesFrom) return null;
    return this.#changes.filter((change) => change.index > index);
  }

  #place(): TailMark {
    if (this.#mark === null) throw new Error('The fleet has not been counted yet.');
    return this.#mark;
  }

  async #advance(): Promise<void> {
    while (!this.#tail.isStopped()) {
      const entries = this.#mark === null ? null : this.#tail.since(this.#mark.index);
      if (this.#mark === null || entries === null) await this.#count();
      else if (entries.length === 0) return;
      else await this.#apply(this.#mark, entries);
    }
  }

  /** All of it: the first time, or when the tail does not reach back any more. */
  async #count(): Promise<void> {
    const mark = this.#tail.mark();
    const keys = await this.#read(null);
    this.#counterOf = new Map();
    this.#counters = new Map();
    for (const [nodeId, key] of keys) this.#move(nodeId, key);
    this.#changes = [];
    this.#changesFrom = mark.index;
    this.#mark = mark;
  }

  async #apply({ index, position }: TailMark, entries: readonly LogEntry[]): Promise<void> {
    const nodeIds = [...new Set(entries.flatMap(({ event }) => event.nodeId ?? []))];
    const keys = nodeIds.length === 0 ? new Map<string, readonly FleetKey[]>() : await this.#read(nodeIds);
    const last = entries.at(-1);
    const mark = { index: index + entries.length, position: last?.position ?? position };
    const before = new Map<Counter, number>();
    const keep = (counter: Counter | undefined): void => {
      if (counter !== undefined && !before.has(counter)) before.set(counter, counter.count);
    };
    for (const nodeId of nodeIds) {
      const key = keys.get(nodeId) ?? null;
      keep(this.#counterOf.get(nodeId));
      keep(key === null ? undefined : this.#counterFor(key));
      this.#move(nodeId, key);
    }
    const changed = [...before].flatMap(([{ key, count }, was]) =>
      count === was ? [] : [{ key, count, delta: count - was }],
    );
    for (const { key, count } of before.keys()) if (count === 0) this.#counters.delete(nameOf(key));
    this.#mark = mark;
    if (changed.length > 0) this.#note({ ...mark, changed: inOrder(changed), at: last?.event.at ?? '' });
  }

  #note(change: Omit<FleetChange, 'total'>): void {
    this.#changes.push({ ...change, total: this.#counterOf.size });
    if (this.#changes.length <= MAX_CHANGES) return;
    const [dropped] = this.#changes.splice(0, 1);
    this.#changesFrom = dropped?.index ?? this.#changesFrom;
  }

  #move(nodeId: string, key: readonly FleetKey[] | null): void {
    const from = this.#counterOf.get(nodeId);
    if (from !== undefined) from.count -= 1;
    if (key === null) {
      this.#counterOf.delete(nodeId);
      return;
    }
    const to = this.#counterFor(key);
    to.count += 1;
    this.#counterOf.set(nodeId, to);
  }

  #counterFor(key: readonly FleetKey[]): Counter {
    const name = nameOf(key);
    const known = this.#counters.get(name);
    if (known !== undefined) return known;
    const counter: Counter = { key, count: 0 };
    this.#counters.set(name, counter);
    return counter;
  }
}
