/** Places in JSON values: read by templates (`{inventory.cpu.count}`), and changed by paths (`/properties/rack`). */
type Json = Readonly<Record<string, unknown>>;

/** `a.b[0][c]`: names and positions, in either spelling. Null when it is neither. */
export function namesIn(place: string): readonly string[] | null {
  if (!/^[^.[\]{}]+(?:\.[^.[\]{}]+|\[[^[\]{}]+\])*$/.test(place)) return null;
  return place.split(/[.[\]]+/).filter((name) => name !== '');
}

/** What stands there; undefined when nothing does. Only what a value itself has, never what its kind has. */
export function valueAt(value: unknown, names: readonly string[]): unknown {
  return names.reduce<unknown>(
    (inner, name) =>
      typeof inner === 'object' && inner !== null ? Object.getOwnPropertyDescriptor(inner, name)?.value : undefined,
    value,
  );
}

/** `/a/b~1c` (RFC 6901) as names; null when it is not written so. */
export function namesOfPointer(pointer: string): readonly string[] | null {
  if (!/^(?:\/(?:[^~/]|~[01])+)+$/.test(pointer)) return null;
  return pointer
    .slice(1)
    .split('/')
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The object with another value at the place, and objects on the way to it; undefined takes it away. */
export function withValueAt(object: Json, [name, ...rest]: readonly string[], value: unknown): Json {
  if (name === undefined) return object;
  const others = Object.entries(object).filter(([other]) => other !== name);
  const inner = rest.length === 0 ? value : withValueAt(objectOf(valueAt(object, [name])), rest, value);
  return Object.fromEntries(inner === undefined ? others : [...others, [name, inner]]);
}

const objectOf = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
