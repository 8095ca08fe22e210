/**
 * A worker that lost its job wrote nothing more. By the event log: what a conductor says about a job that has begun, it
 * may say only while it has that job, from its start or resumption until the job is queued again, waits or ends; and,
 * for a job with the lock, only while that job holds the node.
 */
import type { EventType } from '../../src/domain/events.ts';
import { eventsByNode, isConductor, type Check, type JobRecord, type LoggedEvent, type Violation } from './history.ts';

const TAKES: ReadonlySet<EventType> = new Set(['JOB_STARTED', 'JOB_RESUMED']);
/** Anybody may queue again what was lost, and wake what waits. */
const LETS_GO: ReadonlySet<EventType> = new Set([
  'JOB_QUEUED',
  'JOB_WAITING',
  'JOB_SUCCEEDED',
  'JOB_FAILED',
  'JOB_CANCELLED',
]);
/** About the lock itself, not under it; and what anybody may notice. */
const BY_ANYBODY: ReadonlySet<EventType> = new Set(['LOCK_GRANTED', 'LOCK_RELEASED', 'LOCK_BROKEN', 'NODE_OVERDUE']);

export const staleWorkersWriteNothing: Check = {
  name: 'a stale worker writes nothing',
  promise: 'P2',
  run({ events, jobs }) {
    const byId = new Map(jobs.map((job) => [job.id, job]));
    let written = 0;
    const violations = [...eventsByNode(events)].flatMap(([nodeId, own]) => {
      const found = violationsOf(nodeId, own, byId);
      written += found.written;
      return found.violations;
    });
    return { counted: `${written} writes of workers`, violations };
  },
};

function violationsOf(
  nodeId: string,
  events: readonly LoggedEvent[],
  jobs: ReadonlyMap<string, JobRecord>,
): { readonly written: number; readonly violations: readonly Violation[] } {
  const claims = new Map<string, string>();
  let lockedFor: string | null = null;
  let written = 0;
  const violations: Violation[] = [];
  for (const event of events) {
    const { type, jobId, actor } = event;
    if (type === 'LOCK_GRANTED') lockedFor = jobId;
    if (type === 'LOCK_RELEASED' || type === 'LOCK_BROKEN') lockedFor = null;
    if (jobId === null || BY_ANYBODY.has(type)) continue;
    if (!isConductor(actor)) {
      if (LETS_GO.has(type)) claims.delete(jobId); // somebody broke its lock
      continue;
    }
    const report = (what: string): void => {
      violations.push({
        nodeId,
        at: event.at,
        what: `${type} #${event.sequence} of job ${jobId} by ${actor}: ${what}`,
      });
    };
    const claim = claims.get(jobId);
    if (TAKES.has(type)) {
      if (claim !== undefined) report(`the job is at work at ${claim}`);
      claims.set(jobId, actor);
    } else if (type !== 'JOB_QUEUED') {
      written += 1;
      if (claim === undefined) report('nobody has the job');
      else if (claim !== actor) report(`the job is at work at ${claim}`);
    }
    if (jobs.get(jobId)?.lockMode === 'EXCLUSIVE' && type !== 'JOB_QUEUED' && lockedFor !== jobId) {
      report(lockedFor === null ? 'the job does not hold the node' : `the node is held by job ${lockedFor}`);
    }
    if (LETS_GO.has(type)) claims.delete(jobId);
  }
  return { written, violations };
}
