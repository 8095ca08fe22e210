/**
 * Every field of every mutation's input, taken from the schema itself, is given what does not belong there. Whatever
 * that is, the answer is the caller's to mend: never INTERNAL_SERVER_ERROR, never a 500, and nothing is written.
 */
import { readFileSync } from 'node:fs';
import {
  buildSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
} from 'graphql';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isUuid } from '../../src/domain/ids.ts';
import { newMac, nested, openRows, type TestRows } from '../support/builders.ts';
import {
  accepted,
  enroll,
  gql,
  mutationDocument,
  post,
  type UserError,
  type Variables,
} from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';

const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'));
const MUTATIONS = Object.values(schema.getMutationType()?.getFields() ?? {}).map(({ name, args: [input] }) => {
  const type = getNamedType(input?.type);
  if (!isInputObjectType(type)) throw new Error(`${name} takes no input object.`);
  return { name, type };
});

let service: TestService;
let rows: TestRows;
let good: Variables;

beforeAll(async () => {
  service = await startTestService({ config: { role: 'api' } });
  rows = await openRows(service.databaseUrl);
  const node = await enroll(service, { ports: [{ address: newMac() }] });
  const [port] = await rows.query('SELECT id FROM ports');
  const { allocation } = await accepted(service, 'createAllocation', { resourceClass: 'x' });
  const url = 'http://192.0.2.1/hook';
  const { webhook } = await accepted(service, 'createWebhook', { name: 'paused', url, enabled: false });
  // The values that lead past the first checks: objects that are there.
  good = {
    nodeId: node.id,
    portId: port?.['id'],
    driver: 'fake-hardware',
    vifId: 'vif',
    name: 'CUSTOM_X',
    jobId: newId(),
    jobGroupId: newId(),
    allocationId: allocation?.id,
    url,
    webhookId: webhook?.id,
  };
});
afterAll(async () => {
  await rows?.close();
  await service?.stop();
});

/**
 * JavaScript cannot write so deep an object; a text can be so deep. The marker is replaced in the finished body. It is
 * far more than a stack of calls may hold, and no more than that: reading it takes long, and there are many fields.
 */
const DEEP = '30,000 levels';
const DEEP_TEXT = `${'{"a":'.repeat(30_000)}1${'}'.repeat(30_000)}`;

/** Values that are wrong for nearly every type; where one happens to be right, it is not used. */
const WRONG: readonly (readonly [what: string, value: unknown])[] = [
  ['true', true],
  ['a number', 12.5],
  ['a large number', 2 ** 53],
  ['a number beyond 32 bits', 2 ** 31],
  ['a negative number', -7],
  ['null in a list', [null]],
  ['an id of nothing', newId()],
  ['a list', ['a', ['b']]],
  ['an object', { a: 1 }],
  ['an empty text', ''],
  ['text with nulls', 'a\0b\ud800'],
  ['900,000 characters', 'x'.repeat(900_000)],
  ['10,000 elements', Array.from({ length: 10_000 }, () => 'x')],
  ['200,000 elements deep down', { list: Array.from({ length: 200_000 }, () => 0) }],
  ['1,000 levels', nested(1_000)],
  [DEEP, DEEP],
  ['a prototype', JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}')],
];

