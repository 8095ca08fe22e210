/**
 * Machines that share their power: those that live in another one, and that one. A machine cannot be on while its parent
 * is off; so who turns a parent off turns its children off first, and who turns a child on turns its parent on first.
 * A child that has a power supply of its own (`driverInfo.has_dedicated_power_supply`) goes its own ways.
 *
 * All jobs are accepted in one transaction that has locked all the nodes, those that come first before the one that
 * waits for them. So in every queue the jobs of one request come before or behind those of another: no two requests can
 * wait for each other, however they cross.
 */
import type { EntityManager } from 'typeorm';
import { POWER_TARGET_ENDS_IN, type PowerState, type PowerTarget } from '../../domain/power.ts';
import { ProblemError, type Problem } from '../../domain/problems.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { visibleNodes } from '../visibility.ts';

export interface Relative {
  readonly nodeId: string;
  readonly powerState: PowerState | null;
  /** Something is at work on it, or will be: its power is not known to stay as it is. */
  readonly isBusy: boolean;
}

/** What has to happen to others before a node may be switched; null when nothing has. */
export interface Before {
  /** OFF: for its children. ON: for its parent. */
  readonly target: 'ON' | 'OFF';
}

export function beforeSwitching(target: PowerTarget): Before | null {
  if (target === 'OFF') return { target: 'OFF' };
  return POWER_TARGET_ENDS_IN[target] === 'ON' ? { target: 'ON' } : null;
}

type Querier = Pick<EntityManager, 'query'>;

/** Its driver's own words, and JSON's: what is not said is no. */
const DEDICATED = (alias: string): string =>
  `COALESCE(JSON_UNQUOTE(JSON_EXTRACT(${alias}.driver_info, '$.has_dedicated_power_supply')), 'false') NOT IN ('false', 'null', '0', '')`;

const IS_BUSY = `EXISTS (SELECT 1 FROM jobs j WHERE j.node_id = r.id AND j.state IN ('QUEUED', 'RUNNING', 'WAITING'))`;

/** Whom the power of a node depends on (ON), or who depends on its power (OFF). Asked again once they are locked. */
export async function findRelatives(db: Querier, nodeId: string, { target }: Before): Promise<readonly Relative[]> {
  const where =
    target === 'OFF'
      ? `FROM nodes r WHERE r.parent_node_id = ? AND NOT ${DEDICATED('r')}`
      : `FROM nodes n JOIN nodes r ON r.id = n.parent_node_id WHERE n.id = ? AND NOT ${DEDICATED('n')}`;
  // Columns as this query names them.
  const rows = await db.query<(Omit<Relative, 'isBusy'> & { isBusy: number })[]>(
    `SELECT r.id AS nodeId, r.power_state AS powerState, ${IS_BUSY} AS isBusy ${where} ORDER BY r.id`,
    [nodeId],
  );
  return rows.map((row) => ({ ...row, isBusy: row.isBusy === 1 }));
}

/** Those that are, and will stay, as they have to be need no job. */
export const mustBeSwitched = ({ powerState, isBusy }: Relative, { target }: Before): boolean =>
  isBusy || powerState !== target;

/**
 * Who may switch a node may not thereby switch what is not theirs.
 * @throws {ProblemError} NOT_ALLOWED_NOW
 */
export async function requireVisible(tx: Querier, viewer: Viewer, nodeIds: readonly string[]): Promise<void> {
  const { sql, params } = visibleNodes(viewer, 'n');
  if (sql === '' || nodeIds.length === 0) return;
  const rows: unknown[] = await tx.query(`SELECT n.id FROM nodes n WHERE n.id IN (?) AND ${sql}`, [nodeIds, ...params]);
  if (rows.length < nodeIds.length) {
    throw new ProblemError({
      code: 'NOT_ALLOWED_NOW',
      action: 'switching the node',
      reason: 'it shares its power with nodes that are not yours',
      remedy: 'Ask their owner, or an administrator of the system.',
    });
  }
}

/** For many at once nobody waits for relatives: a machine that has children is turned off by itself. */
export async function whyNotTogether(
  tx: Querier,
  nodeIds: readonly string[],
  target: PowerTarget,
): Promise<ReadonlyMap<string, Problem>> {
  if (target !== 'OFF' || nodeIds.length === 0) return new Map();
  // One column, as this query names it.
  const rows = await tx.query<{ id: string }[]>(
    `SELECT DISTINCT r.parent_node_id AS id FROM nodes r WHERE r.parent_node_id IN (?) AND NOT ${DEDICATED('r')}`,
    [nodeIds],
  );
  const problem: Problem = {
    code: 'NOT_ALLOWED_NOW',
    action: 'power OFF',
    reason: 'other machines live in this one and would lose their power',
    remedy: 'Turn it off with setNodePower, which turns them off first.',
  };
  return new Map(rows.map(({ id }) => [id, problem]));
}
