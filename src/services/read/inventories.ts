import type { Viewer } from '../../domain/viewer.ts';
import { NodeInventoryEntity } from '../../entities/node-inventory.ts';
import type { ServiceContext } from '../context.ts';
import { visibleByNode, type Predicate } from '../visibility.ts';
import { and, findPage, NEWEST_FIRST, type Page, type PageArgs } from './page.ts';

/** Read whole: who asks for an inventory wants what is in it. */
const FIELDS = ['id', 'nodeId', 'number', 'inventory', 'pluginData', 'jobId', 'collectedAt'] as const;
export type InventoryRow = Pick<NodeInventoryEntity, (typeof FIELDS)[number]>;

/** Of one node, newest first. */
export function findInventories(
  ctx: ServiceContext,
  viewer: Viewer,
  nodeId: string,
  args: Pick<PageArgs, 'first' | 'after'>,
): Promise<Page<InventoryRow>> {
  const where = and([visibleByNode(viewer, 't'), { sql: 't.node_id = ?', params: [nodeId] }]);
  return findPage(ctx, { entity: NodeInventoryEntity, fields: FIELDS, where, order: NEWEST_FIRST, args });
}

/** The last one of each node that has any. */
export function latestInventories(
  ctx: ServiceContext,
  viewer: Viewer,
  nodeIds: readonly string[],
): Promise<InventoryRow[]> {
  return inventoriesWhere(ctx, viewer, {
    sql: `t.node_id IN (?) AND t.number = (SELECT MAX(i.number) FROM node_inventories i WHERE i.node_id = t.node_id)`,
    params: [nodeIds],
  });
}

/** Those that were taken right before the given ones, which are named as `node/number`. */
export async function previousInventories(
  ctx: ServiceContext,
  viewer: Viewer,
  of: readonly string[],
): Promise<InventoryRow[]> {
  const before = of.map((name) => {
    const [nodeId = '', number = ''] = name.split('/');
    return [nodeId, Number(number) - 1];
  });
  return inventoriesWhere(ctx, viewer, { sql: '(t.node_id, t.number) IN (?)', params: [before] });
}

function inventoriesWhere(ctx: ServiceContext, viewer: Viewer, predicate: Predicate): Promise<InventoryRow[]> {
  const { sql, params } = and([visibleByNode(viewer, 't'), predicate]);
  return ctx.select(ctx.db.manager, NodeInventoryEntity, FIELDS, { where: sql, params });
}
