import type { Egress } from '../domain/egress.ts';
import type { RetryRules } from '../domain/webhook.ts';
import type { WebhookEntity } from '../entities/webhook.ts';
import type { StreamContext } from '../services/stream/context.ts';

export interface WebhookSettings {
  /** What CloudEvents name as their source. */
  readonly source: string;
  /** For one request, its answer included. */
  readonly timeoutMs: number;
  readonly retry: RetryRules;
  /** So many requests may fail before a message is a dead letter. */
  readonly attempts: number;
  /** A webhook whose requests have all failed for so long is disabled. */
  readonly disableAfterMs: number;
}

/** What delivering works with. */
export interface WebhookContext {
  readonly services: StreamContext;
  readonly egress: Pick<Egress, 'post'>;
  readonly settings: WebhookSettings;
  /** For metrics: `delivered`, `failed`, `gone`. */
  readonly count: (outcome: string, seconds: number) => void;
}

/** The right to deliver for a webhook. Every write names it, and changes nothing when it is no longer good. */
export interface Claim {
  readonly webhookId: string;
  readonly holder: string;
  readonly epoch: number;
}

/** Somebody else delivers now, or the webhook was changed or deleted: whoever sees this stops without a word. */
export class ClaimLostError extends Error {
  constructor({ webhookId, epoch }: Claim) {
    super(`Webhook ${webhookId} is no longer ours (epoch ${epoch}).`);
    this.name = 'ClaimLostError';
  }
}

/** Two signals, because an orderly stop lets the request that is under way come to its end. */
export interface Signals {
  /** Begin nothing more. */
  readonly stop: AbortSignal;
  /** Break off. Fires no earlier than the other. */
  readonly abort: AbortSignal;
}

export type Webhook = Pick<
  WebhookEntity,
  | 'id'
  | 'name'
  | 'url'
  | 'types'
  | 'nodeFilter'
  | 'owner'
  | 'batchSize'
  | 'secret'
  | 'previousSecret'
  | 'previousSecretUntil'
  | 'cursor'
  | 'attempts'
> & {
  /** From when it was read, in milliseconds; 0: it may be tried at once. */
  readonly waitMs: number;
};
