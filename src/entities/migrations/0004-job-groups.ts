import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLE_OPTIONS = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin';
const ID = 'CHAR(36) CHARACTER SET ascii COLLATE ascii_bin';

/** Bulk mutations: a group, and an item for each node that was asked for. */
export class JobGroups1700000000004 implements MigrationInterface {
  name = 'JobGroups1700000000004';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of TABLES) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE IF EXISTS job_group_items');
    await runner.query('DROP TABLE IF EXISTS job_groups');
  }
}

const TABLES = [
  `CREATE TABLE IF NOT EXISTS job_groups (
    id ${ID} NOT NULL,
    mutation VARCHAR(64) NOT NULL,
    requested_by VARCHAR(255) NOT NULL,
    args JSON NOT NULL,
    total INT NOT NULL,
    retry_of ${ID} NULL,
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (id)
  ) ${TABLE_OPTIONS}`,
  `CREATE TABLE IF NOT EXISTS job_group_items (
    job_group_id ${ID} NOT NULL,
    position INT NOT NULL,
    node_id ${ID} NOT NULL,
    job_id ${ID} NULL,
    error JSON NULL,
    PRIMARY KEY (job_group_id, position),
    UNIQUE KEY job_group_items_job (job_id),
    CONSTRAINT job_group_items_group_fk FOREIGN KEY (job_group_id) REFERENCES job_groups (id) ON DELETE CASCADE,
    CONSTRAINT job_group_items_job_fk FOREIGN KEY (job_id) REFERENCES jobs (id) ON DELETE CASCADE
  ) ${TABLE_OPTIONS}`,
];
