import type { Viewer } from '../../domain/viewer.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { mutateObject, type Answer } from '../mutation.ts';
import { checkVersion } from '../versions.ts';
import { checkSecret, lockWebhook, newSecret, TAKEN } from './webhook-row.ts';

export interface RotateWebhookSecretInput {
  readonly webhookId: string;
  readonly secret?: string | null;
  readonly overlapSeconds: number;
  readonly expectedVersion?: number | null;
  readonly idempotencyKey?: string | null;
}

const MAX_OVERLAP_SECONDS = 604_800;

/** Messages are signed with both secrets for a while, so that a receiver may change over when it likes. */
export async function rotateWebhookSecret(
  ctx: ServiceContext,
  viewer: Viewer,
  input: RotateWebhookSecretInput,
): Promise<Answer> {
  const secret = input.secret ?? newSecret();
  const { overlapSeconds } = input;
  const answer = await mutateObject(ctx, viewer, { mutation: 'rotateWebhookSecret', input }, async ({ tx, emit }) => {
    const checker = createChecker();
    checkSecret(checker, input.secret);
    if (overlapSeconds < 0 || overlapSeconds > MAX_OVERLAP_SECONDS) {
      checker.invalid('overlapSeconds', `overlapSeconds is ${overlapSeconds}.`, `Use 0 to ${MAX_OVERLAP_SECONDS}.`);
    }
    checker.done();
    const webhook = await lockWebhook(ctx, tx, viewer, input.webhookId);
    checkVersion('webhook', webhook, input.expectedVersion);
    await tx.query(
      `UPDATE webhooks SET previous_secret = IF(? > 0, secret, NULL),
                           previous_secret_until = IF(? > 0, UTC_TIMESTAMP(6) + INTERVAL ? SECOND, NULL),
                           secret = ?, ${TAKEN}, version = version + 1, updated_at = UTC_TIMESTAMP(6) WHERE id = ?`,
      [overlapSeconds, overlapSeconds, overlapSeconds, secret, webhook.id],
    );
    emit('WEBHOOK_UPDATED', [
      { field: 'webhook', before: webhook.id, after: webhook.id },
      { field: 'webhook.secret', before: null, after: null }, // that it changed, and nothing more
    ]);
    return { objectId: webhook.id };
  });
  ctx.bell.ring('webhooks');
  return answer.objectId === null || answer.replayed ? answer : { ...answer, secret };
}
