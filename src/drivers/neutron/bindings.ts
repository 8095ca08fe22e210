/** One VIF on one node: connected, reserved, cut off, let go. Each brings the port to an end, whatever it is now. */
import { isDeepStrictEqual } from 'node:util';
import { ProblemError } from '../../domain/problems.ts';
import type { DriverNode } from '../interfaces/common.ts';
import type { Vif, VifReach } from '../interfaces/network.ts';
import { sleep } from '../sleep.ts';
import { changePort } from './change-port.ts';
import type { Call, NeutronClient, PortChange } from './client.ts';
import type { NeutronPort } from './parse.ts';

/** How Neutron knows that no hypervisor is to plug it. */
export const VNIC_TYPE = 'baremetal';
const POLL_MS = 500;

/** What frees a port from its host. */
const UNBOUND: PortChange = { 'binding:host_id': '', 'binding:profile': {} };

export interface BindingOptions {
  /** May a node say otherwise: `driverInfo.fail_on_binding_failure`. */
  readonly failOnBindingFailure: boolean;
  /** How long a bound port may take to become ACTIVE, in milliseconds. */
  readonly bindTimeoutMs: number;
}

/**
 * Gives a VIF to a node. One that is bound to another host is not taken from there: whoever put it there must let go.
 * @throws {ProblemError} NETWORK_REFUSED when it is gone, in other hands, or cannot be bound
 */
export async function giveVif(
  client: NeutronClient,
  node: DriverNode,
  vif: Vif,
  reach: VifReach,
  options: BindingOptions,
  call: Call,
): Promise<void> {
  const address = vif.port?.address ?? vif.portGroup?.address ?? null;
  const wanted = reach === 'CONNECT' ? bindingOf(node, vif) : reservationOf(node);
  const mustBind = reach === 'CONNECT' && failsOnBindingFailure(node, options);
  let triesToBind = 0;
  const port = await changePort(
    client,
    vif.vifId,
    (now) => {
      if (now === null) throw refused(client, vif.vifId, 'there is no such port');
      if (now.isBound && now.hostId !== node.id) throw refused(client, vif.vifId, `it is bound to ${now.hostId}`);
      // A bound port keeps its MAC, so it is unbound first.
      if (address !== null && now.address !== address) return now.isBound ? UNBOUND : { mac_address: address };
      if (!isAs(now, wanted)) return wanted;
      // Neutron tries again to bind a port whenever it is written; once, for it may have been a passing failure.
      if (mustBind && now.hasBindingFailed && triesToBind++ < 1) return wanted;
      return null;
    },
    call,
  );
  if (mustBind && port !== null) await untilActive(client, port, options.bindTimeoutMs, call);
}

/** Cuts a node off from a VIF that it keeps. */
export async function cutOff(client: NeutronClient, node: DriverNode, vifId: string, call: Call): Promise<void> {
  let isCut = false;
  await changePort(
    client,
    vifId,
    (now) => {
      if (now === null || (now.hostId !== '' && now.hostId !== node.id)) return null;
      if (!isCut && now.hostId === node.id && Object.keys(now.profile).length > 0) return UNBOUND;
      isCut = true; // what Neutron makes of a mere reservation is its own affair
      return isAs(now, reservationOf(node)) ? null : reservationOf(node);
    },
    call,
  );
}

/**
 * Takes a VIF from a node. Gone, or in other hands by now, is as good: then nothing is touched. The MAC of the machine
 * is given up as well, or the VIF could not be used together with another one in the same network.
 */
export async function letGo(client: NeutronClient, node: DriverNode, vif: Vif, call: Call): Promise<void> {
  const ours = new Set([...node.ports, ...node.portGroups].map(({ address }) => address));
  await changePort(
    client,
    vif.vifId,
    (now) => {
      if (now === null) return null;
      if (now.hostId === node.id) return UNBOUND;
      return now.hostId === '' && ours.has(now.address) ? { mac_address: null } : null;
    },
    call,
  );
}

/** Where the machine is plugged in, for the plug-in that switches it there. */
export function bindingOf(node: DriverNode, { port, portGroup }: Pick<Vif, 'port' | 'portGroup'>): PortChange {
  const members = portGroup === null ? [] : node.ports.filter(({ id }) => portGroup.portIds.includes(id));
  const links = (port === null ? members : [port])
    .map(({ localLinkConnection }) => localLinkConnection)
    .filter((link) => Object.keys(link).length > 0);
  const physicalNetwork = port?.physicalNetwork ?? portGroup?.physicalNetwork ?? null;
  return {
    ...reservationOf(node),
    'binding:profile': {
      local_link_information: links,
      ...(portGroup === null
        ? {}
        : {
            local_group_information: {
              id: portGroup.id,
              name: portGroup.name,
              bond_mode: portGroup.mode,
              bond_properties: portGroup.properties,
            },
          }),
      ...(physicalNetwork === null ? {} : { physical_network: physicalNetwork }),
    },
  };
}

const reservationOf = (node: DriverNode): PortChange => ({
  'binding:host_id': node.id,
  'binding:vnic_type': VNIC_TYPE,
});

function isAs(port: NeutronPort, wanted: PortChange): boolean {
  const profile = wanted['binding:profile'];
  return (
    port.hostId === wanted['binding:host_id'] &&
    port.vnicType === wanted['binding:vnic_type'] &&
    (profile === undefined || isDeepStrictEqual(port.profile, profile))
  );
}

export const failsOnBindingFailure = (node: DriverNode, { failOnBindingFailure }: BindingOptions): boolean =>
  typeof node.driverInfo['fail_on_binding_failure'] === 'boolean'
    ? node.driverInfo['fail_on_binding_failure']
    : failOnBindingFailure;

/** @throws {ProblemError} NETWORK_REFUSED when it could not be bound, NETWORK_TIMEOUT when nobody says so in time */
export async function untilActive(
  client: NeutronClient,
  bound: NeutronPort,
  timeoutMs: number,
  call: Call,
): Promise<void> {
  const giveUpAt = performance.now() + timeoutMs;
  let port: NeutronPort | null = bound;
  for (;;) {
    if (port === null) throw refused(client, bound.id, 'it was deleted while it was being bound');
    if (port.hasBindingFailed) {
      throw refused(client, bound.id, 'it cannot be bound; check localLinkConnection and the switch driver');
    }
    if (port.status === 'ACTIVE') return;
    if (performance.now() > giveUpAt) {
      const request = `binding of port ${bound.id}`;
      throw new ProblemError({ code: 'NETWORK_TIMEOUT', address: client.address, request, afterMs: timeoutMs });
    }
    await sleep(POLL_MS, call.signal);
    port = await client.getPort(bound.id, call);
  }
}

function refused(client: NeutronClient, portId: string, reason: string): ProblemError {
  const { address } = client;
  return new ProblemError({ code: 'NETWORK_REFUSED', address, request: `binding of port ${portId}`, reason });
}
