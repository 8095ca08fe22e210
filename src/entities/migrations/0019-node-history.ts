import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addIndex } from './add-column.ts';

const ID = 'CHAR(36) CHARACTER SET ascii COLLATE ascii_bin';

/** What became of a node outlives the event log, and jobs that ended long ago are found to be removed. */
export class NodeHistory1700000000019 implements MigrationInterface {
  name = 'NodeHistory1700000000019';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(NODE_HISTORY);
    await addIndex(runner, 'jobs', 'jobs_finished', { kind: 'KEY', columns: 'finished_at' });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE IF EXISTS node_history');
    await runner.query('ALTER TABLE jobs DROP KEY jobs_finished');
  }
}

const NODE_HISTORY = `CREATE TABLE IF NOT EXISTS node_history (
    id ${ID} NOT NULL,
    node_id ${ID} NOT NULL,
    at DATETIME(6) NOT NULL,
    severity VARCHAR(8) NOT NULL,
    event_type VARCHAR(64) NOT NULL,
    text TEXT NOT NULL,
    actor VARCHAR(255) NOT NULL,
    job_id ${ID} NULL,
    provision_state VARCHAR(32) NOT NULL,
    target_provision_state VARCHAR(32) NULL,
    PRIMARY KEY (id),
    KEY node_history_node (node_id, id),
    KEY node_history_at (at),
    CONSTRAINT node_history_node_fk FOREIGN KEY (node_id) REFERENCES nodes (id) ON DELETE CASCADE
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`;
