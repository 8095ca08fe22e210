/**
 * graphql-jit writes out the whole of a variable's type in code. A type that holds itself (`NodeFilter.and`) has no end,
 * and the process would die of it. Such variables are given to it as plain objects, which graphql-js has coerced.
 */
import {
  getNamedType,
  isInputObjectType,
  Kind,
  type DocumentNode,
  type GraphQLInputObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type TypeNode,
  type VariableDefinitionNode,
} from 'graphql';

/** A scalar of ours that takes any object as it is. */
const OPAQUE = 'JSONObject';

/** The document itself when nothing need be changed; null when it cannot be helped. */
export function withOpaqueVariables(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): DocumentNode | null {
  const variables = operation.variableDefinitions ?? [];
  const endless = variables.filter(({ type }) => isEndless(namedInput(schema, type)));
  if (endless.length === 0) return document;
  if (endless.some(({ type }) => isList(type))) return null;
  const variableDefinitions = variables.map((variable) => (endless.includes(variable) ? opaque(variable) : variable));
  // Its selections stay the same objects: what is remembered about them still holds.
  const definitions = document.definitions.map((definition) =>
    definition === operation ? { ...operation, variableDefinitions } : definition,
  );
  return { ...document, definitions };
}

/** Without its default, which graphql-js has put in its place. */
function opaque({ type, defaultValue: _, ...rest }: VariableDefinitionNode): VariableDefinitionNode {
  const named = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: OPAQUE } } as const;
  return { ...rest, type: type.kind === Kind.NON_NULL_TYPE ? { kind: Kind.NON_NULL_TYPE, type: named } : named };
}

const isList = (type: TypeNode): boolean =>
  type.kind === Kind.LIST_TYPE || (type.kind === Kind.NON_NULL_TYPE && isList(type.type));

function namedInput(schema: GraphQLSchema, node: TypeNode): GraphQLInputObjectType | null {
  const type = getNamedType(schema.getType(nameOf(node)));
  return isInputObjectType(type) ? type : null;
}

function isEndless(type: GraphQLInputObjectType | null, within: readonly GraphQLInputObjectType[] = []): boolean {
  if (type === null) return false;
  if (within.includes(type)) return true;
  return Object.values(type.getFields()).some((field) => {
    const inner = getNamedType(field.type);
    return isInputObjectType(inner) && isEndless(inner, [...within, type]);
  });
}

const nameOf = (node: TypeNode): string => (node.kind === Kind.NAMED_TYPE ? node.name.value : nameOf(node.type));
