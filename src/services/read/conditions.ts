/** The small comparator inputs of the schema (`StringFilter` and the like), as SQL. */
import type { Predicate } from '../visibility.ts';
import { invalid } from './page.ts';

export interface Comparison {
  readonly eq?: unknown;
  readonly in?: readonly unknown[] | null;
  readonly notIn?: readonly unknown[] | null;
  readonly contains?: string | null;
  readonly startsWith?: string | null;
  readonly isNull?: boolean | null;
  readonly gt?: unknown;
  readonly lt?: unknown;
  readonly between?: readonly unknown[] | null;
}

const MAX_VALUES = 500;

/** All given conditions on one column; nothing when there are none. */
export function compare(column: string, field: string, comparison: Comparison | null | undefined): Predicate[] {
  if (comparison === null || comparison === undefined) return [];
  const predicates: Predicate[] = [];
  const add = (sql: string, ...params: unknown[]): void => void predicates.push({ sql, params });

  if (comparison.eq === null) add(`${column} IS NULL`);
  else if (comparison.eq !== undefined) add(`${column} = ?`, comparison.eq);
  if (comparison.in) oneOf(column, field, comparison.in, add, false);
  if (comparison.notIn) oneOf(column, field, comparison.notIn, add, true);
  if (typeof comparison.contains === 'string') add(`${column} LIKE ?`, `%${escapeLike(comparison.contains)}%`);
  if (typeof comparison.startsWith === 'string') add(`${column} LIKE ?`, `${escapeLike(comparison.startsWith)}%`);
  if (typeof comparison.isNull === 'boolean') add(`${column} IS ${comparison.isNull ? '' : 'NOT '}NULL`);
  if (comparison.gt !== undefined && comparison.gt !== null) add(`${column} > ?`, comparison.gt);
  if (comparison.lt !== undefined && comparison.lt !== null) add(`${column} < ?`, comparison.lt);
  if (comparison.between) {
    const [from, to, ...rest] = comparison.between;
    if (from === undefined || to === undefined || rest.length > 0) {
      throw invalid(field, `${field}.between needs two values.`, 'Give the first and the last.');
    }
    add(`${column} BETWEEN ? AND ?`, from, to);
  }
  return predicates;
}

function oneOf(
  column: string,
  field: string,
  values: readonly unknown[],
  add: (sql: string, ...params: unknown[]) => void,
  isNegated: boolean,
): void {
  if (values.length > MAX_VALUES) {
    throw invalid(
      field,
      `${field} lists ${values.length} values.`,
      `Give at most ${MAX_VALUES}; ask in several calls.`,
    );
  }
  if (values.length === 0) add(isNegated ? 'TRUE' : 'FALSE');
  else add(isNegated ? `(${column} NOT IN (?) OR ${column} IS NULL)` : `${column} IN (?)`, values);
}

const escapeLike = (text: string): string => text.replaceAll(/[\\%_]/g, String.raw`\$&`);
