/** Addresses of both versions as the bits that they are. */

/** Null: the network is none. An address that is none, or of the other version, is in no network. */
export function isInNetwork(address: string, network: string): boolean | null {
  const [base = '', length, ...rest] = network.split('/');
  const of = bitsOf(base);
  const bits = length === undefined ? (of?.length ?? 0) : Number(length);
  if (of === null || rest.length > 0 || length === '' || !Number.isInteger(bits) || bits < 0 || bits > of.length) {
    return null;
  }
  const asked = bitsOf(address);
  return asked !== null && asked.length === of.length && asked.startsWith(of.slice(0, bits));
}

/** As a text of zeros and ones, 32 or 128 of them; null when it is no address. */
export function bitsOf(address: string): string | null {
  return address.includes(':') ? bitsOfVersion6(address) : bitsOfVersion4(address);
}

function bitsOfVersion4(address: string): string | null {
  const octets = address.split('.');
  if (octets.length !== 4 || !octets.every((octet) => /^(?:0|[1-9]\d{0,2})$/.test(octet) && Number(octet) < 256)) {
    return null;
  }
  return octets.map((octet) => Number(octet).toString(2).padStart(8, '0')).join('');
}

function bitsOfVersion6(address: string): string | null {
  const halves = address.split('::');
  if (halves.length > 2) return null;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (!groups.every((group) => /^[\da-f]{1,4}$/i.test(group))) return null;
  return groups.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0')).join('');
}
