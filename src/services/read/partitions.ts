/** What a fleet is divided into: shards, for who looks after a part of it, and conductor groups, for who may reach it. */
import type { Viewer } from '../../domain/viewer.ts';
import type { ServiceContext } from '../context.ts';
import { visibleNodes } from '../visibility.ts';

export interface ShardView {
  /** Null: the nodes that are in none. */
  readonly name: string | null;
  readonly nodeCount: number;
}

/** Shards of the nodes that the viewer may see, by name. */
export function findShards(ctx: ServiceContext, viewer: Viewer): Promise<readonly ShardView[]> {
  return countBy(ctx, viewer, 'shard');
}

export interface ConductorGroupView {
  /** Empty: the default group. */
  readonly name: string;
  readonly nodeCount: number;
  /** Those that live. */
  readonly conductorIds: readonly string[];
}

/** Groups that have nodes that the viewer may see, or conductors that live, by name. */
export async function findConductorGroups(ctx: ServiceContext, viewer: Viewer): Promise<readonly ConductorGroupView[]> {
  const counts = await countBy(ctx, viewer, 'conductor_group');
  // Columns as this query names them.
  const living = await ctx.db.query<{ id: string; name: string }[]>(
    `SELECT id, conductor_group AS name FROM conductors
      WHERE state IN ('ALIVE', 'DRAINING') AND lease_expires_at > UTC_TIMESTAMP(6) ORDER BY id`,
  );
  const names = new Set([...counts.map(({ name }) => name ?? ''), ...living.map(({ name }) => name)]);
  return [...names].sort().map((name) => ({
    name,
    nodeCount: counts.find((group) => group.name === name)?.nodeCount ?? 0,
    conductorIds: living.filter((conductor) => conductor.name === name).map(({ id }) => id),
  }));
}

function countBy(ctx: ServiceContext, viewer: Viewer, column: 'shard' | 'conductor_group'): Promise<ShardView[]> {
  const { sql, params } = visibleNodes(viewer, 't');
  const where = sql === '' ? '' : ` WHERE ${sql}`;
  // Columns as this query names them.
  return ctx.db.query<ShardView[]>(
    `SELECT t.${column} AS name, COUNT(*) AS nodeCount FROM nodes t${where} GROUP BY t.${column} ORDER BY t.${column}`,
    [...params],
  );
}
