/**
 * Webhooks: events of the log, sent to a URL.
 *
 *   ACTIVE ──a request fails──▶ RETRYING ──one succeeds──▶ ACTIVE
 *      │                           │  └─ failing for too long, or the receiver says 410 ──▶ DISABLED
 *      └────── enabled: false ─────┴──▶ PAUSED
 *
 * PAUSED and DISABLED are left by `enabled: true`, which goes on at the cursor. In RETRYING one event stands in front of
 * all others; when its attempts are used up it becomes a dead letter, and the next one has its turn.
 */
import type { Change, EventType } from './events.ts';

export const WEBHOOK_STATES = ['ACTIVE', 'RETRYING', 'PAUSED', 'DISABLED'] as const;
export type WebhookState = (typeof WEBHOOK_STATES)[number];

/** Those in which somebody delivers. */
export const DELIVERING: readonly WebhookState[] = ['ACTIVE', 'RETRYING'];

/** What a message tells of. Kept with a dead letter, so that it can be sent again when the log has forgotten the event. */
export type WebhookSubject =
  | {
      readonly kind: 'event';
      /** Resuming the log from here goes on after the event. */
      readonly cursor: string;
      readonly event: {
        readonly id: number;
        readonly type: EventType;
        readonly nodeId: string | null;
        readonly nodeSequence: number | null;
        readonly jobId: string | null;
        readonly actor: string;
        readonly changes: readonly Change[];
        readonly at: string;
      };
    }
  /** The log no longer reached back to `from`: what lay between is lost. */
  | { readonly kind: 'gap'; readonly from: string; readonly to: string; readonly reason: string; readonly at: string }
  /** Asked for, to see whether messages arrive. */
  | { readonly kind: 'ping'; readonly id: string; readonly at: string };

/** Nouns of two words; all other event types begin with a noun of one. */
const LONG_NOUNS = ['INSPECTION_RULE', 'PORT_GROUP', 'DEPLOY_TEMPLATE', 'VOLUME_CONNECTOR', 'VOLUME_TARGET'];

/** `NODE_POWER_STATE_CHANGED` → `io.ironql.node.power_state_changed` */
export function cloudEventType(subject: WebhookSubject): string {
  if (subject.kind === 'gap') return 'io.ironql.log.gap';
  if (subject.kind === 'ping') return 'io.ironql.webhook.ping';
  const { type } = subject.event;
  const noun = LONG_NOUNS.find((long) => type.startsWith(`${long}_`)) ?? type.split('_')[0] ?? type;
  return `io.ironql.${noun}.${type.slice(noun.length + 1)}`.toLowerCase();
}

/** The same for each attempt, so that a receiver knows what it has had. */
export function messageId(subject: WebhookSubject): string {
  if (subject.kind === 'event') return `event-${subject.event.id}`;
  return subject.kind === 'ping' ? `ping-${subject.id}` : `gap-${subject.from}-${subject.to}`;
}

export const SECRET_PREFIX = 'whsec_';
/** Standard Webhooks: 24 to 64 bytes. */
const SECRET_BYTES = { min: 24, max: 64 };

/** Null: it is one. The text itself stands in no message. */
export function whyNoSecret(text: string): string | null {
  const base64 = text.startsWith(SECRET_PREFIX) ? text.slice(SECRET_PREFIX.length) : '';
  const bytes = Buffer.from(base64, 'base64');
  const { min, max } = SECRET_BYTES;
  if (base64 === '' || bytes.toString('base64') !== base64) return `it is not ${SECRET_PREFIX} and base64 behind it`;
  return bytes.length < min || bytes.length > max ? `it has ${bytes.length} bytes, not ${min} to ${max}` : null;
}

export interface RetryRules {
  /** After the first failure, in milliseconds; twice as long after each further one. */
  readonly firstMs: number;
  /** Never longer than this. */
  readonly maxMs: number;
}

/** What a receiver may ask for with Retry-After; one that says a year is not believed. */
const MAX_RETRY_AFTER_MS = 3_600_000;

/**
 * How long to wait after so many failures: half of it is by chance, or a receiver that comes back is met by all at once.
 * @param retryAfter the receiver's header: seconds, or a moment
 * @param random from 0 to 1
 */
export function retryDelayMs(
  { firstMs, maxMs }: RetryRules,
  failures: number,
  retryAfter: string | undefined,
  { now, random }: { readonly now: number; readonly random: number },
): number {
  const full = Math.min(maxMs, firstMs * 2 ** Math.min(failures - 1, 30));
  const asked = Math.min(retryAfterMs(retryAfter, now), MAX_RETRY_AFTER_MS);
  return Math.max(Math.round(full / 2 + (full / 2) * random), asked);
}

function retryAfterMs(header: string | undefined, now: number): number {
  if (header === undefined) return 0;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1_000;
  const moment = Date.parse(header);
  return Number.isNaN(moment) ? 0 : Math.max(0, moment - now);
}
