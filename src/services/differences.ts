/** What an update will really change: a value that is there already changes nothing, and no rule forbids it. */
import { isDeepStrictEqual } from 'node:util';
import type { Change } from '../domain/events.ts';
import { isGiven } from './versions.ts';

/** Those of the fields that are given and differ from what is there. */
export function differing<Field extends string>(
  fields: readonly Field[],
  now: object,
  wanted: object,
): readonly Field[] {
  return fields.filter((field) => isGiven(wanted, field) && !isDeepStrictEqual(get(now, field), get(wanted, field)));
}

/** As an event tells them: before and after, but for JSON values, which may be long. */
export function changesOf(noun: string, changed: readonly string[], now: object, after: object): Change[] {
  const shown = (row: object, field: string): unknown => {
    const value = get(row, field);
    return typeof value === 'object' ? null : value;
  };
  return changed.map((field) => ({
    field: `${noun}.${field}`,
    before: shown(now, field),
    after: shown(after, field),
  }));
}

/** A value as its column takes it. */
export const toColumn = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : value;

// Looked up by names from the callers' own tables of columns.
const get = (row: object, field: string): unknown => (row as Record<string, unknown>)[field];
