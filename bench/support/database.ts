import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';

export async function withConnection<T>(url: string, work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await createConnection({ uri: url });
  try {
    return await work(connection);
  } finally {
    await connection.end();
  }
}

/** Counters of the whole server. The asking itself is one statement, which `statementsBetween` leaves out. */
export interface Counters {
  readonly statements: number;
  readonly commits: number;
  readonly atMs: number;
}

export async function readCounters(connection: Connection): Promise<Counters> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SHOW GLOBAL STATUS WHERE Variable_name IN ('Questions', 'Com_commit')`,
  );
  const values = new Map(rows.map((row) => [String(row['Variable_name']), Number(row['Value'])]));
  return {
    statements: values.get('Questions') ?? Number.NaN,
    commits: values.get('Com_commit') ?? Number.NaN,
    atMs: performance.now(),
  };
}

/** What happened between two readings, less what an idle service does by itself in that time. */
export function between(
  before: Counters,
  after: Counters,
  idle: { readonly statementsPerMs: number } = { statementsPerMs: 0 },
): { readonly statements: number; readonly commits: number } {
  const ownQuestion = 1;
  return {
    statements: after.statements - before.statements - ownQuestion - idle.statementsPerMs * (after.atMs - before.atMs),
    commits: after.commits - before.commits,
  };
}

/** A thousand rows in each statement. */
export async function insertMany(
  connection: Connection,
  table: string,
  columns: string,
  rows: readonly (readonly unknown[])[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += 1_000) {
    await connection.query(`INSERT INTO ${table} (${columns}) VALUES ?`, [rows.slice(from, from + 1_000)]);
  }
}
