import type { IncomingMessage } from 'node:http';

/**
 * A page of another origin must not open a stream in its visitor's name. Browsers say where a request comes from in
 * `Origin` or, for those that a page cannot read, in `Sec-Fetch-Site`; programs send neither.
 */
export function isSameOrigin({ headers }: IncomingMessage): boolean {
  const { origin, host } = headers;
  const site = headers['sec-fetch-site'];
  if (site === 'cross-site' || site === 'same-site') return false;
  if (origin === undefined) return true;
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}
