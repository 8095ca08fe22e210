/**
 * GraphQL over HTTP: one request in, one answer out, whatever Apollo server stands behind it. Apollo's own test suite for
 * such bindings runs against this file (test/api/apollo-suite.test.ts).
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { HeaderMap, type ApolloServer, type BaseContext, type HTTPGraphQLResponse } from '@apollo/server';
import { MAX_BODY_BYTES } from './limits.ts';
import { BodyNotJson, BodyTooLarge, readJsonBody } from './request-body.ts';

/** Of a request for GraphQL. @throws {BodyTooLarge | BodyNotJson} */
export const readBody = (request: IncomingMessage): Promise<unknown> =>
  request.method === 'POST' ? readJsonBody(request, MAX_BODY_BYTES) : Promise.resolve(undefined);

/**
 * Answers a request for GraphQL.
 * @param reading of its body, where somebody had to look into it before
 * @returns the status that was sent
 */
export async function answerGraphql<Context extends BaseContext>(
  apollo: ApolloServer<Context>,
  createContext: () => Promise<Context>,
  request: IncomingMessage,
  response: ServerResponse,
  reading = readBody(request),
): Promise<number> {
  let body: unknown;
  try {
    body = await reading;
  } catch (error) {
    if (error instanceof BodyTooLarge) {
      response.setHeader('connection', 'close');
      return sendError(response, 413, `The request is larger than ${MAX_BODY_BYTES} bytes.`);
    }
    if (error instanceof BodyNotJson) return sendError(response, 400, 'Invalid JSON in the body of the request.');
    throw error;
  }
  const answer = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: (request.method ?? 'GET').toUpperCase(),
      headers: headersOf(request),
      search: searchOf(request),
      body: withoutNulls(body),
    },
    context: createContext,
  });
  return send(response, answer);
}

function headersOf(request: IncomingMessage): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}

/** As it came: Apollo reads the parameters, and a request line may hold what no URL can be made of. */
function searchOf({ url = '' }: IncomingMessage): string {
  const start = url.indexOf('?');
  return start === -1 ? '' : url.slice(start);
}

async function send(response: ServerResponse, { status = 200, headers, body }: HTTPGraphQLResponse): Promise<number> {
  for (const [name, value] of headers) response.setHeader(name, value);
  response.statusCode = status;
  if (body.kind === 'complete') {
    response.end(body.string);
    return status;
  }
  for await (const chunk of body.asyncIterator) response.write(chunk);
  response.end();
  return status;
}

/** Apollo answers 400 to a key that is there and undefined or null: many clients send `variables: null`. */
function withoutNulls(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null && value !== undefined));
}

function sendError(response: ServerResponse, status: number, message: string): number {
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
    .end(JSON.stringify({ errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] }));
  return status;
}
