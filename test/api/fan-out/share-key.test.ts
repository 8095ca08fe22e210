/** Who may be sent the very same text, and who may not. */
import { createHash } from 'node:crypto';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { shareKey } from '../../../src/api/fan-out/share-key.ts';
import { SYSTEM_ADMIN, type Viewer } from '../../../src/domain/viewer.ts';

interface Asked {
  readonly source?: string;
  readonly operationName?: string | null;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly viewer?: Viewer;
}

const WATCH = `subscription W($after: Cursor, $snapshot: Boolean!, $filter: NodeFilter) {
  nodeEvents(after: $after, snapshot: $snapshot, filter: $filter) { kind } }`;

const keyOf = ({ source = WATCH, operationName = null, variables = {}, viewer = SYSTEM_ADMIN }: Asked): string =>
  shareKey({
    hash: createHash('sha256').update(source).digest('hex'),
    document: parse(source),
    operationName,
    variables,
    viewer,
  });

const tenant = (actor: string, ...projects: string[]): Viewer => ({ actor, scope: { kind: 'projects', projects } });

const SAME: readonly { readonly what: string; readonly one: Asked; readonly other: Asked }[] = [
  { what: 'the same twice', one: {}, other: {} },
  {
    what: 'another cursor and another wish for a snapshot',
    one: { variables: { after: 'a', snapshot: true } },
    other: { variables: { after: 'b', snapshot: false } },
  },
  {
    what: 'a cursor and none',
    one: { variables: { after: 'a', snapshot: true } },
    other: { variables: { snapshot: true } },
  },
  {
    what: 'variables in another order, at every level',
    one: { variables: { filter: { a: { in: [1, 2], eq: null }, b: 2 }, snapshot: true } },
    other: { variables: { snapshot: true, filter: { b: 2, a: { eq: null, in: [1, 2] } } } },
  },
  {
    what: 'one tenant on two sockets, its projects in any order',
    one: { viewer: tenant('alice', 'p', 'q') },
    other: { viewer: tenant('alice', 'q', 'p') },
  },
  {
    what: 'the system administrator by two names: both see everything',
    one: { viewer: { actor: 'one', scope: { kind: 'all' } } },
    other: { viewer: { actor: 'two', scope: { kind: 'all' } } },
  },
];

const twoOperations = `subscription A($f: NodeFilter) { nodeEvents(filter: $f) { kind } }
  subscription B($f: NodeFilter) { nodeEvents(filter: $f) { cursor } }`;
const used = (elsewhere: string) =>
  `subscription ($after: Cursor, $snapshot: Boolean!) { nodeEvents(after: $after, snapshot: $snapshot) { kind ${elsewhere} } }`;

const OTHER: readonly { readonly what: string; readonly one: Asked; readonly other: Asked }[] = [
  {
    what: 'another filter',
    one: { variables: { filter: { name: { eq: 'a' } } } },
    other: { variables: { filter: { name: { eq: 'b' } } } },
  },
  {
    what: 'a list in another order',
    one: { variables: { filter: { id: { in: ['a', 'b'] } } } },
    other: { variables: { filter: { id: { in: ['b', 'a'] } } } },
  },
  { what: 'null and nothing', one: { variables: { filter: null } }, other: {} },
  { what: 'a number and its text', one: { variables: { filter: 1 } }, other: { variables: { filter: '1' } } },
  { what: 'another selection', one: {}, other: { source: WATCH.replace('kind', 'cursor') } },
  { what: 'an alias', one: {}, other: { source: WATCH.replace('{ kind', '{ k: kind') } },
  {
    what: 'another operation of the document',
    one: { source: twoOperations, operationName: 'A' },
    other: { source: twoOperations, operationName: 'B' },
  },
  {
    what: 'a variable that says where to begin, and more: in a directive',
    one: { source: used('type @include(if: $snapshot)'), variables: { snapshot: true } },
    other: { source: used('type @include(if: $snapshot)'), variables: { snapshot: false } },
  },
  {
    what: 'the same in a fragment',
    one: {
      source: `${used('...F')} fragment F on NodeEvent { type @skip(if: $snapshot) }`,
      variables: { snapshot: true },
    },
    other: {
      source: `${used('...F')} fragment F on NodeEvent { type @skip(if: $snapshot) }`,
      variables: { snapshot: false },
    },
  },
  {
    what: "an argument of that name that is another field's",
    one: { source: used('node { events(after: $after) { nodes { id } } }'), variables: { after: 'a' } },
    other: { source: used('node { events(after: $after) { nodes { id } } }'), variables: { after: 'b' } },
  },
  {
    what: 'cursors that are written into the document: its text is another',
    one: { source: 'subscription { nodeEvents(after: "a") { kind } }' },
    other: { source: 'subscription { nodeEvents(after: "b") { kind } }' },
  },
  { what: 'everything and a project', one: {}, other: { viewer: tenant('system-admin') } },
  { what: 'other projects', one: { viewer: tenant('alice', 'p') }, other: { viewer: tenant('alice', 'p', 'q') } },
  {
    what: 'one project by two tenants, of whom fields may tell each its own',
    one: { viewer: tenant('alice', 'p') },
    other: { viewer: tenant('bob', 'p') },
  },
];

describe('shareKey', () => {
  it.each(SAME)('is the same for $what', ({ one, other }) => {
    expect(keyOf(one)).toBe(keyOf(other));
  });

  it.each(OTHER)('differs for $what', ({ one, other }) => {
    expect(keyOf(one)).not.toBe(keyOf(other));
  });

  it('does not take what an earlier operation of the same document left out for its own', () => {
    const document = parse(
      `subscription A($s: Boolean!) { nodeEvents(snapshot: $s) { kind } }
       subscription B($s: Boolean!) { nodeEvents { kind type @include(if: $s) } }`,
    );
    const key = (operationName: string, s: boolean): string =>
      shareKey({ hash: 'h', document, operationName, variables: { s }, viewer: SYSTEM_ADMIN });
    key('A', true);
    expect(key('B', true)).not.toBe(key('B', false));
  });
});
