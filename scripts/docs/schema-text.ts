/** What schema.graphql says about itself. */
import { readFileSync } from 'node:fs';
import { buildSchema, isEnumType, isObjectType } from 'graphql';

const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'));

/** Value → description, in the schema's order. */
export function enumDescriptions(name: string): ReadonlyMap<string, string> {
  const type = schema.getType(name);
  if (!isEnumType(type)) throw new Error(`schema.graphql has no enum ${name}.`);
  return new Map(type.getValues().map((value) => [value.name, value.description ?? '']));
}

export function fieldNames(name: string): ReadonlySet<string> {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`schema.graphql has no type ${name}.`);
  return new Set(Object.keys(type.getFields()));
}
