import { randomBytes } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { shownUrl } from '../../domain/egress.ts';
import type { EventType } from '../../domain/events.ts';
import { ProblemError, type Problem } from '../../domain/problems.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { SECRET_PREFIX, whyNoSecret } from '../../domain/webhook.ts';
import { WebhookEntity } from '../../entities/webhook.ts';
import type { Checker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { lockObject } from '../lock-object.ts';
import { positionOf } from '../read/log.ts';
import { nodeFilter, type NodeFilter } from '../read/nodes.ts';
import { visibleWebhooks } from '../visibility.ts';

export interface WebhookValues {
  readonly name?: string | null;
  readonly url?: string | null;
  readonly types?: readonly EventType[] | null;
  readonly nodeFilter?: NodeFilter | null;
  readonly batchSize?: number | null;
  readonly after?: string | null;
}

const MAX_URL_LENGTH = 2_048;
const MAX_BATCH = 100;

/** Resolves the URL's name, so it comes before the transaction. */
export async function checkWebhook(ctx: ServiceContext, checker: Checker, values: WebhookValues): Promise<void> {
  const { name, url, batchSize, after } = values;
  checker.name('name', name);
  if (typeof batchSize === 'number' && (batchSize < 1 || batchSize > MAX_BATCH)) {
    checker.invalid('batchSize', `batchSize is ${batchSize}.`, `Use 1 to ${MAX_BATCH}.`);
  }
  checker.json('nodeFilter', values.nodeFilter);
  adopt(checker, ['nodeFilter'], () => nodeFilter(values.nodeFilter));
  if (typeof after === 'string') adopt(checker, ['after'], () => positionOf('after', after));
  const before = checker.problems.length;
  checker.text('url', url, MAX_URL_LENGTH);
  if (typeof url !== 'string' || checker.problems.length > before) return;
  const why = await ctx.whyUrlRefused(url);
  if (why === null) return;
  checker.invalid(
    'url',
    `Nothing is sent to ${shownUrl(url)}: ${why}.`,
    'Give an http or https URL of a receiver that may be reached; which those are, the operator decides (egressAllow, egressDeny).',
  );
}

/** What a check of queries finds wrong, at the place that it has in the input. */
function adopt(checker: Checker, path: readonly string[], check: () => unknown): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem.code !== 'INVALID_INPUT') throw error;
    const { reason, remedy } = error.problem;
    checker.invalid(path, reason, remedy);
  }
}

export function checkSecret(checker: Checker, secret: string | null | undefined): void {
  if (secret === null || secret === undefined) return;
  const why = whyNoSecret(secret);
  if (why !== null) {
    const remedy = `Give ${SECRET_PREFIX} and 24 to 64 random bytes as base64, or leave it out and be given one.`;
    checker.invalid('secret', `This is no secret of a webhook: ${why}.`, remedy);
  }
}

/** As long as the hash that it is the key of. */
export const newSecret = (): string => SECRET_PREFIX + randomBytes(32).toString('base64');

export const typesToStore = (types: readonly EventType[]): WebhookEntity['types'] => ({ list: [...new Set(types)] });

export const duplicatesOf = ({ name }: WebhookValues): Readonly<Record<string, Problem>> => ({
  webhooks_name: { code: 'ALREADY_EXISTS', type: 'webhook', path: ['input', 'name'], value: name ?? '' },
});

const FIELDS = ['id', 'name', 'url', 'types', 'nodeFilter', 'batchSize', 'owner', 'state', 'version'] as const;
export type LockedWebhook = Pick<WebhookEntity, (typeof FIELDS)[number]>;

/** @throws {ProblemError} INVALID_INPUT, NOT_FOUND */
export function lockWebhook(
  ctx: ServiceContext,
  tx: EntityManager,
  viewer: Viewer,
  id: string,
): Promise<LockedWebhook> {
  const visible = visibleWebhooks(viewer, 't');
  return lockObject(ctx, tx, {
    entity: WebhookEntity,
    fields: FIELDS,
    type: 'webhook',
    field: 'webhookId',
    id,
    visible,
  });
}

/**
 * Part of each change: takes the webhook from whoever delivers, so that what comes next knows of it. What is under way
 * may arrive, and then comes again with the same id.
 */
export const TAKEN = 'holder = NULL, lease_until = NULL, epoch = epoch + 1';
