/**
 * The protocol of the agent in a ramdisk: in which states it is answered, and what it is believed. Pure; the endpoints are in
 * `src/agent/`, what they do in `src/services/agent/`. Source: the reference's API and its agent (domain notes §6).
 */
import type { AddPorts } from './inventory.ts';
import { isInNetwork } from './ip-network.ts';
import type { ProvisionState } from './provision-states.ts';

/** What an agent says of itself; only kickstart scripts do. */
export const AGENT_STATUSES = ['start', 'end', 'error'] as const;
export type AgentStatus = (typeof AGENT_STATUSES)[number];

interface AgentRow {
  /** Is a lookup answered? EXPECTED: while a ramdisk is expected; FAST_TRACK: only where one may go on into the next flow. */
  readonly lookup: 'EXPECTED' | 'FAST_TRACK';
  /** CALLS: it is a signal for the job; RECORDED: that the agent lives is written down, and nothing follows. */
  readonly heartbeat: 'CALLS' | 'RECORDED';
  /** May the ramdisk report what it found in the machine? */
  readonly report: boolean;
}

/**
 * States that are not here know no agent. A job that is about to wait for one is still at work when a quick machine calls, so
 * states at work are here beside those that wait. In the reference they are recorded only, and SERVICING is not looked up; ours
 * marks the call, and the job finds it when it begins to wait.
 */
// prettier-ignore
const AGENT_TABLE: Readonly<Partial<Record<ProvisionState, AgentRow>>> = {
  DEPLOYING:    { lookup: 'EXPECTED',   heartbeat: 'CALLS',    report: false },
  DEPLOY_WAIT:  { lookup: 'EXPECTED',   heartbeat: 'CALLS',    report: false },
  DEPLOY_HOLD:  { lookup: 'FAST_TRACK', heartbeat: 'RECORDED', report: false },
  CLEANING:     { lookup: 'EXPECTED',   heartbeat: 'CALLS',    report: false },
  CLEAN_WAIT:   { lookup: 'EXPECTED',   heartbeat: 'CALLS',    report: false },
  CLEAN_HOLD:   { lookup: 'FAST_TRACK', heartbeat: 'RECORDED', report: false },
  // The signal of an inspection is the report: a heartbeat that came before it would wake the job for nothing.
  INSPECTING:   { lookup: 'EXPECTED',   heartbeat: 'RECORDED', report: true  },
  INSPECT_WAIT: { lookup: 'EXPECTED',   heartbeat: 'RECORDED', report: true  },
  RESCUING:     { lookup: 'EXPECTED',   heartbeat: 'CALLS',    report: false },
  RESCUE_WAIT:  { lookup: 'EXPECTED',   heartbeat: 'CALLS',    report: false },
  SERVICING:    { lookup: 'EXPECTED',   heartbeat: 'CALLS',    report: false },
  SERVICE_WAIT: { lookup: 'EXPECTED',   heartbeat: 'CALLS',    report: false },
  SERVICE_HOLD: { lookup: 'FAST_TRACK', heartbeat: 'RECORDED', report: false },
  ENROLL:       { lookup: 'FAST_TRACK', heartbeat: 'RECORDED', report: false },
  MANAGEABLE:   { lookup: 'FAST_TRACK', heartbeat: 'RECORDED', report: false },
  AVAILABLE:    { lookup: 'FAST_TRACK', heartbeat: 'RECORDED', report: false },
};

/** Does a ramdisk that runs go on into the next flow? The node says it as `fast_track`, else the settings do. */
export function goesOnFastTrack(driverInfo: Readonly<Record<string, unknown>>, setting: boolean): boolean {
  const own = driverInfo['fast_track'];
  return own === undefined || own === null ? setting : own === true || own === 'true';
}

export interface LookupFacts {
  readonly state: ProvisionState;
  /** The engine has staged a ramdisk whose agent has to call. */
  readonly isExpected: boolean;
  readonly isFastTrack: boolean;
}

/** May a ramdisk of this node be told who it is? */
export function isLookupAllowed({ state, isExpected, isFastTrack }: LookupFacts): boolean {
  const row = AGENT_TABLE[state];
  if (row === undefined) return false;
  return row.lookup === 'EXPECTED' ? isExpected || isFastTrack : isFastTrack;
}

