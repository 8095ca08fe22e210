/** One request, signed as Standard Webhooks has it. Only the head of the answer counts, and none of its text is kept. */
import { createHmac } from 'node:crypto';
import { describeProblem, ProblemError } from '../domain/problems.ts';
import { SECRET_PREFIX } from '../domain/webhook.ts';
import type { Webhook, WebhookContext } from './context.ts';
import type { Message } from './message.ts';

export interface Failure {
  readonly kind: 'failed' | 'gone';
  /** Null: there was no answer. */
  readonly status: number | null;
  readonly error: string;
  readonly retryAfter: string | undefined;
}

export type Outcome = { readonly kind: 'delivered' } | Failure;

/** What is read of an answer before it is left: enough for a page of excuses. */
const MAX_ANSWER_BYTES = 65_536;
/** The longest that the database takes. */
const MAX_ERROR_LENGTH = 1_024;

/** @throws the signal's reason; everything else is an outcome */
export async function send(
  { egress, settings, count }: WebhookContext,
  webhook: Webhook,
  message: Message,
  signal: AbortSignal,
): Promise<Outcome> {
  const begun = performance.now();
  const outcome = await attempt();
  count(outcome.kind, (performance.now() - begun) / 1_000);
  return outcome;

  async function attempt(): Promise<Outcome> {
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const headers = {
      'content-type': message.contentType,
      'webhook-id': message.id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signatures(webhook, message, timestamp),
    };
    try {
      const options = { signal, timeoutMs: settings.timeoutMs, maxBytes: MAX_ANSWER_BYTES, headers };
      const { status, headers: answered } = await egress.post(webhook.url, message.body, options);
      if (status >= 200 && status < 300) return { kind: 'delivered' };
      const error = `The receiver answered ${status}${status >= 300 && status < 400 ? '; redirects are not followed' : ''}.`;
      return { kind: status === 410 ? 'gone' : 'failed', status, error, retryAfter: answered['retry-after'] };
    } catch (error) {
      if (signal.aborted || !(error instanceof ProblemError)) throw error;
      const said = describeProblem(error.problem).message.slice(0, MAX_ERROR_LENGTH);
      return { kind: 'failed', status: null, error: said, retryAfter: undefined };
    }
  }
}

/** One for each secret that is good: a receiver that knows either takes the message. */
function signatures(
  { secret, previousSecret, previousSecretUntil }: Webhook,
  { id, body }: Message,
  timestamp: string,
): string {
  const isPreviousGood =
    previousSecretUntil !== null && Date.parse(`${previousSecretUntil.replace(' ', 'T')}Z`) > Date.now();
  const secrets = isPreviousGood && previousSecret !== null ? [secret, previousSecret] : [secret];
  return secrets
    .map((key) => {
      const bytes = Buffer.from(key.slice(SECRET_PREFIX.length), 'base64');
      return `v1,${createHmac('sha256', bytes).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
    })
    .join(' ');
}
