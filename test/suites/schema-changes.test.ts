import { describe, expect, it } from 'vitest';
import { judgeChanges, withoutWords } from '../../scripts/lib/schema-changes.mjs';

const RELEASED = `
  "The query."
  type Query { "Old words." node(id: ID!): Node first: Int! color: Color }
  type Node { id: ID! name: String }
  enum Color { RED }
  input Filter { name: String }
`;

const FIELD_GONE = { type: 'FIELD_REMOVED', path: 'Query.first', reason: 'nobody asked' };

describe('what became of the schema since the release', () => {
  it.each([
    ['nothing', RELEASED],
    ['other words', RELEASED.replace('Old words', 'New words').replace('"The query."', '')],
    ['a field more', RELEASED.replace('first: Int!', 'first: Int! last: Int')],
    ['a value more in an enum', RELEASED.replace('RED', 'RED BLUE')],
    ['an argument more that may be left out', RELEASED.replace('node(id: ID!)', 'node(id: ID!, at: Int)')],
    ['an input field more that may be left out', RELEASED.replace('name: String }', 'name: String at: Int }')],
  ])('is all right: %s', async (_what, current) => {
    expect((await judgeChanges(withoutWords(RELEASED), current, [])).objections).toEqual([]);
  });

  it.each([
    ['a field that is gone', RELEASED.replace('first: Int!', ''), 'Query.first'],
    ['a type that is gone', RELEASED.replace('color: Color', '').replace('enum Color { RED }', ''), 'Color'],
    ['a value that is gone', RELEASED.replace('RED', 'BLUE'), 'Color.RED'],
    ['a field of another type', RELEASED.replace('name: String }\n  enum', 'name: Int }\n  enum'), 'Node.name'],
    ['a field that may be null now', RELEASED.replace('first: Int!', 'first: Int'), 'Query.first'],
    ['an argument that must be given', RELEASED.replace('node(id: ID!)', 'node(id: ID!, at: Int!)'), 'Query.node.at'],
    [
      'an input field that must be given',
      RELEASED.replace('{ name: String }', '{ name: String at: Int! }'),
      'Filter.at',
    ],
  ])('breaks clients: %s', async (_what, current, path) => {
    const { objections } = await judgeChanges(withoutWords(RELEASED), current, []);
    expect(objections.join('\n')).toContain(`"path":"${path}"`);
  });

  it('may break where the list says so and why', async () => {
    const current = RELEASED.replace('first: Int!', '');
    expect((await judgeChanges(RELEASED, current, [FIELD_GONE])).objections).toEqual([]);
    const { objections } = await judgeChanges(RELEASED, current, [{ ...FIELD_GONE, reason: ' ' }]);
    expect(objections).toEqual(['Breaks without a reason: FIELD_REMOVED Query.first']);
  });

  it('may not leave a line in the list that names no break', async () => {
    const { objections } = await judgeChanges(RELEASED, RELEASED, [FIELD_GONE]);
    expect(objections).toEqual(['Nothing breaks so (any more): FIELD_REMOVED Query.first']);
  });
});
