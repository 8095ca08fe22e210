/**
 * When queued jobs will start, guessed from how long such jobs took lately. A guess for people: nothing is decided by it.
 */
import type { LimitClass } from '../../domain/job.ts';
import type { ServiceContext } from '../context.ts';

export interface WaitEstimate {
  readonly jobId: string;
  /** RFC 3339; null when a job before it is of a kind of which none has succeeded lately. */
  readonly startAt: string | null;
}

/** Of so many jobs, the newest of all kinds, the durations are taken. */
const HISTORY = 1_000;

export async function waitEstimates(ctx: ServiceContext, jobIds: readonly string[]): Promise<WaitEstimate[]> {
  const [queued, ahead, typical] = await Promise.all([
    queuedJobs(ctx, jobIds),
    jobsAhead(ctx, jobIds),
    typicalDurations(ctx),
  ]);
  return queued.map((job) => {
    const parts = [
      job.notBeforeMs,
      ...ahead.filter(({ jobId }) => jobId === job.jobId).map((other) => remainingMs(other, typical)),
      lineMs(job, typical),
    ];
    return { jobId: job.jobId, startAt: parts.some(Number.isNaN) ? null : fromNow(parts) };
  });
}

interface Kind {
  readonly type: string;
  readonly driver: string;
}
const keyOf = ({ type, driver }: Kind): string => `${type} ${driver}`;

interface Queued extends Kind {
  readonly jobId: string;
  /** How long its own runAfter keeps it, 0 when it does not. */
  readonly notBeforeMs: number;
  readonly limitClass: LimitClass | '';
  readonly isFull: number;
  readonly inLine: number;
  readonly atMost: number | null;
}

async function queuedJobs({ db }: ServiceContext, jobIds: readonly string[]): Promise<Queued[]> {
  // Columns as this query names them.
  return db.query<Queued[]>(
    `SELECT j.id AS jobId, j.type, n.driver, j.limit_class AS limitClass, most.at_most AS atMost,
            GREATEST(0, TIMESTAMPDIFF(MICROSECOND, UTC_TIMESTAMP(6), j.run_after)) DIV 1000 AS notBeforeMs,
            (SELECT COUNT(*) FROM jobs p WHERE p.limited_by = most.name AND p.conductor_group = most.conductor_group) >= most.at_most AS isFull,
            (SELECT COUNT(*) FROM jobs l WHERE l.ready = 1 AND l.conductor_group = j.conductor_group AND l.limit_class = j.limit_class
                AND (l.priority, l.id) < (j.priority, j.id)) AS inLine
       FROM jobs j JOIN nodes n ON n.id = j.node_id
       LEFT JOIN job_limits most ON most.name = j.limit_class AND most.conductor_group = j.conductor_group
      WHERE j.id IN (?) AND j.state = 'QUEUED'`,
    [jobIds],
  );
}

interface Ahead extends Kind {
  /** The job that waits for it. */
  readonly jobId: string;
  /** How long it has been at work. */
  readonly elapsedMs: number | null;
}

async function jobsAhead({ db }: ServiceContext, jobIds: readonly string[]): Promise<Ahead[]> {
  // Columns as this query names them.
  return db.query<Ahead[]>(
    `SELECT j.id AS jobId, b.type, n.driver, TIMESTAMPDIFF(MICROSECOND, b.started_at, UTC_TIMESTAMP(6)) DIV 1000 AS elapsedMs
       FROM jobs j
       JOIN jobs b ON b.node_id = j.node_id AND b.state IN ('QUEUED', 'RUNNING', 'WAITING') AND b.lock_mode = 'EXCLUSIVE'
       JOIN nodes n ON n.id = j.node_id
      WHERE j.id IN (?) AND j.state = 'QUEUED' AND j.lock_mode = 'EXCLUSIVE' AND b.id <> j.id
        AND (b.state <> 'QUEUED' OR (b.priority, b.queue_number, b.id) < (j.priority, j.queue_number, j.id))`,
    [jobIds],
  );
}

/** Median of each kind of job, in milliseconds: one that took a day must not frighten everybody. */
async function typicalDurations({ db }: ServiceContext): Promise<ReadonlyMap<string, number>> {
  // Columns as this query names them.
  const rows = await db.query<(Kind & { readonly ms: number })[]>(
    `SELECT latest.type, n.driver, TIMESTAMPDIFF(MICROSECOND, latest.started_at, latest.finished_at) DIV 1000 AS ms
       FROM (SELECT type, state, node_id, started_at, finished_at FROM jobs ORDER BY id DESC LIMIT ${HISTORY}) latest
       JOIN nodes n ON n.id = latest.node_id WHERE latest.state = 'SUCCEEDED'`,
  );
  const byKind = new Map<string, number[]>();
  for (const row of rows) byKind.set(keyOf(row), [...(byKind.get(keyOf(row)) ?? []), row.ms]);
  return new Map([...byKind].map(([key, durations]) => [key, median(durations)]));
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** NaN when nothing is known of such jobs. One that takes longer than usual may end any moment. */
function remainingMs(job: Ahead, typical: ReadonlyMap<string, number>): number {
  return Math.max(0, (typical.get(keyOf(job)) ?? Number.NaN) - (job.elapsedMs ?? 0));
}

/** Of a full house with n places, one becomes free every nth part of what such a job takes. */
function lineMs(job: Queued, typical: ReadonlyMap<string, number>): number {
  if (job.limitClass === '' || job.isFull !== 1 || job.atMost === null) return 0;
  return ((job.inLine + 1) * (typical.get(keyOf(job)) ?? Number.NaN)) / job.atMost;
}

const fromNow = (parts: readonly number[]): string =>
  new Date(Date.now() + parts.reduce<number>((sum, part) => sum + part, 0)).toISOString();
