import { GraphQLError, GraphQLScalarType, Kind, valueFromASTUntyped } from 'graphql';

/** The database writes `2026-11-23 06:04:01.123456`; RFC 3339 has a T and a Z. */
const DateTime = new GraphQLScalarType<string, string>({
  name: 'DateTime',
  serialize: (value) => {
    const text = String(value);
    return text.endsWith('Z') ? text : `${text.replace(' ', 'T')}Z`;
  },
  parseValue: parseDateTime,
  parseLiteral: (node) => parseDateTime(node.kind === Kind.STRING ? node.value : null),
});

/** Whether it is a MAC address is judged where the field is known, so that the error can name it. */
const MacAddress = textScalar('MacAddress', 64);

const Cursor = textScalar('Cursor', 4_096);

/** A scalar of its own because that of `String` quotes what it refuses. How long it may be is judged at its field. */
const Secret = textScalar('Secret', 65_536);

const JSONObject = new GraphQLScalarType<object, unknown>({
  name: 'JSONObject',
  serialize: (value) => value,
  parseValue: requireObject,
  parseLiteral: (node, variables) => requireObject(valueFromASTUntyped(node, variables)),
});

const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z$/;

function parseDateTime(value: unknown): string {
  if (typeof value === 'string' && RFC_3339.test(value) && isOnCalendar(value)) return value;
  throw new GraphQLError('A DateTime is RFC 3339 in UTC, for example 2026-11-23T06:04:01Z.');
}

/** JavaScript takes the 30th of February for the 2nd of March; the database takes it for nothing. */
function isOnCalendar(text: string): boolean {
  const milliseconds = Date.parse(text);
  return !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString().startsWith(text.slice(0, 10));
}

function textScalar(name: string, maxLength: number): GraphQLScalarType<string, string> {
  const parse = (value: unknown): string => {
    if (typeof value === 'string' && value.length <= maxLength) return value;
    throw new GraphQLError(`A ${name} is a text of at most ${maxLength} characters.`);
  };
  return new GraphQLScalarType<string, string>({
    name,
    serialize: String,
    parseValue: parse,
    parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : null),
  });
}

function requireObject(value: unknown): object {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new GraphQLError('A JSONObject is an object: no list, no text, no number.');
}

export const scalarResolvers = { DateTime, MacAddress, Cursor, Secret, JSONObject };
