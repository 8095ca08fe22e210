/**
 * All who asked the same, at the live end of the log: one reads, everybody is told.
 *
 * The source is pulled only while somebody has had everything and waits; what comes is made ready once and kept in a
 * short ring until all have taken it. Who takes too slowly for the ring leaves the group and reads the log from its own
 * cursor until it is up to date again: a slow reader holds up nobody, and costs a cursor.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { decodePosition } from '../../domain/cursor.ts';
import type { LiveEnd, LiveItem, Source, StandsFor, StreamItem } from '../../events/source.ts';
import type { TailMark } from '../../events/tail.ts';
import type { ReadyItem } from './ready.ts';

export interface Member {
  /** There is something to take, or the group has ended. */
  wake(): void;
}

/** A member's place: the number of the next item it takes, and what it has had before it came. */
export interface Place {
  next: number;
  readonly had: number;
}

/** `own`: an item that is not ready, because it is for this member alone. */
export type Taken<Item> =
  ReadyItem | { readonly own: Item } | 'nothing-yet' | 'too-late' | LiveEnd | { readonly error: unknown };

export interface GroupOptions<Item extends StreamItem> {
  readonly source: Source<Item>;
  readonly makeReady: (item: Item) => Promise<ReadyItem>;
  /** True for what passes: then the group waits and goes on. */
  readonly isOutage: (error: unknown) => boolean;
  readonly pause: (signal: AbortSignal) => Promise<void>;
  /** Nobody may join any more. */
  readonly onEnd: () => void;
}

const MAX_KEPT = 64;
const MAX_KEPT_CHARACTERS = 512 * 1024;
/** So many sockets are written to before the event loop is given back: ten thousand take a fifth of a second. */
const SLICE = 250;

interface Kept<Item> extends ReadyItem {
  readonly index: number;
  readonly standsFor: StandsFor<Item> | undefined;
  /** It tells of no event: it is news also to who has had all that was before it. */
  readonly isMark: boolean;
}

export class Group<Item extends StreamItem> {
  readonly #options: GroupOptions<Item>;
  readonly #controller = new AbortController();
  #live: AsyncGenerator<LiveItem<Item>, LiveEnd, undefined> | null = null;
  /** From which the source is started, and started again. */
  #mark: TailMark;
  #kept: Kept<Item>[] = [];
  #keptCharacters = 0;
  /** Number of the first one kept. */
  #first = 0;
  /** Everything up to this place in the tail has been let go of, or was before the group's time. */
  #goneIndex: number;
  #members = 0;
  #waiting = new Set<Member>();
  #isPumping = false;
  #end: LiveEnd | { readonly error: unknown } | null = null;

  constructor(from: TailMark, options: GroupOptions<Item>) {
    this.#mark = from;
    this.#goneIndex = from.index;
    this.#options = options;
  }

  /** Null: the group is past that place, and who comes from there must read on alone first. */
  join({ index }: TailMark): Place | null {
    if (index < this.#goneIndex || this.#end !== null) return null;
    this.#members += 1;
    const ahead = this.#kept.findIndex((item) => item.index > index);
    return { next: this.#first + (ahead === -1 ? this.#kept.length : ahead), had: index };
  }

  leave(member: Member): void {
    this.#members -= 1;
    this.#waiting.delete(member);
    if (this.#members > 0) return;
    this.#finish('stopped');
    this.#controller.abort();
    void this.#live?.return('stopped');
  }

  take(place: Place): Taken<Item> {
    for (;;) {
      if (place.next < this.#first) return 'too-late';
      const item = this.#kept[place.next - this.#first];
      if (item === undefined) break;
      place.next += 1;
      const { index, isMark, standsFor } = item;
      if (index > place.had)
        return standsFor === undefined || standsFor.first > place.had ? item : { own: standsFor.without(place.had) };
      if (isMark && index === place.had) return item;
    }
    return this.#end ?? 'nothing-yet';
  }

  /** Wakes the member when there is more; pulls it from the source if nobody has. */
  wait(member: Member): void {
    this.#waiting.add(member);
    void this.#pump();
  }

  async #pump(): Promise<void> {
    if (this.#isPumping) return;
    this.#isPumping = true;
    while (this.#waiting.size > 0 && this.#end === null) {
      try {
        await this.#pull();
      } catch (error) {
        this.#finish({ error });
      }
      await this.#wake();
    }
    this.#isPumping = false;
    if (this.#end !== null && this.#waiting.size > 0) await this.#wake();
  }

  async #pull(): Promise<void> {
    const { signal } = this.#controller;
    const { source, makeReady, isOutage, pause } = this.#options;
    while (!signal.aborted) {
      try {
        this.#live ??= source.live(this.#mark, signal);
        const { done, value } = await this.#live.next();
        if (done === true) return this.#finish(value);
        const { item, index, standsFor } = value;
        const ready = await makeReady(item);
        this.#mark = { index, position: decodePosition(item.cursor) ?? this.#mark.position };
        this.#keep({ ...ready, index, standsFor, isMark: item.kind === 'HEARTBEAT' });
        return;
      } catch (error) {
        if (!isOutage(error)) throw error;
        await this.#live?.return('stopped');
        this.#live = null;
        await pause(signal);
      }
    }
  }

  #keep(item: Kept<Item>): void {
    if (this.#waiting.size === this.#members) this.#letGo(this.#kept.length); // all have had all
    this.#kept.push(item);
    this.#keptCharacters += item.json.length;
    while (this.#kept.length > MAX_KEPT || (this.#kept.length > 1 && this.#keptCharacters > MAX_KEPT_CHARACTERS))
      this.#letGo(1);
  }

  #letGo(count: number): void {
    for (const { index, json } of this.#kept.splice(0, count)) {
      this.#goneIndex = index;
      this.#keptCharacters -= json.length;
      this.#first += 1;
    }
  }

  async #wake(): Promise<void> {
    const woken = [...this.#waiting];
    this.#waiting.clear();
    for (let at = 0; at < woken.length; at += SLICE) {
      for (const member of woken.slice(at, at + SLICE)) member.wake();
      if (at + SLICE < woken.length) await nextTurn();
    }
  }

  #finish(end: LiveEnd | { readonly error: unknown }): void {
    if (this.#end !== null) return;
    this.#end = end;
    this.#options.onEnd();
  }
}
