/** What lies between two JSON values, place by place. */

export interface JsonDifference {
  /** JSON pointer (RFC 6901): `/disks/0/size`. */
  readonly path: string;
  /** Undefined: there was nothing. */
  readonly before?: unknown;
  /** Undefined: there is nothing any more. */
  readonly after?: unknown;
}

/**
 * As deep as both sides have the same shape. Lists are compared by position: what a machine lists has no other name that
 * all kinds of it share.
 */
export function jsonDifferences(before: unknown, after: unknown, path = ''): readonly JsonDifference[] {
  if (before === after) return [];
  const [old, now] = [partsOf(before), partsOf(after)];
  if (old === null || now === null || Array.isArray(before) !== Array.isArray(after)) {
    return [{ path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }];
  }
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) =>
    jsonDifferences(old.get(key), now.get(key), `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
}

/** Null: it has no parts. */
function partsOf(value: unknown): ReadonlyMap<string, unknown> | null {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : null;
}
