import type { Viewer } from '../../domain/viewer.ts';
import type { ServiceContext } from '../context.ts';
import { mutateObject, type Answer } from '../mutation.ts';
import { checkVersion } from '../versions.ts';
import { lockWebhook } from './webhook-row.ts';

export interface DeleteWebhookInput {
  readonly webhookId: string;
  readonly expectedVersion?: number | null;
  readonly idempotencyKey?: string | null;
}

/** With its dead letters. A message that is under way may still arrive. */
export function deleteWebhook(ctx: ServiceContext, viewer: Viewer, input: DeleteWebhookInput): Promise<Answer> {
  return mutateObject(ctx, viewer, { mutation: 'deleteWebhook', input }, async ({ tx, emit }) => {
    const webhook = await lockWebhook(ctx, tx, viewer, input.webhookId);
    checkVersion('webhook', webhook, input.expectedVersion);
    await tx.query('DELETE FROM webhooks WHERE id = ?', [webhook.id]);
    emit('WEBHOOK_DELETED', [
      { field: 'webhook', before: webhook.id, after: null },
      { field: 'webhook.name', before: webhook.name, after: null },
    ]);
    return { objectId: webhook.id };
  });
}
