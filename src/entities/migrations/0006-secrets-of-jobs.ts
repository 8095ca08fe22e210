import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn } from './add-column.ts';

/** What a job's steps need and nobody may see: a rescue password, a config drive. */
export class SecretsOfJobs1700000000006 implements MigrationInterface {
  name = 'SecretsOfJobs1700000000006';

  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'jobs', 'secrets', 'JSON NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE jobs DROP COLUMN secrets');
  }
}
