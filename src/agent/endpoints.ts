/**
 * What agents in ramdisks call, as ironic-python-agent speaks it: `GET /`, `GET /v1/`, `GET /v1/lookup`,
 * `POST /v1/heartbeat/{id}` and `POST /v1/continue_inspection`. Each is parsed, handed to one use case and answered; none waits
 * for a node's lock or for hardware. No credentials are asked for, so nothing is said to who has no business here, and what it may
 * cost is bounded: see `limits.ts`.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AgentRefusal, notFound, plainAddress, type AgentRefusalKind, type AgentSettings } from '../domain/agent.ts';
import { isUuid } from '../domain/ids.ts';
import { continueInspection } from '../services/agent/continue-inspection.ts';
import { recordHeartbeat, type HeartbeatOutcome } from '../services/agent/heartbeat.ts';
import { lookUp } from '../services/agent/look-up.ts';
import type { ServiceContext } from '../services/context.ts';
import { API, parseApiVersion, VERSION_HEADER, versionHeaders } from './api-version.ts';
import { nodeDocument, rootDocument, v1Document } from './documents.ts';
import { createBucket, createGate, createIntake, type Bucket } from './limits.ts';
import { parseHeartbeat } from './parse-heartbeat.ts';
import { parseLookup } from './parse-lookup.ts';
import { parseReport } from './parse-report.ts';
import { readJsonObject } from './read-body.ts';
import { createRefusalLog } from './refusal-log.ts';

export interface AgentEndpoints {
  /** Is it for an agent? Browsers, who want to see a page at `/`, are not. */
  handles(request: IncomingMessage, url: URL): boolean;
  answer(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void>;
}

export interface AgentEndpointsOptions {
  readonly services: ServiceContext;
  readonly settings: AgentSettings;
  readonly isEnabled: boolean;
  /** Lookups and reports that one address may make in a second; so many refused heartbeats as well. */
  readonly perSecond: number;
  /** Connections that the endpoints may use at once for lookups and reports, and as many for heartbeats. */
  readonly databaseShare: number;
  /** Where machines reach this service. */
  readonly baseUrl: () => string;
  /** Is it the database that is away? Then the agent is to come again. */
  readonly isUnavailable: (error: unknown) => boolean;
  readonly count: (route: string, outcome: string, seconds: number) => void;
  readonly now?: () => number;
}

/** In bytes. Reports carry logs, and are the only large thing that an agent sends. */
const MAX_BODY = 1024 * 1024;
const MAX_REPORT = 16 * 1024 * 1024;

/** Of a body that was refused, so much is thrown away before the connection is closed; the server's time for a request bounds it too. */
const MAX_DISCARDED = 64 * 1024 * 1024;

/** After a pause, one address may ask so many seconds' worth at once: a rack behind one address that is turned on. */
const BURST_SECONDS = 20;
const WAITING_STRANGERS = 256;
/** All agents of a large site at once. What waits holds some kilobytes. */
const WAITING_HEARTBEATS = 5_000;
/** Reports that are read at once: at most this many times 16 MiB are in memory. */
const REPORTS_AT_ONCE = { total: 16, perAddress: 4 };

const STATUS: Readonly<Record<AgentRefusalKind, number>> = {
  OFF: 403,
  VERSION: 404,
  NO_VERSION: 406,
  MALFORMED: 400,
  TOO_LARGE: 413,
  NOT_FOUND: 404,
  TOKEN: 400,
  CALLBACK: 400,
  CERTIFICATE: 400,
  TOO_MANY: 429,
  BUSY: 503,
  METHOD: 405,
};

interface Asked {
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly address: string;
  /** Minor version of the reference's API. */
  readonly version: number;
  /** What the log may say of a refusal, besides. */
  readonly about: Record<string, unknown>;
}

interface Answer {
  readonly status: number;
  /** Absent: an empty body. */
  readonly body?: object;
}

interface Route {
  readonly name: string;
  readonly path: RegExp;
  readonly method: 'GET' | 'POST';
  /** Documents say nothing of anybody; they are served even where the endpoints are off. */
  readonly isDocument: boolean;
  readonly since: number;
  answer(asked: Asked, params: readonly string[]): Promise<Answer>;
}

