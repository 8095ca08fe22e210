import { v7 as newId } from 'uuid';
import { encodePosition } from '../../domain/cursor.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { EventType } from '../../domain/events.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { mutateNodes, type Answer } from '../mutation.ts';
import { committedNow } from '../read/log.ts';
import { checkSecret, checkWebhook, duplicatesOf, newSecret, typesToStore, type WebhookValues } from './webhook-row.ts';

export interface CreateWebhookInput extends WebhookValues {
  readonly name: string;
  readonly url: string;
  readonly types?: readonly EventType[] | null;
  readonly owner?: string | null;
  readonly batchSize: number;
  readonly enabled: boolean;
  readonly secret?: string | null;
  readonly idempotencyKey?: string | null;
}

/** Begins with what happens from now on, or after the given cursor. The secret is in the first answer only. */
export async function createWebhook(ctx: ServiceContext, viewer: Viewer, input: CreateWebhookInput): Promise<Answer> {
  const secret = input.secret ?? newSecret();
  const call = { mutation: 'createWebhook', input, duplicates: duplicatesOf(input) };
  const find = async (): Promise<{ readonly nodeIds: readonly string[]; readonly begin: string }> => {
    const checker = createChecker();
    await checkWebhook(ctx, checker, input);
    checker.text('owner', input.owner, 255);
    checkSecret(checker, input.secret);
    checker.done();
    return { nodeIds: [], begin: input.after ?? encodePosition(await committedNow(ctx)) };
  };
  const answer = await mutateNodes(ctx, viewer, { ...call, find }, async ({ tx, emit }, { begin }) => {
    const owner = ownerFor(viewer, input.owner);
    const id = newId();
    await tx.query(
      `INSERT INTO webhooks (id, name, url, types, node_filter, owner, batch_size, secret, state, log_cursor, attempts,
                             consecutive_failures, epoch, version, created_at, updated_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 1, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))`,
      [
        id,
        input.name,
        input.url,
        JSON.stringify(typesToStore(input.types ?? [])),
        input.nodeFilter ? JSON.stringify(input.nodeFilter) : null,
        owner,
        input.batchSize,
        secret,
        input.enabled ? 'ACTIVE' : 'PAUSED',
        begin,
      ],
    );
    emit('WEBHOOK_CREATED', [
      { field: 'webhook', before: null, after: id },
      { field: 'webhook.name', before: null, after: input.name },
    ]);
    return { objectId: id };
  });
  ctx.bell.ring('webhooks');
  return answer.objectId === null || answer.replayed ? answer : { ...answer, secret };
}

/** @throws {ProblemError} NOT_ALLOWED_NOW */
function ownerFor({ scope }: Viewer, asked: string | null | undefined): string | null {
  if (scope.kind === 'all') return asked ?? null;
  const [own] = scope.projects;
  const owner = asked ?? (scope.projects.length === 1 ? own : undefined);
  if (owner !== undefined && scope.projects.includes(owner)) return owner;
  throw new ProblemError({
    code: 'NOT_ALLOWED_NOW',
    action: 'making this webhook',
    reason: 'it would see what another project may see, or everything',
    remedy: 'Give a project of yours as its owner, or ask an administrator of the system.',
    path: ['input', 'owner'],
  });
}
