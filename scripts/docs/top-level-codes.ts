/** Codes in `extensions.code`: what `src/api/errors.ts` lets out, and what Apollo Server says by itself. */

export interface TopLevelRow {
  readonly status: string;
  readonly means: string;
  readonly user: string;
  readonly operator: string;
  readonly service: string;
}

const NOTHING = 'Nothing.';
const RAN_NOTHING = 'Ran nothing; nothing is logged.';

export const TOP_LEVEL: Readonly<Record<string, TopLevelRow>> = {
  GRAPHQL_PARSE_FAILED: {
    status: '200 or 400 (see below)',
    means: 'The document is not GraphQL, or has more than 2,000 tokens.',
    user: 'Correct it where `locations` points.',
    operator: NOTHING,
    service: RAN_NOTHING,
  },
  GRAPHQL_VALIDATION_FAILED: {
    status: '200 or 400 (see below)',
    means: 'The document does not fit the schema, is nested deeper than 12 levels, or has more than 30 aliases.',
    user: 'Compare it with `schema.graphql` or GraphiQL; split what is too deep.',
    operator: 'After an update: [CHANGELOG.md](../CHANGELOG.md) names what went.',
    service: RAN_NOTHING,
  },
  BAD_USER_INPUT: {
    status: '200 or 400 (see below) for variables, 200 for arguments',
    means:
      'Variables do not fit their types or are nested deeper than 64 levels, or an argument of a query or a subscription cannot be accepted.',
    user: 'Correct it; `extensions.argument` and `extensions.remedy` say which argument and how.',
    operator: NOTHING,
    service: RAN_NOTHING,
  },
  OPERATION_RESOLUTION_FAILURE: {
    status: '400',
    means: 'The document has no operation of this `operationName`, or several and none was named.',
    user: 'Name one that is in the document.',
    operator: NOTHING,
    service: RAN_NOTHING,
  },
  BAD_REQUEST: {
    status: '400; 413 for a body over 1 MiB',
    means:
      'The request is no GraphQL request: the body is not JSON or too large, a GET lacks the header that browsers cannot send by themselves, or a socket carries more than 100 operations.',
    user: 'Send `POST` with `content-type: application/json`, or open another socket.',
    operator: NOTHING,
    service: RAN_NOTHING,
  },
  QUERY_TOO_COMPLEX: {
    status: '400',
    means:
      'The operation would cost more than 50,000; `extensions.cost` says how much. A list costs its page size times one item.',
    user: 'Ask for smaller pages (`first`) or fewer fields.',
    operator: NOTHING,
    service: RAN_NOTHING,
  },
  NOT_CAUGHT_UP: {
    status: '200, with the field null',
    means:
      'A query with `atLeast` waited for `atLeastTimeoutMs`, and this process has not read what the cursor covers. Other fields of the same operation are answered.',
    user: 'Ask again after `extensions.retryAfterMs`, or without `atLeast` if an older state will do.',
    operator:
      'If it comes again: `ironql_event_log_position` of this process stays behind that of others. Its database is slow, or a server of a cluster that is behind.',
    service: 'Nothing is logged. Reading goes on meanwhile.',
  },
  SERVICE_UNAVAILABLE: {
    status: '200, with the field null',
    means:
      'The service cannot reach its database. Where it was lost in the middle of a mutation, the change may have gone through: the answer to the COMMIT was lost, not the commit.',
    user: 'Try again after `extensions.retryAfterMs`, with the same `idempotencyKey` if it is a mutation.',
    operator:
      '`/readyz` says the same to a load balancer. Look at the database: [when-things-go-wrong.md](when-things-go-wrong.md#the-database-is-away).',
    service: 'Logs at `warn` with the `requestId`. Subscriptions stay open and go on when the database is back.',
  },
  INTERNAL_SERVER_ERROR: {
    status: '200, or 500 when nothing could run',
    means: 'A bug.',
    user: 'Report `extensions.requestId`.',
    operator: 'Find the `requestId` in the log: the whole error is there, at `error`. Report it with the version.',
    service: 'Shows none of its insides to the caller.',
  },
};
