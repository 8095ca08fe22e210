/** No accepted job is lost, none ends twice, and a request is carried out once however often it was sent. */
import type { EventType } from '../../src/domain/events.ts';
import { isSettled } from '../../src/domain/job.ts';
import {
  isConductor,
  type Check,
  type JobRecord,
  type LoggedEvent,
  type RequestRecord,
  type Violation,
} from './history.ts';

const ENDS: ReadonlySet<EventType> = new Set(['JOB_SUCCEEDED', 'JOB_FAILED', 'JOB_CANCELLED']);

export const jobsEndOnce: Check = {
  name: 'each accepted job ends, and ends once',
  promise: 'P3',
  run({ jobs, events }) {
    const ends = new Map<string, LoggedEvent[]>();
    for (const event of events) {
      if (event.jobId === null || !ENDS.has(event.type)) continue;
      ends.set(event.jobId, [...(ends.get(event.jobId) ?? []), event]);
    }
    const known = new Set(jobs.map(({ id }) => id));
    const missing = new Map(
      events.flatMap((event) => (event.jobId === null || known.has(event.jobId) ? [] : [[event.jobId, event]])),
    );
    return {
      counted: `${jobs.length} accepted, ${ends.size} ended`,
      violations: [
        ...jobs.flatMap((job) => violationsOf(job, ends.get(job.id) ?? [])),
        ...[...missing].map(([jobId, { nodeId, at, type }]) => ({
          nodeId,
          at,
          what: `job ${jobId} is in the log (${type}), but not among the jobs`,
        })),
      ],
    };
  },
};

function violationsOf({ id, type, nodeId, state }: JobRecord, ends: readonly LoggedEvent[]): Violation[] {
  const [end, second] = ends;
  const report = (at: number | null, what: string): Violation[] => [{ nodeId, at, what: `${type} ${id} ${what}` }];
  if (!isSettled(state)) return report(null, `is still ${state}`);
  if (end === undefined) return report(null, `is ${state}, but the log does not tell of its end`);
  if (second !== undefined) return report(second.at, `ended twice: ${ends.map((one) => one.type).join(', ')}`);
  if (end.type !== `JOB_${state}`) return report(end.at, `is ${state}, but the log says ${end.type}`);
  return [];
}

/** They answer with a job that others asked for. */
const STOPPING: ReadonlySet<string> = new Set(['cancelJob', 'abortNode', 'breakNodeLock']);

export const answersAreKept: Check = {
  name: 'what was answered is true, one job for one key',
  promise: 'P3 P10',
  run({ requests, jobs, events }) {
    const queuedAt = new Map(events.toReversed().map(({ jobId, at }) => [jobId, at]));
    const byId = new Map(jobs.map((job) => [job.id, job]));
    const making = requests.filter(({ mutation }) => !STOPPING.has(mutation));
    const answered = new Set(making.flatMap(({ answers }) => answers.flatMap(({ jobIds }) => jobIds)));
    const repeats = requests.flatMap(({ answers }) => answers.filter(({ replayed }) => replayed)).length;
    return {
      counted: `${requests.length} requests, ${repeats} answers given again`,
      violations: [
        ...requests.flatMap((request) => requestViolations(request, byId)),
        // All that is asked goes through this rig: a job that no answer names was made by a request that was sent twice.
        ...jobs
          .filter(({ id, requestedBy }) => !answered.has(id) && !isConductor(requestedBy))
          .map(({ id, type, nodeId }) => ({
            nodeId,
            at: queuedAt.get(id) ?? null,
            what: `${type} ${id} was accepted, but no answer names it`,
          })),
      ],
    };
  },
};

function requestViolations(request: RequestRecord, jobs: ReadonlyMap<string, JobRecord>): Violation[] {
  const { key, mutation, nodeIds, answers, sentAt, lastFailure } = request;
  const [nodeId = null] = nodeIds;
  const report = (at: number, what: string): Violation => ({ nodeId, at, what: `${mutation} (key ${key}) ${what}` });
  if (answers.length === 0) return [report(sentAt, `was never answered, at last with: ${lastFailure ?? 'nothing'}`)];
  const accepted = answers.filter(({ problems }) => problems.length === 0);
  const named = new Set(accepted.map(({ jobIds }) => jobIds.join(' ')));
  return [
    ...answers.flatMap(({ jobIds, at }) =>
      jobIds
        .filter((jobId) => !jobs.has(jobId))
        .map((jobId) => report(at, `was answered with job ${jobId}, which does not exist`)),
    ),
    ...(named.size > 1 ? [report(sentAt, `was answered with several jobs: ${[...named].join(', ')}`)] : []),
  ];
}
