/**
 * The ramdisk agent's HTTP API: one command at a time, each with a limit of time and size and the caller's signal.
 *
 * - Every command carries the token, which stands in no message and no log.
 * - Over TLS, with the certificate that the agent announced as the only one it may have.
 * - What got no answer is looked for in the agent's own list of commands: each has an id, so one that was not there before
 *   is ours. If it is not there, and the connection is gone, it is sent again.
 * Source: domain notes §6.6.
 */
import { Agent as HttpConnections, request as httpRequest, type RequestOptions } from 'node:http';
import { Agent as HttpsConnections, request as httpsRequest } from 'node:https';
import { ProblemError } from '../../domain/problems.ts';
import type { AgentAccess, CallContext } from '../interfaces/common.ts';
import { sleep } from '../sleep.ts';
import { cut, faultText, Nonsense, parseCommand, parseCommands, type Command, type Json } from './parse.ts';

export interface AgentClientOptions {
  /** May an agent be spoken with in clear? Then whoever is in its network reads the token. */
  readonly allowHttp: boolean;
  readonly minTlsVersion: 'TLSv1.2' | 'TLSv1.3';
  /** For one request, in milliseconds. */
  readonly commandTimeoutMs: number;
  /** Waits before the second and the third time that something is sent. */
  readonly retryPausesMs: readonly number[];
  /** Between two tries while the agent is busy with something else. */
  readonly pollMs: number;
  /** How long it may be that. */
  readonly busyMs: number;
}

export const DEFAULT_CLIENT_OPTIONS: AgentClientOptions = {
  allowHttp: false,
  minTlsVersion: 'TLSv1.3', // the reference's tls_minimum_version
  commandTimeoutMs: 60_000, // the reference's command_timeout
  retryPausesMs: [1_000, 5_000], // three times, as the reference
  pollMs: 2_000,
  busyMs: 60_000,
};

export type Call = Pick<CallContext, 'signal' | 'assertHeld'>;

/** `extension.command` and what it is given. */
export interface Order {
  readonly name: string;
  readonly params: Json;
}

export interface AgentClient {
  /** Oldest first, kept until the agent starts anew. */
  commands(agent: AgentAccess, call: Call): Promise<readonly Command[]>;
  /** Has the agent do something that is over when it answers, and that may be done twice. */
  ask(agent: AgentAccess, order: Order, call: Call, limits?: Partial<Limits>): Promise<Command>;
  /** Has the agent begin something; the answer says that it has. Null: it is busy with something else. */
  begin(agent: AgentAccess, order: Order, call: Call): Promise<Command | null>;
}

interface Limits {
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

/** Lists of commands and of steps take some kilobytes. */
const MAX_ANSWER_BYTES = 2 ** 20;

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/**
 * Commands come in bunches, and what a connection costs is its handshake. It is kept for the rest of a bunch, in
 * milliseconds; connections to agents with different certificates are never taken for each other.
 */
const KEPT_MS = 5_000;

interface Parts extends AgentClientOptions {
  readonly connections: { readonly http: HttpConnections; readonly https: HttpsConnections };
}

export function createAgentClient(given: AgentClientOptions): AgentClient {
  const kept = { keepAlive: true, timeout: KEPT_MS };
  const connections = {
    http: new HttpConnections(kept),
    https: new HttpsConnections({ ...kept, maxCachedSessions: 1_000 }), // one for each machine at work
  };
  const options: Parts = { ...given, connections };
  const usual: Limits = { timeoutMs: options.commandTimeoutMs, maxBytes: MAX_ANSWER_BYTES };

  /** Three times, as long as nothing came back. */
  async function askAgain(agent: AgentAccess, what: Exchange, call: Call, limits: Limits): Promise<Reply> {
    for (const pauseMs of options.retryPausesMs) {
      try {
        return await exchange(options, agent, what, call, limits);
      } catch (error) {
        if (!mayBeSentAgain(error)) throw error;
        await sleep(pauseMs, call.signal);
      }
    }
    return exchange(options, agent, what, call, limits);
  }

  async function commands(agent: AgentAccess, call: Call): Promise<readonly Command[]> {
    const what = { method: 'GET', path: '/v1/commands/', name: 'the list of commands' } as const;
    const reply = await askAgain(agent, what, call, usual);
    return understood(agent, what.name, reply, parseCommands);
  }

  async function ask(agent: AgentAccess, order: Order, call: Call, limits: Partial<Limits> = {}): Promise<Command> {
    let reply = await askAgain(agent, posting(order, true), call, { ...usual, ...limits });
    // It does one thing at a time, across all callers: its own collecting of logs may be in the way.
    for (let waitedMs = 0; isBusy(reply) && waitedMs < options.busyMs; waitedMs += options.pollMs) {
      await sleep(options.pollMs, call.signal);
      reply = await askAgain(agent, posting(order, true), call, { ...usual, ...limits });
    }
    const command = understood(agent, bare(order), reply, parseCommand);
    if (command.status === 'FAILED') throw refused(agent, bare(order), command.error ?? 'it gives no reason');
    return command;
  }

  async function begin(agent: AgentAccess, order: Order, call: Call): Promise<Command | null> {
    const before = await commands(agent, call);
    if (before.at(-1)?.status === 'RUNNING') return null;
    const known = new Set(before.map(({ id }) => id));
    for (const pauseMs of [...options.retryPausesMs, null]) {
      try {
        const reply = await exchange(options, agent, posting(order, false), call, usual);
        if (isBusy(reply)) return null;
        return understood(agent, bare(order), reply, parseCommand);
      } catch (error) {
        if (!isUnanswered(error)) throw error;
        const taken = (await commands(agent, call)).findLast(({ id, name }) => !known.has(id) && name === bare(order));
        if (taken !== undefined) return taken;
        if (pauseMs === null || !mayBeSentAgain(error)) throw error;
        await sleep(pauseMs, call.signal);
      }
    }
    return null;
  }

  return { commands, ask, begin };
}

const posting = (order: Order, wait: boolean): Exchange => ({
  method: 'POST',
  path: `/v1/commands/?wait=${wait}`,
  name: bare(order),
  body: order,
});

const bare = ({ name }: Order): string => name.slice(name.indexOf('.') + 1);

/** For messages: never the URL as it is called, which has the token in it. */
export const addressOf = ({ url }: Pick<AgentAccess, 'url'>): string =>
  URL.canParse(url) ? new URL(url).host : 'an address that is none';

export const refused = (agent: Pick<AgentAccess, 'url'>, command: string, reason: string): ProblemError =>
  new ProblemError({ code: 'AGENT_REFUSED', address: addressOf(agent), command, reason });

/** Older agents say the same with another status. */
const isBusy = ({ status, body }: Reply): boolean =>
  status === 409 || (status >= 400 && /agent is busy/i.test(faultText(status, body)));

/** @throws {ProblemError} AGENT_REFUSED for an error, and for what no agent says */
function understood<T>(agent: AgentAccess, command: string, { status, body }: Reply, parse: (body: unknown) => T): T {
  if (status !== 200 && status !== 202) throw refused(agent, command, faultText(status, body));
  try {
    return parse(body);
  } catch (error) {
    if (error instanceof Nonsense) throw refused(agent, command, error.message);
    throw error;
  }
}

interface Exchange {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** For messages. */
  readonly name: string;
  readonly body?: object;
}

/** No answer came. `isLate`: whoever has the request may still take it; otherwise the connection is gone, and it with it. */
class Unanswered extends ProblemError {
  override readonly name = 'Unanswered';
  readonly isLate: boolean;

