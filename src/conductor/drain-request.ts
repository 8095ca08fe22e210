/**
 * Asking a conductor to end in order, from anywhere: a row says so, and the conductor looks at it every second. As with
 * SIGTERM it takes no more jobs, lets steps end, hands the rest over, and renews its lease until all of that is done.
 */
import type { EntityManager } from 'typeorm';
import type { ConductorState } from '../entities/conductor.ts';

type Querier = Pick<EntityManager, 'query'>;

export interface DrainingConductor {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly state: ConductorState;
  readonly runningJobs: number;
}

/** Which conductors: one, or all that run on a machine. */
export type DrainScope = { readonly conductorId: string } | { readonly host: string };

/** Asking twice is the same as once. Answers the ids of those that live and are asked now. */
export async function requestDrain(db: Querier, scope: DrainScope): Promise<readonly string[]> {
  const [column, value] = 'host' in scope ? ['host', scope.host] : ['id', scope.conductorId];
  // One column, as this query names it.
  const living = await db.query<{ id: string }[]>(
    `SELECT id FROM conductors WHERE ${column} = ? AND state IN ('ALIVE', 'DRAINING') AND lease_expires_at > UTC_TIMESTAMP(6)`,
    [value],
  );
  const ids = living.map(({ id }) => id);
  if (ids.length > 0) {
    await db.query(
      'UPDATE conductors SET drain_requested_at = COALESCE(drain_requested_at, UTC_TIMESTAMP(6)) WHERE id IN (?)',
      [ids],
    );
  }
  return ids;
}

export async function isDrainRequested(db: Querier, conductorId: string): Promise<boolean> {
  const rows: unknown[] = await db.query('SELECT id FROM conductors WHERE id = ? AND drain_requested_at IS NOT NULL', [
    conductorId,
  ]);
  return rows.length > 0;
}

/** How far those are that were asked. */
export async function drainProgress(db: Querier, ids: readonly string[]): Promise<readonly DrainingConductor[]> {
  if (ids.length === 0) return [];
  // Columns as this query names them.
  return db.query<DrainingConductor[]>(
    `SELECT c.id, c.host, c.pid, c.state,
            (SELECT COUNT(*) FROM jobs j WHERE j.claimed_by = c.id AND j.state = 'RUNNING') AS runningJobs
       FROM conductors c WHERE c.id IN (?) ORDER BY c.id`,
    [ids],
  );
}
