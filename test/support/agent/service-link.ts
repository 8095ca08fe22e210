/** What the agent says to the service: which version it speaks, who the machine is, that it is alive. */
import type { AgentOptions } from './kernel-args.ts';
import type { Web } from './web.ts';

export interface ServiceLink {
  /** Where the service last answered. */
  readonly apiUrl: string;
  readonly minorVersion: number;
  /** The address by which this machine reaches the service. */
  readonly localAddress: string | null;
}

/** What an API that does not say its version is taken for. */
const ASSUMED_MINOR = 31;
const VERSION_HEADER = 'X-OpenStack-Ironic-API-Version';

/** Versions from which on a heartbeat has these fields. */
const SINCE = { agentVersion: 36, token: 62, verifyCa: 68 };
const NEWEST = { lookup: 62, heartbeat: 68 };

/** The first of the URLs that answers at all. */
export async function discover(web: Web, urls: AgentOptions['apiUrls'], signal: AbortSignal): Promise<ServiceLink> {
  const failures: unknown[] = [];
  for (const apiUrl of urls) {
    try {
      const { body, localAddress } = await web.send(withoutSlash(apiUrl), { signal });
      return { apiUrl: withoutSlash(apiUrl), minorVersion: minorOf(body) ?? ASSUMED_MINOR, localAddress };
    } catch (error) {
      signal.throwIfAborted();
      failures.push(error);
    }
  }
  throw new Error(`No service answers at ${urls.join(', ')}`, { cause: failures[0] });
}

const withoutSlash = (url: string): string => url.replace(/\/+$/, '');

function minorOf(body: unknown): number | null {
  const version = record(record(body)?.['default_version'])?.['version'];
  const minor = typeof version === 'string' ? Number(/^1\.(\d+)$/.exec(version)?.[1]) : Number.NaN;
  return Number.isInteger(minor) ? minor : null;
}

export type LookupAnswer =
  | {
      readonly kind: 'found';
      readonly nodeId: string;
      readonly heartbeatTimeoutS: number;
      readonly token: string | null;
      readonly config: Readonly<Record<string, unknown>>;
    }
  /** Ask again later. */
  | { readonly kind: 'conflict' | 'not found' };

export async function lookup(
  web: Web,
  { apiUrl, minorVersion }: ServiceLink,
  who: { readonly macs: readonly string[]; readonly nodeId: string | null },
  signal: AbortSignal,
): Promise<LookupAnswer> {
  const query = new URLSearchParams({
    addresses: who.macs.join(','),
    ...(who.nodeId === null ? {} : { node_uuid: who.nodeId }),
  });
  const headers = { [VERSION_HEADER]: `1.${Math.min(minorVersion, NEWEST.lookup)}` };
  const { status, body } = await web.send(`${apiUrl}/v1/lookup?${query.toString()}`, { headers, signal });
  if (status === 409) return { kind: 'conflict' };
  if (status !== 200) return { kind: 'not found' };
  const [node, config] = [record(record(body)?.['node']), record(record(body)?.['config'])];
  const [nodeId, timeout, token] = [node?.['uuid'], config?.['heartbeat_timeout'], config?.['agent_token']];
  // Without these two an agent cannot go on; it takes the answer for none.
  if (config === null || typeof nodeId !== 'string' || typeof timeout !== 'number') return { kind: 'not found' };
  return { kind: 'found', nodeId, heartbeatTimeoutS: timeout, token: typeof token === 'string' ? token : null, config };
}

export interface Heartbeat {
  readonly nodeId: string;
  readonly callbackUrl: string;
  readonly token: string | null;
  readonly version: string;
  /** PEM; null when there is none. */
  readonly certificate: string | null;
}

/** @returns HTTP's status; 202 when it was taken. */
export async function sendHeartbeat(
  web: Web,
  { apiUrl, minorVersion }: ServiceLink,
  beat: Heartbeat,
  signal: AbortSignal,
): Promise<number> {
  const minor = Math.min(minorVersion, NEWEST.heartbeat);
  const body = {
    callback_url: beat.callbackUrl,
    ...(minor >= SINCE.agentVersion ? { agent_version: beat.version } : {}),
    ...(minor >= SINCE.token && beat.token !== null ? { agent_token: beat.token } : {}),
    ...(minor >= SINCE.verifyCa && beat.certificate !== null ? { agent_verify_ca: beat.certificate } : {}),
  };
  const headers = { [VERSION_HEADER]: `1.${minor}` };
  const answer = await web.send(`${apiUrl}/v1/heartbeat/${beat.nodeId}`, { method: 'POST', headers, body, signal });
  return answer.status;
}

function record(value: unknown): Readonly<Record<string, unknown>> | null {
  // Checked here: an object, and no array.
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}
