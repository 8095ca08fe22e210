import { randomUUID } from 'node:crypto';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { describeProblem, ProblemError, type Problem } from '../domain/problems.ts';
import type { Logger } from '../domain/logger.ts';

/**
 * Errors at the top level of an answer. What the caller can mend keeps its words; anything else is a bug or an outage,
 * and leaves as INTERNAL_SERVER_ERROR or SERVICE_UNAVAILABLE with the request's id, while the log has the whole of it.
 */
export type ErrorFormatter = (
  formatted: GraphQLFormattedError,
  error: unknown,
  /** Given to the caller and to the log; a fresh one when the transport has none. */
  requestId?: string,
) => GraphQLFormattedError;

/** Codes of Apollo and of our own that are the caller's to mend. */
const PUBLIC_CODES: ReadonlySet<string> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'QUERY_TOO_COMPLEX',
  'FORBIDDEN',
  'NOT_CAUGHT_UP',
  'SERVICE_UNAVAILABLE',
]);

export function createErrorFormatter(log: Logger, isUnavailable: (error: unknown) => boolean): ErrorFormatter {
  return (formatted, error, requestId = randomUUID()) => {
    const original = error instanceof GraphQLError ? error.originalError : error;
    if (original instanceof ProblemError) return withProblem(formatted, original.problem);
    const code = formatted.extensions?.['code'];
    if (typeof code === 'string' && PUBLIC_CODES.has(code)) return withoutStack(formatted);
    if (isUnavailable(original)) {
      log.warn({ requestId, err: original }, 'request refused: the database is away');
      return {
        ...place(formatted),
        message:
          'The service cannot reach its database right now. A change may have gone through; ask again with the same key.',
        extensions: { code: 'SERVICE_UNAVAILABLE', requestId, retryAfterMs: 1_000 },
      };
    }
    log.error({ requestId, err: original ?? error, path: formatted.path }, 'request failed: a bug');
    return {
      ...place(formatted),
      message: 'Something went wrong in the service. The log has it under this request id.',
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
    };
  };
}

function withProblem(formatted: GraphQLFormattedError, problem: Problem): GraphQLFormattedError {
  const { message, remedy, path } = describeProblem(problem);
  const code = problem.code === 'INVALID_INPUT' ? 'BAD_USER_INPUT' : problem.code;
  return {
    ...place(formatted),
    message,
    extensions: { code, remedy, ...(path === null ? {} : { argument: path.join('.') }) },
  };
}

function withoutStack(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const { stacktrace: _, ...extensions } = formatted.extensions ?? {};
  return { ...formatted, extensions };
}

const place = ({ path, locations }: GraphQLFormattedError): Pick<GraphQLFormattedError, 'path' | 'locations'> => ({
  ...(path === undefined ? {} : { path }),
  ...(locations === undefined ? {} : { locations }),
});
