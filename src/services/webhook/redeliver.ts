import { isUuid } from '../../domain/ids.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { affectedRows } from '../../entities/transaction.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { mutateObject, type Answer } from '../mutation.ts';
import { lockWebhook, TAKEN } from './webhook-row.ts';

export interface RedeliverDeadLettersInput {
  readonly webhookId: string;
  readonly deadLetterIds?: readonly string[] | null;
  readonly idempotencyKey?: string | null;
}

const MAX_IDS = 500;

/** Each is tried once more, out of order, while newer events are delivered as ever. What fails again stays. */
export async function redeliverDeadLetters(
  ctx: ServiceContext,
  viewer: Viewer,
  input: RedeliverDeadLettersInput,
): Promise<Answer> {
  const ids = input.deadLetterIds ?? null;
  const answer = await mutateObject(ctx, viewer, { mutation: 'redeliverDeadLetters', input }, async ({ tx, emit }) => {
    const checker = createChecker();
    if (ids !== null && (ids.length === 0 || ids.length > MAX_IDS)) {
      const remedy = `Give 1 to ${MAX_IDS} ids, or leave it out for all.`;
      checker.invalid('deadLetterIds', `deadLetterIds lists ${ids.length}.`, remedy);
    } else if (ids?.some((id) => !isUuid(id))) {
      checker.invalid('deadLetterIds', 'One of deadLetterIds is not an id.', 'Use the ids as the API gave them.');
    }
    checker.done();
    const { id } = await lockWebhook(ctx, tx, viewer, input.webhookId);
    const named = ids === null ? null : await lettersNamed(tx, id, ids);
    const result: unknown = await tx.query(
      `UPDATE webhook_letters SET requested_at = UTC_TIMESTAMP(6)
        WHERE webhook_id = ? AND requested_at IS NULL${named === null ? '' : ' AND id IN (?)'}`,
      [id, ...(named === null ? [] : [named])],
    );
    if (affectedRows(result) === 0) return { objectId: id };
    await tx.query(`UPDATE webhooks SET ${TAKEN} WHERE id = ?`, [id]);
    emit('WEBHOOK_UPDATED', [
      { field: 'webhook', before: id, after: id },
      { field: 'webhook.redeliver', before: null, after: affectedRows(result) },
    ]);
    return { objectId: id };
  });
  ctx.bell.ring('webhooks');
  return answer;
}

type Tx = Parameters<typeof lockWebhook>[1];

/** @throws {ProblemError} NOT_FOUND */
async function lettersNamed(tx: Tx, webhookId: string, ids: readonly string[]): Promise<readonly string[]> {
  // One column, as this query names it.
  const rows = await tx.query<{ id: string }[]>('SELECT id FROM webhook_letters WHERE webhook_id = ? AND id IN (?)', [
    webhookId,
    ids,
  ]);
  const there = new Set(rows.map(({ id }) => id));
  const missing = ids.find((id) => !there.has(id.toLowerCase()));
  if (missing === undefined) return [...there];
  throw new ProblemError({ code: 'NOT_FOUND', type: 'dead letter', id: missing, path: ['input', 'deadLetterIds'] });
}
