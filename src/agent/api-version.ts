/**
 * Versions of the reference's API, as agents negotiate them. What is served here has not changed since the highest one named, so
 * that is the one we claim: an agent sends what it knows up to there, tokens and its certificate among it.
 */
import { AgentRefusal } from '../domain/agent.ts';

/** Minor versions, of 1. */
export const API = {
  MIN: 1,
  LOOKUP_AND_HEARTBEAT: 22,
  AGENT_VERSION: 36,
  AGENT_TOKEN: 62,
  AGENT_VERIFY_CA: 68,
  AGENT_STATUS: 72,
  CONTINUE_INSPECTION: 84,
  MAX: 84,
} as const;

export const VERSION_HEADER = 'x-openstack-ironic-api-version';

/** @throws {AgentRefusal} NO_VERSION */
export function parseApiVersion(header: string | readonly string[] | undefined): number {
  if (header === undefined) return API.MIN;
  if (header === 'latest') return API.MAX;
  const [, minor] = (typeof header === 'string' && /^1\.(\d{1,4})$/.exec(header)) || [];
  const version = Number(minor ?? 0);
  if (version < API.MIN || version > API.MAX) {
    throw new AgentRefusal('NO_VERSION', `The API version must be 1.${API.MIN} to 1.${API.MAX}, or latest.`);
  }
  return version;
}

/** As the reference says a version on each answer. */
export const versionHeaders = (version: number): Readonly<Record<string, string>> => ({
  'x-openstack-ironic-api-minimum-version': `1.${API.MIN}`,
  'x-openstack-ironic-api-maximum-version': `1.${API.MAX}`,
  [VERSION_HEADER]: `1.${version}`,
});
