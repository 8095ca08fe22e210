import { FREE_PLACES_IN_LINE, HAS_ROOM_AT_BMC } from '../../conductor/limits.ts';
import { SETTLED_JOB_STATES, type JobState, type Signal, type WaitReason } from '../../domain/job.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { JobStepEntity } from '../../entities/job-step.ts';
import { JobEntity } from '../../entities/job.ts';
import type { ServiceContext } from '../context.ts';
import { visibleByNode } from '../visibility.ts';
import { compare, type Comparison } from './conditions.ts';
import { and, findPage, NEWEST_FIRST, type Page, type PageArgs } from './page.ts';

/** Everything that the API may show of a job; jobs are read whole, they are small. */
const FIELDS = [
  'id',
  'type',
  'purpose',
  'nodeId',
  'lockMode',
  'state',
  'ready',
  'priority',
  'queueNumber',
  'args',
  'requestedBy',
  'conductorGroup',
  'attempt',
  'runAfter',
  'claimedBy',
  'epoch',
  'nextStep',
  'waitFor',
  'waitFor',
  'waitUntil',
  'deadlineAt',
  'overdueSince',
  'cancelRequestedAt',
  'error',
  'result',
  'version',
  'createdAt',
  'startedAt',
  'finishedAt',
] as const;
export type JobRow = Pick<JobEntity, (typeof FIELDS)[number]>;

const STEP_FIELDS = [
  'id',
  'jobId',
  'position',
  'name',
  'interface',
  'description',
  'state',
  'attempt',
  'percent',
  'message',
  'lineCount',
  'abortable',
  'timeoutMs',
  'repeat',
  'error',
  'startedAt',
  'finishedAt',
] as const;
export type StepRow = Pick<JobStepEntity, (typeof STEP_FIELDS)[number]>;

export interface JobFilter {
  readonly nodeId?: Comparison | null;
  readonly type?: Comparison | null;
  readonly states?: readonly JobState[] | null;
  readonly isSettled?: boolean | null;
}

export function findJobs(
  ctx: ServiceContext,
  viewer: Viewer,
  args: PageArgs & { readonly filter?: JobFilter | null },
): Promise<Page<JobRow>> {
  const { filter } = args;
  const settled = filter?.isSettled;
  const where = and([
    visibleByNode(viewer, 't'),
    ...compare('t.node_id', 'filter.nodeId', filter?.nodeId),
    ...compare('t.type', 'filter.type', filter?.type),
    ...compare('t.state', 'filter.states', { in: filter?.states ?? null }),
    ...(typeof settled === 'boolean'
      ? compare('t.state', 'filter.isSettled', { [settled ? 'in' : 'notIn']: SETTLED_JOB_STATES })
      : []),
  ]);
  return findPage(ctx, { entity: JobEntity, fields: FIELDS, where, order: NEWEST_FIRST, args });
}

export function jobsById(ctx: ServiceContext, viewer: Viewer, ids: readonly string[]): Promise<JobRow[]> {
  const { sql, params } = and([visibleByNode(viewer, 't'), { sql: 't.id IN (?)', params: [ids] }]);
  return ctx.select(ctx.db.manager, JobEntity, FIELDS, { where: sql, params });
}

/** Jobs that run on the nodes or wait for them, in the order in which they will run. */
export function queuesOfNodes(ctx: ServiceContext, viewer: Viewer, nodeIds: readonly string[]): Promise<JobRow[]> {
  const { sql, params } = and([
    visibleByNode(viewer, 't'),
    { sql: `t.node_id IN (?) AND t.state IN ('QUEUED', 'RUNNING', 'WAITING')`, params: [nodeIds] },
  ]);
  return ctx.select(ctx.db.manager, JobEntity, FIELDS, {
    where: sql,
    params,
    orderBy: `t.node_id, t.state = 'QUEUED', t.priority, t.queue_number`,
  });
}

/** Jobs that the conductors are running. */
export function jobsOfConductors(ctx: ServiceContext, viewer: Viewer, ids: readonly string[]): Promise<JobRow[]> {
  const { sql, params } = and([
    visibleByNode(viewer, 't'),
    { sql: `t.claimed_by IN (?) AND t.state = 'RUNNING'`, params: [ids] },
  ]);
  return ctx.select(ctx.db.manager, JobEntity, FIELDS, { where: sql, params, orderBy: 't.id' });
}

export function stepsOfJobs(ctx: ServiceContext, jobIds: readonly string[]): Promise<StepRow[]> {
  return ctx.select(ctx.db.manager, JobStepEntity, STEP_FIELDS, {
    where: 't.job_id IN (?)',
    params: [jobIds],
    orderBy: 't.job_id, t.position',
  });
}

