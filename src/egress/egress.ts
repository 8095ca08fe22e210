/**
 * The way out of this service to what users name: one place that decides whether an address may be asked, and that
 * bounds what comes back.
 *
 * A name is resolved once for each connection, by a lookup of ours that judges the addresses, and the connection is made
 * to those very addresses. Whoever judges first and connects later can be given another address in between (DNS
 * rebinding). So no connection is kept either: each request is judged.
 */
import { lookup as systemLookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import {
  createEgressJudge,
  shownUrl,
  type Egress,
  type EgressAnswer,
  type EgressOptions,
  type EgressResponse,
  type EgressRules,
} from '../domain/egress.ts';
import { ProblemError } from '../domain/problems.ts';

export interface EgressSettings extends EgressRules {
  /** Without a byte for so long, a connection that is being made included, the request is given up. */
  readonly idleMs: number;
}

type AllAddresses = (name: string, options: LookupOptions & { all: true }) => Promise<readonly LookupAddress[]>;

const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** @param resolve how names are resolved; the system's way unless a test has another */
export function createEgress(settings: EgressSettings, resolve: AllAddresses = resolveBySystem): Egress {
  const judge = createEgressJudge(settings);

  /** What net.connect asks instead of the system. It never sees an address that is refused. */
  const lookupFor =
    (url: string): LookupFunction =>
    (name, options, answer) => {
      const found = resolve(name, { ...options, all: true });
      found.then(
        (addresses) => {
          const fine = addresses.filter(({ address }) => judge(address) === null);
          const [first] = fine;
          if (first === undefined) answer(refused(url, whyAll(addresses)), '');
          else if (options.all === true) answer(null, fine);
          else answer(null, first.address, first.family);
        },
        (error: unknown) => answer(error instanceof Error ? error : new Error('the name cannot be resolved'), ''),
      );
    };

  const whyAll = (addresses: readonly LookupAddress[]): string =>
    addresses.map(({ address }) => `it is at ${address}, ${judge(address) ?? ''}`).join('; ') || 'it has no address';

  function checked(text: string, before: URL | null): URL {
    if (!URL.canParse(text, before?.href)) throw refused(text, 'it is not a URL');
    const url = new URL(text, before?.href);
    if (url.protocol !== 'http:' && url.protocol !== 'https:') throw refused(url.href, 'it is neither http nor https');
    if (before?.protocol === 'https:' && url.protocol === 'http:') {
      throw refused(url.href, `${shownUrl(before.href)} leads from https to http`);
    }
    // No lookup is made for what is an address already.
    const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
    const why = isIP(host) === 0 ? null : judge(host);
    if (why !== null) throw refused(url.href, `it is at ${host}, ${why}`);
    return url;
  }

  /** @param body what to POST; null: GET */
  function send(
    url: URL,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
    body: string | null = null,
  ): Promise<IncomingMessage> {
    return new Promise((done, fail) => {
      const { username, password, protocol } = url;
      const request = (protocol === 'https:' ? httpsRequest : httpRequest)(url, {
        agent: false,
        method: body === null ? 'GET' : 'POST',
        lookup: lookupFor(url.href),
        timeout: settings.idleMs,
        signal,
        headers: {
          'accept-encoding': 'identity', // a length and a range count bytes of the file, not of its packing
          'user-agent': 'ironql',
          ...(body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
          ...headers,
        },
        ...(username === '' ? {} : { auth: `${decodeURIComponent(username)}:${decodeURIComponent(password)}` }),
      });
      let message: IncomingMessage | null = null;
      request.on('timeout', () => (message ?? request).destroy(timedOut(url.href, settings.idleMs)));
      request.on('error', fail);
      request.on('response', (answer) => {
        message = answer;
        done(answer);
      });
      request.end(body ?? undefined);
    });
  }

  async function fetch(text: string, options: EgressOptions): Promise<EgressResponse> {
    options.signal.throwIfAborted();
    const limit = createLimit(options);
    const originOfHeaders = URL.canParse(text) ? new URL(text).origin : null;
    let url = checked(text, null);
    try {
      for (let redirects = 0; ; redirects += 1) {
        // What the caller sends is meant for the server that it named: it may be a password.
        const headers = url.origin === originOfHeaders ? (options.headers ?? {}) : {};
        const message = await send(url, headers, limit.signal);
        const { location } = message.headers;
        if (!REDIRECTS.has(message.statusCode ?? 0) || location === undefined) {
          return answerOf(url.href, message, options, limit);
        }
        message.destroy();
        if (redirects === MAX_REDIRECTS) throw broken(text, `it was redirected more than ${MAX_REDIRECTS} times`);
        url = checked(location, url);
      }
    } catch (error) {
      limit.clear();
      throw asProblem(error, url.href, options, limit);
    }
  }

  async function post(text: string, body: string, options: EgressOptions): Promise<EgressAnswer> {
    options.signal.throwIfAborted();
    const limit = createLimit(options);
    try {
      const url = checked(text, null);
      const message = await send(url, options.headers ?? {}, limit.signal, body);
      const answer = { status: message.statusCode ?? 0, headers: headersOf(message) };
      await drain(message, options.maxBytes);
      return answer;
    } catch (error) {
      throw asProblem(error, text, options, limit);
    } finally {
      limit.clear();
    }
  }

  async function whyRefused(text: string): Promise<string | null> {
    try {
      const { hostname } = checked(text, null);
      const host = hostname.replace(/^\[(.*)\]$/, '$1');
      if (isIP(host) !== 0) return null; // judged above
      const addresses = await resolve(host, { all: true }).catch(() => []);
      const isFine = addresses.length === 0 || addresses.some(({ address }) => judge(address) === null);
      return isFine ? null : whyAll(addresses);
    } catch (error) {
      if (error instanceof ProblemError && error.problem.code === 'SOURCE_REFUSED') return error.problem.reason;
      throw error;
    }
  }

  return {
    fetch,
    post,
    whyRefused,
    async read(url, options) {
      const response = await fetch(url, options);
      if (response.status !== 200) {
        response.discard();
        throw broken(url, `it answered ${response.status}`);
      }
      const chunks: Uint8Array[] = [];
      for await (const chunk of response.body) chunks.push(chunk);
      return Buffer.concat(chunks);
    },
  };
}

interface Limit {
  readonly signal: AbortSignal;
  isOver(): boolean;
  clear(): void;
}

/** The caller's signal and the time limit in one; a plain timer, so that it can be put away with the answer. */
function createLimit({ signal, timeoutMs }: EgressOptions): Limit {
  const controller = new AbortController();
  let isOver = false;
  const timer = setTimeout(() => {
    isOver = true;
    controller.abort();
  }, timeoutMs);
  const onAbort = (): void => controller.abort(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  return {
    signal: controller.signal,
    isOver: () => isOver,
    clear() {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    },
  };
}

function answerOf(url: string, message: IncomingMessage, options: EgressOptions, limit: Limit): EgressResponse {
  const headers = headersOf(message);
  const length = headers['content-length'];
  const contentLength = length !== undefined && /^\d{1,15}$/.test(length) ? Number(length) : null;
  const discard = (): void => {
    limit.clear();
    message.on('error', () => {}); // nobody is interested any more
    message.destroy();
  };
  const encoding = headers['content-encoding'] ?? 'identity';
  const why =
    encoding !== 'identity'
      ? `it is packed (${encoding}), which was not asked for`
      : contentLength !== null && contentLength > options.maxBytes
        ? `it has ${contentLength} bytes, and at most ${options.maxBytes} are taken`
        : null;
  if (why !== null) {
    discard();
    throw broken(url, why);
  }
  return {
    status: message.statusCode ?? 0,
    headers,
    contentLength,
    body: bodyOf(url, message, options, limit, contentLength),
    discard,
  };
}

const headersOf = (message: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );

/** To its end, because a server may take a reader that leaves for one that failed; but not for ever. */
async function drain(message: IncomingMessage, maxBytes: number): Promise<void> {
  let received = 0;
  try {
    for await (const chunk of message as AsyncIterable<Uint8Array>) {
      received += chunk.byteLength;
      if (received > maxBytes) return;
    }
  } catch {
    // The head has decided.
  } finally {
    message.destroy();
  }
}

async function* bodyOf(
  url: string,
  message: IncomingMessage,
  options: EgressOptions,
  limit: Limit,
  announced: number | null,
): AsyncGenerator<Uint8Array> {
  let received = 0;
  try {
    for await (const chunk of message as AsyncIterable<Uint8Array>) {
      received += chunk.byteLength;
      if (received > options.maxBytes) throw broken(url, `it is larger than ${options.maxBytes} bytes`);
      yield chunk;
    }
    if (announced !== null && received !== announced) {
      throw broken(url, `it announced ${announced} bytes and gave ${received}`);
    }
  } catch (error) {
    const problem = asProblem(error, url, options, limit);
    if (codeOf(error) !== 'ECONNRESET' || !(problem instanceof ProblemError)) throw problem;
    if (problem.problem.code === 'SOURCE_TIMEOUT') throw problem;
    throw broken(url, `it broke off after ${received}${announced === null ? '' : ` of ${announced}`} bytes`, error);
  } finally {
    limit.clear();
    message.destroy();
  }
}

/** The caller's reason goes through unwrapped; what we said ourselves as well. */
function asProblem(error: unknown, url: string, { signal, timeoutMs }: EgressOptions, limit: Limit): unknown {
  if (signal.aborted) return signal.reason;
  if (limit.isOver()) return timedOut(url, timeoutMs);
  if (error instanceof ProblemError) return error;
  return new ProblemError(
    { code: 'SOURCE_UNREACHABLE', url: shownUrl(url), reason: reasonOf(error) },
    { cause: error },
  );
}

const refused = (url: string, reason: string): ProblemError =>
  new ProblemError({ code: 'SOURCE_REFUSED', url: shownUrl(url), reason });
const timedOut = (url: string, afterMs: number): ProblemError =>
  new ProblemError({ code: 'SOURCE_TIMEOUT', url: shownUrl(url), afterMs });
const broken = (url: string, reason: string, cause?: unknown): ProblemError =>
  new ProblemError({ code: 'SOURCE_BROKEN', url: shownUrl(url), reason }, { cause });

const codeOf = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
/** Several addresses were tried: then each has its own reason. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return [...new Set(error.errors.map(reasonOf))].join(', ');
  return codeOf(error) ?? (error instanceof Error ? error.message : 'unknown error');
}

const resolveBySystem: AllAddresses = (name, options) =>
  new Promise((done, fail) => {
    systemLookup(name, options, (error, addresses) => (error === null ? done(addresses) : fail(error)));
  });
