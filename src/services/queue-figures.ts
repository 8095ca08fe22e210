import { OVERDUE_AFTER_SECONDS } from '../conductor/periodic/watch-deadlines.ts';
import type { ServiceContext } from './context.ts';

/** Counts for the metrics page. */
export async function queueFigures({ db }: ServiceContext): Promise<{
  readonly jobsByState: Readonly<Record<string, number>>;
  readonly nodesByState: Readonly<Record<string, number>>;
  readonly conductorsAlive: number;
  readonly locksHeld: number;
  readonly nodesOverdue: number;
  readonly webhooksByState: Readonly<Record<string, number>>;
  readonly deadLetters: number;
}> {
  const count = async (sql: string): Promise<number> => {
    const [row] = await db.query<{ total: number }[]>(sql); // one row of one column
    return row?.total ?? 0;
  };
  const countBy = async (sql: string): Promise<Record<string, number>> => {
    const rows = await db.query<{ name: string; total: number }[]>(sql); // columns as the queries below name them
    return Object.fromEntries(rows.map(({ name, total }) => [name, total]));
  };
  return {
    jobsByState: await countBy(
      `SELECT state AS name, COUNT(*) AS total FROM jobs WHERE state IN ('QUEUED', 'RUNNING', 'WAITING') GROUP BY state`,
    ),
    nodesByState: await countBy(
      'SELECT provision_state AS name, COUNT(*) AS total FROM nodes GROUP BY provision_state',
    ),
    conductorsAlive: await count(
      `SELECT COUNT(*) AS total FROM conductors WHERE state = 'ALIVE' AND lease_expires_at > UTC_TIMESTAMP(6)`,
    ),
    nodesOverdue: await count(
      `SELECT COUNT(DISTINCT node_id) AS total FROM jobs WHERE deadline_at < UTC_TIMESTAMP(6) - INTERVAL ${OVERDUE_AFTER_SECONDS} SECOND`,
    ),
    webhooksByState: await countBy('SELECT state AS name, COUNT(*) AS total FROM webhooks GROUP BY state'),
    deadLetters: await count('SELECT COUNT(*) AS total FROM webhook_letters WHERE requested_at IS NULL'),
    locksHeld: await count('SELECT COUNT(*) AS total FROM node_locks WHERE holder_job_id IS NOT NULL'),
  };
}
