import { covers, encodePosition, type LogPosition } from '../../domain/cursor.ts';
import { isUuid } from '../../domain/ids.ts';
import { isSettled } from '../../domain/job.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { EventType } from '../../domain/events.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { followLog } from '../../events/stream.ts';
import type { LogEntry } from '../../events/tail.ts';
import { jobsById, type JobRow } from '../read/jobs.ts';
import { positionOf } from '../read/log.ts';
import { invalid } from '../read/page.ts';
import type { StreamContext } from './context.ts';
import { survivingOutages } from './surviving-outages.ts';
import type { StreamKind } from './node-events.ts';

export interface JobStreamItem {
  readonly cursor: string;
  readonly kind: StreamKind;
  readonly entry: LogEntry | null;
  readonly job: JobRow | null;
  readonly at: string;
  readonly gapReason: string | null;
}

export interface JobEventsArgs {
  readonly jobId: string;
  readonly after?: string | null;
}

export const SETTLING: ReadonlySet<EventType> = new Set(['JOB_SUCCEEDED', 'JOB_FAILED', 'JOB_CANCELLED']);

/**
 * The job as it is (unless resumed), then what happens to it, until it is settled: a script can await the stream's end.
 * @throws {ProblemError} INVALID_INPUT, NOT_FOUND
 */
export async function jobEvents(
  ctx: StreamContext,
  viewer: Viewer,
  args: JobEventsArgs,
  signal: AbortSignal,
): Promise<AsyncGenerator<JobStreamItem, void, undefined>> {
  const { jobId } = args;
  if (!isUuid(jobId))
    throw invalid('jobId', `jobId is not an id: ${jobId.slice(0, 64)}.`, 'Use the id as the API gave it.');
  const after = args.after === null || args.after === undefined ? null : positionOf('after', args.after);
  await ctx.tail.catchUp(signal);
  const start = after ?? ctx.tail.mark().position;
  const [first] = await jobsById(ctx, viewer, [jobId]);
  if (first === undefined) throw new ProblemError({ code: 'NOT_FOUND', type: 'job', id: jobId, path: ['jobId'] });
  return survivingOutages(ctx, signal, (resumed) => stream(first, resumed ?? start, resumed === null));

  async function* stream(
    job: JobRow,
    from: LogPosition,
    isFirst: boolean,
  ): AsyncGenerator<JobStreamItem, void, undefined> {
    if (after === null && isFirst) yield { ...mark('SNAPSHOT', encodePosition(start)), job };
    const { db, tail, heartbeatMs } = ctx;
    for await (const item of followLog({
      db,
      tail,
      after: from,
      signal,
      heartbeatMs,
      filter: { jobIds: new Set([jobId]) },
    })) {
      switch (item.kind) {
        case 'events': {
          const [now] = await jobsById(ctx, viewer, [jobId]);
          for (const entry of item.entries) {
            const { event, position } = entry;
            yield { ...mark('UPDATE', encodePosition(position)), entry, job: now ?? null, at: event.at };
            if (SETTLING.has(event.type)) return;
          }
          break;
        }
        case 'caught-up': {
          yield { ...mark('CAUGHT_UP', encodePosition(item.position)), job: null };
          // It may have settled before the position from which we read on.
          const [now] = await jobsById(ctx, viewer, [jobId]);
          if (now === undefined || (isSettled(now.state) && !(await isAhead(ctx, now, item.position)))) return;
          break;
        }
        case 'gap':
          yield { ...mark('GAP', encodePosition(item.position)), gapReason: item.reason };
          break;
        case 'heartbeat':
          yield mark('HEARTBEAT', encodePosition(item.position));
          break;
      }
    }
  }
}

/** Is the event that settled the job still to come in a stream that stands at this position? */
async function isAhead({ db }: StreamContext, job: JobRow, position: LogPosition): Promise<boolean> {
  // One row of one column, or none after retention.
  const rows = await db.query<{ id: number | null }[]>(
    `SELECT MAX(id) AS id FROM events WHERE job_id = ? AND type IN ('JOB_SUCCEEDED', 'JOB_FAILED', 'JOB_CANCELLED')`,
    [job.id],
  );
  const id = rows[0]?.id ?? null;
  return id !== null && !covers(position, id);
}

function mark(kind: StreamKind, cursor: string): JobStreamItem {
  return { cursor, kind, entry: null, job: null, at: new Date().toISOString(), gapReason: null };
}
