import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, addIndex, dropIndex } from './add-column.ts';

/** Quiet time after a lock was taken from its holder, deadlines, and the limits that make a queue longer. */
export class VisibleQueue1700000000003 implements MigrationInterface {
  name = 'VisibleQueue1700000000003';

  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'node_locks', 'free_from', 'DATETIME(6) NULL');
    await addColumn(runner, 'nodes', 'bmc', 'VARCHAR(255) NULL');
    await addColumn(runner, 'jobs', 'limit_class', "VARCHAR(16) NOT NULL DEFAULT ''");
    await addColumn(runner, 'jobs', 'limited_by', 'VARCHAR(16) NULL');
    await addColumn(runner, 'jobs', 'uses_bmc', 'TINYINT(1) NOT NULL DEFAULT 0');
    await addColumn(runner, 'jobs', 'deadline_at', 'DATETIME(6) NULL');
    await addColumn(runner, 'jobs', 'overdue_since', 'DATETIME(6) NULL');
    await addColumn(runner, 'job_steps', 'timeout_ms', 'BIGINT NOT NULL DEFAULT 3600000');
    await addColumn(runner, 'conductors', 'drain_requested_at', 'DATETIME(6) NULL');
    await addColumn(runner, 'conductors', 'revocations', 'INT NOT NULL DEFAULT 0');
    await addIndex(runner, 'jobs', 'jobs_ready', {
      kind: 'KEY',
      columns: 'ready, conductor_group, limit_class, priority, id',
    });
    await addIndex(runner, 'jobs', 'jobs_limited', { kind: 'KEY', columns: 'limited_by, conductor_group' });
    await addIndex(runner, 'nodes', 'nodes_bmc', { kind: 'KEY', columns: 'bmc' });
    await addIndex(runner, 'jobs', 'jobs_deadline', { kind: 'KEY', columns: 'deadline_at' });
    await dropIndex(runner, 'jobs', 'jobs_claim');
    await runner.query(LIMITS_TABLE);
  }

  async down(): Promise<void> {
    throw new Error('Older releases work on this schema as it is: there is nothing to go back to.');
  }
}

/** One row for each thing that is limited; who wants a place locks it, counts, and takes one. */
const LIMITS_TABLE = `CREATE TABLE IF NOT EXISTS job_limits (
    name VARCHAR(255) NOT NULL,
    conductor_group VARCHAR(255) NOT NULL,
    at_most INT NOT NULL,
    PRIMARY KEY (name, conductor_group)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`;