export function stepsById(ctx: ServiceContext, ids: readonly string[]): Promise<StepRow[]> {
  return ctx.select(ctx.db.manager, JobStepEntity, STEP_FIELDS, { where: 't.id IN (?)', params: [ids] });
}

/** Where an unsettled job stands among those of its node. */
export interface QueuePlace {
  readonly jobId: string;
  /** 1 is next; null when it is not in the queue. Of those that wait for a limit: their place in its line. */
  readonly position: number | null;
  readonly blockedByJobId: string | null;
  readonly waitReason: WaitReason | null;
}

/** Why each of these jobs is not running, and how many come before it. */
export async function queuePlaces(ctx: ServiceContext, jobIds: readonly string[]): Promise<QueuePlace[]> {
  // Columns as this query names them.
  const rows = await ctx.db.query<PlaceRow[]>(
    `SELECT j.id AS jobId, j.state, j.wait_for AS waitFor, j.ready, j.lock_mode AS lockMode, j.run_after > UTC_TIMESTAMP(6) AS isLater,
            l.holder_job_id AS holder,
            (SELECT w.id FROM jobs w WHERE w.node_id = j.node_id AND w.state = 'WAITING' LIMIT 1) AS waiting,
            (SELECT COUNT(*) FROM jobs b WHERE b.node_id = j.node_id AND b.state = 'QUEUED' AND b.lock_mode = 'EXCLUSIVE'
                AND (b.priority, b.queue_number, b.id) < (j.priority, j.queue_number, j.id)) AS ahead,
            EXISTS (SELECT 1 FROM conductors c WHERE c.conductor_group = j.conductor_group AND c.state = 'ALIVE'
                AND c.lease_expires_at > UTC_TIMESTAMP(6)) AS hasConductor,
            j.limit_class <> '' AND j.ready = 1 AND ${FREE_PLACES_IN_LINE} <= 0 AS isLineFull,
            IF(j.limit_class <> '' AND j.ready = 1, (SELECT COUNT(*) FROM jobs i WHERE i.ready = 1
                AND i.conductor_group = j.conductor_group AND i.limit_class = j.limit_class
                AND (i.priority, i.id) < (j.priority, j.id)), 0) AS aheadInLine,
            j.ready = 1 AND NOT ${HAS_ROOM_AT_BMC} AS isBmcBusy
       FROM jobs j LEFT JOIN nodes n ON n.id = j.node_id LEFT JOIN node_locks l ON l.node_id = j.node_id WHERE j.id IN (?)`,
    [jobIds],
  );
  return rows.map((row) => ({ jobId: row.jobId, ...placeOf(row) }));
}

interface PlaceRow {
  readonly jobId: string;
  readonly state: JobState;
  readonly waitFor: Signal | null;
  readonly ready: number;
  readonly lockMode: string;
  readonly isLater: number;
  readonly holder: string | null;
  readonly waiting: string | null;
  readonly ahead: number;
  readonly hasConductor: number;
  readonly isLineFull: number;
  readonly aheadInLine: number;
  readonly isBmcBusy: number;
}

function placeOf(row: PlaceRow): Omit<QueuePlace, 'jobId'> {
  if (row.state === 'WAITING') {
    return { position: null, blockedByJobId: null, waitReason: row.waitFor === 'UNHOLD' ? 'HOLD' : 'SIGNAL' };
  }
  if (row.state !== 'QUEUED') return { position: null, blockedByJobId: null, waitReason: null };
  const isShared = row.lockMode === 'SHARED';
  const blockedByJobId = isShared ? null : (row.holder ?? row.waiting);
  const waitReason = whyQueued(row, blockedByJobId);
  const ahead = waitReason === 'CONCURRENCY_LIMIT' ? row.aheadInLine : isShared ? 0 : row.ahead;
  return { position: ahead + 1, blockedByJobId, waitReason };
}

/** The first that applies: without a conductor nothing else matters. */
function whyQueued(row: PlaceRow, blockedBy: string | null): WaitReason | null {
  if (row.hasConductor === 0) return 'NO_CONDUCTOR';
  if (row.isLater === 1) return 'RUN_AFTER';
  if (blockedBy !== null) return 'LOCK';
  if (row.ahead > 0 && row.lockMode === 'EXCLUSIVE') return 'TURN';
  if (row.isLineFull === 1) return 'CONCURRENCY_LIMIT';
  return row.isBmcBusy === 1 ? 'BMC_BUDGET' : null;
}
