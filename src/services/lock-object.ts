import type { EntityManager, EntityTarget, ObjectLiteral } from 'typeorm';
import { isUuid } from '../domain/ids.ts';
import { ProblemError } from '../domain/problems.ts';
import type { ServiceContext } from './context.ts';
import { malformedId } from './mutation.ts';
import { and } from './read/page.ts';
import type { Predicate } from './visibility.ts';

export interface ObjectToLock<E extends ObjectLiteral, F extends keyof E & string> {
  readonly entity: EntityTarget<E>;
  readonly fields: readonly F[];
  /** In words, for the problem: "deploy template". */
  readonly type: string;
  /** The field of the input that holds the id. */
  readonly field: string;
  readonly id: string;
  /** On the table, under the alias `t`. */
  readonly visible: Predicate;
}

/**
 * The row of a thing that belongs to no node, locked until the transaction ends: changes of it come one after the other.
 * @throws {ProblemError} INVALID_INPUT, NOT_FOUND
 */
export async function lockObject<E extends ObjectLiteral, F extends keyof E & string>(
  ctx: ServiceContext,
  tx: EntityManager,
  { entity, fields, type, field, id, visible }: ObjectToLock<E, F>,
): Promise<Pick<E, F>> {
  if (!isUuid(id)) throw malformedId(field, id);
  const { sql, params } = and([{ sql: 't.id = ?', params: [id] }, visible]);
  const [row] = await ctx.select(tx, entity, fields, { where: sql, params, forUpdate: true });
  if (row === undefined) throw new ProblemError({ code: 'NOT_FOUND', type, id, path: ['input', field] });
  return row;
}
