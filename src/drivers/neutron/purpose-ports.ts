/**
 * Ports that are made for a purpose of ours and deleted after it. Their `device_id` is the node and their
 * `device_owner` names the purpose: so they are found again when whoever made them died before writing them down.
 */
import { ProblemError } from '../../domain/problems.ts';
import { isUuid } from '../../domain/ids.ts';
import type { CallContext, DriverNode, DriverPort } from '../interfaces/common.ts';
import type { MadeVif, NetworkPurpose } from '../interfaces/network.ts';
import { bindingOf, failsOnBindingFailure, untilActive, type BindingOptions } from './bindings.ts';
import { isUnanswered, type Call, type NeutronClient, type PortChange } from './client.ts';
import type { NeutronNetwork, NeutronPort } from './parse.ts';

/** The prefix is Neutron's own for machines; what follows tells our ports from everybody else's. */
export const DEVICE_OWNER: Readonly<Record<NetworkPurpose, string>> = {
  CLEANING: 'baremetal:ironql-cleaning',
  PROVISIONING: 'baremetal:ironql-provisioning',
  RESCUING: 'baremetal:ironql-rescuing',
  INSPECTION: 'baremetal:ironql-inspection',
  SERVICING: 'baremetal:ironql-servicing',
};

export interface PurposeOptions extends BindingOptions {
  /** Purpose → name or id of its network, where a node does not name one; empty: none. */
  readonly networks: Readonly<Record<NetworkPurpose, string>>;
  /** A port for each of the machine's, not only for those that boot over the network. */
  readonly addAllPorts: boolean;
}

/** The node's own network for a purpose, or everybody's; null when nobody named one. */
export function networkNameOf(node: DriverNode, purpose: NetworkPurpose, { networks }: PurposeOptions): string | null {
  const own = node.driverInfo[`${purpose.toLowerCase()}_network`];
  if (typeof own === 'string' && own !== '') return own;
  return networks[purpose] === '' ? null : networks[purpose];
}

/**
 * @throws {ProblemError} NO_FREE_PORT when the machine has none that should get one; what the service says when no
 *   port could be made. Some that could not are only logged: the machine boots by the others.
 */
export async function addPorts(
  client: NeutronClient,
  node: DriverNode,
  purpose: NetworkPurpose,
  options: PurposeOptions,
  ctx: CallContext,
): Promise<readonly MadeVif[]> {
  const network = await findNetwork(client, node, purpose, options, ctx);
  await removePorts(client, node, purpose, [], ctx);
  const eligible = node.ports.filter(({ pxeEnabled }) => pxeEnabled || options.addAllPorts);
  if (eligible.length === 0) {
    const reason = node.ports.length === 0 ? 'it has no ports' : 'none of its ports boots over the network';
    throw new ProblemError({ code: 'NO_FREE_PORT', nodeId: node.id, reason });
  }
  const made: MadeVif[] = [];
  const failures: unknown[] = [];
  for (const port of eligible) {
    try {
      made.push({ vifId: await addPort(client, node, purpose, port, network, options, ctx), port });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error; // cancelled, or no longer ours
      failures.push(error);
      ctx.log.warn({ nodeId: node.id, purpose, portId: port.id, err: error }, 'a port was not connected');
    }
  }
  if (made.length === 0) throw failures[0];
  return made;
}

async function addPort(
  client: NeutronClient,
  node: DriverNode,
  purpose: NetworkPurpose,
  port: DriverPort,
  network: NeutronNetwork,
  options: PurposeOptions,
  call: Call,
): Promise<string> {
  const owner = { device_id: node.id, device_owner: DEVICE_OWNER[purpose], mac_address: port.address };
  const wanted: PortChange = {
    ...owner,
    name: `ironql-${purpose.toLowerCase()}-${port.address}`,
    network_id: network.id,
    admin_state_up: true,
    ...bindingOf(node, { port, portGroup: null }),
  };
  const created = await createOrFind(client, wanted, owner, call);
  if (!failsOnBindingFailure(node, options)) return created.id;
  try {
    await untilActive(client, created, options.bindTimeoutMs, call);
  } catch (error) {
    await client.deletePort(created.id, call);
    throw error;
  }
  return created.id;
}

/** A lost answer leaves a port that nobody knows; it is looked up by what makes it ours. */
async function createOrFind(
  client: NeutronClient,
  wanted: PortChange,
  owner: Readonly<Record<string, string>>,
  call: Call,
): Promise<NeutronPort> {
  try {
    return await client.createPort(wanted, call);
  } catch (error) {
    if (!isUnanswered(error)) throw error;
    const [found] = await client.listPorts(owner, call);
    if (found === undefined) throw error;
    return found;
  }
}

/** @param alsoThese ids that were written down; whatever they are by now, they were made for this */
export async function removePorts(
  client: NeutronClient,
  node: DriverNode,
  purpose: NetworkPurpose,
  alsoThese: readonly string[],
  call: Call,
): Promise<void> {
  const filter = { device_id: node.id, device_owner: DEVICE_OWNER[purpose] };
  const found = await client.listPorts(filter, call);
  const ids = new Set([...found.map(({ id }) => id), ...alsoThese]);
  for (const id of ids) await client.deletePort(id, call);
}

/** @throws {ProblemError} DRIVER_INFO_INVALID when none is named; NETWORK_REFUSED when there is none, or several */
export async function findNetwork(
  client: NeutronClient,
  node: DriverNode,
  purpose: NetworkPurpose,
  options: PurposeOptions,
  call: Call,
): Promise<NeutronNetwork> {
  const name = networkNameOf(node, purpose, options);
  if (name === null) throw new ProblemError(noNetworkNamed(purpose));
  const byId = isUuid(name) ? await client.findNetworks({ id: name }, call) : [];
  const found = byId.length > 0 ? byId : await client.findNetworks({ name }, call);
  const [network] = found;
  if (network !== undefined && found.length === 1) return network;
  const reason = network === undefined ? `there is no network ${name}` : `${found.length} networks are called ${name}`;
  throw new ProblemError({ code: 'NETWORK_REFUSED', address: client.address, request: 'GET networks', reason });
}

export const noNetworkNamed = (purpose: NetworkPurpose): ProblemError['problem'] => {
  const word = `${purpose[0] ?? ''}${purpose.slice(1).toLowerCase()}`;
  return {
    code: 'DRIVER_INFO_INVALID',
    interface: 'network',
    field: `${purpose.toLowerCase()}_network`,
    reason: `it is missing, and so is the setting neutron${word}Network`,
  };
};
