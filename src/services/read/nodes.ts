import { NodeEntity } from '../../entities/node.ts';
import { MAX_TRAITS } from '../../domain/traits.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { ServiceContext } from '../context.ts';
import { visibleNodes, type Predicate } from '../visibility.ts';
import { compare, type Comparison } from './conditions.ts';
import { and, countRows, findPage, invalid, type Page, type PageArgs, type SortKey } from './page.ts';

export type NodeField = keyof NodeEntity;
export type NodeRow = Pick<NodeEntity, NodeField>;

type Comparisons = { readonly [K in keyof typeof FILTER_COLUMNS]?: Comparison | null };
export interface NodeFilter extends Comparisons {
  readonly traits?: TraitsFilter | null;
  /** Owner or lessee. */
  readonly projects?: readonly string[] | null;
  readonly and?: readonly NodeFilter[] | null;
  readonly or?: readonly NodeFilter[] | null;
  readonly not?: NodeFilter | null;
}

/** Names of traits. */
export interface TraitsFilter {
  readonly all?: readonly string[] | null;
  readonly any?: readonly string[] | null;
  readonly none?: readonly string[] | null;
}

/** Field of the filter → column. */
const FILTER_COLUMNS = {
  id: 't.id',
  name: 't.name',
  driver: 't.driver',
  provisionState: 't.provision_state',
  powerState: 't.power_state',
  maintenance: 't.maintenance',
  retired: 't.retired',
  protected: 't.protected',
  resourceClass: 't.resource_class',
  conductorGroup: 't.conductor_group',
  owner: 't.owner',
  lessee: 't.lessee',
  parentNodeId: 't.parent_node_id',
  chassisId: 't.chassis_id',
  shard: 't.shard',
  isSharded: '(t.shard IS NOT NULL)',
  instanceId: 't.instance_id',
  isAssociated: '(t.instance_id IS NOT NULL)',
  instanceName: 't.instance_name',
  fault: 't.fault',
  description: 't.description',
  createdAt: 't.created_at',
  updatedAt: 't.updated_at',
} as const;

/** What nodes can be sorted by → property, and whether it may be null. */
const ORDER_FIELDS = {
  CREATED_AT: { field: 'createdAt', isNullable: false },
  UPDATED_AT: { field: 'updatedAt', isNullable: false },
  NAME: { field: 'name', isNullable: true },
  PROVISION_STATE: { field: 'provisionState', isNullable: false },
  PROVISION_UPDATED_AT: { field: 'provisionUpdatedAt', isNullable: false },
  RESOURCE_CLASS: { field: 'resourceClass', isNullable: true },
  DRIVER: { field: 'driver', isNullable: false },
} as const;

export interface NodeOrder {
  readonly field: keyof typeof ORDER_FIELDS;
  readonly direction: 'ASC' | 'DESC';
}

const MAX_SORT_KEYS = 3;
const MAX_FILTER_DEPTH = 3;

export interface FindNodesArgs extends PageArgs {
  readonly filter?: NodeFilter | null;
  readonly orderBy?: readonly NodeOrder[] | null;
}

export function findNodes(
  ctx: ServiceContext,
  viewer: Viewer,
  fields: readonly NodeField[],
  args: FindNodesArgs,
): Promise<Page<NodeRow>> {
  const where = and([visibleNodes(viewer, 't'), nodeFilter(args.filter)]);
  return findPage(ctx, { entity: NodeEntity, fields, where, order: nodeOrder(args.orderBy), args });
}

/** Those of the nodes that the viewer may see, in no order. */
export function nodesById(
  ctx: ServiceContext,
  viewer: Viewer,
  fields: readonly NodeField[],
  ids: readonly string[],
  filter?: NodeFilter | null,
): Promise<NodeRow[]> {
  return findWhere(ctx, viewer, fields, and([{ sql: 't.id IN (?)', params: [ids] }, nodeFilter(filter)]));
}

/** The nodes that live in these, as far as the viewer may see them, oldest first. */
export function childrenOfNodes(
  ctx: ServiceContext,
  viewer: Viewer,
  fields: readonly NodeField[],
  parentIds: readonly string[],
): Promise<NodeRow[]> {
  const { sql, params } = and([visibleNodes(viewer, 't'), { sql: 't.parent_node_id IN (?)', params: [parentIds] }]);
  const read = [...new Set<NodeField>([...fields, 'parentNodeId'])];
  return ctx.select(ctx.db.manager, NodeEntity, read, { where: sql, params, orderBy: 't.id' });
}

/** Ids of the nodes that fit, oldest first and no more than `limit`, and how many there are in all. */
export async function nodeIdsMatching(
  ctx: ServiceContext,
  viewer: Viewer,
  condition: Predicate,
  limit: number,
): Promise<{ readonly nodeIds: readonly string[]; readonly total: number }> {
  const where = and([visibleNodes(viewer, 't'), condition]);
  const { sql, params } = where;
  const rows = await ctx.select(ctx.db.manager, NodeEntity, ['id'], {
    where: sql,
    params,
    orderBy: 't.id',
    limit: limit + 1,
  });
  const total = rows.length <= limit ? rows.length : await countRows(ctx, NodeEntity, where);
  return { nodeIds: rows.slice(0, limit).map(({ id }) => id), total };
}

