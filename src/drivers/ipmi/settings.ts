/** What a node's driverInfo says about its BMC, checked. Source: the reference's fields (domain notes §3.1). */
import type { InterfaceKind } from '../../domain/interfaces.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { DriverInfoField, DriverNode } from '../interfaces/common.ts';

export const IPMI_DRIVER_INFO: Readonly<Record<string, DriverInfoField>> = {
  ipmi_address: { description: 'Name or IP address of the BMC.', required: true },
  ipmi_port: { description: 'UDP port of the BMC.', default: 623 },
  ipmi_username: { description: 'User of the BMC; left out, the null user.' },
  ipmi_password: { description: 'Password of that user; left out, the null password.', secret: true },
  ipmi_priv_level: { description: 'ADMINISTRATOR, OPERATOR, USER or CALLBACK.', default: 'ADMINISTRATOR' },
  ipmi_hex_kg_key: {
    description: 'Kg key of IPMI 2.0, in hexadecimal: up to 20 bytes of plain text (01 to 7f).',
    secret: true,
  },
  ipmi_protocol_version: { description: '2.0 or 1.5.', default: '2.0' },
  ipmi_cipher_suite: {
    description: 'Cipher suite, usually 17 or 3; 2.0 only. Set it for a BMC that is slow to answer which ones it has.',
  },
  ipmi_bridging: { description: 'How commands reach a satellite controller: no, single or dual.', default: 'no' },
  ipmi_target_channel: { description: 'Destination channel; needed for bridging.' },
  ipmi_target_address: { description: 'Destination address; needed for bridging.' },
  ipmi_transit_channel: { description: 'Transit channel; needed for dual bridging.' },
  ipmi_transit_address: { description: 'Transit address; needed for dual bridging.' },
  ipmi_local_address: { description: 'Local IPMB address, for bridging.' },
  ipmi_disable_boot_timeout: {
    description: 'Tell the BMC to keep the boot device for longer than the 60 seconds of the specification.',
    default: true,
  },
};

/** Port of asf-rmcp in IANA's list; IPMI over LAN speaks on it. */
const RMCP_PORT = 623;
const PRIVILEGE_LEVELS = ['ADMINISTRATOR', 'OPERATOR', 'USER', 'CALLBACK'] as const;
/** ipmitool's name for each version of the protocol. */
const LAN_INTERFACE: Readonly<Record<string, string>> = { '2.0': 'lanplus', '1.5': 'lan' };
/** The specification's limit on a Kg key (IPMI 2.0, table 22-25). */
const MAX_KG_BYTES = 20;

export interface IpmiSettings {
  readonly address: string;
  readonly port: number;
  readonly username: string | null;
  readonly password: string | null;
  readonly privilegeLevel: string;
  readonly kgKey: string | null;
  readonly lanInterface: string;
  readonly cipherSuite: number | null;
  /** ipmitool's own options, in its order. */
  readonly bridgingArgs: readonly string[];
  readonly disableBootTimeout: boolean;
}

/** @throws {ProblemError} DRIVER_INFO_INVALID */
export function parseIpmiSettings(slot: InterfaceKind, node: DriverNode): IpmiSettings {
  const fields = fieldsOf(slot, node);
  const protocol = fields.text('ipmi_protocol_version') ?? '2.0';
  const lanInterface = LAN_INTERFACE[protocol];
  if (lanInterface === undefined) throw fields.invalid('ipmi_protocol_version', 'it must be 2.0 or 1.5');

  const cipherSuite = fields.wholeNumber('ipmi_cipher_suite', 0, 255);
  if (cipherSuite !== null && protocol === '1.5') {
    throw fields.invalid('ipmi_cipher_suite', 'IPMI 1.5 has no cipher suites');
  }
  return {
    address: parseAddress(fields),
    port: fields.wholeNumber('ipmi_port', 1, 65_535) ?? RMCP_PORT,
    username: fields.text('ipmi_username'),
    password: fields.text('ipmi_password'),
    privilegeLevel: parsePrivilegeLevel(fields),
    kgKey: parseKgKey(fields),
    lanInterface,
    cipherSuite,
    bridgingArgs: parseBridging(fields),
    disableBootTimeout: fields.flag('ipmi_disable_boot_timeout') ?? true,
  };
}

/** As people write it and problems name it. */
export function hostAndPort({ address, port }: IpmiSettings): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function parseAddress(fields: Fields): string {
  const address = fields.text('ipmi_address');
  if (address === null) throw fields.invalid('ipmi_address', 'it is missing');
  if (!/^[\w.:%-]+$/.test(address) || address.startsWith('-')) {
    throw fields.invalid('ipmi_address', 'it must be a host name or an IP address');
  }
  return address;
}

