/**
 * The fast read path: queries that come again are compiled by graphql-jit and answered past Apollo's executor.
 *
 * A list of a hundred nodes costs graphql-js several times what it costs compiled (bench/README.md). What Apollo would
 * have done is done here: coercion errors are left to graphql-js (it words them, and knows `@oneOf`), every other error
 * goes through the same formatter. Mutations and documents seen for the first time take the ordinary way.
 */
import { HeaderMap, type ApolloServerPlugin } from '@apollo/server';
import {
  getVariableValues,
  GraphQLError,
  OperationTypeNode,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLFormattedError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';
import type { RequestContext } from '../resolvers/context.ts';
import type { ErrorFormatter } from './errors.ts';
import { withOpaqueVariables } from './opaque-variables.ts';

type Run = (
  root: unknown,
  context: RequestContext,
  variables: Readonly<Record<string, unknown>>,
) => Promise<ExecutionResult> | ExecutionResult;

const MAX_COMPILED = 500;
/** Compiling costs milliseconds: a document earns it by coming again. */
const SIGHTINGS_BEFORE_COMPILING = 2;

export function compiledQueries(formatError: ErrorFormatter): ApolloServerPlugin<RequestContext> {
  const sightings = new LRUCache<string, number>({ max: MAX_COMPILED * 4 });
  const compiled = new LRUCache<string, Run | false>({ max: MAX_COMPILED });

  return {
    requestDidStart: () =>
      Promise.resolve({
        async responseForOperation({ operation, queryHash, operationName, schema, document, contextValue, request }) {
          // Apollo's type promises an operation, also for a document that has none of the name that was asked for.
          if (operation?.operation !== OperationTypeNode.QUERY) return null;
          const key = `${queryHash}:${operationName ?? ''}`;
          let run = compiled.get(key);
          if (run === undefined) {
            const seen = (sightings.get(key) ?? 0) + 1;
            sightings.set(key, seen);
            if (seen < SIGHTINGS_BEFORE_COMPILING) return null;
            run = compile(schema, document, operation, operationName);
            compiled.set(key, run);
          }
          if (run === false) return null;

          const result = await run(undefined, contextValue, request.variables ?? {});
          if (result.data === undefined) return null; // coercion failed, nothing ran
          const http = { headers: new HeaderMap() };
          const errors = result.errors?.map((error) => format(formatError, error, contextValue.requestId));
          const singleResult =
            errors === undefined || errors.length === 0 ? { data: result.data } : { errors, data: result.data };
          return { http, body: { kind: 'single', singleResult } };
        },
      }),
  };
}

function compile(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  operationName: string | null | undefined,
): Run | false {
  const compilable = withOpaqueVariables(schema, document, operation);
  if (compilable === null) return false;
  const query = compileQuery(schema, compilable, operationName ?? undefined);
  if (!isCompiledQuery(query)) return false;
  const run: Run = query.query.bind(query);
  if (compilable === document) return run;
  return (root, context, variables) => {
    const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
    return coerced === undefined ? {} : run(root, context, coerced);
  };
}

/** graphql-jit's errors are not quite graphql-js': made whole again before anybody looks at them. */
function format(formatError: ErrorFormatter, error: GraphQLError, requestId: string): GraphQLFormattedError {
  const { message, path, locations, originalError } = error;
  const extensions = { code: 'INTERNAL_SERVER_ERROR', ...originalExtensions(originalError), ...error.extensions };
  const whole = new GraphQLError(message, {
    ...(path === undefined ? {} : { path }),
    ...(originalError === undefined ? {} : { originalError }),
    extensions,
  });
  const formatted = {
    message,
    ...(path === undefined ? {} : { path }),
    ...(locations === undefined ? {} : { locations }),
    extensions,
  };
  return formatError(formatted, whole, requestId);
}

const originalExtensions = (error: unknown): object => (error instanceof GraphQLError ? error.extensions : {});
