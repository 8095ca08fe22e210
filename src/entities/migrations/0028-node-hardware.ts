import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn } from './add-column.ts';

/** What was last observed of machines, what is wanted of their disks and consoles, and what jobs answer. */
export class NodeHardware1700000000028 implements MigrationInterface {
  name = 'NodeHardware1700000000028';

  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'nodes', 'console_enabled', 'TINYINT(1) NOT NULL DEFAULT 0');
    await addColumn(runner, 'nodes', 'target_raid_config', 'JSON NULL');
    await addColumn(runner, 'jobs', 'result', 'JSON NULL');
    await runner.query(
      `CREATE TABLE IF NOT EXISTS node_hardware (
        node_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        aspect VARCHAR(32) NOT NULL,
        value JSON NOT NULL,
        observed_at DATETIME(6) NOT NULL,
        PRIMARY KEY (node_id, aspect),
        CONSTRAINT node_hardware_node_fk FOREIGN KEY (node_id) REFERENCES nodes (id) ON DELETE CASCADE
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`,
    );
  }

  async down(): Promise<void> {
    throw new Error('Older releases work on this schema as it is: there is nothing to go back to.');
  }
}
