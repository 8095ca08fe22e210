import type { Viewer } from '../../domain/viewer.ts';
import { CleaningEvidenceEntity } from '../../entities/cleaning-evidence.ts';
import type { ServiceContext } from '../context.ts';
import { visibleByNode } from '../visibility.ts';
import { and, findPage, NEWEST_FIRST, type Page, type PageArgs } from './page.ts';

const FIELDS = ['id', 'nodeId', 'jobId', 'step', 'what', 'method', 'result', 'error', 'at'] as const;
export type CleaningEvidenceRow = Pick<CleaningEvidenceEntity, (typeof FIELDS)[number]>;

/** Of one node, newest first. */
export function findCleaningEvidence(
  ctx: ServiceContext,
  viewer: Viewer,
  nodeId: string,
  args: Pick<PageArgs, 'first' | 'after'>,
): Promise<Page<CleaningEvidenceRow>> {
  const where = and([visibleByNode(viewer, 't'), { sql: 't.node_id = ?', params: [nodeId] }]);
  return findPage(ctx, { entity: CleaningEvidenceEntity, fields: FIELDS, where, order: NEWEST_FIRST, args });
}
