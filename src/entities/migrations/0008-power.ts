import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn } from './add-column.ts';

const ID = 'CHAR(36) CHARACTER SET ascii COLLATE ascii_bin';

/** Machines that must stay on, and how often the power of each is read without a job. */
export class Power1700000000008 implements MigrationInterface {
  name = 'Power1700000000008';

  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'nodes', 'disable_power_off', 'TINYINT(1) NOT NULL DEFAULT 0');
    await addColumn(runner, 'nodes', 'power_drift_policy', 'VARCHAR(8) NULL');
    await runner.query(
      `CREATE TABLE IF NOT EXISTS power_syncs (
        node_id ${ID} NOT NULL,
        due_at DATETIME(6) NOT NULL,
        interval_seconds INT NOT NULL,
        failures INT NOT NULL DEFAULT 0,
        told VARCHAR(8) NULL,
        claim_id ${ID} NULL,
        bmc VARCHAR(255) NULL,
        PRIMARY KEY (node_id),
        KEY power_syncs_due (due_at),
        UNIQUE KEY power_syncs_bmc (bmc),
        CONSTRAINT power_syncs_node_fk FOREIGN KEY (node_id) REFERENCES nodes (id) ON DELETE CASCADE
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`,
    );
  }

  async down(): Promise<void> {
    throw new Error('Older releases work on this schema as it is: there is nothing to go back to.');
  }
}