export function createAgentEndpoints(options: AgentEndpointsOptions): AgentEndpoints {
  const { services, settings, perSecond, databaseShare, baseUrl, now = () => performance.now() } = options;
  const limit = { perSecond, burst: perSecond * BURST_SECONDS, now };
  const strangers = {
    bucket: createBucket(limit),
    gate: createGate({ atOnce: databaseShare, waiting: WAITING_STRANGERS }),
  };
  const agents = {
    bucket: createBucket(limit),
    gate: createGate({ atOnce: databaseShare, waiting: WAITING_HEARTBEATS }),
  };
  const intake = createIntake(REPORTS_AT_ONCE);
  const refusals = createRefusalLog({ log: services.log, now });

  const routes: readonly Route[] = [
    {
      name: 'root',
      path: /^\/$/,
      method: 'GET',
      isDocument: true,
      since: API.MIN,
      answer: () => Promise.resolve({ status: 200, body: rootDocument(baseUrl()) }),
    },
    {
      name: 'v1',
      path: /^\/v1\/?$/,
      method: 'GET',
      isDocument: true,
      since: API.MIN,
      answer: () => Promise.resolve({ status: 200, body: v1Document(baseUrl()) }),
    },
    {
      name: 'lookup',
      path: /^\/v1\/lookup\/?$/,
      method: 'GET',
      isDocument: false,
      since: API.LOOKUP_AND_HEARTBEAT,
      async answer({ url, version, address, about }) {
        refuseIfWornOut(strangers.bucket, address);
        strangers.bucket.take(address);
        const { dropped, ...lookup } = parseLookup(url.searchParams, version);
        Object.assign(about, { nodeId: lookup.nodeId, macs: lookup.macs.slice(0, 8) });
        if (dropped > 0) refusals.refused('BAD_MAC', address, { dropped });
        const found = await strangers.gate.pass(() => lookUp(services, lookup, settings));
        return { status: 200, body: nodeDocument(baseUrl(), found) };
      },
    },
    {
      name: 'heartbeat',
      path: /^\/v1\/heartbeat\/([^/]+)\/?$/,
      method: 'POST',
      isDocument: false,
      since: API.LOOKUP_AND_HEARTBEAT,
      async answer({ request, version, address, about }, [nodeId = '']) {
        if (!isUuid(nodeId)) throw new AgentRefusal('MALFORMED', 'The node must be named by its UUID.');
        about['nodeId'] = nodeId;
        refuseIfWornOut(agents.bucket, address);
        const outcome = await heartbeat(request, nodeId.toLowerCase(), version, address);
        if (outcome === 'IGNORED') refusals.refused('STATE', address, { nodeId, answered: 202 });
        return { status: 202 };
      },
    },
    {
      name: 'continue_inspection',
      path: /^\/v1\/continue_inspection\/?$/,
      method: 'POST',
      isDocument: false,
      since: API.MIN,
      async answer({ request, url, version, address, about }) {
        refuseIfWornOut(strangers.bucket, address, 'BUSY');
        strangers.bucket.take(address);
        const report = await intake.take(address, async () =>
          parseReport(await readJsonObject(request, MAX_REPORT), url.searchParams, version),
        );
        Object.assign(about, { nodeId: report.nodeId, macs: report.macs.slice(0, 8) });
        const found = await strangers.gate.pass(() => continueInspection(services, report, settings));
        return { status: 202, body: report.takesToken ? nodeDocument(baseUrl(), found) : { uuid: found.nodeId } };
      },
    },
  ];

  /** Only what is refused is paid for: agents that share an address do not wear it out. */
  async function heartbeat(
    request: IncomingMessage,
    nodeId: string,
    version: number,
    address: string,
  ): Promise<HeartbeatOutcome> {
    try {
      const sent = parseHeartbeat(await readJsonObject(request, MAX_BODY), version, address, settings.callback);
      return await agents.gate.pass(() => recordHeartbeat(services, nodeId, sent));
    } catch (error) {
      if (error instanceof AgentRefusal && error.kind !== 'BUSY') agents.bucket.take(address);
      throw error;
    }
  }

  async function answer(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const begun = performance.now();
    const address = plainAddress(request.socket.remoteAddress ?? '');
    const route = routes.find(({ path }) => path.test(url.pathname));
    const about: Record<string, unknown> = { route: route?.name ?? 'other' };
    let outcome = 'OK';
    try {
      const version = parseApiVersion(request.headers[VERSION_HEADER]);
      for (const [name, value] of Object.entries(versionHeaders(version))) response.setHeader(name, value);
      if (route === undefined) throw notFound();
      if (request.method !== route.method) throw new AgentRefusal('METHOD', `Only ${route.method} is answered here.`);
      if (!options.isEnabled && !route.isDocument) throw new AgentRefusal('OFF', 'Agents are not served here.');
      if (version < route.since)
        throw new AgentRefusal('VERSION', `API version 1.${route.since} or newer is required.`);
      const params = route.path.exec(url.pathname)?.slice(1) ?? [];
      send(request, response, await route.answer({ request, url, address, version, about }, params));
    } catch (error) {
      outcome = refuse(error);
    }
    options.count(route?.name ?? 'other', outcome.toLowerCase(), (performance.now() - begun) / 1_000);

    function refuse(error: unknown): string {
      if (error instanceof AgentRefusal) {
        refusals.refused(error.kind, address, { ...about, reason: error.message });
        if (error.kind === 'METHOD' && route !== undefined) response.setHeader('allow', route.method);
        if (error instanceof TooMany) response.setHeader('retry-after', error.seconds);
        else if (error.kind === 'BUSY') response.setHeader('retry-after', 5);
        send(request, response, { status: STATUS[error.kind], body: errorBody('Client', error.message) });
        return error.kind;
      }
      if (options.isUnavailable(error)) {
        refusals.refused('UNAVAILABLE', address, about);
        response.setHeader('retry-after', 5);
        send(request, response, { status: 503, body: errorBody('Server', 'Ask again later.') });
        return 'UNAVAILABLE';
      }
      if (request.destroyed && !request.complete) return 'ABORTED'; // nobody is there to be answered
      services.log.error({ err: error, ...about }, 'request of a ramdisk agent failed: a bug');
      send(request, response, { status: 500, body: errorBody('Server', 'Something went wrong in the service.') });
      return 'BUG';
    }
  }

  return {
    handles: (request, { pathname }) =>
      pathname === '/v1' ||
      pathname.startsWith('/v1/') ||
      (pathname === '/' && !(request.headers.accept ?? '').includes('text/html')),
    answer,
  };
}

