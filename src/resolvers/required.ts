import { ProblemError } from '../domain/problems.ts';

/** For a row that another row points at: it can only be missing when it was deleted between the two statements. */
export function required<Row>(row: Row | null, type: string, id: string): Row {
  if (row !== null) return row;
  throw new ProblemError({ code: 'NOT_FOUND', type, id });
}
