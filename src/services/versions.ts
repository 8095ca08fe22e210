import { ProblemError } from '../domain/problems.ts';
import type { Checker } from './checks.ts';

/** Present in the input, be it as null: GraphQL tells the two apart, and so do updates. */
export const isGiven = (input: object, field: string): boolean =>
  field in input && (input as Record<string, unknown>)[field] !== undefined; // looked up by a name from our own table

/** @throws {ProblemError} STALE_VERSION */
export function checkVersion(
  type: string,
  row: { readonly id: string; readonly version: number },
  expected: number | null | undefined,
): void {
  if (expected === null || expected === undefined || expected === row.version) return;
  throw new ProblemError({ code: 'STALE_VERSION', type, id: row.id, expected, actual: row.version });
}

/** Replacing a whole JSON value loses what somebody else put there; who wants that says so with null. */
export function requireVersionFor(checker: Checker, input: object, jsonFields: readonly string[]): void {
  const replaced = jsonFields.filter((field) => isGiven(input, field));
  if (replaced.length === 0 || isGiven(input, 'expectedVersion')) return;
  checker.invalid(
    'expectedVersion',
    `Replacing ${replaced.join(', ')} needs expectedVersion.`,
    'Give the version you read, or null to overwrite whatever is there.',
  );
}

export function checkNotNull(checker: Checker, input: object, fields: readonly string[]): void {
  for (const field of fields) {
    // Looked up by a name from our own table.
    if (isGiven(input, field) && (input as Record<string, unknown>)[field] === null) {
      checker.invalid(field, `${field} cannot be null.`, 'Leave it out to keep what is there.');
    }
  }
}
