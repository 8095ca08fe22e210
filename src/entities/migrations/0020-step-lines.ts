import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn } from './add-column.ts';

const ID = 'CHAR(36) CHARACTER SET ascii COLLATE ascii_bin';

/** Steps say what they are doing, line by line. */
export class StepLines1700000000020 implements MigrationInterface {
  name = 'StepLines1700000000020';

  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'job_steps', 'line_count', 'INT NOT NULL DEFAULT 0');
    await runner.query(
      `CREATE TABLE IF NOT EXISTS job_step_lines (
        step_id ${ID} NOT NULL,
        number INT NOT NULL,
        at DATETIME(6) NOT NULL,
        text VARCHAR(1024) NOT NULL,
        PRIMARY KEY (step_id, number),
        CONSTRAINT job_step_lines_step_fk FOREIGN KEY (step_id) REFERENCES job_steps (id) ON DELETE CASCADE
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE IF EXISTS job_step_lines');
    await runner.query('ALTER TABLE job_steps DROP COLUMN line_count');
  }
}
