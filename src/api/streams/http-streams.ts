/**
 * Subscriptions over plain HTTP, where no WebSocket gets through or none is wanted: server-sent events and Apollo's
 * multipart responses, by the same pipeline and from the same streams as `websocket.ts`.
 *
 * What is streamed is decided by the type of the operation first and by `Accept` second: a subscription is, to whom can
 * read one; a query is only to whom can read nothing else (the stock graphql-sse client). All else is Apollo Server's.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { execute, GraphQLError, OperationTypeNode, type ExecutionResult } from 'graphql';
import type { Logger } from '../../domain/logger.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { ReadyItem, ReadyStream } from '../fan-out/ready.ts';
import type { Subscriptions } from '../fan-out/subscriptions.ts';
import type { Admission, Refused } from '../admission.ts';
import type { Metrics } from '../metrics.ts';
import { ownMoment } from '../own-moment.ts';
import type { Pipeline, PreparedOperation } from '../pipeline.ts';
import { isSameOrigin } from '../same-origin.ts';
import { takesJson } from './accept.ts';
import type { StreamFormat } from './format.ts';
import { requestOf, type StreamRequest } from './request.ts';
import { StreamResponse } from './stream-response.ts';

export interface HttpStreamsOptions {
  readonly pipeline: Pipeline;
  readonly subscriptions: Subscriptions;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly viewerOf: (request: IncomingMessage) => Viewer;
  /** Of WebSockets and these together. */
  readonly admission: Admission;
  /** When the process ends, clients are sent on over this time. */
  readonly drainSpreadMs: number;
  /** How often something is sent on a silent connection. */
  readonly beatMs?: number;
}

export interface HttpStreams {
  /**
   * Answers in the format, for as long as the stream lasts.
   * @returns false, at once, when the request is none for a stream
   */
  answer(format: StreamFormat, request: IncomingMessage, response: ServerResponse, body: unknown): Promise<boolean>;
  /** Lets every client come back elsewhere, spread over a moment. */
  close(): Promise<void>;
}

interface Open {
  readonly format: StreamFormat;
  /** Asked again it goes on; anything else would be done twice. */
  readonly isSubscription: boolean;
  /** Who asks comes back whenever a stream ends, until it is told that there is none. */
  readonly isReturning: boolean;
  readonly out: StreamResponse;
  stream: ReadyStream | null;
}

const BEAT_MS = 10_000; // proxies close what is silent for a minute, some for less
/**
 * Between the last item and an end without `complete`: graphql-sse waits for ever when both come in one read, and it
 * has not taken the item yet.
 */
const BEFORE_END_MS = 100;
const LONGEST_END_MS = 1_000;

