import type { StreamFormat } from './format.ts';

/** Clients that lost a process come back in this time, not all in one moment. */
const RETRY_MS = { least: 500, spread: 1_000 };

/**
 * Server-sent events, as the distinct connections mode of the protocol "GraphQL over SSE" has them. `id` is the cursor:
 * an EventSource hands it back by itself, as `Last-Event-ID`. What is not to be resumed from has no `id`, and leaves
 * the client with the one before.
 */
export const eventStream: StreamFormat = {
  transport: 'sse',
  contentType: 'text/event-stream; charset=utf-8',
  begin: () => `retry: ${RETRY_MS.least + Math.floor(Math.random() * RETRY_MS.spread)}\n\n`,
  item: ({ json, cursor }) => `event: next\n${cursor === null ? '' : `id: ${cursor}\n`}data: ${json}\n\n`,
  beat: ':\n\n',
  complete: 'event: complete\ndata:\n\n', // without data an EventSource would not tell its listeners
  comeBack: '', // all clients take an end without `complete` for a connection that was lost
};
