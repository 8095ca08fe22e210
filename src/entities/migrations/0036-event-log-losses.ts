import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the server lost after it had been read: see `events/taken-back.ts`. */
export class EventLogLosses1700000000036 implements MigrationInterface {
  name = 'EventLogLosses1700000000036';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE IF NOT EXISTS event_log_losses (
         known_from BIGINT NOT NULL PRIMARY KEY,
         first_lost BIGINT NOT NULL
       ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE IF EXISTS event_log_losses');
  }
}
