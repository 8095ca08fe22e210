import { AgentRefusal } from '../domain/agent.ts';
import { isUuid } from '../domain/ids.ts';
import { parseMacAddress } from '../domain/mac-address.ts';
import type { Lookup } from '../services/agent/look-up.ts';
import { API } from './api-version.ts';

/** More interfaces than that has no machine, and a database no wish to look for them. */
const MAX_ADDRESSES = 256;

export interface ParsedLookup extends Lookup {
  /** What was no address and is looked for no further, for the log. */
  readonly dropped: number;
}

/** @throws {AgentRefusal} MALFORMED */
export function parseLookup(query: URLSearchParams, version: number): ParsedLookup {
  const written = query
    .getAll('addresses')
    .flatMap((list) => list.split(','))
    .map((address) => address.trim())
    .filter((address) => address !== '');
  if (written.length > MAX_ADDRESSES) {
    throw new AgentRefusal('MALFORMED', `More than ${MAX_ADDRESSES} addresses were given.`);
  }
  const macs = written.flatMap((address) => parseMacAddress(address) ?? []);
  const nodeId = parseNodeId(query);
  if (nodeId === null && macs.length === 0) {
    throw new AgentRefusal('MALFORMED', 'At least one valid address or the node_uuid must be given.');
  }
  return {
    macs: [...new Set(macs)],
    nodeId,
    takesToken: version >= API.AGENT_TOKEN,
    dropped: written.length - macs.length,
  };
}

/** Null: it was not given. @throws {AgentRefusal} MALFORMED */
export function parseNodeId(query: URLSearchParams): string | null {
  const text = query.get('node_uuid');
  if (text === null || text === '') return null;
  if (!isUuid(text)) throw new AgentRefusal('MALFORMED', 'node_uuid must be a UUID.');
  return text.toLowerCase();
}
