/** What a single operation may cost. Source: the conventions' security table (OWASP's GraphQL and WebSocket sheets). */
import {
  type ASTVisitor,
  getOperationAST,
  getVariableValues,
  GraphQLError,
  Kind,
  type GraphQLSchema,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';
import { getComplexity, simpleEstimator, type ComplexityEstimator } from 'graphql-query-complexity';
import { isDeeperThan } from '../domain/json-depth.ts';

export const MAX_TOKENS = 2_000;
export const MAX_DEPTH = 12;
export const MAX_ALIASES = 30;
/** About ten thousand objects of a few fields: one full page of nodes with ports and VIFs fits. */
export const MAX_COST = 50_000;
/** Of JSON in variables. What it is meant for may set a lower limit; beyond this one nobody even looks. */
export const MAX_VARIABLES_DEPTH = 64;
export const MAX_BODY_BYTES = 1024 * 1024;
export const MAX_SOCKET_MESSAGE_BYTES = 64 * 1024;
export const MAX_OPERATIONS_PER_SOCKET = 100;
export const MAX_VALIDATION_ERRORS = 5;

/** Introspection is deep by nature and harmless: it is not counted. */
const isIntrospection = (field: FieldNode): boolean => field.name.value.startsWith('__');

/** Refuses documents that are nested too deep or repeat fields under too many names. */
export function documentLimits(context: ValidationContext): ASTVisitor {
  let aliases = 0;
  return {
    OperationDefinition(operation) {
      if (depthOf(context, operation.selectionSet, new Set()) > MAX_DEPTH) {
        context.reportError(
          new GraphQLError(`The operation is nested deeper than ${MAX_DEPTH} levels.`, { nodes: [operation] }),
        );
      }
    },
    Field(field) {
      if (field.alias === undefined) return;
      aliases += 1;
      if (aliases === MAX_ALIASES + 1) {
        context.reportError(new GraphQLError(`The document has more than ${MAX_ALIASES} aliases.`, { nodes: [field] }));
      }
    },
  };
}

function depthOf(
  context: ValidationContext,
  selectionSet: SelectionSetNode,
  within: ReadonlySet<FragmentDefinitionNode>,
): number {
  let deepest = 0;
  for (const selection of selectionSet.selections) {
    if (selection.kind === Kind.FIELD) {
      if (selection.selectionSet === undefined || isIntrospection(selection)) continue;
      deepest = Math.max(deepest, 1 + depthOf(context, selection.selectionSet, within));
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      deepest = Math.max(deepest, depthOf(context, selection.selectionSet, within));
    } else {
      const fragment = context.getFragment(selection.name.value);
      if (!fragment || within.has(fragment)) continue; // unknown or circular: other rules say so
      deepest = Math.max(deepest, depthOf(context, fragment.selectionSet, new Set([...within, fragment])));
    }
    if (deepest > MAX_DEPTH) return deepest;
  }
  return deepest;
}

/** @throws {GraphQLError} BAD_USER_INPUT for values so deep that writing them out again would exhaust the stack */
export function checkVariables(variables: Readonly<Record<string, unknown>> | null | undefined): void {
  if (!isDeeperThan(MAX_VARIABLES_DEPTH, variables)) return;
  throw new GraphQLError(`The variables are nested deeper than ${MAX_VARIABLES_DEPTH} levels.`, {
    extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
  });
}

/** A larger page is refused by its own resolver, which can say so better than a cost. */
const MAX_PAGE = 500;

/** A list costs its page size times what one item costs; a field without arguments costs 1. */
const pageEstimator: ComplexityEstimator = ({ args, childComplexity, field }) => {
  const isConnection = field.args.some(({ name }) => name === 'first');
  if (!isConnection) return undefined;
  const size: unknown = args['first'] ?? args['last'] ?? 50;
  return 1 + Math.min(MAX_PAGE, Math.max(0, Number(size))) * Math.max(1, childComplexity / 2); // nodes and edges are asked for one at a time
};

/**
 * Weighs an operation with its variables; those that do not fit cannot be weighed and are refused first.
 * @throws {GraphQLError} BAD_USER_INPUT; QUERY_TOO_COMPLEX, with the cost and the limit
 */
export function checkCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
  variables: Readonly<Record<string, unknown>> | null | undefined,
): void {
  const operation = getOperationAST(document, operationName);
  if (!operation) return; // nothing will run, and whoever was to run it says so
  const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], { ...variables });
  const [misfit] = errors ?? [];
  if (misfit !== undefined) {
    const { message, nodes } = misfit;
    throw new GraphQLError(withoutValue(message), {
      ...(nodes === undefined ? {} : { nodes }),
      extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
    });
  }
  const cost = getComplexity({
    schema,
    query: document,
    variables: { ...variables },
    ...(operationName ? { operationName } : {}),
    estimators: [pageEstimator, simpleEstimator({ defaultComplexity: 1 })],
  });
  if (cost <= MAX_COST) return;
  throw new GraphQLError(
    `The operation costs ${Math.round(cost)}; the limit is ${MAX_COST}. Ask for smaller pages or fewer fields.`,
    {
      extensions: { code: 'QUERY_TOO_COMPLEX', cost: Math.round(cost), limit: MAX_COST, http: { status: 400 } },
    },
  );
}

/** graphql-js quotes the whole value that does not fit; driverInfo holds passwords, and others may be a megabyte long. */
function withoutValue(message: string): string {
  const [, head, rest] = /^(Variable "\$\w+" got invalid value) ([^]*)$/.exec(message) ?? [];
  if (head === undefined || rest === undefined) return message;
  const place = [...rest.matchAll(/ at "[\w.[\]]+"; /g)].at(-1);
  return `${head}${rest.slice(place?.index ?? rest.lastIndexOf('; '))}`;
}
