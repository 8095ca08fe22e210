import type { IncomingMessage } from 'node:http';
import { eventStream } from './event-stream.ts';
import type { StreamFormat } from './format.ts';
import { multipart } from './multipart.ts';

/**
 * The format in which a client could read a stream, by its `Accept`; null if in none. That it could says nothing of
 * what it asks for: urql names `text/event-stream` with every query.
 */
export function streamFormatOf({ headers: { accept = '' } }: IncomingMessage): StreamFormat | null {
  if (/\btext\/event-stream\b/i.test(accept)) return eventStream;
  if (/\bmultipart\/mixed\s*;[^,]*\bsubscriptionSpec\s*=\s*"?1\.0\b/i.test(accept)) return multipart;
  return null;
}

/** Whether an answer may be plain JSON, too. */
export const takesJson = ({ headers: { accept = '*/*' } }: IncomingMessage): boolean =>
  /\bapplication\/(\*|json|graphql-response\+json|graphql\+json)|\*\/\*/i.test(accept);
