import { covers, encodePosition, type LogPosition } from '../../domain/cursor.ts';
import { isUuid } from '../../domain/ids.ts';
import { isSettled } from '../../domain/job.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { followLog } from '../../events/stream.ts';
import type { LogEntry } from '../../events/tail.ts';
import { jobGroupsById, jobIdsOfGroup, type JobGroupRow } from '../read/job-groups.ts';
import { jobsById, type JobRow } from '../read/jobs.ts';
import { positionOf } from '../read/log.ts';
import { invalid } from '../read/page.ts';
import type { StreamContext } from './context.ts';
import { SETTLING } from './job-events.ts';
import type { StreamKind } from './node-events.ts';
import { survivingOutages } from './surviving-outages.ts';

export interface JobGroupStreamItem {
  readonly cursor: string;
  readonly kind: StreamKind;
  readonly jobGroup: JobGroupRow;
  readonly entry: LogEntry | null;
  readonly job: JobRow | null;
  readonly at: string;
  readonly gapReason: string | null;
}

export interface JobGroupEventsArgs {
  readonly jobGroupId: string;
  readonly after?: string | null;
}

/**
 * The group as it is (unless resumed), then what happens to its jobs, until all of them are settled: a script can
 * await the stream's end. Events of jobs whose node the viewer may not see count, and are not shown.
 * @throws {ProblemError} INVALID_INPUT, NOT_FOUND
 */
export async function jobGroupEvents(
  ctx: StreamContext,
  viewer: Viewer,
  args: JobGroupEventsArgs,
  signal: AbortSignal,
): Promise<AsyncGenerator<JobGroupStreamItem, void, undefined>> {
  const jobGroup = await groupOf(ctx, viewer, args.jobGroupId);
  const after = args.after === null || args.after === undefined ? null : positionOf('after', args.after);
  await ctx.tail.catchUp(signal);
  const start = after ?? ctx.tail.mark().position;
  const jobIds = await jobIdsOfGroup(ctx, jobGroup.id); // made with the group: there will be no others
  return survivingOutages(ctx, signal, (resumed) => stream(resumed ?? start, resumed === null));

  async function* stream(from: LogPosition, isFirst: boolean): AsyncGenerator<JobGroupStreamItem, void, undefined> {
    const item = (kind: StreamKind, position: LogPosition, more: Partial<JobGroupStreamItem> = {}) => ({
      cursor: encodePosition(position),
      kind,
      jobGroup,
      entry: null,
      job: null,
      at: new Date().toISOString(),
      gapReason: null,
      ...more,
    });
    if (after === null && isFirst) yield item('SNAPSHOT', start);
    const open = new Set(jobIds);
    const { db, tail, heartbeatMs } = ctx;
    const filter = { jobIds: new Set(jobIds) };
    for await (const read of followLog({ db, tail, after: from, signal, heartbeatMs, filter })) {
      switch (read.kind) {
        case 'events': {
          const ids = [...new Set(read.entries.flatMap(({ event }) => event.jobId ?? []))];
          const jobs = new Map((await jobsById(ctx, viewer, ids)).map((job) => [job.id, job]));
          for (const entry of read.entries) {
            const { event, position } = entry;
            const job = jobs.get(event.jobId ?? '') ?? null;
            if (job !== null) yield item('UPDATE', position, { entry, job, at: event.at });
            if (SETTLING.has(event.type)) open.delete(event.jobId ?? '');
          }
          break;
        }
        case 'caught-up':
          yield item('CAUGHT_UP', read.position);
          await leaveOutSettled(ctx, open, read.position);
          break;
        case 'gap':
          yield item('GAP', read.position, { gapReason: read.reason });
          await leaveOutSettled(ctx, open, read.position);
          break;
        case 'heartbeat':
          yield item('HEARTBEAT', read.position);
          break;
      }
      if (open.size === 0 && read.kind !== 'gap') return;
    }
  }
}

/** Jobs that settled before the place where the stream stands: nothing of them is still to come. */
async function leaveOutSettled(ctx: StreamContext, open: Set<string>, position: LogPosition): Promise<void> {
  if (open.size === 0) return;
  // Columns as this query names them. After retention there may be no event any more.
  const rows = await ctx.db.query<{ id: string; state: JobRow['state']; settledBy: number | null }[]>(
    `SELECT j.id, j.state, (SELECT MAX(e.id) FROM events e WHERE e.job_id = j.id AND e.type IN (?)) AS settledBy
       FROM jobs j WHERE j.id IN (?)`,
    [[...SETTLING], [...open]],
  );
  for (const { id, state, settledBy } of rows) {
    if (isSettled(state) && (settledBy === null || covers(position, settledBy))) open.delete(id);
  }
}

async function groupOf(ctx: StreamContext, viewer: Viewer, jobGroupId: string): Promise<JobGroupRow> {
  if (!isUuid(jobGroupId)) {
    const reason = `jobGroupId is not an id: ${jobGroupId.slice(0, 64)}.`;
    throw invalid('jobGroupId', reason, 'Use the id as the API gave it.');
  }
  const [group] = await jobGroupsById(ctx, viewer, [jobGroupId.toLowerCase()]);
  if (group !== undefined) return group;
  throw new ProblemError({ code: 'NOT_FOUND', type: 'job group', id: jobGroupId, path: ['jobGroupId'] });
}
