/**
 * Webhooks, received here: at times the receiver says no, or says nothing, and at times whoever sends is killed, just
 * before its request is accepted or just before it hears that it was.
 */
import { startReceiver, type Delivery, type Receiver } from '../../support/webhook-receiver.ts';
import type { Slot } from '../fleet.ts';
import type { Random } from '../random.ts';
import { judgeWebhook, missingOf, type WebhookRecord } from './check.ts';
import { ask } from './ask.ts';
import type { Watcher } from './watcher.ts';
import { EVERYTHING, RESOURCE_CLASSES, isGone, type KnownNode, type Wish } from './wishes.ts';

export interface Webhooks {
  readonly watchers: readonly Watcher[];
  /** SIGKILL to whoever sends the next request. Resolves when somebody is there in its place, or nobody was killed. */
  killSender(): Promise<void>;
  /** How many were killed so. */
  kills(): number;
  /** From now on everything is accepted, and nobody killed. */
  calm(): void;
}

/** What the processes must be told, so that they may send to this machine, and each says who it is. */
export const webhookFlags = (process: string) => ({
  'egress-allow': '127.0.0.1',
  'webhook-source': `/${process}`,
  'webhook-retry-ms': 50,
  'webhook-retry-max-ms': 1_000,
});

const REFUSED_SHARE = 0.05;
const NO_ANSWER_SHARE = 0.05;
const DOWN_MS = { min: 0, max: 1_500 };

interface HookWish extends Pick<Wish, 'name' | 'fits'> {
  readonly input: Readonly<Record<string, unknown>>;
}

function wishesFor(nodes: readonly KnownNode[]): readonly HookWish[] {
  const [resourceClass] = RESOURCE_CLASSES;
  const own = new Set(nodes.filter((node) => node.resourceClass === resourceClass).map(({ id }) => id));
  const types = ['NODE_MAINTENANCE_CHANGED', 'JOB_SUCCEEDED'];
  return [
    { name: 'everything, in lists', input: { batchSize: 20 }, fits: EVERYTHING.fits },
    { name: types.join('+'), input: { types }, fits: ({ type }) => types.includes(type) },
    {
      name: resourceClass,
      input: { batchSize: 5, nodeFilter: { resourceClass: { eq: resourceClass } } },
      fits: (event) => event.nodeId !== null && (own.has(event.nodeId) || isGone(event)),
    },
  ];
}

/** @param slots those who send, named as in {@link webhookFlags} */
export async function startWebhooks(
  url: string,
  slots: readonly Slot[],
  nodes: readonly KnownNode[],
  after: string,
  random: Random,
): Promise<Webhooks> {
  let isCalm = false;
  let kills = 0;
  let toKill: { readonly over: (killing?: Promise<void>) => void } | null = null;

  function answer({ events }: Delivery): 204 | 503 | 'reset' {
    if (isCalm) return 204;
    const sender = slots.find(({ name }) => events[0]?.source === `/${name}`);
    if (toKill !== null && sender?.isBusy() === false) {
      toKill.over(sender.kill(random.between(DOWN_MS.min, DOWN_MS.max)));
      toKill = null;
      kills += 1;
      return random.chance(0.5) ? 204 : 'reset';
    }
    if (random.chance(REFUSED_SHARE)) return 503;
    return random.chance(NO_ANSWER_SHARE) ? 'reset' : 204;
  }

  const watchers = await Promise.all(
    wishesFor(nodes).map(async (wish, number) => {
      const receiver = await startReceiver();
      receiver.answer(answer);
      const input = { name: `hook-${number}`, url: receiver.url, after, ...wish.input };
      const { createWebhook } = await ask<{ createWebhook: { secret: string } }>(
        url,
        'mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { secret errors { message } } }',
        { input },
      );
      receiver.expectSecret(createWebhook.secret);
      return watcherOf(wish, receiver, after);
    }),
  );
  return {
    watchers,
    killSender: () =>
      new Promise((over) => {
        toKill?.over();
        toKill = { over };
      }),
    kills: () => kills,
    calm() {
      isCalm = true;
      toKill?.over();
      toKill = null;
    },
  };
}

function watcherOf({ name, fits }: HookWish, receiver: Receiver, begun: string): Watcher {
  const record: WebhookRecord = {
    name: `webhook: ${name}`,
    begun,
    fits,
    requests: receiver.deliveries,
    accepted: receiver.accepted(),
  };
  return {
    hasBegun: () => true,
    calm() {},
    isUpToDate: ({ happened }) => missingOf(record, happened).length === 0, // its cursor is the service's secret
    judge: (truth) => judgeWebhook(record, truth),
    returns: () => 0,
    stop: () => receiver.stop(),
  };
}
