import { setImmediate as nextTurn } from 'node:timers/promises';
import { decodePosition } from '../../domain/cursor.ts';
import type { Source, StreamItem } from '../../events/source.ts';
import type { TailMark } from '../../events/tail.ts';
import type { Group, Member, Place } from './group.ts';
import type { ReadyItem, ReadyResult, ReadyStream, Receiver } from './ready.ts';

type Replay<Item> = ReturnType<Source<Item & StreamItem>['replay']>;

export interface SubscriberOptions<Item extends StreamItem> {
  readonly source: Source<Item>;
  /** The group to join at a place of the tail; made there if there is none. */
  readonly groupAt: (mark: TailMark) => Group<Item>;
  readonly makeReady: (item: Item) => Promise<ReadyItem>;
  readonly isOutage: (error: unknown) => boolean;
  readonly pause: (signal: AbortSignal) => Promise<void>;
  /** The tail will say nothing more: the process ends, and the client is told so by its transport. */
  readonly isStopped: () => boolean;
  readonly onItem: () => void;
  readonly onEnd: () => void;
}

const DONE: ReadyResult = { done: true, value: undefined };
/** A socket that is gone takes everything at once: so often the event loop is given back in spite of it. */
const BREATHE_EVERY = 64;

/**
 * One subscriber, in one of three ways:
 * - replaying: it reads the log alone, from its own cursor. Left when it is where the tail is;
 * - live: it takes what its group has made ready. Left for replaying when it was too slow for the group's ring, or the
 *   group for the tail's;
 * - ended: nothing more will come, or its transport has returned it.
 */
export class Subscriber<Item extends StreamItem> implements ReadyStream, Member {
  readonly #options: SubscriberOptions<Item>;
  /** While replaying. */
  #replay: { readonly items: Replay<Item>; readonly controller: AbortController } | null = null;
  /** While live. */
  #seat: { readonly group: Group<Item>; readonly place: Place } | null = null;
  /** Of the last item after which the client may resume. */
  #cursor: string | null;
  #isEnded = false;
  #taken = 0;
  /** Who waits for the group to have something. */
  #waiting: Receiver | null = null;

  /** @param from null: as the arguments of the field say */
  constructor(from: string | null, options: SubscriberOptions<Item>) {
    this.#cursor = from;
    this.#options = options;
    this.#startReplay();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<ReadyResult> {
    return Promise.resolve(this.#next() ?? this.#untilWoken());
  }

  nextTo(receiver: Receiver): void {
    const result = this.#next();
    if (result === null) this.#waiting = receiver;
    else if (!(result instanceof Promise)) receiver.receive(result);
    else
      result.then(
        (taken) => receiver.receive(taken),
        (error: unknown) => receiver.fail(error),
      );
  }

  /** At once if it is at hand; null: it will be woken. */
  #next(): ReadyResult | Promise<ReadyResult> | null {
    if (this.#isEnded) return DONE;
    if (this.#replay !== null) return this.#nextOfReplay();
    return this.#nextOfGroup();
  }

  return(): Promise<ReadyResult> {
    if (!this.#isEnded) this.#end();
    return Promise.resolve(DONE);
  }

  throw(): Promise<ReadyResult> {
    return this.return();
  }

  wake(): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting !== null) this.nextTo(waiting);
  }

  #startReplay(): void {
    this.#seat = null;
    this.#replay?.controller.abort();
    const controller = new AbortController();
    const from = this.#cursor === null ? null : decodePosition(this.#cursor);
    this.#replay = { items: this.#options.source.replay(from, controller.signal), controller };
  }

  async #nextOfReplay(): Promise<ReadyResult> {
    const { isOutage, pause, isStopped, makeReady } = this.#options;
    while (this.#replay !== null && !this.#isEnded) {
      const { items, controller } = this.#replay;
      try {
        const { done, value } = await items.next();
        if (this.#isEnded) return DONE; // returned meanwhile: it must not join a group that it would never leave
        if (isStopped()) return await this.#untilWoken(); // by its transport, which returns it
        if (done !== true) return await this.#given(await makeReady(value));
        if (value === null) this.#end();
        else this.#join(value);
      } catch (error) {
        if (this.#isEnded) return DONE;
        if (!isOutage(error)) return this.#fail(error);
        void items.return(null);
        await pause(controller.signal);
        if (!this.#isEnded) this.#startReplay();
      }
    }
    return this.#isEnded ? DONE : (this.#nextOfGroup() ?? this.#untilWoken());
  }

  #join(mark: TailMark): void {
    const group = this.#options.groupAt(mark);
    const place = group.join(mark);
    if (place === null) return this.#startReplay(); // the group went past in this very moment
    this.#replay = null;
    this.#seat = { group, place };
  }

  #nextOfGroup(): ReadyResult | Promise<ReadyResult> | null {
    const seat = this.#seat;
    if (seat === null) return this.#next();
    const { group, place } = seat;
    const taken = group.take(place);
    switch (taken) {
      case 'nothing-yet':
        group.wait(this);
        return null;
      case 'too-late':
      case 'behind':
        group.leave(this);
        this.#startReplay();
        return this.#nextOfReplay();
      case 'over':
        this.#end();
        return DONE;
      case 'stopped':
        return this.#untilWoken(); // by its transport, which returns it
      default:
        if ('error' in taken) return this.#fail(taken.error);
        return 'own' in taken ? this.#givenAlone(taken.own, group) : this.#given(taken);
    }
  }

  /** Not at hand? Then it reads on alone from where it stands, where it is waited for. */
  async #givenAlone(item: Item, group: Group<Item>): Promise<ReadyResult> {
    try {
      return await this.#given(await this.#options.makeReady(item));
    } catch (error) {
      if (!this.#options.isOutage(error)) return this.#fail(error);
      if (this.#isEnded) return DONE;
      group.leave(this);
      this.#startReplay();
      return this.#nextOfReplay();
    }
  }

  #given(ready: ReadyItem): ReadyResult | Promise<ReadyResult> {
    if (this.#isEnded) return DONE;
    if (ready.cursor !== null) this.#cursor = ready.cursor;
    this.#options.onItem();
    this.#taken += 1;
    const result: ReadyResult = { done: false, value: ready };
    return this.#taken % BREATHE_EVERY === 0 ? nextTurn(result) : result;
  }

  #fail(error: unknown): Promise<ReadyResult> {
    this.#end();
    return Promise.reject(error instanceof Error ? error : new Error(String(error)));
  }

  #untilWoken(): Promise<ReadyResult> {
    return new Promise((receive, fail) => {
      this.#waiting = { receive, fail };
    });
  }

  #end(): void {
    this.#isEnded = true;
    const replay = this.#replay;
    this.#replay = null;
    replay?.controller.abort();
    void replay?.items.return(null);
    this.#seat?.group.leave(this);
    this.#seat = null;
    this.#waiting?.receive(DONE);
    this.#waiting = null;
    this.#options.onEnd();
  }
}
