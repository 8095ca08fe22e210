/** What delivering leaves in the database. Each write is fenced: of a claim that is lost it changes nothing, and throws. */
import type { EntityManager } from 'typeorm';
import { v7 as newId } from 'uuid';
import { inNodesTransaction } from '../conductor/node-transaction.ts';
import { encodePosition, type LogPosition } from '../domain/cursor.ts';
import type { WebhookSubject } from '../domain/webhook.ts';
import { affectedRows, inTransaction } from '../entities/transaction.ts';
import { OURS, ours } from './claim.ts';
import { ClaimLostError, type Claim, type Webhook, type WebhookContext } from './context.ts';
import type { Failure } from './send.ts';

/** @throws {ClaimLostError} */
async function write(tx: EntityManager, claim: Claim, set: string, params: readonly unknown[]): Promise<void> {
  const result: unknown = await tx.query(`UPDATE webhooks SET ${set} WHERE ${OURS}`, [...params, ...ours(claim)]);
  if (affectedRows(result) === 0) throw new ClaimLostError(claim);
}

/** Alone, and again when the database chose it as a deadlock's victim. */
const writeAlone = (
  { services }: WebhookContext,
  claim: Claim,
  set: string,
  params: readonly unknown[],
): Promise<void> => inTransaction(services.db, (tx) => write(tx, claim, set, params));

const WELL = `state = 'ACTIVE', consecutive_failures = 0, failing_since = NULL, last_delivered_at = UTC_TIMESTAMP(6)`;
const ILL = `consecutive_failures = consecutive_failures + 1, failing_since = COALESCE(failing_since, UTC_TIMESTAMP(6)),
             last_error = ?, last_error_at = UTC_TIMESTAMP(6)`;
/** For the next message, which begins with all its attempts. */
const NEXT = 'log_cursor = ?, attempts = 0, next_attempt_at = NULL';

export const recordPosition = (ctx: WebhookContext, claim: Claim, position: LogPosition): Promise<void> =>
  writeAlone(ctx, claim, 'log_cursor = ?', [encodePosition(position)]);

/** A message was accepted, and with it all up to this position. */
export const recordDelivered = (ctx: WebhookContext, claim: Claim, position: LogPosition): Promise<void> =>
  writeAlone(ctx, claim, `${WELL}, ${NEXT}`, [encodePosition(position)]);

/** The message in front failed, and is tried again after so long. */
export const recordFailed = (ctx: WebhookContext, claim: Claim, failure: Failure, delayMs: number): Promise<void> =>
  writeAlone(
    ctx,
    claim,
    `state = 'RETRYING', attempts = attempts + 1, ${ILL}, next_attempt_at = UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND`,
    [failure.error, Math.round(delayMs * 1_000)],
  );

/** The message in front is given up: kept as dead letters in the same transaction that goes on behind it. */
export function recordDead(
  { services }: WebhookContext,
  claim: Claim,
  subjects: readonly WebhookSubject[],
  attempts: number,
  { status, error }: Failure,
  position: LogPosition,
): Promise<void> {
  return inTransaction(services.db, async (tx) => {
    // First the fence, which also holds off who would delete the webhook.
    await write(tx, claim, `state = 'RETRYING', ${ILL}, ${NEXT}`, [error, encodePosition(position)]);
    for (const subject of subjects) {
      await tx.query(
        `INSERT INTO webhook_letters (id, webhook_id, subject, attempts, last_status, last_error, created_at)
         VALUES (?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(6))`,
        [newId(), claim.webhookId, JSON.stringify(subject), attempts, status, error],
      );
    }
  });
}

/** Has every request failed for so long that nobody can be there any more? */
export async function isHopeless({ services, settings }: WebhookContext, claim: Claim): Promise<boolean> {
  const rows: unknown[] = await services.db.query(
    'SELECT 1 FROM webhooks WHERE id = ? AND failing_since < UTC_TIMESTAMP(6) - INTERVAL ? MICROSECOND',
    [claim.webhookId, settings.disableAfterMs * 1_000],
  );
  return rows.length > 0;
}

/** Nothing is sent any more until somebody enables it again; the log says so. */
export async function recordDisabled(
  { services }: WebhookContext,
  claim: Claim,
  { id, name }: Pick<Webhook, 'id' | 'name'>,
  failure: Failure,
  reason: string,
): Promise<void> {
  const { db, bell } = services;
  await inNodesTransaction({ db, bell, nodeIds: [], actor: 'webhooks' }, async ({ tx, emit }) => {
    const set = `state = 'DISABLED', disabled_reason = ?, ${ILL}, next_attempt_at = NULL, version = version + 1,
                 updated_at = UTC_TIMESTAMP(6)`;
    await write(tx, claim, set, [reason, failure.error]);
    emit('WEBHOOK_DISABLED', [
      { field: 'webhook', before: id, after: id },
      { field: 'webhook.name', before: name, after: name },
      { field: 'webhook.disabledReason', before: null, after: reason },
    ]);
  });
}

export interface AskedLetter {
  readonly id: string;
  readonly subject: WebhookSubject;
}

/** Those that somebody asked for, oldest first. */
export async function askedLetters({ services }: WebhookContext, webhookId: string): Promise<readonly AskedLetter[]> {
  // Columns as this query names them; JSON is parsed by the driver.
  return services.db.query<AskedLetter[]>(
    'SELECT id, subject FROM webhook_letters WHERE webhook_id = ? AND requested_at IS NOT NULL ORDER BY id LIMIT 100',
    [webhookId],
  );
}

/** It arrived, or is of no concern to the owner any more: then nothing is said of a success. */
export function recordLetterGone(
  { services }: WebhookContext,
  claim: Claim,
  letterId: string,
  hasArrived: boolean,
): Promise<void> {
  return inTransaction(services.db, async (tx) => {
    await write(tx, claim, hasArrived ? 'last_delivered_at = UTC_TIMESTAMP(6)' : 'epoch = epoch', []);
    await tx.query('DELETE FROM webhook_letters WHERE id = ?', [letterId]);
  });
}

/** It stays a dead letter until somebody asks again. What stands in front of the log keeps its own attempts. */
export function recordLetterFailed(
  { services }: WebhookContext,
  claim: Claim,
  letterId: string,
  { status, error }: Failure,
): Promise<void> {
  return inTransaction(services.db, async (tx) => {
    await write(tx, claim, 'last_error = ?, last_error_at = UTC_TIMESTAMP(6)', [error]);
    await tx.query(
      `UPDATE webhook_letters SET attempts = attempts + 1, last_status = ?, last_error = ?, requested_at = NULL WHERE id = ?`,
      [status, error, letterId],
    );
  });
}
