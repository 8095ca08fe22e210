/**
 * What a viewer may see, as SQL. Every query and use case joins this predicate in, so that what one may not see is
 * not found: in lists, counts, jobs and streams alike.
 */
import type { EntityManager } from 'typeorm';
import { ProblemError } from '../domain/problems.ts';
import type { Viewer } from '../domain/viewer.ts';

export interface Predicate {
  /** Empty: everything. */
  readonly sql: string;
  readonly params: readonly unknown[];
}

const EVERYTHING: Predicate = { sql: '', params: [] };

/** For a table of nodes under the given alias. */
export function visibleNodes(viewer: Viewer, alias: string): Predicate {
  if (viewer.scope.kind === 'all') return EVERYTHING;
  const { projects } = viewer.scope;
  return { sql: `(${alias}.owner IN (?) OR ${alias}.lessee IN (?))`, params: [projects, projects] };
}

/** For a table whose rows belong to a node by `node_id`. */
export function visibleByNode(viewer: Viewer, alias: string): Predicate {
  const nodes = visibleNodes(viewer, 'visible');
  if (nodes.sql === '') return EVERYTHING;
  return {
    sql: `EXISTS (SELECT 1 FROM nodes visible WHERE visible.id = ${alias}.node_id AND ${nodes.sql})`,
    params: nodes.params,
  };
}

/** For a table of allocations under the given alias: a project sees its own. */
export function visibleAllocations(viewer: Viewer, alias: string): Predicate {
  if (viewer.scope.kind === 'all') return EVERYTHING;
  return { sql: `${alias}.owner IN (?)`, params: [viewer.scope.projects] };
}

/** A project sees and changes its own, the system all. */
export const visibleWebhooks = ({ scope }: Viewer, alias: string): Predicate =>
  scope.kind === 'all' ? EVERYTHING : { sql: `${alias}.owner IN (?)`, params: [scope.projects] };

/** Public ones are everybody's; the others are seen by their project, and all by the system. */
export function visibleRunbooks(viewer: Viewer, alias: string): Predicate {
  if (viewer.scope.kind === 'all') return EVERYTHING;
  return { sql: `(${alias}.is_public = 1 OR ${alias}.owner IN (?))`, params: [viewer.scope.projects] };
}

/** A group belongs to who asked for it: its nodes may belong to many. What it shows of them is theirs to be seen or not. */
export function visibleJobGroups(viewer: Viewer, alias: string): Predicate {
  return viewer.scope.kind === 'all' ? EVERYTHING : { sql: `${alias}.requested_by = ?`, params: [viewer.actor] };
}

/** Like `visibleByNode`, for what a node's owner sees and whoever has it for a time does not. */
export function ownedByNode(viewer: Viewer, alias: string): Predicate {
  if (viewer.scope.kind === 'all') return EVERYTHING;
  const { projects } = viewer.scope;
  return {
    sql: `EXISTS (SELECT 1 FROM nodes visible WHERE visible.id = ${alias}.node_id AND visible.owner IN (?))`,
    params: [projects],
  };
}

/** For a table whose rows belong to the installation and to no project. */
export const visibleToSystem = (viewer: Viewer): Predicate =>
  viewer.scope.kind === 'all' ? EVERYTHING : { sql: 'FALSE', params: [] };

/**
 * For what concerns the whole system, or the health of a machine whoever owns it.
 * @param field the one of the input that only administrators may give; null when it is the whole call
 * @throws {ProblemError} NOT_ALLOWED_NOW
 */
export function requireAdministrator(
  { scope }: Viewer,
  action: string,
  field: string | null = null,
  remedy = 'Ask an administrator of the system.',
): void {
  if (scope.kind === 'all') return;
  const reason = 'it is for system administrators';
  const path = field === null ? {} : { path: ['input', field] };
  throw new ProblemError({ code: 'NOT_ALLOWED_NOW', action, reason, remedy, ...path });
}

/** @throws {ProblemError} NOT_FOUND */
export async function assertNodeVisible(tx: EntityManager, viewer: Viewer, nodeId: string): Promise<void> {
  const predicate = visibleNodes(viewer, 'n');
  if (predicate.sql === '') return;
  const rows: unknown[] = await tx.query(`SELECT n.id FROM nodes n WHERE n.id = ? AND ${predicate.sql}`, [
    nodeId,
    ...predicate.params,
  ]);
  if (rows.length === 0)
    throw new ProblemError({ code: 'NOT_FOUND', type: 'node', id: nodeId, path: ['input', 'nodeId'] });
}