export function createHttpStreams(options: HttpStreamsOptions): HttpStreams {
  const { pipeline, subscriptions, metrics, log, viewerOf, admission, drainSpreadMs } = options;
  const open = new Set<Open>();
  let isClosing = false;
  const beats = setInterval(() => {
    for (const { out, format } of open) out.beat(format.beat);
  }, options.beatMs ?? BEAT_MS);
  beats.unref();

  return {
    async answer(format, request, response, body) {
      const asked = requestOf(request, body);
      if (asked === null) return false;
      const operation = pipeline.prepare(asked.query, asked.operationName, asked.variables);
      if (!isStreamed(operation, format, request)) return false;
      if (!isSameOrigin(request)) {
        response.writeHead(403).end();
        return true;
      }
      if (response.destroyed) return true; // gone while its body was read
      const viewer = viewerOf(request);
      const admitted = admission.admit(request, viewer);
      metrics.httpStreamOpened(format.transport);
      const one: Open = {
        format,
        isSubscription: 'document' in operation && isSubscription(operation),
        isReturning: isReturningEventSource(request, format, asked),
        stream: null,
        out: new StreamResponse(response, format.begin(), () => {
          open.delete(one);
          void one.stream?.return();
          if ('release' in admitted) admitted.release();
          metrics.httpStreamClosed(format.transport);
        }),
      };
      open.add(one);
      response.setHeader('content-type', format.contentType);
      response.setHeader('cache-control', 'no-store, no-transform'); // what compresses would hold items back
      response.setHeader('x-accel-buffering', 'no'); // nginx
      if (!one.isReturning) await one.out.write(''); // at once: it is open
      const outcome = 'refusal' in admitted ? refused(admitted) : await outcomeOf(operation, asked, viewer);
      await send(one, outcome);
      return true;
    },

    async close() {
      isClosing = true;
      clearInterval(beats);
      await Promise.all([...open].filter((one) => one.isSubscription).map((one) => comeBack(one, drainSpreadMs)));
    },
  };

  function outcomeOf(
    operation: PreparedOperation | readonly GraphQLError[],
    { operationName, variables, resume }: StreamRequest,
    viewer: Viewer,
  ): Promise<ReadyStream | ExecutionResult> | ExecutionResult {
    if (!('document' in operation)) return { errors: operation };
    if (isSubscription(operation)) return subscriptions.open({ operation, operationName, variables, viewer, resume });
    return Promise.resolve(
      execute({
        schema: pipeline.schema,
        document: operation.document,
        operationName: operationName ?? null,
        variableValues: variables ?? {},
        contextValue: pipeline.createContext(viewer, 'once'),
      }),
    );
  }

  async function send(one: Open, outcome: ReadyStream | ExecutionResult): Promise<void> {
    const { out, format } = one;
    if (!(Symbol.asyncIterator in outcome)) {
      const { json, isPassing } = asText(outcome);
      if (one.isSubscription && (isClosing || isPassing)) return comeBack(one);
      return out.end(format.item({ json, cursor: null }) + format.complete);
    }
    one.stream = outcome;
    if (out.isClosed || isClosing) await outcome.return();
    try {
      for await (const item of outcome) await out.write(format.item(item)); // the next is made when this one has left
    } catch (error) {
      log.error({ err: error }, 'a stream failed: a bug');
      const { json } = asText({ errors: [asGraphqlError(error)] });
      return out.end(format.item({ json, cursor: null }) + format.complete);
    }
    if (isClosing) return; // close() ends it, at its moment
    await (one.isReturning && !out.hasBegun ? out.endWithNothing() : out.end(format.complete));
  }

  /** As it is sent; it passes when all that is wrong is that the service cannot answer now. */
  function asText({ data, errors }: ExecutionResult): {
    readonly json: ReadyItem['json'];
    readonly isPassing: boolean;
  } {
    const formatted = errors?.map((error) => pipeline.formatError(error.toJSON(), error));
    return {
      json: JSON.stringify({ ...(formatted && { errors: formatted }), ...(data !== undefined && { data }) }),
      isPassing: formatted?.some(({ extensions }) => extensions?.['code'] === 'SERVICE_UNAVAILABLE') ?? false,
    };
  }

  async function comeBack({ stream, out, format }: Open, spreadMs = 0): Promise<void> {
    await ownMoment(spreadMs, out.gone); // and is told what happens until then
    await stream?.return();
    await sleep(BEFORE_END_MS);
    await Promise.race([out.end(format.comeBack), sleep(LONGEST_END_MS, undefined, { ref: false })]);
  }
}

function refused({ status, refusal }: Refused): ExecutionResult {
  const code = status === 503 ? 'SERVICE_UNAVAILABLE' : 'BAD_REQUEST';
  return { errors: [new GraphQLError(refusal, { extensions: { code } })] };
}

function isStreamed(
  operation: PreparedOperation | readonly GraphQLError[],
  { transport }: StreamFormat,
  request: IncomingMessage,
): boolean {
  if ('document' in operation && isSubscription(operation)) return true;
  if (takesJson(request) || transport !== 'sse') return false;
  const isMutation = 'document' in operation && operation.operation.operation === OperationTypeNode.MUTATION;
  return !(isMutation && request.method === 'GET');
}

/**
 * An EventSource asks by GET, takes nothing but event streams, and comes back with the cursor that it has, even after
 * `complete`. To other clients `complete` is the end, and 204 a failure.
 */
const isReturningEventSource = (
  request: IncomingMessage,
  { transport }: StreamFormat,
  { resume }: StreamRequest,
): boolean => transport === 'sse' && request.method === 'GET' && resume !== null && !takesJson(request);

const isSubscription = ({ operation }: PreparedOperation): boolean =>
  operation.operation === OperationTypeNode.SUBSCRIPTION;

const asGraphqlError = (error: unknown): GraphQLError =>
  new GraphQLError('The stream failed.', { originalError: error instanceof Error ? error : new Error(String(error)) });
