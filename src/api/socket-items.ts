import type { ReadyStream } from './fan-out/ready.ts';

/** What graphql-ws iterates for a subscription: it never yields, because its items do not go through graphql-ws. */
export interface Delivery extends AsyncIterator<never, undefined, undefined> {
  next(): Promise<IteratorResult<never, undefined>>;
  return(): Promise<IteratorResult<never, undefined>>;
  throw(): Promise<IteratorResult<never, undefined>>;
  [Symbol.asyncIterator](): Delivery;
}

const DONE = { done: true, value: undefined } as const;

/**
 * graphql-ws begins and ends the operation; what is in between is ready, and would be parsed and written again for each
 * socket. So it goes to the socket as it is, one item at a time: the next is taken when this one has left the process.
 * @param send resolves when the message has left
 */
export function deliver(id: string, stream: ReadyStream, send: (message: string) => Promise<void>): Delivery {
  const start = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
  return {
    async next() {
      for (;;) {
        const { done, value } = await stream.next();
        if (done === true) return DONE;
        await send(`${start}${value.json}}`);
      }
    },
    return: end,
    throw: end,
    [Symbol.asyncIterator]() {
      return this;
    },
  };

  async function end(): Promise<typeof DONE> {
    await stream.return();
    return DONE;
  }
}
