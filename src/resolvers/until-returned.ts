/**
 * Turns a source that waits on a signal into what graphql-js subscribes to. `return()` of a generator that is waiting
 * would wait with it, for ever on an idle log; here it fires the signal first, so a closed socket frees its source.
 */
export async function untilReturned<Name extends string, Item>(
  name: Name,
  start: (signal: AbortSignal) => Promise<AsyncGenerator<Item, void, undefined>>,
): Promise<AsyncIterableIterator<Record<Name, Item>>> {
  const controller = new AbortController();
  const source = await start(controller.signal);
  // The one key is the field's name: graphql-js resolves the field from it.
  const asRoot = (item: Item): Record<Name, Item> => ({ [name]: item }) as Record<Name, Item>;
  const iterator: AsyncIterableIterator<Record<Name, Item>> = {
    [Symbol.asyncIterator]: () => iterator,
    async next() {
      const { done, value } = await source.next();
      return done === true ? { done: true, value: undefined } : { done: false, value: asRoot(value) };
    },
    async return() {
      controller.abort();
      await source.return();
      return { done: true, value: undefined };
    },
  };
  return iterator;
}
