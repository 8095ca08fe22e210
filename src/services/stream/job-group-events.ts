import { covers, encodePosition, type LogPosition } from '../../domain/cursor.ts';
import { isUuid } from '../../domain/ids.ts';
import { isSettled } from '../../domain/job.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { LiveEnd, LiveItem, Source, StreamItem, StreamKind } from '../../events/source.ts';
import { followTail, readBacklog } from '../../events/stream.ts';
import type { LogEntry, TailMark } from '../../events/tail.ts';
import { jobGroupsById, jobIdsOfGroup, type JobGroupRow } from '../read/job-groups.ts';
import { jobsById, type JobRow } from '../read/jobs.ts';
import { positionOf } from '../read/log.ts';
import { invalid } from '../read/page.ts';
import type { StreamContext } from './context.ts';
import { gapOf, type Gap } from './gap.ts';
import { SETTLING } from './job-events.ts';

export interface JobGroupStreamItem extends StreamItem {
  readonly jobGroup: JobGroupRow;
  readonly entry: LogEntry | null;
  readonly job: JobRow | null;
  readonly at: string;
  readonly gap: Gap | null;
}

export interface JobGroupEventsArgs {
  readonly jobGroupId: string;
  readonly after?: string | null;
}

/**
 * The group as it is (unless resumed), then what happens to its jobs, until all of them are settled: a script can
 * await the stream's end. Resumed behind that end it says nothing at all. Events of jobs whose node the viewer may not
 * see count, and are not shown.
 * @throws {ProblemError} INVALID_INPUT, NOT_FOUND
 */
export async function jobGroupEvents(
  ctx: StreamContext,
  viewer: Viewer,
  args: JobGroupEventsArgs,
): Promise<Source<JobGroupStreamItem>> {
  const jobGroup = await groupOf(ctx, viewer, args.jobGroupId);
  const after = args.after === null || args.after === undefined ? null : positionOf('after', args.after);
  const { db, tail, heartbeatMs } = ctx;
  const jobIds = await jobIdsOfGroup(ctx, jobGroup.id); // made with the group: there will be no others
  const filter = { jobIds: new Set(jobIds) };
  return { field: 'jobGroupEvents', replay, live };

  async function* replay(
    from: LogPosition | null,
    signal: AbortSignal,
  ): AsyncGenerator<JobGroupStreamItem, TailMark | null, undefined> {
    await tail.catchUp(signal);
    const start = from ?? after ?? tail.mark().position;
    if (from === null && after === null) yield { ...item('SNAPSHOT', start), isResumable: false };
    const open = new Set(jobIds);
    if (from !== null) await leaveOutSettled(ctx, open, from);
    // Then nothing is said; unless the cursor is of another log, or the log no longer has what it covers.
    let hadAll = from !== null && open.size === 0;
    const backlog = readBacklog({ db, tail, after: start, signal, filter });
    for (;;) {
      const { done, value } = await backlog.next();
      if (done === true) {
        if (hadAll) return null;
        yield item('CAUGHT_UP', value.position);
        await leaveOutSettled(ctx, open, value.position);
        return open.size === 0 ? null : value;
      }
      if (value.kind === 'gap') {
        hadAll = false;
        yield { ...item('GAP', value.position), gap: gapOf(value) };
        await leaveOutSettled(ctx, open, value.position);
        continue;
      }
      if (hadAll) return null;
      for (const { shown } of await told(value.entries, open)) if (shown !== null) yield shown;
      if (open.size === 0) return null;
    }
  }

  async function* live(
    from: TailMark,
    signal: AbortSignal,
  ): AsyncGenerator<LiveItem<JobGroupStreamItem>, LiveEnd, undefined> {
    const open = new Set(jobIds);
    await leaveOutSettled(ctx, open, from.position);
    const items = followTail({ tail, from, signal, filter, heartbeatMs });
    for (;;) {
      const { done, value } = await items.next();
      if (done === true) return value;
      if (value.kind === 'heartbeat') {
        yield { item: item('HEARTBEAT', value.position), index: value.index };
        continue;
      }
      const entries = value.entries.map(({ entry }) => entry);
      for (const [at, { shown }] of (await told(entries, open)).entries()) {
        const index = value.entries[at]?.index;
        if (shown !== null && index !== undefined) yield { item: shown, index };
      }
      if (open.size === 0) return 'over';
    }
  }

  /** What each entry shows to the viewer, if anything; jobs that settled leave `open`. */
  async function told(
    entries: readonly LogEntry[],
    open: Set<string>,
  ): Promise<readonly { readonly shown: JobGroupStreamItem | null }[]> {
    const ids = [...new Set(entries.flatMap(({ event }) => event.jobId ?? []))];
    const jobs = new Map((await jobsById(ctx, viewer, ids)).map((job) => [job.id, job]));
    return entries.map((entry) => {
      const { event, position } = entry;
      if (SETTLING.has(event.type)) open.delete(event.jobId ?? '');
      const job = jobs.get(event.jobId ?? '') ?? null;
      return { shown: job === null ? null : { ...item('UPDATE', position), entry, job, at: event.at } };
    });
  }

  function item(kind: StreamKind, position: LogPosition): JobGroupStreamItem {
    const at = new Date().toISOString();
    const cursor = encodePosition(position);
    return { cursor, kind, isResumable: true, jobGroup, entry: null, job: null, at, gap: null };
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
