import type { Viewer } from '../../domain/viewer.ts';
import { PortGroupEntity } from '../../entities/port-group.ts';
import type { ServiceContext } from '../context.ts';
import { visibleByNode, type Predicate } from '../visibility.ts';
import { compare, type Comparison } from './conditions.ts';
import { and, BY_ID, findPage, type Page, type PageArgs } from './page.ts';
import { withParsedAddresses, type AddressComparison } from './ports.ts';

export type PortGroupField = keyof PortGroupEntity;
export type PortGroupRow = Pick<PortGroupEntity, PortGroupField>;

export interface PortGroupFilter {
  readonly id?: Comparison | null;
  readonly nodeId?: Comparison | null;
  readonly address?: AddressComparison;
  readonly name?: Comparison | null;
  readonly mode?: Comparison | null;
  readonly physicalNetwork?: Comparison | null;
  readonly standalonePortsSupported?: Comparison | null;
}

export function findPortGroups(
  ctx: ServiceContext,
  viewer: Viewer,
  fields: readonly PortGroupField[],
  args: PageArgs & { readonly filter?: PortGroupFilter | null },
): Promise<Page<PortGroupRow>> {
  const { filter } = args;
  const where = and([
    visibleByNode(viewer, 't'),
    ...compare('t.id', 'filter.id', filter?.id),
    ...compare('t.node_id', 'filter.nodeId', filter?.nodeId),
    ...compare('t.address', 'filter.address', withParsedAddresses(filter?.address)),
    ...compare('t.name', 'filter.name', filter?.name),
    ...compare('t.mode', 'filter.mode', filter?.mode),
    ...compare('t.physical_network', 'filter.physicalNetwork', filter?.physicalNetwork),
    ...compare('t.standalone_ports_supported', 'filter.standalonePortsSupported', filter?.standalonePortsSupported),
  ]);
  return findPage(ctx, { entity: PortGroupEntity, fields, where, order: BY_ID, args });
}

/** By one of their keys, oldest first: bounded, because a node holds a bounded number. */
export function portGroupsWhere(
  ctx: ServiceContext,
  viewer: Viewer,
  fields: readonly PortGroupField[],
  key: 'id' | 'nodeId',
  values: readonly string[],
): Promise<PortGroupRow[]> {
  const column = { id: 't.id', nodeId: 't.node_id' }[key];
  const predicate: Predicate = { sql: `${column} IN (?)`, params: [values] };
  const { sql, params } = and([visibleByNode(viewer, 't'), predicate]);
  return ctx.select(ctx.db.manager, PortGroupEntity, fields, { where: sql, params, orderBy: 't.node_id, t.id' });
}