/** What follows from a heartbeat in this state; IGNORED: nothing, not even a record. */
export const heartbeatEffect = (state: ProvisionState): 'CALLS' | 'RECORDED' | 'IGNORED' =>
  AGENT_TABLE[state]?.heartbeat ?? 'IGNORED';

export const isReportAwaited = (state: ProvisionState): boolean => AGENT_TABLE[state]?.report === true;

export interface CallbackRules {
  /** Only https is believed. */
  readonly requireTls: boolean;
  /** Addresses that agents may name though their requests come from elsewhere: behind a proxy, say. */
  readonly networks: readonly string[];
}

const CALLBACK_URL = /^(https?):\/\/(?:\[([\da-f]*:[\da-f:]+)\]|([\d.]+))(?::(\d{1,5}))?$/i;

/**
 * Why nobody calls this address, in words that end a sentence; null when it is fine. Commands and their token go there, so it is
 * the address that the request itself came from, and nothing that a URL can hold besides. Empty: it only reports (kickstart).
 */
export function whyCallbackRefused(url: string, from: string, { requireTls, networks }: CallbackRules): string | null {
  if (url === '') return null;
  const [, scheme = '', v6, v4, port] = CALLBACK_URL.exec(url) ?? [];
  const address = v6 ?? v4 ?? '';
  if (isInNetwork(address, address) !== true || (port !== undefined && !isPort(Number(port)))) {
    return 'it must be http or https, an IP address and a port, and nothing else';
  }
  if (requireTls && scheme.toLowerCase() !== 'https') return 'it must be https';
  const isBelieved = [from, ...networks].some((network) => isInNetwork(address, network) === true);
  return isBelieved ? null : 'it is not the address that the request came from';
}

const isPort = (port: number): boolean => port > 0 && port < 65_536;

/** As agents write it: an IPv4 address that came in over an IPv6 socket is one of IPv4. */
export const plainAddress = (address: string): string => address.replace(/^::ffff:(?=[\d.]+$)/i, '');

/** What the settings say about agents in ramdisks. */
export interface AgentSettings {
  /** An agent that has not called for so long is taken for gone; it calls two to three times in that time. */
  readonly heartbeatSeconds: number;
  readonly callback: CallbackRules;
  /** May a ramdisk that runs already go on into the next flow, on nodes that do not say it themselves? */
  readonly fastTrack: boolean;
  /** The driver of machines that report and that nobody knows; null: they are turned away. */
  readonly discoveryDriver: string | null;
  /** Of which interfaces of a discovered machine ports are made. */
  readonly addPorts: AddPorts;
  readonly inventoriesKept: number;
  /** Told to the agent: may an image have an MD5 sum, and which TLS it has to speak at least. */
  readonly allowMd5: boolean;
  readonly tlsMinVersion: '1.2' | '1.3';
}

/** Why a request of an agent was not followed. The words are safe to be answered and logged. */
export const AGENT_REFUSALS = [
  'OFF', // the endpoints are switched off
  'VERSION', // the API version does not have it
  'NO_VERSION', // no API version of ours
  'MALFORMED', // what was sent is not what the protocol knows
  'TOO_LARGE',
  'NOT_FOUND', // nobody expects this machine: one answer, whatever the reason
  'TOKEN',
  'CALLBACK', // an address that is not believed, or another one than before
  'CERTIFICATE', // another one than before
  'TOO_MANY', // of this address
  'BUSY', // of all together
  'METHOD',
] as const;
export type AgentRefusalKind = (typeof AGENT_REFUSALS)[number];

export class AgentRefusal extends Error {
  readonly kind: AgentRefusalKind;

  constructor(kind: AgentRefusalKind, message: string) {
    super(message);
    this.name = 'AgentRefusal';
    this.kind = kind;
  }
}

/** Said for unknown machines, ambiguous ones and those that nobody expects: a stranger learns nothing from it. */
export const notFound = (): AgentRefusal => new AgentRefusal('NOT_FOUND', 'Resource could not be found.');
