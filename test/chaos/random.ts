/** Draws that are the same for the same seed. */
import { createHash } from 'node:crypto';

export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number, both ends included. */
  between(min: number, max: number): number;
  pick<T>(items: readonly [T, ...T[]]): T;
  pick<T>(items: readonly T[]): T | undefined;
  chance(probability: number): boolean;
  shuffled<T>(items: readonly T[]): T[];
}

/** Each part of a run draws from a source of its own: what one draws more does not shift what the others get. */
export function randomFor(seed: number, part: string): Random {
  // Mulberry32: 32 bits of state are plenty for choosing whom to kill.
  let state = createHash('sha256').update(`${seed}/${part}`).digest().readUInt32LE();
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    between,
    // Typed by the overloads above: of a list that is never empty it never gives undefined.
    pick: <T>(items: readonly T[]) => items[between(0, items.length - 1)] as T,
    chance: (probability) => next() < probability,
    shuffled(items) {
      const rest = [...items];
      return items.flatMap(() => rest.splice(between(0, rest.length - 1), 1));
    },
  };
}
