/**
 * Changes of tables that are there already, for migrations that may run twice. MySQL knows no `ADD COLUMN IF NOT
 * EXISTS`, so each looks first. Two processes do not meet here: `migrate.ts` lets one in at a time.
 */
import type { QueryRunner } from 'typeorm';

/** @param definition what stands behind the column's name: type, NULL or not, default */
export async function addColumn(runner: QueryRunner, table: string, column: string, definition: string): Promise<void> {
  const where = 'information_schema.columns WHERE table_schema = DATABASE() AND table_name = ? AND column_name = ?';
  if (await isThere(runner, where, [table, column])) return;
  await runner.query(`ALTER TABLE ${table} ADD COLUMN ${column} ${definition}`);
}

/** @param definition what the key is, and the columns that it is over */
export async function addIndex(
  runner: QueryRunner,
  table: string,
  name: string,
  definition: { readonly kind: 'KEY' | 'UNIQUE KEY'; readonly columns: string },
): Promise<void> {
  const where = 'information_schema.statistics WHERE table_schema = DATABASE() AND table_name = ? AND index_name = ?';
  if (await isThere(runner, where, [table, name])) return;
  await runner.query(`ALTER TABLE ${table} ADD ${definition.kind} ${name} (${definition.columns})`);
}

export async function dropIndex(runner: QueryRunner, table: string, name: string): Promise<void> {
  const where = 'information_schema.statistics WHERE table_schema = DATABASE() AND table_name = ? AND index_name = ?';
  if (await isThere(runner, where, [table, name])) await runner.query(`ALTER TABLE ${table} DROP KEY ${name}`);
}

/** @param definition `FOREIGN KEY (…) REFERENCES … ON DELETE …`; its column has an index already */
export async function addForeignKey(
  runner: QueryRunner,
  table: string,
  name: string,
  definition: string,
): Promise<void> {
  const where =
    'information_schema.table_constraints WHERE table_schema = DATABASE() AND table_name = ? AND constraint_name = ?';
  if (await isThere(runner, where, [table, name])) return;
  await runner.query(`ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}`);
}

async function isThere(runner: QueryRunner, where: string, params: string[]): Promise<boolean> {
  const rows: unknown = await runner.query(`SELECT 1 FROM ${where} LIMIT 1`, params);
  return Array.isArray(rows) && rows.length > 0;
}