export async function nodeByName(
  ctx: ServiceContext,
  viewer: Viewer,
  fields: readonly NodeField[],
  name: string,
): Promise<NodeRow | null> {
  const [row] = await findWhere(ctx, viewer, fields, { sql: 't.name = ?', params: [name] });
  return row ?? null;
}

function findWhere(
  ctx: ServiceContext,
  viewer: Viewer,
  fields: readonly NodeField[],
  predicate: Predicate,
): Promise<NodeRow[]> {
  const { sql, params } = and([visibleNodes(viewer, 't'), predicate]);
  return ctx.select(ctx.db.manager, NodeEntity, fields, { where: sql, params });
}

/** The filter as SQL; the same for lists, counts and streams. */
export function nodeFilter(filter: NodeFilter | null | undefined, depth = 0): Predicate {
  if (filter === null || filter === undefined) return { sql: '', params: [] };
  if (depth > MAX_FILTER_DEPTH) {
    throw invalid('filter', `The filter is nested deeper than ${MAX_FILTER_DEPTH} levels.`, 'Write it flatter.');
  }
  // The table's keys are the filter's.
  const columns = Object.entries(FILTER_COLUMNS) as [keyof typeof FILTER_COLUMNS, string][];
  const predicates = columns.flatMap(([field, column]) =>
    compare(column, `filter.${field}`, toColumn(field, filter[field])),
  );
  predicates.push(...traitPredicates(filter.traits));
  if (filter.projects) {
    const isOne = { in: filter.projects };
    predicates.push(
      anyOf([...compare('t.owner', 'filter.projects', isOne), ...compare('t.lessee', 'filter.projects', isOne)]),
    );
  }
  for (const inner of filter.and ?? []) predicates.push(nodeFilter(inner, depth + 1));
  if (filter.or) predicates.push(anyOf(filter.or.map((inner) => nodeFilter(inner, depth + 1))));
  if (filter.not) {
    const inner = nodeFilter(filter.not, depth + 1);
    if (inner.sql !== '') predicates.push({ sql: `NOT COALESCE((${inner.sql}), FALSE)`, params: inner.params });
  }
  return and(predicates);
}

function traitPredicates(filter: TraitsFilter | null | undefined): Predicate[] {
  const list = (field: keyof TraitsFilter): readonly string[] | null => {
    const traits = filter?.[field] ?? null;
    if (traits === null || traits.length <= MAX_TRAITS) return traits;
    throw invalid('filter.traits', `filter.traits.${field} lists ${traits.length}.`, `Give at most ${MAX_TRAITS}.`);
  };
  const [all, any, none] = [list('all'), list('any'), list('none')];
  const found = 'FROM node_traits r WHERE r.node_id = t.id AND r.trait IN (?)';
  const predicates: Predicate[] = [];
  if (all !== null && all.length > 0) {
    const wanted = [...new Set(all)];
    predicates.push({ sql: `(SELECT COUNT(*) ${found}) = ?`, params: [wanted, wanted.length] });
  }
  if (any !== null) {
    predicates.push(any.length === 0 ? NOTHING : { sql: `EXISTS (SELECT 1 ${found})`, params: [any] });
  }
  if (none !== null && none.length > 0) predicates.push({ sql: `NOT EXISTS (SELECT 1 ${found})`, params: [none] });
  return predicates;
}

const NOTHING: Predicate = { sql: 'FALSE', params: [] };

function anyOf(predicates: readonly Predicate[]): Predicate {
  if (predicates.length === 0) return NOTHING;
  return {
    sql: predicates.map(({ sql }) => (sql === '' ? 'TRUE' : `(${sql})`)).join(' OR '),
    params: predicates.flatMap(({ params }) => params),
  };
}

/** Moments come in as RFC 3339 and are compared as the database writes them. */
function toColumn(
  field: keyof typeof FILTER_COLUMNS,
  comparison: Comparison | null | undefined,
): Comparison | null | undefined {
  if (comparison === null || comparison === undefined || (field !== 'createdAt' && field !== 'updatedAt'))
    return comparison;
  return {
    ...(comparison.gt === undefined ? {} : { gt: toDatabaseTime(comparison.gt) }),
    ...(comparison.lt === undefined ? {} : { lt: toDatabaseTime(comparison.lt) }),
    ...(comparison.between ? { between: comparison.between.map(toDatabaseTime) } : {}),
  };
}

const toDatabaseTime = (value: unknown): unknown =>
  typeof value === 'string' ? value.replace('T', ' ').replace('Z', '') : value;

/** @throws {ProblemError} INVALID_INPUT */
export function nodeOrder(orderBy: readonly NodeOrder[] | null | undefined): SortKey[] {
  const orders = orderBy ?? [];
  if (orders.length > MAX_SORT_KEYS) {
    throw invalid('orderBy', `${orders.length} sort keys are too many.`, `Give at most ${MAX_SORT_KEYS}.`);
  }
  const keys = orders.map(({ field, direction }): SortKey => ({ ...ORDER_FIELDS[field], direction }));
  return [...keys, { field: 'id', direction: keys.at(-1)?.direction ?? 'ASC', isNullable: false }];
}