/** Carries when to come again. */
class TooMany extends AgentRefusal {
  readonly seconds: number;

  constructor(kind: 'TOO_MANY' | 'BUSY', seconds: number) {
    super(kind, 'Too many requests from this address; ask again later.');
    this.seconds = seconds;
  }
}

/** @param kind what it is answered as: an agent repeats its report after a 503, and not after a 429 */
function refuseIfWornOut(bucket: Bucket, address: string, kind: 'TOO_MANY' | 'BUSY' = 'TOO_MANY'): void {
  const seconds = bucket.wait(address);
  if (seconds !== null) throw new TooMany(kind, seconds);
}

/** @see MAX_DISCARDED */
const isShort = ({ headers, method }: IncomingMessage): boolean =>
  method === 'GET' || Number(headers['content-length'] ?? Infinity) <= MAX_DISCARDED;

/** As the reference writes errors: JSON in a text in JSON. Agents read `faultstring`. */
const errorBody = (faultcode: 'Client' | 'Server', faultstring: string): object => ({
  error_message: JSON.stringify({ faultcode, faultstring, debuginfo: null }),
});

function send(request: IncomingMessage, response: ServerResponse, { status, body }: Answer): void {
  // What is left of a body is read to its end and thrown away, or the answer would be lost with the connection. Not for ever.
  if (!request.complete && !isShort(request)) response.setHeader('connection', 'close');
  response.setHeader('cache-control', 'no-store');
  if (body === undefined) {
    response.writeHead(status, { 'content-length': 0 }).end();
    return;
  }
  const text = JSON.stringify(body);
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
    .end(text);
}
