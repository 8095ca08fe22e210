import type { MigrationInterface, QueryRunner } from 'typeorm';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectDatabase } from '../../src/entities/connect.ts';
import { Foundation1700000000001 } from '../../src/entities/migrations/0001-foundation.ts';
import { PortGroups1700000000002 } from '../../src/entities/migrations/0002-port-groups.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let db: Awaited<ReturnType<typeof connectDatabase>>;
let runner: QueryRunner;

beforeEach(async () => {
  database = await createTestDatabase();
  db = await connectDatabase({ url: database.url, poolSize: 2 });
  runner = db.createQueryRunner();
});
afterEach(async () => {
  await runner.release();
  await db.destroy();
  await database.drop();
});

/** Dies before its statement number `count`, as a process would: what went before is committed. */
function dyingAt(count: number): QueryRunner {
  let left = count;
  return new Proxy(runner, {
    get(target, name) {
      if (name !== 'query') return Reflect.get(target, name) as unknown;
      return (sql: string, params?: unknown[]) => {
        left -= 1;
        return left < 0 ? Promise.reject(new Error('died half-way')) : target.query(sql, params);
      };
    },
  });
}

const died = async (migration: MigrationInterface, statements: number): Promise<boolean> =>
  migration.up(dyingAt(statements)).then(
    () => false,
    () => true,
  );

const tables = async (): Promise<unknown> => {
  const shown = ['port_groups', 'ports', 'vif_attachments'].map((table) => db.query(`SHOW CREATE TABLE ${table}`));
  return structuredClone(await Promise.all(shown));
};

describe('the migration to port groups', () => {
  const migration = new PortGroups1700000000002();

  it('ends the same wherever it died before and was run again', async () => {
    await new Foundation1700000000001().up(runner);
    let statements = 0;
    while (await died(migration, statements)) statements += 1;
    const afterDyingEverywhere = await tables();
    expect(statements).toBeGreaterThan(5);

    await db.dropDatabase();
    await new Foundation1700000000001().up(runner);
    await migration.up(runner);
    expect(await tables()).toEqual(afterDyingEverywhere);
  });

  it('keeps what is attached', async () => {
    await new Foundation1700000000001().up(runner);
    const [nodeId, portId, vifId] = [newId(), newId(), newId()];
    const now = 'UTC_TIMESTAMP(6)';
    await db.query(
      `INSERT INTO nodes (id, driver, interfaces, driver_info, properties, extra, instance_info, provision_state, provision_updated_at,
                          maintenance, conductor_group, protected, retired, version, created_at, updated_at)
       VALUES (?, 'x', '{}', '{}', '{}', '{}', '{}', 'ACTIVE', ${now}, 0, '', 0, 0, 1, ${now}, ${now})`,
      [nodeId],
    );
    await db.query(
      `INSERT INTO ports (id, node_id, address, pxe_enabled, local_link_connection, extra, version, created_at, updated_at)
       VALUES (?, ?, '52:54:00:00:00:01', 1, '{}', '{}', 1, ${now}, ${now})`,
      [portId, nodeId],
    );
    await db.query(
      `INSERT INTO vif_attachments (id, node_id, port_id, vif_id, purpose, state, version, created_at, updated_at)
       VALUES (?, ?, ?, 'v', 'TENANT', 'ATTACHED', 1, ${now}, ${now})`,
      [vifId, nodeId, portId],
    );
    await migration.up(runner);
    expect(await db.query('SELECT id, port_id, port_group_id FROM vif_attachments')).toEqual([
      { id: vifId, port_id: portId, port_group_id: null },
    ]);
  });
});
