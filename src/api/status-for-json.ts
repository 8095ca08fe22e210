/**
 * The status that GraphQL over HTTP wants for `application/json`: 200 for everything that is an answer of GraphQL, also
 * when the document or its variables did not fit. A proxy's error page has the same media type, so old clients read the
 * body only when the status is 200. Clients that name `application/graphql-response+json` get 400: their media type says who spoke.
 */
import type { ApolloServerPlugin } from '@apollo/server';
import type { RequestContext } from '../resolvers/context.ts';

const NEW_MEDIA_TYPE = 'application/graphql-response+json';
/** Parsing, validation, coercion. What was no well-formed request stays 400 for everybody. */
const CODES: ReadonlySet<unknown> = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']);

export const statusForJson: ApolloServerPlugin<RequestContext> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse({ request, response: { http, body } }) {
        const accept = request.http?.headers.get('accept') ?? '';
        if (http.status === 400 && body.kind === 'single' && !accept.includes(NEW_MEDIA_TYPE)) {
          const errors = body.singleResult.errors ?? [];
          if (errors.length > 0 && errors.every(({ extensions }) => CODES.has(extensions?.['code']))) http.status = 200;
        }
        return Promise.resolve();
      },
    }),
};
