/**
 * The fast read path: plain rows of chosen fields.
 *
 * TypeORM's QueryBuilder makes the SELECT once for each set of fields; its text is kept and run as it is, so a list
 * costs what mysql2 costs (hydrating entities costs ten times as much, see bench/README.md). What comes back has the
 * entity's property names and types. Writes and rare reads need none of this.
 */
import type { EntityManager, DataSource, EntityTarget, ObjectLiteral } from 'typeorm';

/** Both can run SQL; inside a transaction pass its manager. */
export type Reader = Pick<EntityManager, 'query'> & { readonly connection?: DataSource };

export interface Conditions {
  /** SQL behind WHERE, with the table's alias `t`; empty means all. */
  readonly where?: string;
  readonly params?: readonly unknown[];
  /** SQL behind ORDER BY. */
  readonly orderBy?: string;
  readonly limit?: number;
  /** Locks the rows until the transaction ends. */
  readonly forUpdate?: boolean;
}

interface Prepared {
  readonly sql: string;
  readonly booleans: readonly string[];
}

export interface Selector {
  select<E extends ObjectLiteral, F extends keyof E & string>(
    reader: Reader,
    entity: EntityTarget<E>,
    fields: readonly F[],
    conditions: Conditions,
  ): Promise<Pick<E, F>[]>;
}

/** One for each data source; it remembers the SQL of every field set it has seen (a few dozen in practice). */
export function createSelector(db: DataSource): Selector {
  const prepared = new Map<EntityTarget<ObjectLiteral>, Map<string, Prepared>>();

  const prepare = (entity: EntityTarget<ObjectLiteral>, fields: readonly string[]): Prepared => {
    let ofEntity = prepared.get(entity);
    if (ofEntity === undefined) prepared.set(entity, (ofEntity = new Map()));
    const key = fields.join(',');
    let found = ofEntity.get(key);
    if (found === undefined) ofEntity.set(key, (found = build(db, entity, fields)));
    return found;
  };

  return {
    async select<E extends ObjectLiteral, F extends keyof E & string>(
      reader: Reader,
      entity: EntityTarget<E>,
      fields: readonly F[],
      { where, params, orderBy, limit, forUpdate }: Conditions,
    ): Promise<Pick<E, F>[]> {
      const { sql, booleans } = prepare(entity, fields);
      let text = sql;
      if (where !== undefined && where !== '') text += ` WHERE ${where}`;
      if (orderBy !== undefined) text += ` ORDER BY ${orderBy}`;
      if (limit !== undefined) text += ` LIMIT ${limit}`;
      if (forUpdate === true) text += ' FOR UPDATE';
      // The SQL names exactly these columns under these names; booleans are mended below.
      const rows = await reader.query<Record<string, unknown>[]>(text, params === undefined ? [] : [...params]);
      for (const name of booleans) for (const row of rows) if (row[name] !== null) row[name] = row[name] === 1;
      return rows as Pick<E, F>[];
    },
  };
}

function build(db: DataSource, entity: EntityTarget<ObjectLiteral>, fields: readonly string[]): Prepared {
  const query = db.createQueryBuilder(entity, 't').select([]);
  for (const field of fields) query.addSelect(`t.${field}`, field);
  const booleans = db
    .getMetadata(entity)
    .columns.filter((column) => column.type === 'boolean' && fields.includes(column.propertyName))
    .map((column) => column.propertyName);
  return { sql: query.getQuery(), booleans };
}
