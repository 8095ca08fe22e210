/** Subscriptions as a transport opens them, for viewers that no transport knows yet: by the text that would be sent. */
import type { DataSource } from 'typeorm';
import { createMetrics } from '../../src/api/metrics.ts';
import { createPipeline } from '../../src/api/pipeline.ts';
import { createSubscriptions } from '../../src/api/fan-out/subscriptions.ts';
import { silentLogger } from '../../src/domain/logger.ts';
import type { Viewer } from '../../src/domain/viewer.ts';
import { createEventTail, type EventTail } from '../../src/events/tail.ts';
import { createLiveState } from '../../src/services/stream/live-state.ts';
import type { Variables } from './graphql-client.ts';
import type { TestService } from './service.ts';
import { openServices } from './services.ts';
import { waitFor } from './wait.ts';

export interface Streams {
  /** What they read from. */
  readonly db: DataSource;
  open(viewer: Viewer, query: string, variables?: Variables, resume?: string | null): Promise<TextStream>;
  /** For how many the log is read. */
  followers(): number;
  /** Ends all that were opened. */
  close(): Promise<void>;
}

export interface TextStream {
  /** Every response so far, as it would be sent. */
  readonly texts: readonly string[];
  isEnded(): boolean;
  /** Waits for a response that contains this. */
  until(text: string): Promise<void>;
}

export async function openStreams(service: Pick<TestService, 'databaseUrl' | 'dataFolder'>): Promise<Streams> {
  const { ctx, close } = await openServices(service);
  const ownTail = createEventTail({ db: ctx.db, bell: ctx.bell, log: silentLogger });
  await ownTail.start();
  let followers = 0;
  const tail: EventTail = {
    ...ownTail,
    follow() {
      const unfollow = ownTail.follow();
      followers += 1;
      return () => {
        followers -= 1;
        unfollow();
      };
    },
  };
  const services = {
    ...ctx,
    tail,
    live: createLiveState(tail),
    heartbeatMs: 200,
    atLeastTimeoutMs: 1_000,
    logPosition: () => tail.mark().position,
  };
  const isUnavailable = (): boolean => false;
  const pipeline = createPipeline({ services, log: silentLogger, isUnavailable });
  const queue = () => Promise.reject(new Error('Nobody scrapes a test.'));
  const metrics = createMetrics({ queue, logPosition: () => 0, runningJobs: () => 0 });
  const subscriptions = createSubscriptions({
    pipeline,
    metrics,
    log: silentLogger,
    isUnavailable,
    isStopped: tail.isStopped,
  });
  const closing: (() => Promise<void>)[] = [];

  return {
    db: ctx.db,
    followers: () => followers,
    async open(viewer, query, variables = {}, resume = null) {
      const operation = pipeline.prepare(query, null, variables);
      if (!('document' in operation)) throw new Error(operation.map(({ message }) => message).join(' '));
      const stream = await subscriptions.open({ operation, operationName: null, variables, viewer, resume });
      if (!(Symbol.asyncIterator in stream)) throw new Error(JSON.stringify(stream));
      const texts: string[] = [];
      let isEnded = false;
      const reading = (async () => {
        for await (const { json } of stream) texts.push(json);
        isEnded = true;
      })();
      closing.push(async () => {
        await stream.return();
        await reading;
      });
      return {
        texts,
        isEnded: () => isEnded,
        async until(text) {
          await waitFor(() => texts.some((one) => one.includes(text)), `an item with ${text}`);
        },
      };
    },
    async close() {
      await Promise.all(closing.map((end) => end()));
      await tail.stop();
      await close();
    },
  };
}
