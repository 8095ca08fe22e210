/**
 * Opens subscriptions, for every transport alike, and lets those share that ask the same: a change is read once per
 * process, and executed and serialised once per document, variables and rights, however many it is sent to.
 */
import { createSourceEventStream, execute, GraphQLError, type ExecutionResult } from 'graphql';
import { decodePosition } from '../../domain/cursor.ts';
import type { Logger } from '../../domain/logger.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { Source, StreamItem } from '../../events/source.ts';
import { Stream } from '../../resolvers/stream.ts';
import type { Metrics } from '../metrics.ts';
import type { Pipeline, PreparedOperation } from '../pipeline.ts';
import { Group } from './group.ts';
import type { ReadyItem, ReadyStream } from './ready.ts';
import { shareKey } from './share-key.ts';
import { Subscriber } from './subscriber.ts';

export interface OpenRequest {
  readonly operation: PreparedOperation;
  readonly operationName: string | null | undefined;
  readonly variables: Readonly<Record<string, unknown>> | null | undefined;
  readonly viewer: Viewer;
  /**
   * The last cursor that the client has had, if it comes back: it goes before the arguments of the field, and no
   * snapshot is sent again.
   */
  readonly resume: string | null;
  /**
   * While the database is away, the answer waits for as long as this is true: an error would end the operation, which a
   * stock client does not ask for again. Without it the answer is an error.
   */
  readonly isWanted?: () => boolean;
}

export interface Subscriptions {
  /** What was asked for, to be pulled; or why not, as the formatted answer says it. */
  open(request: OpenRequest): Promise<ReadyStream | ExecutionResult>;
}

export interface SubscriptionsOptions {
  readonly pipeline: Pick<Pipeline, 'schema' | 'formatError' | 'createContext'>;
  readonly metrics: Pick<Metrics, 'subscriptionStarted' | 'subscriptionEnded' | 'itemSent'>;
  readonly log: Logger;
  /** The database is away: it passes, and streams wait for it. */
  readonly isUnavailable: (error: unknown) => boolean;
  /** The event log will be read no more: the process ends. */
  readonly isStopped: () => boolean;
  /** So long a stream waits before it asks a database again that was away. */
  readonly afterOutageMs?: number;
}

const AFTER_OUTAGE_MS = 500;
/** There may be thousands that wait. */
const SAY_EVERY_MS = 10_000;
const NEVER = new AbortController().signal;

/** An item could not be made because the database is away. */
class Outage extends Error {}

export function createSubscriptions(options: SubscriptionsOptions): Subscriptions {
  const { pipeline, metrics, log, isUnavailable, isStopped, afterOutageMs = AFTER_OUTAGE_MS } = options;
  const groups = new Map<string, Group<StreamItem>>();
  let saidAt = -Infinity;
  const isOutage = (error: unknown): boolean => error instanceof Outage || isUnavailable(error);

  return {
    async open({ operation: { hash, document }, operationName = null, variables, viewer, resume, isWanted }) {
      if (resume !== null && decodePosition(resume) === null) return { errors: [notACursor()] };
      const contextValue = pipeline.createContext(viewer, 'stream');
      const args = {
        schema: pipeline.schema,
        document,
        operationName,
        variableValues: variables ?? {},
        contextValue,
      };
      let stream = await createSourceEventStream(args);
      while (isCutOff(stream) && isWanted?.() === true && !isStopped()) {
        await pause(NEVER);
        stream = await createSourceEventStream(args);
      }
      if (!(Symbol.asyncIterator in stream)) return stream;
      if (!(stream instanceof Stream))
        throw new Error('A subscription resolver returned something else than a Stream.');
      // Which stream it is, the document decides; nothing below depends on more than what all items have.
      const { source, rootOf } = asAnyStream(stream);
      const key = shareKey({ hash, document, operationName, variables: variables ?? {}, viewer });

      /** @throws {Outage} */
      async function makeReady(item: StreamItem): Promise<ReadyItem> {
        const { data, errors } = await execute({ ...args, rootValue: rootOf(item) });
        if (errors?.some(({ originalError }) => isUnavailable(originalError))) throw new Outage();
        const formatted = errors?.map((error) => pipeline.formatError(error.toJSON(), error, contextValue.requestId));
        const cursor = item.isResumable ? item.cursor : null;
        const json = JSON.stringify({
          ...(formatted === undefined ? {} : { errors: formatted }),
          data,
          ...(cursor === null ? {} : { extensions: { cursor } }),
        });
        return { json, cursor };
      }

      metrics.subscriptionStarted(source.field);
      return new Subscriber(resume, {
        source,
        makeReady,
        isOutage,
        pause,
        isStopped,
        groupAt(mark) {
          const existing = groups.get(key);
          if (existing !== undefined) return existing;
          const group: Group<StreamItem> = new Group(mark, {
            source,
            makeReady,
            isOutage,
            pause,
            onEnd() {
              if (groups.get(key) === group) groups.delete(key);
            },
          });
          groups.set(key, group);
          return group;
        },
        onItem: () => metrics.itemSent(source.field),
        onEnd: () => metrics.subscriptionEnded(source.field),
      });
    },
  };

  function isCutOff(opened: AsyncIterable<unknown> | ExecutionResult): boolean {
    const errors = 'errors' in opened ? (opened.errors ?? []) : [];
    return errors.some(({ originalError }) => isUnavailable(originalError));
  }

  async function pause(signal: AbortSignal): Promise<void> {
    const now = performance.now();
    if (now - saidAt > SAY_EVERY_MS) log.warn({}, 'subscriptions wait for the database');
    if (now - saidAt > SAY_EVERY_MS) saidAt = now;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, afterOutageMs);
      signal.addEventListener('abort', done, { once: true });
      function done(): void {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      }
    });
  }
}

function asAnyStream(stream: Stream<string, StreamItem>): {
  readonly source: Source<StreamItem>;
  readonly rootOf: (item: StreamItem) => Record<string, StreamItem>;
} {
  return { source: stream.source, rootOf: (item) => stream.rootOf(item) };
}

function notACursor(): GraphQLError {
  return new GraphQLError('The cursor to resume from is none of the event log.', {
    extensions: {
      code: 'BAD_USER_INPUT',
      argument: 'resume',
      remedy: 'Hand back extensions.cursor of the last item as it came, or leave it out to begin anew.',
    },
  });
}
