/**
 * What only so many may do at once: deployments and cleanings of a conductor group, jobs at one BMC. A full house makes
 * the line longer and never refuses anybody.
 *
 * Who wants a place locks the limit's row in `job_limits`, counts who has one, and takes one in the same transaction. So
 * two that come at once cannot both get the last place, and as the jobs themselves are counted there is no counter that
 * could go wrong when a process dies.
 */
import type { DataSource } from 'typeorm';
import { LIMIT_CLASSES, type LimitClass } from '../domain/job.ts';
import type { ConductorSettings } from './context.ts';
import type { JobRow } from './load-job.ts';
import type { NodeTx } from './node-transaction.ts';

/** Name of the limit of jobs at one BMC in `job_limits`; each BMC that several nodes share has a row of its own beside it. */
export const BMC_LIMIT = 'BMC';

/** Says how many there may be: every process of the group then goes by what its newest conductor brought. */
export async function recordLimits(db: DataSource, settings: ConductorSettings): Promise<void> {
  const atMost: Readonly<Record<LimitClass | typeof BMC_LIMIT, number>> = {
    DEPLOY: settings.maxConcurrentDeploys,
    CLEAN: settings.maxConcurrentCleans,
    [BMC_LIMIT]: settings.maxJobsPerBmc,
  };
  for (const [name, count] of Object.entries(atMost)) {
    await db.query(
      `INSERT INTO job_limits (name, conductor_group, at_most) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE at_most = VALUES(at_most)`,
      [name, settings.conductorGroup, count],
    );
  }
}

/** SQL of a job `j` on its node `n`: is there room at the BMC, as far as one can see without locking? */
export const HAS_ROOM_AT_BMC = `(j.uses_bmc = 0 OR n.bmc IS NULL OR COALESCE((
    SELECT most.at_most FROM job_limits most WHERE most.name = '${BMC_LIMIT}' AND most.conductor_group = j.conductor_group), 1) > (
    SELECT COUNT(*) FROM nodes other JOIN node_locks held ON held.node_id = other.id
           JOIN jobs holder ON holder.id = held.holder_job_id AND holder.uses_bmc = 1 WHERE other.bmc = n.bmc))`;

/** The line in which a job may stand; empty: none. */
export type Line = LimitClass | '';
export const LINES: readonly Line[] = ['', ...LIMIT_CLASSES];

/** SQL of a job `j` that stands in a line: how many places are free, as far as one can see without locking. */
export const FREE_PLACES_IN_LINE = `(COALESCE((
    SELECT most.at_most FROM job_limits most WHERE most.name = j.limit_class AND most.conductor_group = j.conductor_group), 1) - (
    SELECT COUNT(*) FROM jobs placed WHERE placed.limited_by = j.limit_class AND placed.conductor_group = j.conductor_group))`;

type Limited = Pick<JobRow, 'limitClass' | 'conductorGroup' | 'usesBmc'>;

/** The places that one transaction takes; it may take several. */
export interface Places {
  /** Is there a place for the job? If so it is the job's, from the moment its row says so in this transaction. */
  take(node: NodeTx, job: Limited, bmc: string | null): Promise<boolean>;
}

export function openPlaces(): Places {
  /** Limit → how many this transaction has taken: the rows that say so are written later. */
  const taken = new Map<string, number>();
  const isFree = (limit: string, { atMost, count }: Occupancy): boolean => count + (taken.get(limit) ?? 0) < atMost;
  return {
    async take(node, { limitClass, conductorGroup, usesBmc }, bmc) {
      const limits: string[] = [];
      if (limitClass !== '') {
        if (!isFree(limitClass, await occupancyOfGroup(node, limitClass, conductorGroup))) return false;
        limits.push(limitClass);
      }
      if (usesBmc && bmc !== null) {
        if (!isFree(nameOf(bmc), await occupancyOfBmc(node, bmc, conductorGroup))) return false;
        limits.push(nameOf(bmc));
      }
      for (const limit of limits) taken.set(limit, (taken.get(limit) ?? 0) + 1);
      return true;
    },
  };
}

const nameOf = (bmc: string): string => `${BMC_LIMIT} ${bmc}`.slice(0, 255);

interface Occupancy {
  readonly atMost: number;
  readonly count: number;
}

async function occupancyOfGroup({ tx }: NodeTx, limit: LimitClass, group: string): Promise<Occupancy> {
  // One row of one column each, as these queries name them.
  const [most] = await tx.query<{ atMost: number }[]>(
    'SELECT at_most AS atMost FROM job_limits WHERE name = ? AND conductor_group = ? FOR UPDATE',
    [limit, group],
  );
  const [placed] = await tx.query<{ count: number }[]>(
    'SELECT COUNT(*) AS count FROM jobs WHERE limited_by = ? AND conductor_group = ?',
    [limit, group],
  );
  return { atMost: most?.atMost ?? 1, count: placed?.count ?? 0 };
}

async function occupancyOfBmc({ tx, nodeId }: NodeTx, bmc: string, group: string): Promise<Occupancy> {
  // The row is only there to be locked; the number is the group's.
  await tx.query('INSERT IGNORE INTO job_limits (name, conductor_group, at_most) VALUES (?, ?, 0)', [
    nameOf(bmc),
    group,
  ]);
  await tx.query('SELECT name FROM job_limits WHERE name = ? AND conductor_group = ? FOR UPDATE', [nameOf(bmc), group]);
  // One row, columns as this query names them.
  const [row] = await tx.query<{ atMost: number | null; count: number }[]>(
    `SELECT (SELECT at_most FROM job_limits WHERE name = ? AND conductor_group = ?) AS atMost, COUNT(*) AS count
       FROM nodes n JOIN node_locks l ON l.node_id = n.id JOIN jobs j ON j.id = l.holder_job_id AND j.uses_bmc = 1
      WHERE n.bmc = ? AND n.id <> ?`,
    [BMC_LIMIT, group, bmc, nodeId],
  );
  return { atMost: row?.atMost ?? 1, count: row?.count ?? 0 };
}
