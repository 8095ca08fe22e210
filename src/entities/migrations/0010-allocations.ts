import type { MigrationInterface, QueryRunner } from 'typeorm';

const ID = 'CHAR(36) CHARACTER SET ascii COLLATE ascii_bin';

/** Requests for any node that fits, and which node each has got. */
export class Allocations1700000000010 implements MigrationInterface {
  name = 'Allocations1700000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE IF NOT EXISTS allocations (
        id ${ID} NOT NULL,
        name VARCHAR(255) NULL,
        state VARCHAR(16) NOT NULL,
        resource_class VARCHAR(80) NOT NULL,
        wanted JSON NOT NULL,
        owner VARCHAR(255) NULL,
        extra JSON NOT NULL,
        node_id ${ID} NULL,
        last_error TEXT NULL,
        explanation JSON NULL,
        requested_by VARCHAR(255) NOT NULL,
        tries INT NOT NULL,
        next_try_at DATETIME(6) NULL,
        version INT NOT NULL,
        created_at DATETIME(6) NOT NULL,
        updated_at DATETIME(6) NOT NULL,
        PRIMARY KEY (id),
        UNIQUE KEY allocations_name (name),
        UNIQUE KEY allocations_node (node_id),
        KEY allocations_due (next_try_at),
        CONSTRAINT allocations_node_fk FOREIGN KEY (node_id) REFERENCES nodes (id) ON DELETE CASCADE
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE IF EXISTS allocations');
  }
}
