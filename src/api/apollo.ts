import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { GraphQLError, OperationTypeNode } from 'graphql';
import type { RequestContext } from '../resolvers/context.ts';
import { compiledQueries } from './compiled-queries.ts';
import { MAX_VALIDATION_ERRORS } from './limits.ts';
import type { Pipeline } from './pipeline.ts';
import { statusForJson } from './status-for-json.ts';

/** Apollo Server for HTTP, made of the pipeline's pieces. Its cache-control plugin wraps every resolver: it is off. */
export function createApollo(pipeline: Pipeline): ApolloServer<RequestContext> {
  return new ApolloServer<RequestContext>({
    schema: pipeline.schema,
    introspection: true,
    csrfPrevention: true,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: false,
    stopOnTerminationSignals: false,
    documentStore: pipeline.documents,
    parseOptions: pipeline.parseOptions,
    validationRules: [...pipeline.validationRules],
    validationOptions: { maxErrors: MAX_VALIDATION_ERRORS },
    maxRecursiveSelections: true,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      notSubscriptions,
      costLimit(pipeline),
      compiledQueries(pipeline.formatError),
      statusForJson,
    ],
    formatError: (formatted, error) => pipeline.formatError(formatted, error),
  });
}

const NOT_AS_JSON =
  'Subscriptions come, on this same path, by WebSocket (graphql-transport-ws), to "Accept: text/event-stream", and to "Accept: multipart/mixed;subscriptionSpec=1.0".';

/** Apollo would run one as if it were a query. */
const notSubscriptions: ApolloServerPlugin<RequestContext> = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation({ operation }) {
        if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) return Promise.resolve();
        throw new GraphQLError(NOT_AS_JSON, {
          extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
        });
      },
    }),
};

/** Weighs every operation with its variables, also when its document came from the store. */
function costLimit(pipeline: Pipeline): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation({ queryHash, document, operationName, request }) {
          pipeline.checkCost({ hash: queryHash, document, operationName, variables: request.variables });
          return Promise.resolve();
        },
      }),
  };
}
