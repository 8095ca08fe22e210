import type { AllocationState } from '../../domain/allocation.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { AllocationEntity } from '../../entities/allocation.ts';
import type { ServiceContext } from '../context.ts';
import { visibleAllocations } from '../visibility.ts';
import { compare, type Comparison } from './conditions.ts';
import { and, BY_ID, findPage, type Page, type PageArgs } from './page.ts';

/** Everything that the API may show of one; they are read whole, they are small. */
export const ALLOCATION_FIELDS = [
  'id',
  'name',
  'state',
  'resourceClass',
  'wanted',
  'owner',
  'extra',
  'nodeId',
  'lastError',
  'explanation',
  'requestedBy',
  'version',
  'createdAt',
  'updatedAt',
] as const;
export type AllocationRow = Pick<AllocationEntity, (typeof ALLOCATION_FIELDS)[number]>;

export interface AllocationFilter {
  readonly id?: Comparison | null;
  readonly name?: Comparison | null;
  readonly states?: readonly AllocationState[] | null;
  readonly resourceClass?: Comparison | null;
  readonly owner?: Comparison | null;
  readonly nodeId?: Comparison | null;
}

export function findAllocations(
  ctx: ServiceContext,
  viewer: Viewer,
  args: PageArgs & { readonly filter?: AllocationFilter | null },
): Promise<Page<AllocationRow>> {
  const { filter } = args;
  const where = and([
    visibleAllocations(viewer, 't'),
    ...compare('t.id', 'filter.id', filter?.id),
    ...compare('t.name', 'filter.name', filter?.name),
    ...compare('t.state', 'filter.states', { in: filter?.states ?? null }),
    ...compare('t.resource_class', 'filter.resourceClass', filter?.resourceClass),
    ...compare('t.owner', 'filter.owner', filter?.owner),
    ...compare('t.node_id', 'filter.nodeId', filter?.nodeId),
  ]);
  return findPage(ctx, { entity: AllocationEntity, fields: ALLOCATION_FIELDS, where, order: BY_ID, args });
}

/** By one of their unique keys, in no order. */
export function allocationsWhere(
  ctx: ServiceContext,
  viewer: Viewer,
  key: 'id' | 'name' | 'nodeId',
  values: readonly string[],
): Promise<AllocationRow[]> {
  const column = { id: 't.id', name: 't.name', nodeId: 't.node_id' }[key];
  const { sql, params } = and([visibleAllocations(viewer, 't'), { sql: `${column} IN (?)`, params: [values] }]);
  return ctx.select(ctx.db.manager, AllocationEntity, ALLOCATION_FIELDS, { where: sql, params });
}
