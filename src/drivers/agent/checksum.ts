/** Checksums of images, and the files they are published in. Source: domain notes §8.2. */

export interface Checksum {
  readonly algorithm: string;
  /** Lower case, hexadecimal. */
  readonly value: string;
}

/** Name → hexadecimal digits. */
export const DIGITS: Readonly<Record<string, number>> = { md5: 32, sha256: 64, sha384: 96, sha512: 128 };

/** The algorithm is told by the length; null: it is no checksum. */
export function checksumFrom(text: string): Checksum | null {
  const value = text.trim().toLowerCase();
  const [algorithm] = Object.entries(DIGITS).find(([, digits]) => digits === value.length) ?? [];
  return algorithm !== undefined && /^[\da-f]+$/.test(value) ? { algorithm, value } : null;
}

/**
 * The checksum of one file in what `sha256sum` and its like have written: `<sum>  [*]name`, BSD's `ALGO (name) = <sum>`, or
 * a sum alone. Lines that begin with `#` say nothing. Null: the file is not in it.
 */
export function checksumIn(text: string, fileName: string): Checksum | null {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const [only] = lines;
  if (lines.length === 1 && only !== undefined && !/\s/.test(only)) return checksumFrom(only);
  for (const line of lines) {
    const [, bsdName, bsdSum] = /^[A-Za-z\d-]+ \((.+)\) = ([\dA-Fa-f]+)$/.exec(line) ?? [];
    const [, sum, name] = /^([\dA-Fa-f]+)\s+\*?(.+)$/.exec(line) ?? [];
    const found = bsdName === undefined ? { name, sum } : { name: bsdName, sum: bsdSum };
    if (found.name === undefined || found.sum === undefined) continue;
    if (found.name === fileName || found.name.replace(/^.*\//, '') === fileName) return checksumFrom(found.sum);
  }
  return null;
}
