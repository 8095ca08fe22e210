import type { IncomingMessage } from 'node:http';
import { urlOf } from '../request-url.ts';

export interface StreamRequest {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>> | null;
  /** The cursor of the last item that the client has had, if it comes back. */
  readonly resume: string | null;
}

/** The operation that a request asks for, in its body or its URL; null when it is not well formed. */
export function requestOf(request: IncomingMessage, body: unknown): StreamRequest | null {
  const fields = request.method === 'GET' ? fieldsOfUrl(request) : body;
  if (!isObject(fields)) return null;
  const { query, operationName = null, variables = null } = fields;
  if (typeof query !== 'string') return null;
  if (operationName !== null && typeof operationName !== 'string') return null;
  if (variables !== null && !isObject(variables)) return null;
  const resume = request.headers['last-event-id'];
  return { query, operationName, variables, resume: typeof resume === 'string' && resume !== '' ? resume : null };
}

function fieldsOfUrl(request: IncomingMessage): Record<string, unknown> | null {
  const { query, operationName, variables } = Object.fromEntries(urlOf(request).searchParams);
  try {
    return { query, operationName, variables: variables ? (JSON.parse(variables) as unknown) : null };
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
