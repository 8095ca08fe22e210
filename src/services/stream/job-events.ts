import { covers, encodePosition, type LogPosition } from '../../domain/cursor.ts';
import { isUuid } from '../../domain/ids.ts';
import { isSettled } from '../../domain/job.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { EventType } from '../../domain/events.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { LiveEnd, LiveItem, Source, StreamItem, StreamKind } from '../../events/source.ts';
import { followTail, readBacklog } from '../../events/stream.ts';
import type { LogEntry, TailMark } from '../../events/tail.ts';
import { jobsById, type JobRow } from '../read/jobs.ts';
import { positionOf } from '../read/log.ts';
import { invalid } from '../read/page.ts';
import type { StreamContext } from './context.ts';
import { gapOf, type Gap } from './gap.ts';

export interface JobStreamItem extends StreamItem {
  readonly entry: LogEntry | null;
  readonly job: JobRow | null;
  readonly at: string;
  readonly gap: Gap | null;
}

export interface JobEventsArgs {
  readonly jobId: string;
  readonly after?: string | null;
}

export const SETTLING: ReadonlySet<EventType> = new Set(['JOB_SUCCEEDED', 'JOB_FAILED', 'JOB_CANCELLED']);

/**
 * The job as it is (unless resumed), then what happens to it, until it is settled: a script can await the stream's end.
 * Resumed behind that end it says nothing at all.
 * @throws {ProblemError} INVALID_INPUT, NOT_FOUND
 */
export async function jobEvents(
  ctx: StreamContext,
  viewer: Viewer,
  args: JobEventsArgs,
): Promise<Source<JobStreamItem>> {
  const { jobId } = args;
  if (!isUuid(jobId))
    throw invalid('jobId', `jobId is not an id: ${jobId.slice(0, 64)}.`, 'Use the id as the API gave it.');
  const after = args.after === null || args.after === undefined ? null : positionOf('after', args.after);
  const { db, tail, heartbeatMs } = ctx;
  const filter = { jobIds: new Set([jobId]) };
  if ((await jobNow()) === undefined)
    throw new ProblemError({ code: 'NOT_FOUND', type: 'job', id: jobId, path: ['jobId'] });
  return { field: 'jobEvents', replay, live };

  async function* replay(
    from: LogPosition | null,
    signal: AbortSignal,
  ): AsyncGenerator<JobStreamItem, TailMark | null, undefined> {
    await tail.catchUp(signal);
    const start = from ?? after ?? tail.mark().position;
    if (from === null && after === null) {
      yield { ...mark('SNAPSHOT', start), isResumable: false, job: (await jobNow()) ?? null };
    }
    // Then nothing is said; unless the cursor is of another log, or the log no longer has what it covers.
    let hadAll = from !== null && (await isToldBy(from));
    const backlog = readBacklog({ db, tail, after: start, signal, filter });
    for (;;) {
      const { done, value } = await backlog.next();
      if (done === true) {
        if (hadAll) return null;
        yield mark('CAUGHT_UP', value.position);
        // It may have settled before the position from which we read on.
        return (await jobNow()) === undefined || (await isToldBy(value.position)) ? null : value;
      }
      if (value.kind === 'gap') {
        hadAll = false;
        yield { ...mark('GAP', value.position), gap: gapOf(value) };
        continue;
      }
      if (hadAll) return null;
      const job = await jobNow();
      if (job === undefined) {
        yield left(value.entries);
        return null;
      }
      for (const entry of value.entries) {
        yield update(entry, job);
        if (SETTLING.has(entry.event.type)) return null;
      }
    }
  }

  async function* live(
    from: TailMark,
    signal: AbortSignal,
  ): AsyncGenerator<LiveItem<JobStreamItem>, LiveEnd, undefined> {
    const items = followTail({ tail, from, signal, filter, heartbeatMs });
    for (;;) {
      const { done, value } = await items.next();
      if (done === true) return value;
      if (value.kind === 'heartbeat') {
        yield { item: mark('HEARTBEAT', value.position), index: value.index };
        continue;
      }
      const job = await jobNow();
      if (job === undefined) {
        yield { item: left(value.entries.map(({ entry }) => entry)), index: value.entries.at(-1)?.index ?? from.index };
        return 'over';
      }
      for (const { entry, index } of value.entries) {
        yield { item: update(entry, job), index };
        if (SETTLING.has(entry.event.type)) return 'over';
      }
    }
  }

  /** The node is not the viewer's any more, so what happens to its job is not either. */
  function left(entries: readonly LogEntry[]): JobStreamItem {
    return mark('LEAVE', entries.at(-1)?.position ?? tail.mark().position);
  }

  /** Is the job settled, and the event that settled it before this position? */
  async function isToldBy(position: LogPosition): Promise<boolean> {
    const job = await jobNow();
    if (job === undefined || !isSettled(job.state)) return false;
    // One row of one column, or none after retention.
    const rows = await db.query<{ id: number | null }[]>(
      'SELECT MAX(id) AS id FROM events WHERE job_id = ? AND type IN (?)',
      [jobId, [...SETTLING]],
    );
    const id = rows[0]?.id ?? null;
    return id === null || covers(position, id);
  }

  async function jobNow(): Promise<JobRow | undefined> {
    const [job] = await jobsById(ctx, viewer, [jobId]);
    return job;
  }
}

const update = (entry: LogEntry, job: JobRow | null): JobStreamItem => ({
  ...mark('UPDATE', entry.position),
  entry,
  job,
  at: entry.event.at,
});

function mark(kind: StreamKind, position: LogPosition): JobStreamItem {
  const at = new Date().toISOString();
  return { cursor: encodePosition(position), kind, isResumable: true, entry: null, job: null, at, gap: null };
}
