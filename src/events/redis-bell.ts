/**
 * Joins the bells of several processes by a channel of Redis: a ring here is heard there within a millisecond or so.
 *
 * A hint and no more: a message says "look", never what. So Redis may be away, hang, lose messages or be started again:
 * what was to be heard is found by polling (tail.ts, worker.ts), a little later. One loop connects, watches the
 * connection by asking for an answer now and then (a half-open one would be silent for ever), and comes back with
 * growing pauses. It is logged once when Redis is lost and once when it is there again.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@redis/client';
import type { Logger } from '../domain/logger.ts';
import { BELL_TOPICS, type Bell, type BellTopic } from './bell.ts';

export interface RedisBell extends Bell {
  /** Rings of other processes arrive at present, as far as this process knows. */
  isConnected(): boolean;
  stop(): Promise<void>;
}

export interface RedisBellOptions {
  /** `redis://user:password@host:port`, or `rediss://` for TLS. */
  readonly url: string;
  /** The processes of one database share one. */
  readonly channel: string;
  /** This process' own. */
  readonly bell: Bell;
  readonly log: Logger;
}

/** A connection that does not answer within this is lost. */
const ANSWER_MS = 2_000;
const ASK_EVERY_MS = 5_000;
/** Commits come in bursts; others need one message for each burst, not for each commit. */
const BETWEEN_MESSAGES_MS = 2;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

interface Link {
  publish(message: string): Promise<unknown>;
  drop(why: unknown): void;
}

export function createRedisBell({ url, channel, bell, log }: RedisBellOptions): RedisBell {
  const me = randomUUID();
  const stopping = new AbortController();
  /** Only while it works. */
  let link: Link | null = null;
  /** Ends the attempt or the connection of the moment. */
  let giveUp = (): void => {};
  const sending = new Set<BellTopic>();
  const rungMeanwhile = new Set<BellTopic>();

  const hear = (message: string): void => {
    const [topic, sender] = message.split(' ');
    const known = BELL_TOPICS.find((name) => name === topic);
    if (known !== undefined && sender !== me) bell.ring(known);
  };

  /** One message of a topic is under way at a time: a thousand rings meanwhile are one more. */
  async function tell(topic: BellTopic): Promise<void> {
    const current = link;
    if (current === null) return;
    if (sending.has(topic)) {
      rungMeanwhile.add(topic);
      return;
    }
    sending.add(topic);
    try {
      await within(ANSWER_MS, current.publish(`${topic} ${me}`));
      await pause(BETWEEN_MESSAGES_MS, stopping.signal);
    } catch (error) {
      current.drop(error);
    } finally {
      sending.delete(topic);
    }
    if (rungMeanwhile.delete(topic)) void tell(topic); // not awaited: under load the chain would have no end
  }

  /** Until the connection is lost, or the bell is stopped; it throws why. */
  async function useConnection(onConnected: () => void): Promise<never> {
    const client = createClient({
      url,
      RESP: 3, // or a connection that listens could not speak
      maintNotifications: 'disabled',
      disableOfflineQueue: true,
      socket: { connectTimeout: ANSWER_MS, reconnectStrategy: false },
    });
    const lost = new Promise<never>((_, fail) => {
      client.on('error', fail);
      giveUp = () => fail(new Error('stopped'));
      void (async () => {
        await within(ANSWER_MS, client.connect());
        await within(ANSWER_MS, client.subscribe(channel, hear));
        link = { publish: (message) => client.publish(channel, message), drop: fail };
        onConnected();
        while (!stopping.signal.aborted) {
          await pause(ASK_EVERY_MS, stopping.signal);
          await within(ANSWER_MS, client.ping());
        }
      })().catch(fail);
    });
    try {
      return await lost;
    } finally {
      link = null;
      client.destroy();
    }
  }

  async function keepConnected(): Promise<void> {
    let isAway = false;
    let pauseMs = FIRST_PAUSE_MS;
    const onConnected = (): void => {
      log.info({ channel }, isAway ? 'Redis is there again' : 'Redis is connected');
      isAway = false;
      pauseMs = FIRST_PAUSE_MS;
      for (const topic of BELL_TOPICS) bell.ring(topic); // whatever was rung while nobody could hear it
    };
    while (!stopping.signal.aborted) {
      try {
        await useConnection(onConnected);
      } catch (error) {
        // Its words only: the error of a command carries what was sent.
        const reason = error instanceof Error ? error.message : String(error);
        if (stopping.signal.aborted) return;
        if (!isAway) log.warn({ reason }, 'Redis is away; news of other processes is polled for until it is back');
        isAway = true;
      }
      await pause(pauseMs * (0.5 + Math.random()), stopping.signal);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  }

  const connecting = keepConnected();
  return {
    ring(topic) {
      bell.ring(topic);
      void tell(topic);
    },
    listen: bell.listen,
    isConnected: () => link !== null,
    async stop() {
      stopping.abort();
      giveUp();
      await connecting;
    },
  };
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const timer = new AbortController();
  const tooLate = sleep(ms, undefined, { signal: timer.signal, ref: false }).then(() => {
    throw new Error(`no answer within ${ms} ms`);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    timer.abort();
    await tooLate.catch(() => {});
  }
}

/** Ends early when the signal fires. */
const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal, ref: false }).catch(() => {});
