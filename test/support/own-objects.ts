/** What tests of things that belong to no node have in common. */
import { expect } from 'vitest';
import type { TestRows } from './builders.ts';
import { mutate, type Endpoint, type Variables } from './graphql-client.ts';

/** What was blamed, code and path; and that nothing was written. */
export async function refusals(
  service: Endpoint,
  rows: TestRows,
  mutation: string,
  input: Variables,
): Promise<readonly string[]> {
  const before = await rows.fingerprint();
  const { errors, cursor } = await mutate(service, mutation, input);
  if (errors.length > 0) expect([cursor, await rows.fingerprint()]).toEqual([null, before]);
  return errors.map(({ code, path, remedy }) => {
    expect(remedy).toMatch(/\S/);
    return `${code} ${path?.join('.')}`;
  });
}

interface ObjectEvent {
  readonly type: string;
  readonly actor: string;
  readonly changes: { readonly list: readonly { field: string; before: unknown; after: unknown }[] };
}

/** The events of such a kind, oldest first: type, and what each says changed. */
export async function eventsOf(rows: TestRows, kind: string, id: string): Promise<unknown[]> {
  const found = await rows.query<ObjectEvent & Record<string, unknown>>(
    'SELECT type, actor, changes FROM events WHERE node_id IS NULL AND type LIKE ? AND changes LIKE ? ORDER BY id',
    [`${kind}%`, `%${id}%`],
  );
  return found.map(({ type, changes }) => [
    type,
    ...changes.list.map(({ field, before, after }) => `${field}: ${String(before)} → ${String(after)}`),
  ]);
}
