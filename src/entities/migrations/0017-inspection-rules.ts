import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is to follow from what inspections find. */
export class InspectionRules1700000000017 implements MigrationInterface {
  name = 'InspectionRules1700000000017';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE IF NOT EXISTS inspection_rules (
        id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        description VARCHAR(255) NULL,
        priority INT NOT NULL,
        is_sensitive TINYINT(1) NOT NULL,
        conditions JSON NOT NULL,
        actions JSON NOT NULL,
        version INT NOT NULL,
        created_at DATETIME(6) NOT NULL,
        updated_at DATETIME(6) NOT NULL,
        PRIMARY KEY (id),
        KEY inspection_rules_priority (priority, id)
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE IF EXISTS inspection_rules');
  }
}
