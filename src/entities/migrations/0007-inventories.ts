import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn } from './add-column.ts';

const ID = 'CHAR(36) CHARACTER SET ascii COLLATE ascii_bin';

/** What inspections found, and when a node was inspected last. */
export class Inventories1700000000007 implements MigrationInterface {
  name = 'Inventories1700000000007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE IF NOT EXISTS node_inventories (
        id ${ID} NOT NULL,
        node_id ${ID} NOT NULL,
        number INT NOT NULL,
        inventory JSON NOT NULL,
        plugin_data JSON NOT NULL,
        job_id ${ID} NULL,
        collected_at DATETIME(6) NOT NULL,
        PRIMARY KEY (id),
        UNIQUE KEY node_inventories_number (node_id, number),
        CONSTRAINT node_inventories_node_fk FOREIGN KEY (node_id) REFERENCES nodes (id) ON DELETE CASCADE
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`,
    );
    await addColumn(runner, 'nodes', 'inspection_started_at', 'DATETIME(6) NULL');
    await addColumn(runner, 'nodes', 'inspection_finished_at', 'DATETIME(6) NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE nodes DROP COLUMN inspection_finished_at, DROP COLUMN inspection_started_at');
    await runner.query('DROP TABLE IF EXISTS node_inventories');
  }
}
