/** The GraphQL side of the demo: the operations of docs/operations, sent with nothing but fetch and graphql-ws. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { Failure, PROJECT } from '../lib/terminal.mjs';

/** @typedef {import('../../ui/graphiql/describe-event.mjs').NodeEvent} NodeEvent */

/**
 * @typedef {object} Service
 * @property {(operation: string, variables: object) => Promise<any>} query
 * @property {(operation: string, variables: object) => Promise<any>} mutate Throws what stands in a payload's `errors`.
 * @property {(variables: { filter: object, after: string | null }, onLost: () => void, signal: AbortSignal) => AsyncGenerator<NodeEvent>} follow
 *   Ends with the signal. A lost connection is made again, and the stream goes on after the last event.
 * @property {() => Promise<void>} close
 */

/**
 * @param {string} url
 * @returns {Promise<Service>}
 * @throws {Failure} when nothing answers there
 */
export async function connect(url) {
  const send = (/** @type {string} */ query, /** @type {object} */ variables) => post(url, query, variables);
  await send('query Hello { viewer { actor } }', {});
  const client = createClient({ url: url.replace(/^http/, 'ws'), webSocketImpl: WebSocket, retryAttempts: 0 });
  return {
    query: (operation, variables) => send(read(operation), variables),
    async mutate(operation, variables) {
      const data = await send(read(operation), variables);
      const [payload] = Object.values(data);
      for (const { message, remedy } of payload.errors) throw new Failure(`${message}${remedy ? `\n${remedy}` : ''}`);
      return data;
    },
    follow: (variables, onLost, signal) => follow(client, variables, onLost, signal),
    close: async () => client.dispose(),
  };
}

const RECONNECT_MS = 500;

/**
 * @param {import('graphql-ws').Client} client
 * @param {{ filter: object, after: string | null }} variables
 * @param {() => void} onLost
 * @param {AbortSignal} signal
 * @returns {AsyncGenerator<NodeEvent>}
 */
async function* follow(client, variables, onLost, signal) {
  let { after } = variables;
  let isLost = false;
  while (!signal.aborted) {
    const stream = client.iterate({ query: read('watch-fleet'), variables: { ...variables, after } });
    const stop = () => void stream.return?.();
    signal.addEventListener('abort', stop, { once: true });
    try {
      for await (const { data, errors } of stream) {
        if (errors) throw new Failure(errors.map(({ message }) => message).join('\n'));
        isLost = false;
        const event = /** @type {NodeEvent} */ (data?.['nodeEvents']);
        after = event.cursor;
        yield event;
      }
      return;
    } catch (error) {
      if (!isConnectionLoss(error)) throw error;
      if (!isLost) onLost();
      isLost = true;
      await sleep(RECONNECT_MS);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }
}

/**
 * A refused operation is an array of GraphQL errors; a lost or refused connection is an event of the socket.
 *
 * @param {unknown} error
 */
function isConnectionLoss(error) {
  return !Array.isArray(error) && !(error instanceof Failure);
}

/**
 * @param {string} url
 * @param {string} query
 * @param {object} variables
 * @returns {Promise<any>}
 */
async function post(url, query, variables) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  }).catch(() => {
    throw new Failure(
      `No service answers at ${url}.\nStart one with "npm start" in another terminal, or name another with --url.`,
    );
  });
  const text = await response.text();
  const answer = parseJson(text);
  if (answer?.data && !answer.errors) return answer.data;
  const reasons = answer?.errors?.map((/** @type {{ message: string }} */ error) => error.message) ?? [
    `HTTP ${response.status}; is this the GraphQL endpoint of an IronQL service?`,
  ];
  throw new Failure(`${url} refused: ${reasons.join('\n')}`);
}

/** @param {string} text */
function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** @param {string} operation */
function read(operation) {
  return readFileSync(join(PROJECT, 'docs/operations', `${operation}.graphql`), 'utf8');
}