function parsePrivilegeLevel(fields: Fields): string {
  const wanted = fields.text('ipmi_priv_level')?.toUpperCase() ?? 'ADMINISTRATOR';
  if (PRIVILEGE_LEVELS.some((level) => level === wanted)) return wanted;
  throw fields.invalid('ipmi_priv_level', `it must be one of ${PRIVILEGE_LEVELS.join(', ')}`);
}

/**
 * ipmitool takes a Kg key of any bytes on its command line only, where every user of the conductor's machine could
 * read it. From the environment it takes plain text, so that is what a key must be here.
 */
function parseKgKey(fields: Fields): string | null {
  const hex = fields.text('ipmi_hex_kg_key');
  if (hex === null || hex === '') return null;
  if (!/^([\da-f]{2})+$/i.test(hex)) {
    throw fields.invalid('ipmi_hex_kg_key', 'it must be an even number of hexadecimal digits');
  }
  const bytes = Buffer.from(hex, 'hex');
  if (bytes.length > MAX_KG_BYTES) throw fields.invalid('ipmi_hex_kg_key', `it is longer than ${MAX_KG_BYTES} bytes`);
  if (bytes.some((byte) => byte === 0 || byte > 0x7f)) {
    throw fields.invalid(
      'ipmi_hex_kg_key',
      'each of its bytes must be between 01 and 7f, or it could not be kept secret',
    );
  }
  return bytes.toString('latin1');
}

/** ipmitool's option for each field, in the order of the reference's command line. */
const BRIDGING_FIELDS = {
  no: [],
  single: [
    { option: '-m', field: 'ipmi_local_address', required: false },
    { option: '-b', field: 'ipmi_target_channel', required: true },
    { option: '-t', field: 'ipmi_target_address', required: true },
  ],
  dual: [
    { option: '-m', field: 'ipmi_local_address', required: false },
    { option: '-B', field: 'ipmi_transit_channel', required: true },
    { option: '-T', field: 'ipmi_transit_address', required: true },
    { option: '-b', field: 'ipmi_target_channel', required: true },
    { option: '-t', field: 'ipmi_target_address', required: true },
  ],
} as const;

function parseBridging(fields: Fields): readonly string[] {
  const kind = fields.text('ipmi_bridging') ?? 'no';
  if (kind !== 'no' && kind !== 'single' && kind !== 'dual') {
    throw fields.invalid('ipmi_bridging', 'it must be no, single or dual');
  }
  return BRIDGING_FIELDS[kind].flatMap(({ option, field, required }) => {
    const value = fields.text(field);
    if (value === null) {
      if (required) throw fields.invalid(field, `it is needed for ${kind} bridging`);
      return [];
    }
    // A byte, decimal or hexadecimal, as ipmitool reads it.
    if (!/^(0x[\da-f]{1,2}|\d{1,3})$/i.test(value) || Number(value) > 0xff) {
      throw fields.invalid(field, 'it must be a number from 0 to 255, or 0x00 to 0xff');
    }
    return [option, value];
  });
}

/** Reads single fields; a value that is null counts as left out. */
interface Fields {
  text(field: string): string | null;
  wholeNumber(field: string, min: number, max: number): number | null;
  flag(field: string): boolean | null;
  invalid(field: string, reason: string): ProblemError;
}

function fieldsOf(slot: InterfaceKind, node: DriverNode): Fields {
  const invalid = (field: string, reason: string): ProblemError =>
    new ProblemError({ code: 'DRIVER_INFO_INVALID', interface: slot, field, reason });

  function text(field: string): string | null {
    const value = node.driverInfo[field] ?? null;
    if (value === null) return null;
    if (typeof value !== 'string' && typeof value !== 'number') throw invalid(field, 'it must be text or a number');
    // A NUL would end the argument early, a line feed the password file.
    if (/[\0\r\n]/.test(String(value))) throw invalid(field, 'it must not contain control characters');
    return String(value);
  }
  return {
    text,
    invalid,
    wholeNumber(field, min, max) {
      const value = text(field);
      if (value === null) return null;
      if (!/^\d+$/.test(value) || Number(value) < min || Number(value) > max) {
        throw invalid(field, `it must be a whole number from ${min} to ${max}`);
      }
      return Number(value);
    },
    flag(field) {
      const value = node.driverInfo[field] ?? null;
      if (value === null || typeof value === 'boolean') return value;
      if (value === 'true' || value === 'false') return value === 'true';
      throw invalid(field, 'it must be true or false');
    },
  };
}
