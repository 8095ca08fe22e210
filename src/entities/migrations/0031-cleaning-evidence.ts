import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn } from './add-column.ts';

const ID = 'CHAR(36) CHARACTER SET ascii COLLATE ascii_bin';

/** What was erased, how and when; and when a tenant last had the machine, so that the one can be compared with the other. */
export class CleaningEvidence1700000000031 implements MigrationInterface {
  name = 'CleaningEvidence1700000000031';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE IF NOT EXISTS cleaning_evidence (
        id ${ID} NOT NULL,
        node_id ${ID} NOT NULL,
        job_id ${ID} NULL,
        step VARCHAR(255) NOT NULL,
        what VARCHAR(255) NOT NULL,
        method VARCHAR(255) NOT NULL,
        result VARCHAR(16) NOT NULL,
        error VARCHAR(1024) NULL,
        at DATETIME(6) NOT NULL,
        PRIMARY KEY (id),
        KEY cleaning_evidence_node (node_id, id),
        CONSTRAINT cleaning_evidence_node_fk FOREIGN KEY (node_id) REFERENCES nodes (id) ON DELETE CASCADE
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`,
    );
    await addColumn(runner, 'nodes', 'last_tenancy_at', 'DATETIME(6) NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE nodes DROP COLUMN last_tenancy_at');
    await runner.query('DROP TABLE IF EXISTS cleaning_evidence');
  }
}
