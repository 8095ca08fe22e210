/**
 * The fan-out against a simple model: whatever comes in whatever order, each subscriber is sent the log from where it
 * began, once and in order; each event is executed once for all who are up to date; and what nobody needs is let go of.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePosition } from '../../../src/domain/cursor.ts';
import type { ReadyItem, ReadyResult, ReadyStream } from '../../../src/api/fan-out/ready.ts';
import type { Subscriptions } from '../../../src/api/fan-out/subscriptions.ts';
import { nextByReceiver, open, SimulatedLog, SNAPSHOT_PIECES } from './simulated-log.ts';

interface Sent {
  readonly kind: string;
  readonly number: number | null;
  readonly piece: number | null;
  readonly asOf: number | null;
}

/** A client: it pulls while it has credit, and comes back with its cursor when it is cut off. */
class Reader {
  readonly sent: Sent[] = [];
  /** Null: the log was away, so it begins where the log is when it comes back. */
  readonly #begun: number | null;
  readonly #wantsSnapshot: boolean;
  isPulling = false;
  isEnded = false;
  #cursor: string | null = null;
  #credit = 0;
  #byReceiver = false;
  #stream: ReadyStream | null = null;
  #pulling: Promise<void> = Promise.resolve();
  readonly #subscriptions: Subscriptions;

  constructor(subscriptions: Subscriptions, begun: number | null, wantsSnapshot: boolean) {
    this.#subscriptions = subscriptions;
    this.#begun = begun;
    this.#wantsSnapshot = wantsSnapshot;
  }

  async connect(): Promise<void> {
    this.#stream = await open(this.#subscriptions, { resume: this.#cursor, snapshot: this.#wantsSnapshot });
  }

  give(credit: number): void {
    this.#credit += credit;
    if (!this.isPulling && !this.isEnded) this.#pulling = this.#pull();
  }

  async cut(): Promise<void> {
    this.#credit = 0;
    await this.#stream?.return();
    await this.#pulling;
    this.#stream = null;
  }

  async #pull(): Promise<void> {
    this.isPulling = true;
    while (this.#credit > 0) {
      this.#credit -= 1;
      this.#byReceiver = !this.#byReceiver; // either way, in turns
      const { done, value } = (await this.#next()) ?? { done: true as const, value: undefined };
      if (done === true) {
        this.isEnded = this.#credit > 0; // or it was cut
        break;
      }
      this.#take(value);
    }
    this.isPulling = false;
  }

  #next(): Promise<ReadyResult> | undefined {
    return this.#stream !== null && this.#byReceiver ? nextByReceiver(this.#stream) : this.#stream?.next();
  }

  #take({ json, cursor }: ReadyItem): void {
    // As ITEMS selects it.
    const { data, extensions } = JSON.parse(json) as { data: { items: Sent }; extensions?: { cursor: string } };
    if ((extensions?.cursor ?? null) !== cursor)
      throw new Error(`The text says another cursor than ${cursor}: ${json}`);
    if (cursor !== null) this.#cursor = cursor;
    this.sent.push(data.items);
  }

  /** The newest event that it has had, or had no need of. */
  get position(): number {
    return decodePosition(this.#cursor ?? '')?.settled ?? -1;
  }

  /** What it should have had when everything has been sent, and what it has had. */
  compare(newest: number): { readonly due: readonly unknown[]; readonly had: readonly unknown[] } {
    const numbers = numbersOf(this.sent);
    if (!this.#wantsSnapshot) {
      return { due: range((this.#begun ?? (numbers[0] ?? newest + 1) - 1) + 1, newest), had: numbers };
    }
    // Before it had the whole of a snapshot it had nothing to go on from: what counts is the last one, and what follows.
    const counted = this.sent.slice(this.sent.findLastIndex(({ piece }) => piece === 1));
    const pieces = counted.slice(0, SNAPSHOT_PIECES).map(({ piece }) => piece);
    return {
      due: [range(1, SNAPSHOT_PIECES), range((counted[0]?.asOf ?? 0) + 1, newest)],
      had: [pieces, numbersOf(counted)],
    };
  }
}

const numbersOf = (sent: readonly Sent[]): number[] => sent.flatMap(({ number }) => number ?? []);

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at);

const MOST_TURNS = 20_000;

/** Waits by turns of the event loop: the log is in memory, so everything that will happen happens in some of them. */
async function until(condition: () => boolean, what: string): Promise<void> {
  for (let turn = 0; !condition(); turn += 1) {
    if (turn === MOST_TURNS) throw new Error(`Waited ${turn} turns in vain for ${what}.`);
    await nextTurn();
  }
}

type Step =
  | { readonly do: 'append'; readonly count: number }
  | { readonly do: 'open'; readonly snapshot: boolean; readonly credit: number }
  | { readonly do: 'give'; readonly reader: number; readonly credit: number }
  | { readonly do: 'cut' | 'leave'; readonly reader: number }
  | { readonly do: 'forget'; readonly kept: number }
  | { readonly do: 'outage' | 'back' }
  | { readonly do: 'fail'; readonly count: number }
  | { readonly do: 'turns'; readonly count: number };

const reader = fc.nat(20);
const STEPS: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('append' as const), count: fc.integer({ min: 1, max: 90 }) }) },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('open' as const),
        snapshot: fc.boolean(),
        credit: fc.constantFrom(0, 1, 3, 100_000),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({ do: fc.constant('give' as const), reader, credit: fc.integer({ min: 1, max: 80 }) }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('cut' as const), reader }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('leave' as const), reader }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('forget' as const), kept: fc.integer({ min: 0, max: 20 }) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('outage' as const, 'back' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('fail' as const), count: fc.integer({ min: 1, max: 3 }) }) },
    { weight: 5, arbitrary: fc.record({ do: fc.constant('turns' as const), count: fc.integer({ min: 1, max: 6 }) }) },
  ),
  { minLength: 5, maxLength: 60 },
);

