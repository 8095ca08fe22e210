/** A log without a database, and the fan-out over it: who reads how fast, and what goes wrong when, is the test's to say. */
import { makeExecutableSchema } from '@graphql-tools/schema';
import { getOperationAST, parse } from 'graphql';
import { createSubscriptions, type Subscriptions } from '../../../src/api/fan-out/subscriptions.ts';
import type { ReadyResult, ReadyStream } from '../../../src/api/fan-out/ready.ts';
import { decodePosition, encodePosition, type LogPosition } from '../../../src/domain/cursor.ts';
import { silentLogger } from '../../../src/domain/logger.ts';
import { SYSTEM_ADMIN, type Viewer } from '../../../src/domain/viewer.ts';
import type { LiveEnd, LiveItem, Source, StreamItem, StreamKind } from '../../../src/events/source.ts';
import type { TailMark } from '../../../src/events/tail.ts';
import type { RequestContext } from '../../../src/resolvers/context.ts';
import { Stream } from '../../../src/resolvers/stream.ts';

/** Event number n is the n-th: a place in this log is how many were before it. */
export interface SimulatedItem extends StreamItem {
  readonly number: number | null;
  /** Of a snapshot. */
  readonly piece: number | null;
  /** How many events the snapshot has in it. */
  readonly asOf: number | null;
}

export class Away extends Error {}

export const SNAPSHOT_PIECES = 3;
const TYPE_DEFS = `
  type Query { nothing: Int }
  type Subscription { items(after: String, snapshot: Boolean, filter: Filter, text: String): Item! }
  input Filter { after: String, name: String }
  type Item { kind: String! number: Int piece: Int asOf: Int payload: String }`;

export class SimulatedLog {
  /** How many events there are. */
  newest = 0;
  isAway = false;
  /** So many executions fail before one succeeds: the database goes away between the log and the node. */
  failures = 0;
  isOver = false;
  /** Every look at it fails, and not as one does that will be well again. */
  isBroken = false;
  isStopped = false;
  /** What each item carries, for tests of size. */
  payload = 'p';
  /** Generators that were begun and have not ended. */
  openReplays = 0;
  openLives = 0;
  mostLives = 0;
  livesStarted = 0;
  replaysStarted = 0;
  /** How often an event was executed, by its number; those of replays apart. */
  readonly madeLive = new Map<number, number>();
  /** Items that were pulled from the live end although nobody waited. */
  pulledInVain = 0;
  somebodyWaits: () => boolean = () => true;
  readonly #waiting = new Set<() => void>();
  #firstKept = 0;
  /** The item that live() gave last: what is executed next, if it is this one, is executed for the group. */
  #given = new WeakSet<object>();

  append(count: number): void {
    this.newest += count;
    this.wake();
  }

  /** The tail now remembers the newest `kept` only. */
  forget(kept: number): void {
    this.#firstKept = Math.max(this.#firstKept, this.newest - kept);
  }

  wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }

  source({ after, snapshot }: { after?: string | null; snapshot?: boolean | null }): Source<SimulatedItem> {
    return {
      field: 'items',
      replay: (from, signal) =>
        this.#replay(from ?? (after ? decodePosition(after) : null), snapshot === true && from === null, signal),
      live: (from, signal) => this.#live(from, signal),
    };
  }

  async *#replay(
    from: LogPosition | null,
    snapshot: boolean,
    signal: AbortSignal,
  ): AsyncGenerator<SimulatedItem, TailMark | null, undefined> {
    this.openReplays += 1;
    this.replaysStarted += 1;
    try {
      await this.#turn();
      let at = from?.settled ?? this.newest;
      if (snapshot) {
        const asOf = at;
        for (let piece = 1; piece <= SNAPSHOT_PIECES; piece += 1) {
          await this.#turn();
          yield { ...item('SNAPSHOT', asOf), isResumable: false, piece, asOf };
        }
      }
      while (at < this.newest && !signal.aborted) {
        await this.#turn();
        at += 1;
        yield { ...item('UPDATE', at), number: at };
      }
      const mark = { index: at, position: positionAt(at) };
      yield item('CAUGHT_UP', at);
      return this.isOver ? null : mark;
    } finally {
      this.openReplays -= 1;
    }
  }

  async *#live(from: TailMark, signal: AbortSignal): AsyncGenerator<LiveItem<SimulatedItem>, LiveEnd, undefined> {
    this.openLives += 1;
    this.livesStarted += 1;
    this.mostLives = Math.max(this.mostLives, this.openLives);
    if (!this.somebodyWaits()) this.pulledInVain += 1;
    let { index } = from;
    try {
      while (!signal.aborted && !this.isStopped) {
        if (index < this.#firstKept) return 'behind';
        if (index >= this.newest) {
          if (this.isOver) return 'over';
          await this.#untilMore(signal);
          continue;
        }
        await this.#turn();
        index += 1;
        const next: SimulatedItem = { ...item('UPDATE', index), number: index };
        this.#given.add(next);
        yield { item: next, index };
        if (!this.somebodyWaits()) this.pulledInVain += 1;
      }
      return 'stopped';
    } finally {
      this.openLives -= 1;
    }
  }

  /** Every look at the log takes a moment, and fails while it is away. */
  async #turn(): Promise<void> {
    await Promise.resolve();
    if (this.isBroken) throw new Error('The log is broken.');
    if (this.isAway) throw new Away();
  }

  #untilMore(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.#waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.#waiting.add(done);
      signal.addEventListener('abort', done);
    });
  }

  /** The real fan-out over this log. */
  subscriptions(counts: { open: number; items: number } = { open: 0, items: 0 }): Subscriptions {
    const schema = makeExecutableSchema({
      typeDefs: TYPE_DEFS,
      resolvers: {
        Subscription: {
          items: {
            subscribe: (_root: unknown, args: { after?: string | null; snapshot?: boolean | null }) =>
              new Stream('items', this.source(args)),
          },
        },
        Item: {
          payload: (made: SimulatedItem) => {
            if (this.isAway) throw new Away();
            if (this.failures > 0) {
              this.failures -= 1;
              throw new Away();
            }
            if (made.number !== null && this.#given.has(made))
              this.madeLive.set(made.number, (this.madeLive.get(made.number) ?? 0) + 1);
            return this.payload;
          },
        },
      },
    });
    return createSubscriptions({
      // What resolvers get besides is not looked at by those above.
      pipeline: { schema, formatError: (formatted) => formatted, createContext: () => ({}) as RequestContext },
      metrics: {
        subscriptionStarted: () => (counts.open += 1),
        subscriptionEnded: () => (counts.open -= 1),
        itemSent: () => (counts.items += 1),
      },
      log: silentLogger,
      isUnavailable: (error) => error instanceof Away,
      isStopped: () => this.isStopped,
      afterOutageMs: 0,
    });
  }
}

export const ITEMS = `subscription ($after: String, $snapshot: Boolean) {
  items(after: $after, snapshot: $snapshot) { kind number piece asOf payload } }`;
const document = parse(ITEMS);

export interface OpenOptions {
  readonly resume?: string | null;
  readonly snapshot?: boolean;
  readonly viewer?: Viewer;
}

export async function open(
  subscriptions: Subscriptions,
  { resume = null, snapshot = false, viewer = SYSTEM_ADMIN }: OpenOptions = {},
): Promise<ReadyStream> {
  const operation = getOperationAST(document);
  if (!operation) throw new Error('The document has no operation.');
  const stream = await subscriptions.open({
    operation: { hash: 'items', document, operation },
    operationName: null,
    variables: { snapshot },
    viewer,
    resume,
  });
  if ('next' in stream) return stream;
  throw new Error(`It was refused: ${JSON.stringify(stream)}`);
}

const positionAt = (settled: number): LogPosition => ({ settled, gaps: [], last: settled });

export const cursorAt = (settled: number): string => encodePosition(positionAt(settled));

function item(kind: StreamKind, at: number): SimulatedItem {
  return { cursor: cursorAt(at), kind, isResumable: true, number: null, piece: null, asOf: null };
}

/** As sockets take it. */
export const nextByReceiver = (stream: ReadyStream): Promise<ReadyResult> =>
  new Promise((receive, fail) => {
    stream.nextTo({ receive, fail });
  });
