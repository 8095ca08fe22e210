import type { Viewer } from '../../domain/viewer.ts';
import { VolumeConnectorEntity } from '../../entities/volume-connector.ts';
import type { ServiceContext } from '../context.ts';
import { visibleByNode } from '../visibility.ts';
import { compare, type Comparison } from './conditions.ts';
import { and, BY_ID, findPage, type Page, type PageArgs } from './page.ts';

export type VolumeConnectorField = keyof VolumeConnectorEntity;
export type VolumeConnectorRow = Pick<VolumeConnectorEntity, VolumeConnectorField>;

export interface VolumeConnectorFilter {
  readonly id?: Comparison | null;
  readonly nodeId?: Comparison | null;
  readonly type?: Comparison | null;
  readonly connectorId?: Comparison | null;
}

export function findVolumeConnectors(
  ctx: ServiceContext,
  viewer: Viewer,
  fields: readonly VolumeConnectorField[],
  args: PageArgs & { readonly filter?: VolumeConnectorFilter | null },
): Promise<Page<VolumeConnectorRow>> {
  const { filter } = args;
  const where = and([
    visibleByNode(viewer, 't'),
    ...compare('t.id', 'filter.id', filter?.id),
    ...compare('t.node_id', 'filter.nodeId', filter?.nodeId),
    ...compare('t.type', 'filter.type', filter?.type),
    ...compare('t.connector_id', 'filter.connectorId', filter?.connectorId),
  ]);
  return findPage(ctx, { entity: VolumeConnectorEntity, fields, where, order: BY_ID, args });
}

export function volumeConnectorsById(
  ctx: ServiceContext,
  viewer: Viewer,
  fields: readonly VolumeConnectorField[],
  ids: readonly string[],
): Promise<VolumeConnectorRow[]> {
  const { sql, params } = and([visibleByNode(viewer, 't'), { sql: 't.id IN (?)', params: [ids] }]);
  return ctx.select(ctx.db.manager, VolumeConnectorEntity, fields, { where: sql, params });
}
