import type { Viewer } from '../../domain/viewer.ts';
import { RunbookEntity } from '../../entities/runbook.ts';
import type { ServiceContext } from '../context.ts';
import { visibleRunbooks } from '../visibility.ts';
import { compare, type Comparison } from './conditions.ts';
import { and, BY_ID, findPage, type Page, type PageArgs } from './page.ts';

export type RunbookField = keyof RunbookEntity;
export type RunbookRow = Pick<RunbookEntity, RunbookField>;

export interface RunbookFilter {
  readonly id?: Comparison | null;
  readonly name?: Comparison | null;
  readonly owner?: Comparison | null;
  readonly isPublic?: Comparison | null;
}

export function findRunbooks(
  ctx: ServiceContext,
  viewer: Viewer,
  fields: readonly RunbookField[],
  args: PageArgs & { readonly filter?: RunbookFilter | null },
): Promise<Page<RunbookRow>> {
  const { filter } = args;
  const where = and([
    visibleRunbooks(viewer, 't'),
    ...compare('t.id', 'filter.id', filter?.id),
    ...compare('t.name', 'filter.name', filter?.name),
    ...compare('t.owner', 'filter.owner', filter?.owner),
    ...compare('t.is_public', 'filter.isPublic', filter?.isPublic),
  ]);
  return findPage(ctx, { entity: RunbookEntity, fields, where, order: BY_ID, args });
}

export function runbooksById(
  ctx: ServiceContext,
  viewer: Viewer,
  fields: readonly RunbookField[],
  ids: readonly string[],
): Promise<RunbookRow[]> {
  const { sql, params } = and([visibleRunbooks(viewer, 't'), { sql: 't.id IN (?)', params: [ids] }]);
  return ctx.select(ctx.db.manager, RunbookEntity, fields, { where: sql, params });
}
