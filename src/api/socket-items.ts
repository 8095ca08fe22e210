import type { ReadyResult, ReadyStream, Receiver } from './fan-out/ready.ts';

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
 * @param send calls back, and never before it returns, when the message has left
 */
export function deliver(
  id: string,
  stream: ReadyStream,
  send: (message: string, done: (error?: Error) => void) => void,
): Delivery {
  const start = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
  return {
    next() {
      return new Promise((resolve, reject) => {
        const pull = (error?: Error): void => (error ? reject(error) : stream.nextTo(receiver));
        const receiver: Receiver = {
          receive({ done, value }: ReadyResult) {
            if (done === true) resolve(DONE);
            else send(`${start}${value.json}}`, pull);
          },
          fail: reject,
        };
        pull();
      });
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
