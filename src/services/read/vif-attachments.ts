import type { Viewer } from '../../domain/viewer.ts';
import { VifAttachmentEntity, type VifAttachmentState, type VifPurpose } from '../../entities/vif-attachment.ts';
import type { ServiceContext } from '../context.ts';
import { visibleByNode, type Predicate } from '../visibility.ts';
import { compare, type Comparison } from './conditions.ts';
import { and, BY_ID, findPage, type Page, type PageArgs } from './page.ts';

export type VifField = keyof VifAttachmentEntity;
export type VifRow = Pick<VifAttachmentEntity, VifField>;

export interface VifAttachmentFilter {
  readonly nodeId?: Comparison | null;
  readonly portId?: Comparison | null;
  readonly portGroupId?: Comparison | null;
  readonly vifId?: Comparison | null;
  readonly states?: readonly VifAttachmentState[] | null;
  readonly purposes?: readonly VifPurpose[] | null;
}

export function findVifAttachments(
  ctx: ServiceContext,
  viewer: Viewer,
  fields: readonly VifField[],
  args: PageArgs & { readonly filter?: VifAttachmentFilter | null },
): Promise<Page<VifRow>> {
  const { filter } = args;
  const where = and([
    visibleByNode(viewer, 't'),
    ...compare('t.node_id', 'filter.nodeId', filter?.nodeId),
    ...compare('t.port_id', 'filter.portId', filter?.portId),
    ...compare('t.port_group_id', 'filter.portGroupId', filter?.portGroupId),
    ...compare('t.vif_id', 'filter.vifId', filter?.vifId),
    ...compare('t.state', 'filter.states', { in: filter?.states ?? null }),
    ...compare('t.purpose', 'filter.purposes', { in: filter?.purposes ?? null }),
  ]);
  return findPage(ctx, { entity: VifAttachmentEntity, fields, where, order: BY_ID, args });
}

/** By any of their keys. */
export function vifsWhere(
  ctx: ServiceContext,
  viewer: Viewer,
  fields: readonly VifField[],
  key: 'id' | 'nodeId' | 'portId' | 'portGroupId',
  values: readonly string[],
): Promise<VifRow[]> {
  const column = { id: 't.id', nodeId: 't.node_id', portId: 't.port_id', portGroupId: 't.port_group_id' }[key];
  const predicate: Predicate = { sql: `${column} IN (?)`, params: [values] };
  const { sql, params } = and([visibleByNode(viewer, 't'), predicate]);
  return ctx.select(ctx.db.manager, VifAttachmentEntity, fields, { where: sql, params, orderBy: 't.node_id, t.id' });
}
