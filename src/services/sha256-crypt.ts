/**
 * The SHA-256 form of crypt(3), as /etc/shadow has it: `$5$salt$hash`. Written after its public specification ("Unix crypt
 * using SHA-256 and SHA-512", 2008); the reference hashes rescue passwords the same way, so its ramdisks take it as it is.
 *
 * It is slow by design, some ten milliseconds: a guess at the password costs as much.
 */
import { createHash, randomBytes } from 'node:crypto';

/** The specification's default. Other numbers would have to stand in the hash. */
const ROUNDS = 5_000;
const SALT_LENGTH = 16;
const ALPHABET = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Whose bytes of the digest are written as four letters, the last named lowest. The specification's order. */
// prettier-ignore
const ORDER: readonly (readonly [number, number, number])[] = [
  [0, 10, 20], [21, 1, 11], [12, 22, 2], [3, 13, 23], [24, 4, 14],
  [15, 25, 5], [6, 16, 26], [27, 7, 17], [18, 28, 8], [9, 19, 29],
];

export function sha256Crypt(password: string, salt = randomSalt()): string {
  const key = Buffer.from(password, 'utf8');
  const salted = Buffer.from(salt, 'ascii');
  const first = firstDigest(key, salted);
  const p = stretched(sha256(...Array.from({ length: key.length }, () => key)), key.length);
  const s = stretched(sha256(...Array.from({ length: 16 + at(first, 0) }, () => salted)), salted.length);
  let digest = first;
  for (let round = 0; round < ROUNDS; round += 1) {
    const isOdd = round % 2 === 1;
    digest = sha256(
      isOdd ? p : digest,
      ...(round % 3 === 0 ? [] : [s]),
      ...(round % 7 === 0 ? [] : [p]),
      isOdd ? digest : p,
    );
  }
  return `$5$${salt}$${letters(digest)}`;
}

/** Password and salt, with a digest of both between them, mixed by the bits of the password's length. */
function firstDigest(key: Buffer, salt: Buffer): Buffer {
  const between = sha256(key, salt, key);
  const parts = [key, salt, stretched(between, key.length)];
  for (let bits = key.length; bits > 0; bits >>= 1) parts.push((bits & 1) === 1 ? between : key);
  return sha256(...parts);
}

function sha256(...parts: readonly Buffer[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** The digest over and over, until it has the length. */
const stretched = (digest: Buffer, length: number): Buffer => Buffer.alloc(length, digest);

function letters(digest: Buffer): string {
  const groups = ORDER.map(([high, middle, low]) =>
    fourLetters((at(digest, high) << 16) | (at(digest, middle) << 8) | at(digest, low)),
  );
  // Two bytes are left over for three letters.
  return groups.join('') + fourLetters((at(digest, 31) << 8) | at(digest, 30)).slice(0, 3);
}

/** Six bits each, lowest first. */
const fourLetters = (bits: number): string =>
  [0, 6, 12, 18].map((shift) => ALPHABET.charAt((bits >> shift) & 63)).join('');

const at = (bytes: Buffer, index: number): number => bytes[index] ?? 0;

const randomSalt = (): string => [...randomBytes(SALT_LENGTH)].map((byte) => ALPHABET.charAt(byte & 63)).join('');
