/**
 * Capabilities of a machine or of what is wanted from one: `boot_mode`, `boot_option` and the like. In the reference's
 * words they are one text, `boot_mode:uefi,cpu_vt:true`; instances may give an object instead. Both are read here.
 */
export type Capabilities = Readonly<Record<string, string>>;

/** What cannot be read is left out: a node is not refused for a slip in a hint. A name without a value stands for `true`. */
export function parseCapabilities(value: unknown): Capabilities {
  if (typeof value === 'string') return fromText(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, of]: [string, unknown]) =>
      typeof of === 'string' || typeof of === 'number' || typeof of === 'boolean' ? [[name, String(of)]] : [],
    ),
  );
}

export const formatCapabilities = (capabilities: Capabilities): string =>
  Object.entries(capabilities)
    .map(([name, value]) => `${name}:${value}`)
    .join(',');

/** Only the first colon divides: a value may hold others. */
function fromText(text: string): Capabilities {
  const pairs = text.split(',').map((pair) => pair.trim());
  return Object.fromEntries(
    pairs.flatMap((pair) => {
      const colon = pair.indexOf(':');
      const name = (colon === -1 ? pair : pair.slice(0, colon)).trim();
      if (name === '') return [];
      return [[name, colon === -1 ? 'true' : pair.slice(colon + 1).trim()]];
    }),
  );
}
