import type { JobState } from '../../domain/job.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { JobGroupItemEntity } from '../../entities/job-group-item.ts';
import { JobGroupEntity } from '../../entities/job-group.ts';
import type { ServiceContext } from '../context.ts';
import { visibleByNode, visibleJobGroups } from '../visibility.ts';
import { compare, type Comparison } from './conditions.ts';
import { and, findPage, NEWEST_FIRST, type Page, type PageArgs } from './page.ts';

const FIELDS = ['id', 'mutation', 'requestedBy', 'args', 'total', 'retryOf', 'createdAt'] as const;
export type JobGroupRow = Pick<JobGroupEntity, (typeof FIELDS)[number]>;

const ITEM_FIELDS = ['jobGroupId', 'position', 'nodeId', 'jobId', 'error'] as const;
export type JobGroupItemRow = Pick<JobGroupItemEntity, (typeof ITEM_FIELDS)[number]>;

/** An item has its job's state, or it has none because it was refused. */
export type JobGroupItemState = JobState | 'REFUSED';

export interface JobGroupFilter {
  readonly mutation?: Comparison | null;
  readonly requestedBy?: Comparison | null;
}

export function findJobGroups(
  ctx: ServiceContext,
  viewer: Viewer,
  args: PageArgs & { readonly filter?: JobGroupFilter | null },
): Promise<Page<JobGroupRow>> {
  const where = and([
    visibleJobGroups(viewer, 't'),
    ...compare('t.mutation', 'filter.mutation', args.filter?.mutation),
    ...compare('t.requested_by', 'filter.requestedBy', args.filter?.requestedBy),
  ]);
  return findPage(ctx, { entity: JobGroupEntity, fields: FIELDS, where, order: NEWEST_FIRST, args });
}

export function jobGroupsById(ctx: ServiceContext, viewer: Viewer, ids: readonly string[]): Promise<JobGroupRow[]> {
  const { sql, params } = and([visibleJobGroups(viewer, 't'), { sql: 't.id IN (?)', params: [ids] }]);
  return ctx.select(ctx.db.manager, JobGroupEntity, FIELDS, { where: sql, params });
}

/** The items of one group that the viewer has been shown, in the order of the input. */
export function findJobGroupItems(
  ctx: ServiceContext,
  jobGroupId: string,
  args: PageArgs & { readonly states?: readonly JobGroupItemState[] | null },
): Promise<Page<JobGroupItemRow>> {
  const state = `COALESCE((SELECT j.state FROM jobs j WHERE j.id = t.job_id), 'REFUSED')`;
  const where = and([
    { sql: 't.job_group_id = ?', params: [jobGroupId] },
    ...compare(state, 'states', { in: args.states ?? null }),
  ]);
  const order = [{ field: 'position', direction: 'ASC', isNullable: false }] as const;
  return findPage(ctx, { entity: JobGroupItemEntity, fields: ITEM_FIELDS, where, order, args });
}

export interface ItemCounts {
  readonly jobGroupId: string;
  /** A state without an item is not there. */
  readonly byState: ReadonlyMap<JobGroupItemState, number>;
}

/** How many items of each group are in each state. */
export async function countItems({ db }: ServiceContext, groupIds: readonly string[]): Promise<ItemCounts[]> {
  // Columns as this query names them.
  const rows = await db.query<{ jobGroupId: string; state: JobGroupItemState; count: number }[]>(
    `SELECT i.job_group_id AS jobGroupId, COALESCE(j.state, 'REFUSED') AS state, COUNT(*) AS count
       FROM job_group_items i LEFT JOIN jobs j ON j.id = i.job_id
      WHERE i.job_group_id IN (?) GROUP BY i.job_group_id, COALESCE(j.state, 'REFUSED')`,
    [groupIds],
  );
  return groupIds.map((jobGroupId) => ({
    jobGroupId,
    byState: new Map(rows.filter((row) => row.jobGroupId === jobGroupId).map(({ state, count }) => [state, count])),
  }));
}

const UNSETTLED: readonly JobGroupItemState[] = ['QUEUED', 'RUNNING', 'WAITING'];

export const unsettledItems = ({ byState }: ItemCounts): number =>
  UNSETTLED.reduce((sum, state) => sum + (byState.get(state) ?? 0), 0);

export function groupsOfJobs(
  { db }: ServiceContext,
  jobIds: readonly string[],
): Promise<{ readonly jobId: string; readonly jobGroupId: string }[]> {
  // Columns as this query names them.
  return db.query('SELECT job_id AS jobId, job_group_id AS jobGroupId FROM job_group_items WHERE job_id IN (?)', [
    jobIds,
  ]);
}

export async function jobIdsOfGroup({ db }: ServiceContext, jobGroupId: string): Promise<string[]> {
  // One column, as this query names it.
  const rows = await db.query<{ id: string }[]>(
    'SELECT job_id AS id FROM job_group_items WHERE job_group_id = ? AND job_id IS NOT NULL ORDER BY position',
    [jobGroupId],
  );
  return rows.map(({ id }) => id);
}

/** Nodes whose item failed, was cancelled or was refused, in the order of the input. */
export async function failedNodes({ db }: ServiceContext, jobGroupId: string): Promise<string[]> {
  // One column, as this query names it.
  const rows = await db.query<{ nodeId: string }[]>(
    `SELECT i.node_id AS nodeId FROM job_group_items i LEFT JOIN jobs j ON j.id = i.job_id
      WHERE i.job_group_id = ? AND (i.job_id IS NULL OR j.state IN ('FAILED', 'CANCELLED')) ORDER BY i.position`,
    [jobGroupId],
  );
  return rows.map(({ nodeId }) => nodeId);
}

/** Those that the viewer may see the nodes of. */
export function unsettledJobsOfGroup(
  { db }: ServiceContext,
  viewer: Viewer,
  jobGroupId: string,
): Promise<{ readonly id: string; readonly nodeId: string }[]> {
  const { sql, params } = and([
    { sql: `i.job_group_id = ? AND j.state IN ('QUEUED', 'RUNNING', 'WAITING')`, params: [jobGroupId] },
    visibleByNode(viewer, 'j'),
  ]);
  // Columns as this query names them; the node of an unsettled job cannot have been deleted.
  return db.query(
    `SELECT j.id, j.node_id AS nodeId FROM job_group_items i JOIN jobs j ON j.id = i.job_id WHERE ${sql} ORDER BY i.position`,
    [...params],
  );
}
