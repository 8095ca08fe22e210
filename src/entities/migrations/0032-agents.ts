import type { MigrationInterface, QueryRunner } from 'typeorm';

const ID = 'CHAR(36) CHARACTER SET ascii COLLATE ascii_bin';
const END = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin';

/** Agents in ramdisks, what machines fetch over the network, and what ramdisks report. */
export class Agents1700000000032 implements MigrationInterface {
  name = 'Agents1700000000032';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE IF NOT EXISTS agents (
        node_id ${ID} NOT NULL,
        token VARCHAR(64) NULL,
        callback_url VARCHAR(255) NULL,
        verify_ca TEXT NULL,
        version VARCHAR(64) NULL,
        step_versions JSON NULL,
        status VARCHAR(16) NULL,
        status_message VARCHAR(1024) NULL,
        heartbeat_at DATETIME(6) NULL,
        has_called TINYINT(1) NOT NULL,
        PRIMARY KEY (node_id),
        CONSTRAINT agents_node_fk FOREIGN KEY (node_id) REFERENCES nodes (id) ON DELETE CASCADE
      ) ${END}`,
    );
    await runner.query(
      `CREATE TABLE IF NOT EXISTS node_boots (
        node_id ${ID} NOT NULL,
        secret VARCHAR(43) NOT NULL,
        netboot JSON NULL,
        files JSON NOT NULL,
        PRIMARY KEY (node_id),
        UNIQUE KEY node_boots_secret (secret),
        CONSTRAINT node_boots_node_fk FOREIGN KEY (node_id) REFERENCES nodes (id) ON DELETE CASCADE
      ) ${END}`,
    );
    await runner.query(
      `CREATE TABLE IF NOT EXISTS inspection_reports (
        node_id ${ID} NOT NULL,
        report JSON NOT NULL,
        at DATETIME(6) NOT NULL,
        PRIMARY KEY (node_id),
        CONSTRAINT inspection_reports_node_fk FOREIGN KEY (node_id) REFERENCES nodes (id) ON DELETE CASCADE
      ) ${END}`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['inspection_reports', 'node_boots', 'agents']) {
      await runner.query(`DROP TABLE IF EXISTS ${table}`);
    }
  }
}
