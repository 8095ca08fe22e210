/**
 * A certificate that an agent makes for itself: P-256, for one IP address. Node makes keys and signatures but no
 * certificates; the few structures of one are written here (X.509, RFC 5280; their encoding is DER, X.690).
 */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isIPv6 } from 'node:net';

/** Both in PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

const HOUR_MS = 3_600_000;
const DAYS_VALID = 90;

/** Valid from an hour ago, for a service whose clock is behind. */
export function selfSigned(addresses: readonly string[], now = new Date()): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(set(sequence(oid(OID.commonName), utf8(addresses[0] ?? ''))));
  const algorithm = sequence(oid(OID.ecdsaWithSha256));
  const body = sequence(
    tagged(0, integer(Buffer.from([2]))), // version 3
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])), // positive, because its first bit is 0
    algorithm,
    name, // issuer
    sequence(time(now.getTime() - HOUR_MS), time(now.getTime() + DAYS_VALID * 24 * HOUR_MS)),
    name, // subject: the same
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(3, sequence(subjectAltName(addresses))),
  );
  const signature = sign('sha256', body, privateKey);
  const certificate = sequence(body, algorithm, bitString(signature));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pem(certificate),
  };
}

const OID = { commonName: '550403', ecdsaWithSha256: '2a8648ce3d040302', subjectAltName: '551d11' }; // in DER, hexadecimal

function subjectAltName(addresses: readonly string[]): Buffer {
  const IP_ADDRESS = 0x87; // context tag 7
  const names = sequence(...addresses.map((address) => der(IP_ADDRESS, addressBytes(address))));
  const isCritical = der(0x01, Buffer.from([0xff])); // the subject is no name that a client looks at
  return sequence(oid(OID.subjectAltName), isCritical, octets(names));
}

/** Four bytes, or sixteen. */
export function addressBytes(address: string): Buffer {
  if (!isIPv6(address)) return Buffer.from(address.split('.').map(Number));
  const [before = '', after] = address.split('::');
  const groups = (text: string): string[] => text.split(':').filter(Boolean);
  const [head, tail] = [groups(before), groups(after ?? '')];
  const middle = Array.from({ length: 8 - head.length - tail.length }, () => '0');
  return Buffer.from([...head, ...middle, ...tail].map((group) => group.padStart(4, '0')).join(''), 'hex');
}

function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), length(content.length), content]);
}

function length(count: number): Buffer {
  if (count < 0x80) return Buffer.from([count]);
  const bytes = Buffer.from(count.toString(16).padStart(count > 0xff ? 4 : 2, '0'), 'hex');
  return Buffer.concat([Buffer.from([0x80 + bytes.length]), bytes]);
}

const sequence = (...items: readonly Buffer[]): Buffer => der(0x30, ...items);
const set = (...items: readonly Buffer[]): Buffer => der(0x31, ...items);
const integer = (value: Buffer): Buffer => der(0x02, value);
const octets = (value: Buffer): Buffer => der(0x04, value);
const bitString = (value: Buffer): Buffer => der(0x03, Buffer.from([0]), value);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const utf8 = (text: string): Buffer => der(0x0c, Buffer.from(text));
const tagged = (number: number, content: Buffer): Buffer => der(0xa0 + number, content);

/** UTCTime: years have two digits, and are of this century until 2050. */
function time(ms: number): Buffer {
  const digits = new Date(ms).toISOString().replaceAll(/\D/g, '').slice(2, 14);
  return der(0x17, Buffer.from(`${digits}Z`));
}

function pem(certificate: Buffer): string {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
