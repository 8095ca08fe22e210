import type { Viewer } from '../../domain/viewer.ts';
import { ChassisEntity } from '../../entities/chassis.ts';
import type { ServiceContext } from '../context.ts';
import { visibleToSystem } from '../visibility.ts';
import { compare, type Comparison } from './conditions.ts';
import { and, BY_ID, findPage, type Page, type PageArgs } from './page.ts';

export type ChassisField = keyof ChassisEntity;
export type ChassisRow = Pick<ChassisEntity, ChassisField>;

export interface ChassisFilter {
  readonly id?: Comparison | null;
  readonly description?: Comparison | null;
}

export function findChassis(
  ctx: ServiceContext,
  viewer: Viewer,
  fields: readonly ChassisField[],
  args: PageArgs & { readonly filter?: ChassisFilter | null },
): Promise<Page<ChassisRow>> {
  const { filter } = args;
  const where = and([
    visibleToSystem(viewer),
    ...compare('t.id', 'filter.id', filter?.id),
    ...compare('t.description', 'filter.description', filter?.description),
  ]);
  return findPage(ctx, { entity: ChassisEntity, fields, where, order: BY_ID, args });
}

export function chassisById(
  ctx: ServiceContext,
  viewer: Viewer,
  fields: readonly ChassisField[],
  ids: readonly string[],
): Promise<ChassisRow[]> {
  const { sql, params } = and([visibleToSystem(viewer), { sql: 't.id IN (?)', params: [ids] }]);
  return ctx.select(ctx.db.manager, ChassisEntity, fields, { where: sql, params });
}
