/** What Neutron has of ours, for whoever compares it with what was written down. */
import { isUuid } from '../../domain/ids.ts';
import { NETWORK_PURPOSES, type HeldVif } from '../interfaces/network.ts';
import type { DriverNode } from '../interfaces/common.ts';
import { VNIC_TYPE } from './bindings.ts';
import type { Call, NeutronClient } from './client.ts';
import type { NeutronPort } from './parse.ts';
import { DEVICE_OWNER } from './purpose-ports.ts';

/** Neutron's own default for the size of a page is "all". */
const PAGE = 500;

const FIELDS = [
  'id',
  'network_id',
  'mac_address',
  'device_id',
  'device_owner',
  'status',
  'fixed_ips',
  'binding:host_id',
  'binding:vnic_type',
  'binding:profile',
  'binding:vif_type',
  'revision_number',
];

/** By what they are bound to, by what made them, and by name: a port that lost one of these is found by the others. */
export async function heldByNode(
  client: NeutronClient,
  node: DriverNode,
  vifIds: readonly string[],
  call: Call,
): Promise<readonly HeldVif[]> {
  const owners = Object.values(DEVICE_OWNER);
  const found = [
    ...(await client.listPorts({ 'binding:host_id': node.id }, call)),
    ...(await client.listPorts({ device_id: node.id, device_owner: owners }, call)),
  ];
  const missing = vifIds.filter((id) => !found.some((port) => port.id === id));
  if (missing.length > 0) found.push(...(await client.listPorts({ id: missing }, call)));
  return [...new Map(found.map((port) => [port.id, heldAs(port)])).values()];
}

/** All that is ours by its maker, or bound as a machine's to what looks like a node. */
export async function* heldByAll(client: NeutronClient, call: Call): AsyncGenerator<readonly HeldVif[]> {
  let marker: string | null = null;
  for (;;) {
    const filter = { limit: String(PAGE), sort_key: 'id', sort_dir: 'asc', fields: FIELDS };
    const page: readonly NeutronPort[] = await client.listPorts(marker === null ? filter : { ...filter, marker }, call);
    yield page.filter(isOurs).map(heldAs);
    marker = page.at(-1)?.id ?? null;
    if (marker === null || page.length < PAGE) return;
  }
}

const isOurs = (port: NeutronPort): boolean =>
  purposeOf(port) !== 'TENANT' || (port.vnicType === VNIC_TYPE && isUuid(port.hostId));

function heldAs(port: NeutronPort): HeldVif {
  const purpose = purposeOf(port);
  const nodeId = purpose === 'TENANT' ? port.hostId : port.deviceId;
  return {
    vifId: port.id,
    purpose,
    nodeId: nodeId === '' ? null : nodeId,
    address: port.address,
    isConnected: port.isBound,
  };
}

const purposeOf = (port: NeutronPort): HeldVif['purpose'] =>
  NETWORK_PURPOSES.find((purpose) => DEVICE_OWNER[purpose] === port.deviceOwner) ?? 'TENANT';
