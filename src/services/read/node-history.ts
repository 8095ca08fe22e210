import type { Viewer } from '../../domain/viewer.ts';
import { NodeHistoryEntity } from '../../entities/node-history.ts';
import type { ServiceContext } from '../context.ts';
import { ownedByNode } from '../visibility.ts';
import { and, findPage, NEWEST_FIRST, type Page, type PageArgs } from './page.ts';

const FIELDS = [
  'id',
  'at',
  'severity',
  'eventType',
  'text',
  'actor',
  'jobId',
  'provisionState',
  'targetProvisionState',
] as const;
export type HistoryRow = Pick<NodeHistoryEntity, (typeof FIELDS)[number]>;

/** What became of a node, newest first. */
export function historyOfNode(
  ctx: ServiceContext,
  viewer: Viewer,
  nodeId: string,
  args: Pick<PageArgs, 'first' | 'after'>,
): Promise<Page<HistoryRow>> {
  const where = and([ownedByNode(viewer, 't'), { sql: 't.node_id = ?', params: [nodeId] }]);
  return findPage(ctx, { entity: NodeHistoryEntity, fields: FIELDS, where, order: NEWEST_FIRST, args });
}
