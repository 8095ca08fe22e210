/**
 * Neutron's API v2.0, as far as machines need it: one request a function, each with a time limit and the caller's
 * signal. What may be asked again without harm is asked again when no answer came; what may not is the caller's to
 * look up (see `change-port.ts`).
 */
import { readFile } from 'node:fs/promises';
import { ProblemError } from '../../domain/problems.ts';
import type { CallContext } from '../interfaces/common.ts';
import { sleep } from '../sleep.ts';
import { errorText, fieldOf, listOf, parseNetwork, parsePort, type NeutronNetwork, type NeutronPort } from './parse.ts';

export interface NeutronClientOptions {
  /** Where Neutron answers, without `/v2.0`; empty: there is none. */
  readonly url: string;
  /** A file that holds a token; empty: none is sent. Read for each request, so that it may be renewed. */
  readonly tokenFile: string;
  /** For one request, in milliseconds. */
  readonly timeoutMs: number;
}

/** What a request needs of its call: when to stop, and whether the node is still ours. */
export type Call = Pick<CallContext, 'signal' | 'assertHeld'>;

/** What is written of a port, in Neutron's words. */
export type PortChange = Readonly<Record<string, unknown>>;
export type PortFilter = Readonly<Record<string, string | readonly string[]>>;

export interface NeutronClient {
  /** For messages. */
  readonly address: string;
  /** Null: there is no such port. */
  getPort(id: string, call: Call): Promise<NeutronPort | null>;
  listPorts(filter: PortFilter, call: Call): Promise<readonly NeutronPort[]>;
  /** Not safe to repeat: after a lost answer there may be a port. */
  createPort(port: PortChange, call: Call): Promise<NeutronPort>;
  /** Only if the port is still as it was read: otherwise, or when it is gone, null and nothing was changed. */
  updatePort(read: NeutronPort, change: PortChange, call: Call): Promise<NeutronPort | null>;
  /** One that is gone already is deleted. */
  deletePort(id: string, call: Call): Promise<void>;
  findNetworks(
    filter: { readonly id: string } | { readonly name: string },
    call: Call,
  ): Promise<readonly NeutronNetwork[]>;
  /** `physical_network` of the segment in which a subnet lies; null when it lies in none. */
  physicalNetworkOfSubnet(subnetId: string, call: Call): Promise<string | null>;
}

/** Waits before the second and the third time. A restarting API server is back within seconds. */
const PAUSES_MS = [200, 1_000] as const;
/** A proxy or load balancer says so when it has nobody behind it. */
const NOBODY_THERE = new Set([502, 503, 504]);

interface Reply {
  readonly status: number;
  readonly body: unknown;
}
type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
interface Extras {
  readonly body?: object;
  readonly revision?: number;
}

