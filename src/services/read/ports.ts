import { parseMacAddress } from '../../domain/mac-address.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { PortEntity } from '../../entities/port.ts';
import type { ServiceContext } from '../context.ts';
import { visibleByNode, type Predicate } from '../visibility.ts';
import { compare, type Comparison } from './conditions.ts';
import { and, BY_ID, findPage, type Page, type PageArgs } from './page.ts';

export type PortField = keyof PortEntity;
export type PortRow = Pick<PortEntity, PortField>;

export type AddressComparison =
  { readonly eq?: string | null; readonly in?: readonly string[] | null } | null | undefined;

export interface PortFilter {
  readonly id?: Comparison | null;
  readonly nodeId?: Comparison | null;
  readonly address?: AddressComparison;
  readonly name?: Comparison | null;
  readonly physicalNetwork?: Comparison | null;
  readonly pxeEnabled?: Comparison | null;
  readonly portGroupId?: Comparison | null;
}

export function findPorts(
  ctx: ServiceContext,
  viewer: Viewer,
  fields: readonly PortField[],
  args: PageArgs & { readonly filter?: PortFilter | null },
): Promise<Page<PortRow>> {
  const { filter } = args;
  const where = and([
    visibleByNode(viewer, 't'),
    ...compare('t.id', 'filter.id', filter?.id),
    ...compare('t.node_id', 'filter.nodeId', filter?.nodeId),
    ...compare('t.address', 'filter.address', withParsedAddresses(filter?.address)),
    ...compare('t.name', 'filter.name', filter?.name),
    ...compare('t.physical_network', 'filter.physicalNetwork', filter?.physicalNetwork),
    ...compare('t.pxe_enabled', 'filter.pxeEnabled', filter?.pxeEnabled),
    ...compare('t.port_group_id', 'filter.portGroupId', filter?.portGroupId),
  ]);
  return findPage(ctx, { entity: PortEntity, fields, where, order: BY_ID, args });
}

export function portsById(
  ctx: ServiceContext,
  viewer: Viewer,
  fields: readonly PortField[],
  ids: readonly string[],
): Promise<PortRow[]> {
  return findWhere(ctx, viewer, fields, { sql: 't.id IN (?)', params: [ids] });
}

/** All ports of the nodes, oldest first: bounded, because a node holds a bounded number. */
export function portsOfNodes(
  ctx: ServiceContext,
  viewer: Viewer,
  fields: readonly PortField[],
  nodeIds: readonly string[],
): Promise<PortRow[]> {
  return findWhere(ctx, viewer, fields, { sql: 't.node_id IN (?)', params: [nodeIds] });
}

/** All members of the groups, oldest first; `fields` hold their group, or nobody could tell whose they are. */
export function portsOfGroups(
  ctx: ServiceContext,
  viewer: Viewer,
  fields: readonly PortField[],
  portGroupIds: readonly string[],
): Promise<PortRow[]> {
  const all = [...new Set<PortField>([...fields, 'portGroupId'])];
  return findWhere(ctx, viewer, all, { sql: 't.port_group_id IN (?)', params: [portGroupIds] });
}

function findWhere(
  ctx: ServiceContext,
  viewer: Viewer,
  fields: readonly PortField[],
  predicate: Predicate,
): Promise<PortRow[]> {
  const { sql, params } = and([visibleByNode(viewer, 't'), predicate]);
  return ctx.select(ctx.db.manager, PortEntity, fields, { where: sql, params, orderBy: 't.node_id, t.id' });
}

export function withParsedAddresses(filter: AddressComparison): Comparison | undefined {
  if (filter === null || filter === undefined) return undefined;
  const parse = (address: string): string => parseMacAddress(address) ?? address;
  return {
    ...(typeof filter.eq === 'string' ? { eq: parse(filter.eq) } : {}),
    ...(filter.in ? { in: filter.in.map(parse) } : {}),
  };
}
