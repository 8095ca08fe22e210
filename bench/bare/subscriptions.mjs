/**
 * The other side of the fan-out: graphql-ws as its documentation shows it, with `ws`, one subscription per socket, and
 * an event from memory. It reads no database; every subscriber's items are executed and serialised for it alone.
 */
import { createServer } from 'node:http';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';

/** @typedef {Record<string, unknown>} Item */

/** @type {Set<(item: Item) => void>} */
const subscribers = new Set();
let number = 0;

const schema = makeExecutableSchema({
  typeDefs: `
    type Query { nothing: Int }
    type Subscription { nodeEvents: NodeEvent! }
    type NodeEvent { cursor: String! kind: String! type: String at: String! nodeId: ID event: Event node: Node }
    type Event { id: ID! nodeSequence: Int }
    type Node { id: ID! maintenance: Boolean! }`,
  resolvers: {
    Subscription: {
      nodeEvents: {
        async *subscribe() {
          yield { nodeEvents: itemOf('CAUGHT_UP') };
          /** @type {Item[]} */
          const queue = [];
          let wake = () => {};
          const push = (/** @type {Item} */ item) => {
            queue.push(item);
            wake();
          };
          subscribers.add(push);
          try {
            for (;;) {
              for (let item = queue.shift(); item !== undefined; item = queue.shift()) yield { nodeEvents: item };
              await new Promise((resolve) => (wake = () => resolve(undefined)));
            }
          } finally {
            subscribers.delete(push);
          }
        },
      },
    },
  },
});

const server = createServer((request, response) => {
  // POST: something happens.
  request.resume().on('end', () => {
    number += 1;
    const item = itemOf('UPDATE');
    for (const push of subscribers) push(item);
    response.end('{}');
  });
});
useServer({ schema }, new WebSocketServer({ server, path: '/graphql', perMessageDeflate: false }));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stderr.write(`listening on http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}\n`);
});
process.on('SIGTERM', () => process.exit(0));

/**
 * As long as the service's own items.
 * @param {string} kind
 */
function itemOf(kind) {
  const now = performance.timeOrigin + performance.now();
  const at = `${new Date(now).toISOString().slice(0, -1)}${String(Math.floor((now % 1) * 1_000)).padStart(3, '0')}Z`;
  const isUpdate = kind === 'UPDATE';
  return {
    cursor: 'ZTIuOS45LjkuYWJjZGVmZw',
    kind,
    type: isUpdate ? 'NODE_MAINTENANCE_CHANGED' : null,
    at,
    nodeId: isUpdate ? NODE_ID : null,
    event: isUpdate ? { id: String(number), nodeSequence: number } : null,
    node: isUpdate ? { id: NODE_ID, maintenance: number % 2 === 0 } : null,
  };
}

const NODE_ID = '01a21b35-2206-763a-9528-7d1b857c1097';
