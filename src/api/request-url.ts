import type { IncomingMessage } from 'node:http';

const ORIGIN = 'http://localhost';

/** Path and query of a request; `/` for what no URL can be made of. A request line may hold anything. */
export function urlOf({ url = '/' }: IncomingMessage): URL {
  return url.startsWith('/') && URL.canParse(ORIGIN + url) ? new URL(ORIGIN + url) : new URL(ORIGIN);
}