export function createNeutronClient({ url, tokenFile, timeoutMs }: NeutronClientOptions): NeutronClient {
  const base = url.replace(/\/+$/, '');
  const address = URL.canParse(base) ? new URL(base).host : base;

  async function ask(method: Method, path: string, call: Call, { body, revision }: Extras = {}): Promise<Reply> {
    if (base === '') throw new ProblemError(notConfigured());
    call.signal.throwIfAborted();
    const limit = AbortSignal.timeout(timeoutMs);
    const request = `${method} ${path.split('?')[0] ?? path}`;
    const token = await authentication();
    call.assertHeld();
    try {
      const response = await fetch(`${base}/v2.0${path}`, {
        method,
        redirect: 'error', // a token goes to the address that was configured, and nowhere else
        signal: AbortSignal.any([call.signal, limit]),
        headers: {
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(revision === undefined ? {} : { 'if-match': `revision_number=${revision}` }),
          ...token,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (NOBODY_THERE.has(response.status)) throw unreachable(`it answered ${response.status}`);
      return { status: response.status, body: parseJson(text, request) };
    } catch (error) {
      call.signal.throwIfAborted();
      if (error instanceof ProblemError) throw error;
      if (limit.aborted) throw new ProblemError({ code: 'NETWORK_TIMEOUT', address, request, afterMs: timeoutMs });
      throw unreachable(reasonOf(error));
    }
  }

  /** For requests that may come twice: no answer is no answer only the third time. */
  async function askAgain(method: Method, path: string, call: Call): Promise<Reply> {
    for (const pauseMs of PAUSES_MS) {
      try {
        return await ask(method, path, call);
      } catch (error) {
        if (!isUnanswered(error)) throw error;
        await sleep(pauseMs, call.signal);
      }
    }
    return ask(method, path, call);
  }

  async function authentication(): Promise<Record<string, string>> {
    if (tokenFile === '') return {};
    try {
      return { 'x-auth-token': (await readFile(tokenFile, 'utf8')).trim() };
    } catch (cause) {
      throw new ProblemError(
        {
          code: 'NETWORK_REFUSED',
          address,
          request: 'authentication',
          reason: 'the file with the token cannot be read',
        },
        { cause },
      );
    }
  }

  function parseJson(text: string, request: string): unknown {
    if (text === '') return null;
    try {
      return JSON.parse(text) as unknown;
    } catch {
      const reason = 'its answer is no JSON: is this really Neutron?';
      throw new ProblemError({ code: 'NETWORK_REFUSED', address, request, reason });
    }
  }

  const unreachable = (reason: string): ProblemError =>
    new ProblemError({ code: 'NETWORK_UNREACHABLE', address, reason });

  /** @throws {ProblemError} NETWORK_REFUSED for whatever is not one of the statuses that mean something here */
  function expect(request: string, { status, body }: Reply, ...fine: readonly number[]): void {
    if (fine.includes(status)) return;
    throw new ProblemError({ code: 'NETWORK_REFUSED', address, request, reason: errorText(status, body) });
  }

  return {
    address,
    async getPort(id, call) {
      const reply = await askAgain('GET', `/ports/${encodeURIComponent(id)}`, call);
      if (reply.status === 404) return null;
      expect(`GET port ${id}`, reply, 200);
      return parsePort(fieldOf(reply.body, 'port'));
    },
    async listPorts(filter, call) {
      const query = new URLSearchParams(
        Object.entries(filter).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one])),
      );
      const reply = await askAgain('GET', `/ports?${query.toString()}`, call);
      expect('GET ports', reply, 200);
      return listOf(reply.body, 'ports').map(parsePort);
    },
    async createPort(port, call) {
      const reply = await ask('POST', '/ports', call, { body: { port } });
      expect('POST port', reply, 201);
      return parsePort(fieldOf(reply.body, 'port'));
    },
    async updatePort(read, change, call) {
      const path = `/ports/${encodeURIComponent(read.id)}`;
      const reply = await ask('PUT', path, call, { body: { port: change }, revision: read.revision });
      if (reply.status === 404 || reply.status === 412) return null;
      expect(`PUT port ${read.id}`, reply, 200);
      return parsePort(fieldOf(reply.body, 'port'));
    },
    async deletePort(id, call) {
      const reply = await askAgain('DELETE', `/ports/${encodeURIComponent(id)}`, call);
      expect(`DELETE port ${id}`, reply, 204, 404);
    },
    async findNetworks(filter, call) {
      const reply = await askAgain('GET', `/networks?${new URLSearchParams({ ...filter }).toString()}`, call);
      expect('GET networks', reply, 200);
      return listOf(reply.body, 'networks').map(parseNetwork);
    },
    async physicalNetworkOfSubnet(subnetId, call) {
      const subnet = await askAgain('GET', `/subnets/${encodeURIComponent(subnetId)}`, call);
      expect(`GET subnet ${subnetId}`, subnet, 200);
      const segmentId = fieldOf(fieldOf(subnet.body, 'subnet'), 'segment_id');
      if (typeof segmentId !== 'string') return null;
      const segment = await askAgain('GET', `/segments/${encodeURIComponent(segmentId)}`, call);
      expect(`GET segment ${segmentId}`, segment, 200);
      const name = fieldOf(fieldOf(segment.body, 'segment'), 'physical_network');
      return typeof name === 'string' ? name : null;
    },
  };
}

/** Nobody can know whether the request took effect. */
export function isUnanswered(error: unknown): boolean {
  return (
    error instanceof ProblemError &&
    (error.problem.code === 'NETWORK_UNREACHABLE' || error.problem.code === 'NETWORK_TIMEOUT')
  );
}

export const notConfigured = (): ProblemError['problem'] => ({
  code: 'NETWORK_UNREACHABLE',
  address: '(none)',
  reason: 'the setting neutronUrl is empty',
});

/** What undici says stands in the cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : null;
  return code ?? (cause instanceof Error ? cause.message : 'unknown error');
}
