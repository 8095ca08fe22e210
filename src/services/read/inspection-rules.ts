import type { Viewer } from '../../domain/viewer.ts';
import { InspectionRuleEntity } from '../../entities/inspection-rule.ts';
import type { ServiceContext } from '../context.ts';
import { visibleToSystem } from '../visibility.ts';
import { compare, type Comparison } from './conditions.ts';
import { and, findPage, type Page, type PageArgs, type SortKey } from './page.ts';

export type InspectionRuleField = keyof InspectionRuleEntity;
export type InspectionRuleRow = Pick<InspectionRuleEntity, InspectionRuleField>;

export interface InspectionRuleFilter {
  readonly id?: Comparison | null;
  readonly isSensitive?: boolean | null;
}

/** As inspections run them. */
const AS_RUN: readonly SortKey[] = [
  { field: 'priority', direction: 'DESC', isNullable: false },
  { field: 'id', direction: 'ASC', isNullable: false },
];

export function findInspectionRules(
  ctx: ServiceContext,
  viewer: Viewer,
  fields: readonly InspectionRuleField[],
  args: PageArgs & { readonly filter?: InspectionRuleFilter | null },
): Promise<Page<InspectionRuleRow>> {
  const { filter } = args;
  const isSensitive = filter?.isSensitive;
  const where = and([
    visibleToSystem(viewer),
    ...compare('t.id', 'filter.id', filter?.id),
    ...(typeof isSensitive === 'boolean' ? [{ sql: 't.is_sensitive = ?', params: [isSensitive ? 1 : 0] }] : []),
  ]);
  return findPage(ctx, { entity: InspectionRuleEntity, fields, where, order: AS_RUN, args });
}

export function inspectionRulesById(
  ctx: ServiceContext,
  viewer: Viewer,
  fields: readonly InspectionRuleField[],
  ids: readonly string[],
): Promise<InspectionRuleRow[]> {
  const { sql, params } = and([visibleToSystem(viewer), { sql: 't.id IN (?)', params: [ids] }]);
  return ctx.select(ctx.db.manager, InspectionRuleEntity, fields, { where: sql, params });
}
