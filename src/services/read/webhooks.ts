import { decodePosition, LOG_START } from '../../domain/cursor.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { WebhookLetterEntity } from '../../entities/webhook-letter.ts';
import { WebhookEntity } from '../../entities/webhook.ts';
import type { ServiceContext } from '../context.ts';
import { visibleByNode, visibleWebhooks } from '../visibility.ts';
import { compare, type Comparison } from './conditions.ts';
import { and, BY_ID, findPage, type Page, type PageArgs } from './page.ts';

/** Secrets are not among them: nothing that is read for the API can hold one. */
export type WebhookField = Exclude<
  keyof WebhookEntity,
  'secret' | 'previousSecret' | 'holder' | 'leaseUntil' | 'epoch'
>;
export type WebhookRow = Pick<WebhookEntity, WebhookField>;
export type WebhookLetterRow = WebhookLetterEntity;

export interface WebhookFilter {
  readonly id?: Comparison | null;
  readonly name?: Comparison | null;
  readonly owner?: Comparison | null;
  readonly state?: Comparison | null;
}

export function findWebhooks(
  ctx: ServiceContext,
  viewer: Viewer,
  fields: readonly WebhookField[],
  args: PageArgs & { readonly filter?: WebhookFilter | null },
): Promise<Page<WebhookRow>> {
  const { filter } = args;
  const where = and([
    visibleWebhooks(viewer, 't'),
    ...compare('t.id', 'filter.id', filter?.id),
    ...compare('t.name', 'filter.name', filter?.name),
    ...compare('t.owner', 'filter.owner', filter?.owner),
    ...compare('t.state', 'filter.state', filter?.state),
  ]);
  // findPage speaks of the entity's own fields, of which these are some.
  return findPage(ctx, { entity: WebhookEntity, fields, where, order: BY_ID, args }) as Promise<Page<WebhookRow>>;
}

export async function webhooksById(
  ctx: ServiceContext,
  viewer: Viewer,
  fields: readonly WebhookField[],
  ids: readonly string[],
): Promise<WebhookRow[]> {
  const { sql, params } = and([visibleWebhooks(viewer, 't'), { sql: 't.id IN (?)', params: [ids] }]);
  return ctx.select(ctx.db.manager, WebhookEntity, fields, { where: sql, params });
}

const LETTER_FIELDS = [
  'id',
  'webhookId',
  'subject',
  'attempts',
  'lastStatus',
  'lastError',
  'requestedAt',
  'createdAt',
] as const;

/** Of a webhook that the viewer may see. */
export function lettersOf(ctx: ServiceContext, webhookId: string, args: PageArgs): Promise<Page<WebhookLetterRow>> {
  const where = { sql: 't.webhook_id = ?', params: [webhookId] };
  return findPage(ctx, { entity: WebhookLetterEntity, fields: LETTER_FIELDS, where, order: BY_ID, args });
}

/** Nobody needs to know exactly how far behind the hopeless are. */
const MAX_COUNTED = 10_000;

/** Events of its kinds after its cursor, as far as its owner may see them; the filter on nodes is not applied. */
export async function eventsBehind(
  ctx: ServiceContext,
  { cursor, types, owner }: Pick<WebhookRow, 'cursor' | 'types' | 'owner'>,
): Promise<number> {
  const { settled, gaps } = decodePosition(cursor) ?? LOG_START;
  const visible = visibleByNode(viewerOfWebhook({ id: '', owner }), 'e');
  const { sql, params } = and([
    gaps.length === 0
      ? { sql: 'e.id > ?', params: [settled] }
      : { sql: 'e.id > ? OR e.id IN (?)', params: [settled, gaps] },
    ...(types.list.length === 0 ? [] : [{ sql: 'e.type IN (?)', params: [types.list] }]),
    visible,
  ]);
  // One row of one column.
  const [row] = await ctx.db.query<{ behind: number }[]>(
    `SELECT COUNT(*) AS behind FROM (SELECT 1 FROM events e WHERE ${sql} LIMIT ${MAX_COUNTED}) counted`,
    [...params],
  );
  return row?.behind ?? 0;
}

/** What a webhook may be told is what its owner may see. */
export const viewerOfWebhook = ({ id, owner }: Pick<WebhookRow, 'id' | 'owner'>): Viewer => ({
  actor: `webhook:${id}`,
  scope: owner === null ? { kind: 'all' } : { kind: 'projects', projects: [owner] },
});
