/**
 * A subscription as something to iterate. It survives cuts, gives no event twice, and keeps little: whoever takes slowly
 * is cut off by this library itself, and goes on after the last item that was kept, once it has taken all of them.
 */
import type { Connection } from './connection.ts';
import type { IronqlError } from './errors.ts';
import type { StreamKind } from './generated.ts';
import { RecentIds } from './recent-ids.ts';

/** What a document must select for a stream to be iterated: `kind`, and `event { id }` where repeats are to be left out. */
export interface StreamItem {
  readonly kind: StreamKind;
  readonly event?: { readonly id: string } | null;
}

export interface StreamOptions {
  /** Where to go on: {@link Stream.cursor} of an earlier run. It goes before `after`, and no snapshot is sent. */
  readonly resume?: string | null;
  /**
   * The stream begins: at first, and again when it was cut off before all of its snapshot had come. What was given of
   * that until now is to be forgotten.
   */
  readonly onBegin?: () => void;
}

export interface Stream<Item> extends AsyncIterableIterator<Item, undefined, undefined> {
  /** Of the last item that was taken and can be resumed after. Keep it in a file to go on after a restart. */
  readonly cursor: string | null;
  /** Ends it; a loop over it ends as well. */
  close(): void;
}

/** So many are kept for who takes slowly; besides a snapshot, which cannot be cut off and resumed. */
const MOST_KEPT = 1_000;
/** More than a cursor ever repeats: what was not settled within ten seconds. */
const REMEMBERED_EVENTS = 4_096;

type Result<Item> = IteratorResult<Item, undefined>;
const DONE = { done: true, value: undefined } as const;

interface Kept<Item> {
  readonly item: Item;
  readonly cursor: string | null;
}

export interface OpenStream<Item> extends Stream<Item> {
  return(): Promise<Result<Item>>;
}

export function openStream<Item extends StreamItem>(
  connection: Connection,
  query: string,
  variables: Readonly<Record<string, unknown>>,
  { resume = null, onBegin }: StreamOptions,
  onClose: () => void,
): OpenStream<Item> {
  const kept: Kept<Item>[] = [];
  const seen = new RecentIds(REMEMBERED_EVENTS);
  let cursor = resume;
  let hasEnded = false;
  let error: IronqlError | null = null;
  const waiting: { resolve(result: Result<Item>): void; reject(error: IronqlError): void }[] = [];
  /** Null while it is cut off because much is kept. */
  let stop: (() => void) | null = null;

  function run(from: string | null): void {
    stop = connection.run<Readonly<Record<string, Item>>>(
      { query, variables, resume: from },
      {
        begin(at) {
          if (at === null) onBegin?.();
        },
        next(data, at) {
          const [item] = Object.values(data);
          if (item === undefined || isRepeat(item)) return;
          kept.push({ item, cursor: at });
          settle();
          if (kept.length < MOST_KEPT || at === null) return;
          stop?.();
          stop = null;
        },
        end: (reason) => end(reason),
      },
    );
  }

  function isRepeat({ kind, event }: Item): boolean {
    return kind === 'UPDATE' && event ? !seen.add(event.id) : false;
  }

  function end(reason: IronqlError | null): void {
    if (hasEnded) return;
    hasEnded = true;
    error = reason;
    onClose();
    settle();
  }

  function settle(): void {
    for (;;) {
      const [one] = waiting;
      if (one === undefined) return;
      const next = kept.shift();
      if (next === undefined && !hasEnded) {
        if (stop === null) run(cursor);
        return;
      }
      waiting.shift();
      cursor = next?.cursor ?? cursor;
      if (next !== undefined) one.resolve({ done: false, value: next.item });
      else if (error === null) one.resolve(DONE);
      else {
        one.reject(error);
        error = null; // said once; then it is over like any other
      }
    }
  }

  function close(): void {
    kept.length = 0;
    stop?.();
    end(null);
  }

  run(resume);
  return {
    get cursor() {
      return cursor;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        settle();
      }),
    return() {
      close();
      return Promise.resolve(DONE);
    },
    close,
  };
}
