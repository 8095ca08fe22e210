import { v7 as newId } from 'uuid';
import type { Viewer } from '../../domain/viewer.ts';
import type { WebhookSubject } from '../../domain/webhook.ts';
import type { ServiceContext } from '../context.ts';
import { mutateObject, type Answer } from '../mutation.ts';
import { lockWebhook, TAKEN } from './webhook-row.ts';

export interface PingWebhookInput {
  readonly webhookId: string;
  readonly idempotencyKey?: string | null;
}

/** Has a message sent that tells of nothing, ahead of all others; one that does not arrive is a dead letter. */
export async function pingWebhook(ctx: ServiceContext, viewer: Viewer, input: PingWebhookInput): Promise<Answer> {
  const answer = await mutateObject(ctx, viewer, { mutation: 'pingWebhook', input }, async ({ tx, emit }) => {
    const { id } = await lockWebhook(ctx, tx, viewer, input.webhookId);
    const letterId = newId();
    const subject: WebhookSubject = { kind: 'ping', id: letterId, at: new Date().toISOString() };
    await tx.query(
      `INSERT INTO webhook_letters (id, webhook_id, subject, attempts, requested_at, created_at)
       VALUES (?, ?, ?, 0, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))`,
      [letterId, id, JSON.stringify(subject)],
    );
    await tx.query(`UPDATE webhooks SET ${TAKEN} WHERE id = ?`, [id]);
    emit('WEBHOOK_UPDATED', [
      { field: 'webhook', before: id, after: id },
      { field: 'webhook.ping', before: null, after: letterId },
    ]);
    return { objectId: id };
  });
  ctx.bell.ring('webhooks');
  return answer;
}
