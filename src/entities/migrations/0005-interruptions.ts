import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn } from './add-column.ts';

/** A step that takes its conductor with it, time and again, is not tried for ever. */
export class Interruptions1700000000005 implements MigrationInterface {
  name = 'Interruptions1700000000005';

  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'jobs', 'interruptions', 'INT NOT NULL DEFAULT 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE jobs DROP COLUMN interruptions');
  }
}