describe.each(MUTATIONS)('$name', ({ name, type }) => {
  it.each(fieldsOf(type))('refuses what is wrong for %s', async (_where, path) => {
    const before = await rows.fingerprint();
    for (const [what, value] of WRONG) {
      const input = withValue(baseInput(type), path, value);
      if (isRight(type, path, value)) continue;
      const { status, errors, data, text } = await post<Record<string, { errors: UserError[] }>>(
        service,
        JSON.stringify({ query: mutationDocument(name), variables: { input } }).replace(`"${DEEP}"`, DEEP_TEXT),
      );
      const codes = [
        ...errors.map(({ extensions }) => extensions.code),
        ...(data?.[name]?.errors ?? []).map(({ code }) => code),
      ];
      expect(status, `${what}: ${text.slice(0, 500)}`).toBeLessThan(500);
      expect(codes, `${what}: ${text.slice(0, 500)}`).not.toEqual([]);
      expect(codes).not.toContain('INTERNAL_SERVER_ERROR');
    }
    expect(await rows.fingerprint()).toBe(before);
  });

  it('refuses a field that it does not have', async () => {
    const before = await rows.fingerprint();
    const input = { ...baseInput(type), noSuchField: 1 };
    const { data, errors } = await gql(service, mutationDocument(name), { input });
    expect(data).toBeNull();
    expect(errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(errors[0]?.message).toContain('noSuchField');
    expect(await rows.fingerprint()).toBe(before);
  });

  const required = requiredFields(type);
  // A bulk mutation takes ids or a filter: test/api/bulk.test.ts has what must be given there.
  it.skipIf(required.length === 0)('refuses an input without what it must have', async () => {
    for (const field of required) {
      const { [field.name]: _, ...input } = { ...baseInput(type) };
      for (const wrong of [input, { ...input, [field.name]: null }]) {
        const { data, errors } = await gql(service, mutationDocument(name), { input: wrong });
        expect(data).toBeNull();
        expect(errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
        expect(errors[0]?.message).toContain(field.name);
      }
    }
  });
});

it('an object that pollutes prototypes changes nobody else', () => {
  expect('polluted' in {}).toBe(false);
});

const filtersSeen = new Set<GraphQLInputObjectType>();

/**
 * Paths of all fields, those of nested inputs included: `ports.0.address`. A filter may hold filters without an end, and
 * is the same wherever it stands: it is looked into where it is met first.
 */
function fieldsOf(type: GraphQLInputObjectType, at: readonly string[] = []): (readonly [string, readonly string[]])[] {
  return Object.values(type.getFields()).flatMap((field): (readonly [string, readonly string[]])[] => {
    const path = [...at, field.name];
    const nullable = getNullableType(field.type);
    const inner = getNamedType(field.type);
    const own: readonly [string, readonly string[]] = [path.join('.'), path];
    if (!isInputObjectType(inner) || filtersSeen.has(inner)) return [own];
    if (inner.name.endsWith('Filter')) filtersSeen.add(inner);
    return [own, ...fieldsOf(inner, isListType(nullable) ? [...path, '0'] : path)];
  });
}

const requiredFields = (type: GraphQLInputObjectType) =>
  Object.values(type.getFields()).filter((field) => isNonNullType(field.type) && field.defaultValue === undefined);

/** The least that is accepted as an input; what it names is there. */
function baseInput(type: GraphQLInputObjectType): Record<string, unknown> {
  return Object.fromEntries(requiredFields(type).map((field) => [field.name, good[field.name] ?? valueOf(field.type)]));
}

function valueOf(type: GraphQLInputType): unknown {
  const inner = getNullableType(type);
  if (isListType(inner)) return [valueOf(inner.ofType)];
  if (isEnumType(inner)) return inner.getValues()[0]?.name;
  if (isInputObjectType(inner)) return baseInput(inner);
  return VALUES[String(inner)]?.() ?? 'x';
}

const VALUES: Readonly<Record<string, () => unknown>> = {
  MacAddress: newMac,
  Boolean: () => true,
  Int: () => 1,
  Float: () => 1,
  JSONObject: () => ({}),
};

function withValue(input: Record<string, unknown>, path: readonly string[], value: unknown): Record<string, unknown> {
  const [name, ...rest] = path;
  if (name === undefined) return input;
  if (rest.length === 0) return { ...input, [name]: value };
  if (rest[0] === '0') {
    const port = { address: newMac() };
    return { ...input, [name]: [withValue(port, rest.slice(1), value)] };
  }
  return { ...input, [name]: withValue({}, rest, value) };
}

const MAX_TEXT = 255;

/** Would this very value be a good one for the field? */
function isRight(type: GraphQLInputObjectType, path: readonly string[], value: unknown): boolean {
  const field = path
    .filter((part) => part !== '0')
    .reduce<{ type: GraphQLInputType } | undefined>((found, part) => {
      const inner = found === undefined ? type : getNamedType(found.type);
      return isInputObjectType(inner) ? inner.getFields()[part] : undefined;
    }, undefined);
  const name = String(field === undefined ? '' : getNullableType(field.type));
  // New ids are the caller's to choose, an indicator's is for the machine to know, and of many nodes each is judged alone.
  if (/^(instanceId|indicatorId|nodeIds)$/.test(path.at(-1) ?? '') && typeof value === 'string') return isUuid(value);
  // What nodes are compared with need not exist, and any number is an id to GraphQL.
  if (path.includes('nodeFilter') && typeof value !== 'object') return true;
  if (name === 'Boolean') return typeof value === 'boolean';
  if (name === 'JSONObject')
    return typeof value === 'object' && !Array.isArray(value) && JSON.stringify(value).length < 1_000;
  const isFreeText =
    name === 'String' &&
    /(description|reason|resourceClass|owner|lessee|conductorGroup|vifId|idempotencyKey|physicalNetwork|mode|shard|instanceName|connectorId|volumeType|volumeId)$/i.test(
      path.at(-1) ?? '',
    );
  return isFreeText && value !== DEEP && typeof value === 'string' && value.length < MAX_TEXT;
}
