import type { Viewer } from '../../domain/viewer.ts';
import { DeployTemplateEntity } from '../../entities/deploy-template.ts';
import type { ServiceContext } from '../context.ts';
import { visibleToSystem } from '../visibility.ts';
import { compare, type Comparison } from './conditions.ts';
import { and, BY_ID, findPage, type Page, type PageArgs } from './page.ts';

export type DeployTemplateField = keyof DeployTemplateEntity;
export type DeployTemplateRow = Pick<DeployTemplateEntity, DeployTemplateField>;

export interface DeployTemplateFilter {
  readonly id?: Comparison | null;
  readonly name?: Comparison | null;
}

export function findDeployTemplates(
  ctx: ServiceContext,
  viewer: Viewer,
  fields: readonly DeployTemplateField[],
  args: PageArgs & { readonly filter?: DeployTemplateFilter | null },
): Promise<Page<DeployTemplateRow>> {
  const { filter } = args;
  const where = and([
    visibleToSystem(viewer),
    ...compare('t.id', 'filter.id', filter?.id),
    ...compare('t.name', 'filter.name', filter?.name),
  ]);
  return findPage(ctx, { entity: DeployTemplateEntity, fields, where, order: BY_ID, args });
}

export function deployTemplatesById(
  ctx: ServiceContext,
  viewer: Viewer,
  fields: readonly DeployTemplateField[],
  ids: readonly string[],
): Promise<DeployTemplateRow[]> {
  const { sql, params } = and([visibleToSystem(viewer), { sql: 't.id IN (?)', params: [ids] }]);
  return ctx.select(ctx.db.manager, DeployTemplateEntity, fields, { where: sql, params });
}
