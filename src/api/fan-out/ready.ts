/** What a transport sends: made once, however many it is sent to. */
export interface ReadyItem {
  /** The whole response as JSON text: `{"data":…,"extensions":{"cursor":…}}`. */
  readonly json: string;
  /** The client may resume after it; null while it has only a part of a snapshot. */
  readonly cursor: string | null;
}

/** Pulled by one transport for one subscriber: nothing is buffered for it. `return()` frees it, at any time. */
export interface ReadyStream extends AsyncIterator<ReadyItem, undefined, undefined> {
  next(): Promise<IteratorResult<ReadyItem, undefined>>;
  return(): Promise<IteratorResult<ReadyItem, undefined>>;
  throw(): Promise<IteratorResult<ReadyItem, undefined>>;
  [Symbol.asyncIterator](): ReadyStream;
}
