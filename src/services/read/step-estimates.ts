/**
 * How long steps will still take, guessed from how long the same step took lately on machines of the same driver. A guess
 * for people: nothing is decided by it.
 */
import type { StepState } from '../../domain/job.ts';
import type { ServiceContext } from '../context.ts';
import { median } from './wait-estimates.ts';

export interface StepEstimate {
  readonly stepId: string;
  /** How long it has been at work, or was; null when it has not started. */
  readonly elapsedSeconds: number | null;
  /** How long it will still be at work; null when it is over, or no such step has ended well lately. */
  readonly etaSeconds: number | null;
}

/** Of so many jobs, the newest of all kinds, the durations are taken. */
const HISTORY = 1_000;

interface Step {
  readonly stepId: string;
  readonly kind: string;
  readonly name: string;
  readonly state: StepState;
  readonly elapsedMs: number | null;
}

/** A step of one name may be of several slots, and take longer on other hardware. */
const KIND = `CONCAT_WS(' ', s.name, COALESCE(s.interface, ''), COALESCE(n.driver, ''))`;

export async function stepEstimates(ctx: ServiceContext, stepIds: readonly string[]): Promise<StepEstimate[]> {
  // Columns as this query names them.
  const steps = await ctx.db.query<Step[]>(
    `SELECT s.id AS stepId, ${KIND} AS kind, s.name, s.state,
            TIMESTAMPDIFF(MICROSECOND, s.started_at, COALESCE(s.finished_at, UTC_TIMESTAMP(6))) DIV 1000 AS elapsedMs
       FROM job_steps s JOIN jobs j ON j.id = s.job_id LEFT JOIN nodes n ON n.id = j.node_id WHERE s.id IN (?)`,
    [stepIds],
  );
  const unfinished = steps.filter(isUnfinished);
  const typical = unfinished.length === 0 ? new Map<string, number>() : await typicalDurations(ctx, unfinished);
  return steps.map((step) => ({
    stepId: step.stepId,
    elapsedSeconds: step.elapsedMs === null ? null : step.elapsedMs / 1_000,
    etaSeconds: isUnfinished(step) ? remaining(step, typical.get(step.kind)) : null,
  }));
}

const isUnfinished = ({ state }: Step): boolean => state === 'PLANNED' || state === 'RUNNING' || state === 'WAITING';

/** One that takes longer than usual may end any moment. */
function remaining({ elapsedMs }: Step, typicalMs: number | undefined): number | null {
  return typicalMs === undefined ? null : Math.max(0, typicalMs - (elapsedMs ?? 0)) / 1_000;
}

/** Median for each kind of step, in milliseconds: one that took a day must not frighten everybody. */
async function typicalDurations({ db }: ServiceContext, steps: readonly Step[]): Promise<ReadonlyMap<string, number>> {
  // Columns as this query names them.
  const rows = await db.query<{ kind: string; ms: number }[]>(
    `SELECT ${KIND} AS kind, TIMESTAMPDIFF(MICROSECOND, s.started_at, s.finished_at) DIV 1000 AS ms
       FROM (SELECT id, node_id FROM jobs ORDER BY id DESC LIMIT ${HISTORY}) latest
       JOIN job_steps s ON s.job_id = latest.id AND s.state = 'DONE' AND s.name IN (?)
       JOIN nodes n ON n.id = latest.node_id`,
    [[...new Set(steps.map(({ name }) => name))]],
  );
  const byKind = new Map<string, number[]>();
  for (const { kind, ms } of rows) {
    const known = byKind.get(kind);
    if (known === undefined) byKind.set(kind, [ms]);
    else known.push(ms);
  }
  return new Map([...byKind].map(([kind, durations]) => [kind, median(durations)]));
}
