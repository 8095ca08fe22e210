import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, Kind, parse, validate, type OperationDefinitionNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { EXAMPLE_VARIABLES, exampleValues, fillVariables } from '../../ui/graphiql/examples.ts';

const PROJECT = join(import.meta.dirname, '../..');
const FOLDER = join(PROJECT, 'docs/operations');
const FILES = readdirSync(FOLDER).sort();
const TABS = FILES.filter((file) => /^[0-9]/.test(file));

const schema = buildSchema(readFileSync(join(PROJECT, 'schema.graphql'), 'utf8'));

describe.each(FILES)('docs/operations/%s', (file) => {
  const text = readFileSync(join(FOLDER, file), 'utf8');

  it('fits the schema', () => {
    expect(validate(schema, parse(text))).toEqual([]);
  });

  it('says on top what it shows, and holds one operation', () => {
    expect(text).toMatch(/^# \S/);
    expect(parse(text).definitions.map((definition) => definition.kind)).toEqual([Kind.OPERATION_DEFINITION]);
  });
});

describe('docs/operations', () => {
  it('gives each operation a name of its own, so that clients and logs can tell them apart', () => {
    const names = FILES.map((file) => operationIn(file).name?.value ?? `unnamed in ${file}`);
    expect(names.filter((name, index) => names.indexOf(name) !== index || name.startsWith('unnamed'))).toEqual([]);
  });

  it('uses every mutation and subscription of the schema at least once', () => {
    const used = new Set(
      FILES.flatMap((file) =>
        operationIn(file).selectionSet.selections.map((field) => (field.kind === Kind.FIELD ? field.name.value : '')),
      ),
    );
    const offered = [schema.getMutationType(), schema.getSubscriptionType()].flatMap((type) =>
      Object.keys(type?.getFields() ?? {}),
    );
    expect(offered.filter((field) => !used.has(field))).toEqual([]);
  });
});

describe('README.md', () => {
  const readme = readFileSync(join(PROJECT, 'README.md'), 'utf8');
  const examples = [...readme.matchAll(/```graphql\n(.*?)```/gs)].map(([, text]) => text ?? '');

  it.each(examples)('has an example that fits the schema: %#', (text) => {
    expect(validate(schema, parse(text))).toEqual([]);
  });
});

describe('example tabs', () => {
  it.each(TABS)('%s needs no variable that GraphiQL does not fill in', (file) => {
    const needed = (operationIn(file).variableDefinitions ?? [])
      .filter(({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && defaultValue === undefined)
      .map(({ variable }) => variable.name.value);
    expect(needed.filter((name) => !EXAMPLE_VARIABLES.includes(name))).toEqual([]);
  });
});

describe('fillVariables', () => {
  const values = exampleValues({ nodeId: 'some-node' }, [0x0a, 0x0b, 0x0c, 0xff]);

  it('fills the variables that the operation declares and keeps what else was typed', () => {
    const operation = 'mutation ($nodeId: ID!, $target: PowerTarget!) { setNodePower(input: {}) { replayed } }';
    const filled = fillVariables(operation, '{ "nodeId": "an-older-node", "target": "OFF" }', values);
    expect(JSON.parse(filled ?? '')).toEqual({ nodeId: 'some-node', target: 'OFF' });
  });

  it('makes names and addresses from the random bytes', () => {
    const filled = fillVariables('query ($name: String, $firstAddress: MacAddress) { viewer { actor } }', '', values);
    expect(JSON.parse(filled ?? '')).toEqual({ name: 'fake-0a0b0cff', firstAddress: '02:0a:0b:0c:ff:01' });
  });

  it('leaves operations alone that declare nothing it knows, and those that are half typed', () => {
    expect(fillVariables('query ($first: Int) { nodes(first: $first) { totalCount } }', '{}', values)).toBeNull();
    expect(fillVariables('query ($nodeId: ID', '{}', values)).toBeNull();
  });
});

function operationIn(file: string): OperationDefinitionNode {
  const operation = parse(readFileSync(join(FOLDER, file), 'utf8')).definitions.find(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  if (operation === undefined) throw new Error(`${file} holds no operation`);
  return operation;
}
