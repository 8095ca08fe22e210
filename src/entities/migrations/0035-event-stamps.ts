import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn } from './add-column.ts';

/** By which a cursor knows its log again: see `domain/cursor.ts`. */
export class EventStamps1700000000035 implements MigrationInterface {
  name = 'EventStamps1700000000035';

  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'events', 'stamp', 'INT UNSIGNED NOT NULL DEFAULT 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE events DROP COLUMN stamp');
  }
}
