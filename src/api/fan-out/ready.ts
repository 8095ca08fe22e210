/** What a transport sends: made once, however many it is sent to. */
export interface ReadyItem {
  /** The whole response as JSON text: `{"data":…,"extensions":{"cursor":…}}`. */
  readonly json: string;
  /** The client may resume after it; null while it has only a part of a snapshot. */
  readonly cursor: string | null;
}

export type ReadyResult = IteratorResult<ReadyItem, undefined>;

/** Whom one `nextTo` is answered, once. */
export interface Receiver {
  receive(result: ReadyResult): void;
  fail(error: unknown): void;
}

/** Pulled by one transport for one subscriber: nothing is buffered for it. `return()` frees it, at any time. */
export interface ReadyStream extends AsyncIterator<ReadyItem, undefined, undefined> {
  next(): Promise<ReadyResult>;
  /** As `next`, but whoever waits costs no promise: of ten thousand that have had everything all do. */
  nextTo(receiver: Receiver): void;
  return(): Promise<ReadyResult>;
  throw(): Promise<ReadyResult>;
  [Symbol.asyncIterator](): ReadyStream;
}
