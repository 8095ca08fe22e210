import type { Viewer } from '../../domain/viewer.ts';
import { VolumeTargetEntity } from '../../entities/volume-target.ts';
import type { ServiceContext } from '../context.ts';
import { visibleByNode } from '../visibility.ts';
import { compare, type Comparison } from './conditions.ts';
import { and, BY_ID, findPage, type Page, type PageArgs } from './page.ts';

export type VolumeTargetField = keyof VolumeTargetEntity;
export type VolumeTargetRow = Pick<VolumeTargetEntity, VolumeTargetField>;

export interface VolumeTargetFilter {
  readonly id?: Comparison | null;
  readonly nodeId?: Comparison | null;
  readonly volumeType?: Comparison | null;
  readonly volumeId?: Comparison | null;
}

export function findVolumeTargets(
  ctx: ServiceContext,
  viewer: Viewer,
  fields: readonly VolumeTargetField[],
  args: PageArgs & { readonly filter?: VolumeTargetFilter | null },
): Promise<Page<VolumeTargetRow>> {
  const { filter } = args;
  const where = and([
    visibleByNode(viewer, 't'),
    ...compare('t.id', 'filter.id', filter?.id),
    ...compare('t.node_id', 'filter.nodeId', filter?.nodeId),
    ...compare('t.volume_type', 'filter.volumeType', filter?.volumeType),
    ...compare('t.volume_id', 'filter.volumeId', filter?.volumeId),
  ]);
  return findPage(ctx, { entity: VolumeTargetEntity, fields, where, order: BY_ID, args });
}

export function volumeTargetsById(
  ctx: ServiceContext,
  viewer: Viewer,
  fields: readonly VolumeTargetField[],
  ids: readonly string[],
): Promise<VolumeTargetRow[]> {
  const { sql, params } = and([visibleByNode(viewer, 't'), { sql: 't.id IN (?)', params: [ids] }]);
  return ctx.select(ctx.db.manager, VolumeTargetEntity, fields, { where: sql, params });
}
