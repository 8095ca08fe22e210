/** What a ramdisk found in its machine. Looked at only as far as the machine is known by it; the rest is kept as it came. */
import { AgentRefusal } from '../domain/agent.ts';
import { macsIn } from '../domain/inventory.ts';
import type { Report } from '../services/agent/report.ts';
import { API } from './api-version.ts';
import { parseNodeId } from './parse-lookup.ts';

type Json = Readonly<Record<string, unknown>>;

/** What is kept, as text and without the logs. A machine of 256 disks makes a tenth of it. */
const MAX_KEPT = 4 * 1024 * 1024;
const MAX_INTERFACES = 1_024;
const MAX_ERROR = 4_096;

/**
 * What some BMCs have for an address that they do not have.
 * Source: `ipmitool lan print`, by which agents find out.
 */
const NO_ADDRESS: ReadonlySet<string> = new Set(['', '0.0.0.0', '::', '::/0']);

/** @throws {AgentRefusal} MALFORMED, TOO_LARGE, VERSION */
export function parseReport(body: Json, query: URLSearchParams, version: number): Report {
  const nodeId = parseNodeId(query);
  const isLegacy = version === API.MIN; // agents send no version with it
  if (version < API.CONTINUE_INSPECTION && (!isLegacy || nodeId !== null)) {
    throw new AgentRefusal('VERSION', `API version 1.${API.CONTINUE_INSPECTION} or newer is required.`);
  }
  const { inventory, error = null, logs: _, ...pluginData } = body;
  if (!isObject(inventory)) throw malformed('"inventory" must be an object.');
  checkInterfaces(inventory['interfaces']);
  if (error !== null && typeof error !== 'string') throw malformed('"error" must be a text or null.');
  const macs = macsIn(inventory);
  const bmcAddresses = ['bmc_address', 'bmc_v6address'].flatMap((field) => {
    const address = inventory[field] ?? '';
    if (typeof address !== 'string') throw malformed(`"inventory.${field}" must be a text or null.`);
    return NO_ADDRESS.has(address) ? [] : address.slice(0, 64);
  });
  if (macs.length === 0 && bmcAddresses.length === 0 && nodeId === null)
    throw malformed('No lookup information provided.');
  if (JSON.stringify([inventory, pluginData]).length > MAX_KEPT) {
    throw new AgentRefusal('TOO_LARGE', `What was found is larger than ${MAX_KEPT} characters, logs left out.`);
  }
  return {
    inventory,
    pluginData,
    error: error === null ? null : error.slice(0, MAX_ERROR),
    macs,
    bmcAddresses,
    nodeId,
    takesToken: !isLegacy,
  };
}

function checkInterfaces(interfaces: unknown): void {
  if (!Array.isArray(interfaces) || interfaces.length === 0) {
    throw malformed('"inventory.interfaces" must be a list of at least one.');
  }
  if (interfaces.length > MAX_INTERFACES) throw malformed(`"inventory.interfaces" has more than ${MAX_INTERFACES}.`);
  const wrong = interfaces.findIndex((nic: unknown) => !isObject(nic) || typeof nic['mac_address'] !== 'string');
  if (wrong !== -1) throw malformed(`"inventory.interfaces" has no mac_address at ${wrong}.`);
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const malformed = (message: string): AgentRefusal => new AgentRefusal('MALFORMED', message);
