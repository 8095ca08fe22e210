/**
 * One webhook, from its cursor on, for as long as the claim is good.
 *
 * In the order of the log, one request at a time, and the cursor moves in the database only when the receiver has said
 * yes: what was accepted and not written down, because the process died in between, is sent again under the same id.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { decodePosition, encodePosition, LOG_START, type LogPosition } from '../domain/cursor.ts';
import { retryDelayMs, type WebhookSubject } from '../domain/webhook.ts';
import { followLog } from '../events/stream.ts';
import type { LogEntry } from '../events/tail.ts';
import { readClaimed } from './claim.ts';
import type { Claim, Signals, Webhook, WebhookContext } from './context.ts';
import { messageOf, subjectOf, wantedOf } from './message.ts';
import {
  askedLetters,
  isHopeless,
  recordDead,
  recordDelivered,
  recordDisabled,
  recordFailed,
  recordLetterFailed,
  recordLetterGone,
  recordPosition,
} from './record.ts';
import { send } from './send.ts';

/** While nothing concerns the webhook, its cursor is written down this often: it must not grow older than the log. */
const POSITION_MS = 5_000;

/**
 * Ends when it is told to stop, or when the receiver wants no more.
 * @throws {ClaimLostError} and the abort signal's reason; what the database throws
 */
export async function deliver(ctx: WebhookContext, claim: Claim, signals: Signals): Promise<void> {
  const { db, tail } = ctx.services;
  const webhook = await readClaimed(db, claim);
  let { attempts, waitMs } = webhook;
  if (!(await deliverLetters(ctx, claim, webhook, signals))) return;

  let position = decodePosition(webhook.cursor) ?? LOG_START;
  let writtenAt = performance.now();
  let isWritten = true;
  const follow = { db, tail, after: position, signal: signals.stop, heartbeatMs: POSITION_MS };
  for await (const item of followLog(follow)) {
    switch (item.kind) {
      case 'events':
        if (item.entries.some((entry) => concerns(entry, webhook.id))) await readClaimed(db, claim); // changed? then over
        for (const portion of portionsOf(await wantedEntries(item.entries), webhook.batchSize)) {
          const last = portion.at(-1);
          if (last === undefined || signals.stop.aborted) return;
          if (!(await deliverOne(portion.map(subjectOf), last.position))) return;
        }
        moved(item.entries.at(-1)?.position ?? position);
        break;
      case 'gap': {
        const [from, to] = [encodePosition(position), encodePosition(item.position)];
        const gap = { kind: 'gap', from, to, reason: item.reason, at: new Date().toISOString() } as const;
        if (!(await deliverOne([gap], item.position))) return;
        break;
      }
      case 'caught-up':
      case 'heartbeat':
        moved(item.position);
        break;
    }
    if (!isWritten && performance.now() - writtenAt >= POSITION_MS) {
      await recordPosition(ctx, claim, position);
      written();
    }
  }
  if (!isWritten && !signals.abort.aborted) await recordPosition(ctx, claim, position);

  /** One look for all: most of what happens concerns most webhooks not at all. Each is looked at again when it is sent. */
  async function wantedEntries(entries: readonly LogEntry[]): Promise<readonly LogEntry[]> {
    const wanted = new Set((await wantedOf(ctx, webhook, entries.map(subjectOf))).map(({ subject }) => idOf(subject)));
    return entries.filter(({ event }) => wanted.has(event.id));
  }

  function moved(to: LogPosition): void {
    isWritten &&= to.settled === position.settled;
    position = to;
  }

  function written(): void {
    isWritten = true;
    writtenAt = performance.now();
  }

  /** Until it is accepted, given up, or nobody's concern any more. False: nothing more is to be sent. */
  async function deliverOne(subjects: readonly WebhookSubject[], upTo: LogPosition): Promise<boolean> {
    for (;;) {
      const hasWaited = waitMs > 0;
      if (hasWaited) await pause(waitMs, signals.stop);
      if (signals.stop.aborted) return false;
      const wanted = await wantedOf(ctx, webhook, subjects); // an owner may have changed since
      if (wanted.length === 0) {
        moved(upTo);
        return true;
      }
      if (hasWaited) await readClaimed(db, claim); // changed or deleted meanwhile? then nothing more is sent
      const outcome = await send(ctx, webhook, messageOf(ctx, webhook, wanted), signals.abort);
      if (outcome.kind === 'delivered') {
        await recordDelivered(ctx, claim, upTo);
        [attempts, waitMs, position] = [0, 0, upTo];
        written();
        return true;
      }
      if (outcome.kind === 'gone') {
        await recordDisabled(ctx, claim, webhook, outcome, 'The receiver answered 410: it wants no more.');
        return false;
      }
      if (await isHopeless(ctx, claim)) {
        const hours = Math.round(ctx.settings.disableAfterMs / 3_600_000);
        await recordDisabled(ctx, claim, webhook, outcome, `No request has succeeded for ${hours} hours.`);
        return false;
      }
      attempts += 1;
      if (attempts >= ctx.settings.attempts) {
        const given = wanted.map(({ subject }) => subject);
        await recordDead(ctx, claim, given, attempts, outcome, upTo);
        ctx.count('dead', 0);
        [attempts, waitMs, position] = [0, 0, upTo];
        written();
        return true;
      }
      const now = Date.now();
      waitMs = retryDelayMs(ctx.settings.retry, attempts, outcome.retryAfter, { now, random: Math.random() });
      await recordFailed(ctx, claim, outcome, waitMs);
    }
  }
}

/** What was asked for goes ahead of the log, once: what fails is a dead letter, as before. False: stop. */
async function deliverLetters(ctx: WebhookContext, claim: Claim, webhook: Webhook, signals: Signals): Promise<boolean> {
  for (;;) {
    const letters = await askedLetters(ctx, webhook.id);
    if (letters.length === 0) return true;
    for (const { id, subject } of letters) {
      if (signals.stop.aborted) return false;
      const wanted = await wantedOf(ctx, webhook, [subject]);
      if (wanted.length === 0) {
        await recordLetterGone(ctx, claim, id, false);
        continue;
      }
      const outcome = await send(ctx, webhook, messageOf(ctx, webhook, wanted), signals.abort);
      if (outcome.kind === 'delivered') await recordLetterGone(ctx, claim, id, true);
      else await recordLetterFailed(ctx, claim, id, outcome);
    }
  }
}

/** Every change of a webhook is in the log, with its id first. */
const concerns = ({ event }: LogEntry, webhookId: string): boolean =>
  event.type.startsWith('WEBHOOK_') && event.changes[0]?.before === webhookId;

function* portionsOf<T>(all: readonly T[], size: number): Generator<readonly T[], void, undefined> {
  for (let from = 0; from < all.length; from += size) yield all.slice(from, from + size);
}

const idOf = (subject: WebhookSubject): number | null => (subject.kind === 'event' ? subject.event.id : null);

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => {
    // told to stop: whoever waits looks at the signal
  });
