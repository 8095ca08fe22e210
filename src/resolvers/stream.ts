import type { Source, StreamItem } from '../events/source.ts';

/**
 * A source in the shape that graphql-js lets a subscription's resolver return. Whoever delivers it (`api/fan-out/`)
 * takes the source out; iterated as it is, it serves one subscriber alone.
 */
export class Stream<Name extends string, Item extends StreamItem> implements AsyncIterable<Record<Name, Item>> {
  readonly source: Source<Item>;
  readonly #name: Name;

  constructor(name: Name, source: Source<Item>) {
    this.#name = name;
    this.source = source;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Record<Name, Item>, void, undefined> {
    const controller = new AbortController();
    try {
      const from = yield* this.#named(this.source.replay(null, controller.signal));
      if (from === null) return;
      for await (const { item } of this.source.live(from, controller.signal)) yield this.rootOf(item);
    } finally {
      controller.abort();
    }
  }

  /** The value from which graphql-js resolves the field. */
  rootOf(item: Item): Record<Name, Item> {
    return { [this.#name]: item } as Record<Name, Item>; // the one key is the field's name
  }

  async *#named<End>(items: AsyncGenerator<Item, End, undefined>): AsyncGenerator<Record<Name, Item>, End, undefined> {
    for (;;) {
      const { done, value } = await items.next();
      if (done === true) return value;
      yield this.rootOf(value);
    }
  }
}
