import type { Viewer } from '../../domain/viewer.ts';
import { inPortions } from '../../entities/transaction.ts';
import type { ServiceContext } from '../context.ts';
import { visibleNodes, type Predicate } from '../visibility.ts';
import { nodeFilter, type NodeFilter } from './nodes.ts';
import { and, invalid } from './page.ts';

/** By what nodes can be counted → what they are counted by, as text. */
const DIMENSIONS = {
  PROVISION_STATE: 't.provision_state',
  POWER_STATE: 't.power_state',
  DRIVER: 't.driver',
  CONDUCTOR_GROUP: 't.conductor_group',
  RESOURCE_CLASS: 't.resource_class',
  OWNER: 't.owner',
  MAINTENANCE: `IF(t.maintenance, 'true', 'false')`,
} as const;
export type FleetDimension = keyof typeof DIMENSIONS;

export interface FleetKey {
  readonly dimension: FleetDimension;
  /** Null: the nodes have none. */
  readonly value: string | null;
}

/** How many nodes have these values. */
export interface FleetBucket {
  readonly key: readonly FleetKey[];
  readonly count: number;
}

export interface FleetSummary {
  readonly total: number;
  readonly buckets: readonly FleetBucket[];
}

export interface FleetArgs {
  readonly groupBy: readonly FleetDimension[];
  readonly filter?: NodeFilter | null;
}

const MAX_DIMENSIONS = 3;
/** Larger than any dashboard, smaller than what hurts: with owners by resource classes it may be reached. */
const MAX_BUCKETS = 5_000;

/** Counted by the database at this moment, of what the viewer may see. */
export async function fleetSummary(ctx: ServiceContext, viewer: Viewer, args: FleetArgs): Promise<FleetSummary> {
  checkFleetArgs(args);
  const columns = args.groupBy.map((dimension) => DIMENSIONS[dimension]);
  const { sql, params } = visibleAndFit(viewer, args);
  // As bytes: the database takes "a" and "a " for equal, and nobody else does.
  const rows = await ctx.db.query<Row[]>(
    `SELECT ${columns.map((column, at) => `MIN(${column}) AS d${at}`).join(', ')}, COUNT(*) AS count FROM nodes t
      ${sql === '' ? '' : `WHERE ${sql}`} GROUP BY ${columns.map((column) => `CAST(${column} AS BINARY)`).join(', ')}`,
    [...params],
  );
  const buckets = rows.map((row) => ({ key: keyOf(args.groupBy, row), count: Number(row['count']) }));
  checkSize(buckets.length);
  return { total: buckets.reduce((sum, { count }) => sum + count, 0), buckets: inOrder(buckets) };
}

/** What each node counts as: of all that fit, or of these. */
export async function fleetKeys(
  ctx: ServiceContext,
  viewer: Viewer,
  args: FleetArgs,
  nodeIds: readonly string[] | null,
): Promise<ReadonlyMap<string, readonly FleetKey[]>> {
  const columns = args.groupBy.map((dimension, at) => `${DIMENSIONS[dimension]} AS d${at}`).join(', ');
  const keys = new Map<string, readonly FleetKey[]>();
  for (const portion of nodeIds === null ? [null] : inPortions(nodeIds)) {
    const among = portion === null ? [] : [{ sql: 't.id IN (?)', params: [portion] }];
    const { sql, params } = and([...among, visibleAndFit(viewer, args)]);
    const rows = await ctx.db.query<Row[]>(
      `SELECT t.id AS id, ${columns} FROM nodes t ${sql === '' ? '' : `WHERE ${sql}`}`,
      [...params],
    );
    for (const row of rows) keys.set(String(row['id']), keyOf(args.groupBy, row));
  }
  return keys;
}

/** @throws {ProblemError} INVALID_INPUT */
export function checkFleetArgs({ groupBy, filter }: FleetArgs): void {
  nodeFilter(filter);
  if (groupBy.length >= 1 && groupBy.length <= MAX_DIMENSIONS && new Set(groupBy).size === groupBy.length) return;
  throw invalid(
    'groupBy',
    `groupBy must be 1 to ${MAX_DIMENSIONS} different dimensions.`,
    'For other groupings ask twice.',
  );
}

/** @throws {ProblemError} INVALID_INPUT */
export function checkSize(buckets: number): void {
  if (buckets <= MAX_BUCKETS) return;
  const reason = `These are ${buckets} groups, and at most ${MAX_BUCKETS} are answered.`;
  throw invalid('groupBy', reason, 'Use fewer dimensions, or a filter.');
}

/** By their values, so that the same answer looks the same. */
export function inOrder<Bucket extends FleetBucket>(buckets: readonly Bucket[]): readonly Bucket[] {
  const named = buckets.map((bucket) => ({ bucket, name: nameOf(bucket.key) }));
  return named.sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ bucket }) => bucket);
}

export const nameOf = (key: readonly FleetKey[]): string => JSON.stringify(key.map(({ value }) => value));

/** Columns as the query names them. */
type Row = Readonly<Record<string, string | number | null>>;

function keyOf(groupBy: readonly FleetDimension[], row: Row): readonly FleetKey[] {
  return groupBy.map((dimension, at) => {
    const value = row[`d${at}`];
    return { dimension, value: value === null || value === undefined ? null : String(value) };
  });
}

const visibleAndFit = (viewer: Viewer, { filter }: FleetArgs): Predicate =>
  and([visibleNodes(viewer, 't'), nodeFilter(filter)]);
