import { shownUrl } from '../../domain/egress.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { DELIVERING } from '../../domain/webhook.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { changesOf, differing, toColumn } from '../differences.ts';
import { mutateNodes, type Answer } from '../mutation.ts';
import { checkNotNull, checkVersion, requireVersionFor } from '../versions.ts';
import { checkWebhook, duplicatesOf, lockWebhook, TAKEN, typesToStore, type WebhookValues } from './webhook-row.ts';

export interface UpdateWebhookInput extends WebhookValues {
  readonly webhookId: string;
  readonly enabled?: boolean | null;
  readonly expectedVersion?: number | null;
  readonly idempotencyKey?: string | null;
}

const COLUMNS = {
  name: 'name',
  url: 'url',
  types: 'types',
  nodeFilter: 'node_filter',
  batchSize: 'batch_size',
} as const;
type Field = keyof typeof COLUMNS;

/** Begins anew: what failed before has no say in what is to come. */
const FRESH = `state = 'ACTIVE', disabled_reason = NULL, attempts = 0, consecutive_failures = 0, failing_since = NULL,
               next_attempt_at = NULL`;

/** Holds for the next message. `enabled: true` also wakes one that was disabled, and tries at once one that retries. */
export async function updateWebhook(ctx: ServiceContext, viewer: Viewer, input: UpdateWebhookInput): Promise<Answer> {
  const call = { mutation: 'updateWebhook', input, duplicates: duplicatesOf(input) };
  const find = async (): Promise<{ readonly nodeIds: readonly string[] }> => {
    const checker = createChecker();
    requireVersionFor(checker, input, ['types', 'nodeFilter']);
    checkNotNull(checker, input, ['name', 'url', 'types', 'batchSize', 'enabled', 'after']);
    await checkWebhook(ctx, checker, input);
    checker.done();
    return { nodeIds: [] };
  };
  const answer = await mutateNodes(ctx, viewer, { ...call, find }, async ({ tx, emit }) => {
    const webhook = await lockWebhook(ctx, tx, viewer, input.webhookId);
    const { id, state } = webhook;
    checkVersion('webhook', webhook, input.expectedVersion);
    const wanted = {
      ...webhook,
      ...input,
      ...(input.types && { types: typesToStore(input.types) }),
      ...(input.nodeFilter && { nodeFilter: asStored(input.nodeFilter) }),
    };
    const changed = differing<Field>(Object.keys(COLUMNS) as Field[], webhook, wanted); // the table's own keys
    const isWoken = input.enabled === true && state !== 'ACTIVE';
    const isPaused = input.enabled === false && state !== 'PAUSED';
    const { after } = input;
    if (changed.length === 0 && !isWoken && !isPaused && typeof after !== 'string') return { objectId: id };

    const sets = [
      ...changed.map((field) => `${COLUMNS[field]} = ?`),
      ...(typeof after === 'string' ? ['log_cursor = ?', 'attempts = 0'] : []),
      ...(isPaused ? [`state = 'PAUSED'`, 'next_attempt_at = NULL'] : []),
      ...(isWoken ? [FRESH] : []),
      TAKEN,
    ];
    await tx.query(
      `UPDATE webhooks SET ${sets.join(', ')}, version = version + 1, updated_at = UTC_TIMESTAMP(6) WHERE id = ?`,
      [...changed.map((field) => toColumn(wanted[field])), ...(typeof after === 'string' ? [after] : []), id],
    );
    const shown = (row: { readonly url?: string | null }): object => ({ ...row, url: shownUrl(row.url ?? '') });
    emit('WEBHOOK_UPDATED', [
      { field: 'webhook', before: id, after: id },
      ...changesOf('webhook', changed, shown(webhook), shown(wanted)),
      ...(isWoken || isPaused
        ? [{ field: 'webhook.enabled', before: DELIVERING.includes(state), after: isWoken }]
        : []),
      ...(typeof after === 'string' ? [{ field: 'webhook.cursor', before: null, after }] : []),
    ]);
    return { objectId: id };
  });
  ctx.bell.ring('webhooks');
  return answer;
}

/** An input has other prototypes than what comes from the database, and would never be the same. */
const asStored = (filter: object): unknown => JSON.parse(JSON.stringify(filter));
