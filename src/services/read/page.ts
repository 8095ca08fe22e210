/**
 * Pages of any table, by keyset: "what comes after these values", never "skip so many". So a page costs the same at
 * the start and at the end of a long list, and rows that come or go meanwhile neither repeat nor hide others.
 */
import { createHash } from 'node:crypto';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { ProblemError } from '../../domain/problems.ts';
import type { ServiceContext } from '../context.ts';
import type { Predicate } from '../visibility.ts';

export interface PageArgs {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

export interface SortKey {
  /** Property of the entity. */
  readonly field: string;
  readonly direction: 'ASC' | 'DESC';
  readonly isNullable: boolean;
}

export interface PageQuery<E extends ObjectLiteral, F extends keyof E & string> {
  readonly entity: EntityTarget<E>;
  readonly fields: readonly F[];
  readonly where: Predicate;
  /** The last key must be unique; the caller ends with `id`. */
  readonly order: readonly SortKey[];
  readonly args: PageArgs;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly cursorOf: (row: Row) => string;
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  /** Counted only when called. */
  readonly count: () => Promise<number>;
}

export const DEFAULT_PAGE = 50;
export const MAX_PAGE = 500;

export const BY_ID: readonly SortKey[] = [{ field: 'id', direction: 'ASC', isNullable: false }];
export const NEWEST_FIRST: readonly SortKey[] = [{ field: 'id', direction: 'DESC', isNullable: false }];

/** @throws {ProblemError} INVALID_INPUT at the argument to blame */
export async function findPage<E extends ObjectLiteral, F extends keyof E & string>(
  ctx: ServiceContext,
  { entity, fields, where, order, args }: PageQuery<E, F>,
): Promise<Page<Pick<E, F>>> {
  const { size, isBackward } = pageSize(args);
  let known: string | undefined;
  const listId = (): string => (known ??= identify(order, where)); // most pages are asked for without a cursor
  const after = decode(args.after, 'after', listId, order.length);
  const before = decode(args.before, 'before', listId, order.length);
  const toColumn = columnNamer(ctx, entity);

  const conditions = [where];
  if (after !== null) conditions.push(beyond(order, after, toColumn));
  if (before !== null) conditions.push(beyond(order.map(reversed), before, toColumn));
  const direction = isBackward ? order.map(reversed) : order;
  const all = and(conditions);

  // The sort keys are read too: cursors are made of them.
  const read = [...new Set([...fields, ...order.map(({ field }) => field as F)])]; // sort keys are properties of the entity
  const rows = await ctx.select(ctx.db.manager, entity, read, {
    where: all.sql,
    params: all.params,
    orderBy: direction.map((key) => `${toColumn(key.field)} ${key.direction}`).join(', '),
    limit: size + 1,
  });
  const hasMore = rows.length > size;
  const page = hasMore ? rows.slice(0, size) : rows;
  if (isBackward) page.reverse();
  return {
    rows: page,
    cursorOf: (row) =>
      encode(
        listId(),
        order.map(({ field }) => (row as Record<string, unknown>)[field]),
      ), // read above
    hasNextPage: isBackward ? before !== null : hasMore,
    hasPreviousPage: isBackward ? hasMore : after !== null,
    count: () => countRows(ctx, entity, where),
  };
}

/** A page of a node's rows that are all here, oldest first: ports and the like, read for many nodes at once. */
export function pageOfRows<Row extends { readonly id: string }>(
  nodeId: string,
  all: readonly Row[],
  args: Pick<PageArgs, 'first' | 'after'>,
): Page<Row> {
  const { size } = pageSize({ first: args.first ?? null });
  const listId = (): string => identify(BY_ID, { sql: 'one node', params: [nodeId] });
  const after = decode(args.after, 'after', listId, BY_ID.length);
  const rest = after === null ? all : all.filter(({ id }) => id > String(after[0]));
  return {
    rows: rest.slice(0, size),
    cursorOf: (row) => encode(listId(), [row.id]),
    hasNextPage: rest.length > size,
    hasPreviousPage: after !== null,
    count: () => Promise.resolve(all.length),
  };
}

export function and(predicates: readonly Predicate[]): Predicate {
  const given = predicates.filter(({ sql }) => sql !== '');
  return {
    sql: given.map(({ sql }) => `(${sql})`).join(' AND '),
    params: given.flatMap(({ params }) => params),
  };
}

export function pageSize({ first, last }: PageArgs): { readonly size: number; readonly isBackward: boolean } {
  const isFirst = typeof first === 'number';
  const isLast = typeof last === 'number';
  if (isFirst && isLast) throw invalid('last', 'first and last were both given.', 'Give one of them.');
  const size = first ?? last ?? DEFAULT_PAGE;
  if (size < 1 || size > MAX_PAGE) {
    throw invalid(
      isLast ? 'last' : 'first',
      `A page of ${size} is not possible.`,
      `Ask for 1 to ${MAX_PAGE} and go on with the cursor.`,
    );
  }
  return { size, isBackward: isLast };
}

/** "After these values" in the given order, with nulls where MySQL sorts them: before everything else. */
function beyond(order: readonly SortKey[], values: readonly unknown[], toColumn: (field: string) => string): Predicate {
  const [key, ...rest] = order;
  const [value, ...others] = values;
  if (key === undefined) return { sql: 'FALSE', params: [] };
  const column = toColumn(key.field);
  const next = beyond(rest, others, toColumn);
  if (value === null || value === undefined) {
    return key.direction === 'ASC'
      ? { sql: `${column} IS NOT NULL OR (${column} IS NULL AND (${next.sql}))`, params: next.params }
      : { sql: `${column} IS NULL AND (${next.sql})`, params: next.params };
  }
  const isBeyond =
    key.direction === 'ASC' ? `${column} > ?` : `${column} < ?${key.isNullable ? ` OR ${column} IS NULL` : ''}`;
  if (rest.length === 0) return { sql: isBeyond, params: [value] };
  return { sql: `${isBeyond} OR (${column} = ? AND (${next.sql}))`, params: [value, value, ...next.params] };
}

const reversed = (key: SortKey): SortKey => ({ ...key, direction: key.direction === 'ASC' ? 'DESC' : 'ASC' });

function columnNamer(ctx: ServiceContext, entity: EntityTarget<ObjectLiteral>): (field: string) => string {
  const metadata = ctx.db.getMetadata(entity);
  return (field) => `t.${metadata.findColumnWithPropertyName(field)?.databaseName ?? field}`;
}

export async function countRows(
  ctx: ServiceContext,
  entity: EntityTarget<ObjectLiteral>,
  where: Predicate,
): Promise<number> {
  const table = ctx.db.getMetadata(entity).tableName;
  // One row of one column.
  const rows = await ctx.db.query<{ total: number }[]>(
    `SELECT COUNT(*) AS total FROM ${table} t${where.sql === '' ? '' : ` WHERE ${where.sql}`}`,
    [...where.params],
  );
  return rows[0]?.total ?? 0;
}

/** A cursor belongs to one list: another order or filter would make nonsense of it, so it is refused there. */
function identify(order: readonly SortKey[], where: Predicate): string {
  const text = JSON.stringify([order.map(({ field, direction }) => [field, direction]), where.sql, where.params]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 8);
}

const encode = (listId: string, values: readonly unknown[]): string =>
  Buffer.from(JSON.stringify([listId, ...values])).toString('base64url');

function decode(
  cursor: string | null | undefined,
  argument: string,
  listId: () => string,
  length: number,
): unknown[] | null {
  if (cursor === null || cursor === undefined) return null;
  const [list, ...values] = parse(cursor);
  if (list === listId() && values.length === length && values.every(isKeyValue)) return values;
  throw invalid(
    argument,
    list === undefined
      ? `${argument} is not a cursor of this service.`
      : `${argument} is a cursor of another list, order or filter.`,
    'Use a cursor of a page with the same filter and orderBy, or start from the beginning.',
  );
}

const isKeyValue = (value: unknown): boolean =>
  value === null || typeof value === 'string' || typeof value === 'number';

function parse(cursor: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

export function invalid(argument: string, reason: string, remedy: string): ProblemError {
  return new ProblemError({ code: 'INVALID_INPUT', path: [argument], reason, remedy });
}