  constructor(problem: ProblemError['problem'], { isLate }: { readonly isLate: boolean }) {
    super(problem);
    this.isLate = isLate;
  }
}

const isUnanswered = (error: unknown): error is Unanswered => error instanceof Unanswered;
const mayBeSentAgain = (error: unknown): boolean => isUnanswered(error) && !error.isLate;

async function exchange(
  options: Parts,
  agent: AgentAccess,
  { method, path, name, body }: Exchange,
  call: Call,
  { timeoutMs, maxBytes }: Limits,
): Promise<Reply> {
  const url = new URL(path, agent.url);
  url.searchParams.set('agent_token', agent.token);
  const address = url.host;
  if (url.protocol === 'http:' && !options.allowHttp) {
    const reason = 'it speaks http, and the setting agentRequireTls wants https';
    throw new ProblemError({ code: 'AGENT_UNREACHABLE', address, reason });
  }
  call.signal.throwIfAborted();
  const limit = AbortSignal.timeout(timeoutMs);
  const sent = body === undefined ? null : JSON.stringify(body);
  try {
    const { status, text } = await send(url, sent, maxBytes, call, {
      method,
      agent: url.protocol === 'https:' ? options.connections.https : options.connections.http,
      signal: AbortSignal.any([call.signal, limit]),
      headers: {
        accept: 'application/json',
        ...(sent === null ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(sent) }),
      },
      ...(url.protocol === 'https:' && { minVersion: options.minTlsVersion, ca: agent.verifyCa ?? undefined }),
    });
    return { status, body: parseJson(text) };
  } catch (error) {
    call.signal.throwIfAborted();
    if (error instanceof Nonsense) throw refused(agent, name, error.message);
    if (limit.aborted)
      throw new Unanswered({ code: 'AGENT_TIMEOUT', address, command: name, afterMs: timeoutMs }, { isLate: true });
    const code = codeOf(error);
    if (code === null) throw error; // of ours: the right to the node is gone
    const problem = { code: 'AGENT_UNREACHABLE', address, reason: reasonOf(error) } as const;
    throw isOfConnection(code) ? new Unanswered(problem, { isLate: false }) : new ProblemError(problem);
  }
}

/** The others are of certificates and TLS, and will be the same the next time. */
const isOfConnection = (code: string): boolean => OF_CONNECTION.has(code);
const OF_CONNECTION = new Set([
  ...['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT'],
  ...['ECONNRESET', 'EPIPE'],
]);

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

function reasonOf(error: unknown): string {
  const code = codeOf(error);
  if (code === null || isOfConnection(code)) return code ?? 'unknown error';
  return cut(error instanceof Error ? `${error.message} (${code})` : code);
}

type Sent = RequestOptions & { readonly minVersion?: 'TLSv1.2' | 'TLSv1.3'; readonly ca?: string | undefined };

/** Follows nothing: whoever answers is the agent itself. */
function send(
  url: URL,
  body: string | null,
  maxBytes: number,
  call: Call,
  options: Sent,
): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((done, fail) => {
    call.assertHeld();
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options, (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        chunks.push(chunk);
        if (bytes <= maxBytes) return;
        fail(new Nonsense(`its answer is longer than ${maxBytes} bytes`));
        request.destroy();
      });
      response.once('error', fail);
      response.once('end', () => done({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
    });
    request.once('error', fail);
    request.end(body ?? undefined);
  });
}

/** Errors may come as text; what is no JSON at all is nothing that an agent says. */
function parseJson(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Nonsense('its answer is no JSON');
  }
}
