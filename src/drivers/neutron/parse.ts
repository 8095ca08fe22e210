/** What Neutron says, checked before anyone believes it. */
import { ProblemError } from '../../domain/problems.ts';

export interface NeutronPort {
  readonly id: string;
  readonly networkId: string;
  /** Lower case with colons. */
  readonly address: string;
  readonly deviceId: string;
  readonly deviceOwner: string;
  readonly status: string;
  readonly subnetIds: readonly string[];
  /** Empty: bound to nothing. */
  readonly hostId: string;
  readonly vnicType: string;
  readonly profile: Readonly<Record<string, unknown>>;
  readonly isBound: boolean;
  readonly hasBindingFailed: boolean;
  /** Goes up with every change; `If-Match` compares it. */
  readonly revision: number;
}

export interface NeutronNetwork {
  readonly id: string;
  readonly name: string;
  /** Of the network itself, or of its segments; empty when it says none. */
  readonly physicalNetworks: readonly string[];
}

export function parsePort(value: unknown): NeutronPort {
  const vifType = textOf(value, 'binding:vif_type');
  return {
    id: textOf(value, 'id'),
    networkId: textOf(value, 'network_id'),
    address: textOf(value, 'mac_address').toLowerCase(),
    deviceId: textOf(value, 'device_id'),
    deviceOwner: textOf(value, 'device_owner'),
    status: textOf(value, 'status'),
    subnetIds: listOf(value, 'fixed_ips').map((ip) => textOf(ip, 'subnet_id')),
    hostId: textOf(value, 'binding:host_id'),
    vnicType: textOf(value, 'binding:vnic_type'),
    profile: recordOf(fieldOf(value, 'binding:profile')),
    isBound: vifType !== 'unbound' && vifType !== 'binding_failed',
    hasBindingFailed: vifType === 'binding_failed',
    revision: numberOf(value, 'revision_number'),
  };
}

export function parseNetwork(value: unknown): NeutronNetwork {
  const segments = fieldOf(value, 'segments');
  const ofSegments = Array.isArray(segments) ? segments : [value];
  return {
    id: textOf(value, 'id'),
    name: textOf(value, 'name'),
    physicalNetworks: ofSegments
      .map((segment: unknown) => fieldOf(segment, 'provider:physical_network'))
      .filter((name) => typeof name === 'string'),
  };
}

/** The sentence of an error body, or what can be said without one. */
export function errorText(status: number, body: unknown): string {
  const error = fieldOf(body, 'NeutronError') ?? fieldOf(body, 'error');
  const message = fieldOf(error, 'message');
  const text = typeof message === 'string' ? message.replace(/[\s.]+$/, '').slice(0, 500) : '';
  return text === '' ? `it answered ${status}` : `${text} (${status})`;
}

export function fieldOf(value: unknown, name: string): unknown {
  // Any object may be looked into; what is found there is checked by the caller.
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

export function listOf(value: unknown, name: string): readonly unknown[] {
  const list = fieldOf(value, name);
  if (Array.isArray(list)) return list;
  throw unreadable(name);
}

function textOf(value: unknown, name: string): string {
  const text = fieldOf(value, name);
  if (typeof text === 'string') return text;
  // The binding is for administrators only: without it nothing here can be done.
  throw unreadable(name);
}

function numberOf(value: unknown, name: string): number {
  const number = fieldOf(value, name);
  if (typeof number === 'number') return number;
  throw unreadable(name);
}

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  // An object of any form is a record of unknowns.
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

function unreadable(field: string): ProblemError {
  const reason = `its answer lacks ${field}; the user needs the rights of an administrator of networks`;
  return new ProblemError({ code: 'NETWORK_REFUSED', address: 'Neutron', request: 'read', reason });
}