interface World {
  readonly log: SimulatedLog;
  readonly counts: { open: number; items: number };
  readonly subscriptions: Subscriptions;
  readonly readers: Reader[];
  readonly left: Reader[];
}

async function perform(world: World, step: Step): Promise<void> {
  const { log, readers, left, subscriptions } = world;
  const chosen = 'reader' in step ? readers[step.reader % Math.max(1, readers.length)] : undefined;
  switch (step.do) {
    case 'append':
      return log.append(step.count);
    case 'forget':
      return log.forget(step.kept);
    case 'outage':
    case 'back':
      log.isAway = step.do === 'outage';
      return log.wake();
    case 'fail':
      log.failures = step.count;
      return undefined;
    case 'turns':
      for (let turn = 0; turn < step.count; turn += 1) await nextTurn();
      return undefined;
    case 'give':
      return chosen?.give(step.credit);
    case 'cut':
      await chosen?.cut();
      await chosen?.connect();
      return undefined;
    case 'leave':
      if (chosen === undefined) return undefined;
      await chosen.cut();
      readers.splice(readers.indexOf(chosen), 1);
      left.push(chosen);
      return undefined;
    case 'open': {
      const opened = new Reader(subscriptions, log.isAway ? null : log.newest, step.snapshot);
      await opened.connect();
      readers.push(opened);
      // It stands where the log is when it begins to read; with a snapshot it says so itself.
      if (!step.snapshot) opened.give(1);
      await until(() => step.snapshot || log.isAway || !opened.isPulling, 'it to stand');
      opened.give(step.credit);
      return undefined;
    }
  }
}

describe('subscriptions of one process', () => {
  it('send each subscriber the log from where it began, whatever the others do', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(STEPS, async (steps) => {
        const log = new SimulatedLog();
        const counts = { open: 0, items: 0 };
        const world: World = { log, counts, subscriptions: log.subscriptions(counts), readers: [], left: [] };
        const { readers } = world;
        log.somebodyWaits = () => readers.some(({ isPulling }) => isPulling);
        for (const step of steps.filter((one, at) => at > 0 || one.do === 'open')) await perform(world, step);

        log.isAway = false;
        log.failures = 0;
        log.wake();
        for (const one of readers) one.give(1_000_000);
        await until(
          () => readers.every(({ position }) => position >= log.newest),
          'everybody to have everything',
        ).catch(() => {}); // compared below
        const compared = readers.map((one) => one.compare(log.newest));
        expect(compared.map(({ had }) => had)).toEqual(compared.map(({ due }) => due));
        expect(log.pulledInVain).toBe(0);

        for (const one of readers) await one.cut();
        await until(
          () => log.openReplays + log.openLives === 0,
          `replays ${log.openReplays}, lives ${log.openLives}, started ${log.livesStarted} ${log.replaysStarted} ${counts.open}, to be closed`,
        );
        expect(counts.open).toBe(0);
      }),
      { numRuns: 100 },
    );
  });
});
