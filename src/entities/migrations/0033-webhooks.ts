import type { MigrationInterface, QueryRunner } from 'typeorm';

const ID = 'CHAR(36) CHARACTER SET ascii COLLATE ascii_bin';
const END = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin';

/** Events delivered to URLs. */
export class Webhooks1700000000033 implements MigrationInterface {
  name = 'Webhooks1700000000033';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE IF NOT EXISTS webhooks (
        id ${ID} NOT NULL,
        name VARCHAR(255) NOT NULL,
        url VARCHAR(2048) NOT NULL,
        types JSON NOT NULL,
        node_filter JSON NULL,
        owner VARCHAR(255) NULL,
        batch_size INT NOT NULL,
        secret VARCHAR(128) NOT NULL,
        previous_secret VARCHAR(128) NULL,
        previous_secret_until DATETIME(6) NULL,
        state VARCHAR(16) NOT NULL,
        disabled_reason VARCHAR(1024) NULL,
        log_cursor VARCHAR(512) NOT NULL,
        last_delivered_at DATETIME(6) NULL,
        last_error VARCHAR(1024) NULL,
        last_error_at DATETIME(6) NULL,
        attempts INT NOT NULL,
        consecutive_failures INT NOT NULL,
        failing_since DATETIME(6) NULL,
        next_attempt_at DATETIME(6) NULL,
        holder ${ID} NULL,
        lease_until DATETIME(6) NULL,
        epoch BIGINT NOT NULL,
        version INT NOT NULL,
        created_at DATETIME(6) NOT NULL,
        updated_at DATETIME(6) NOT NULL,
        PRIMARY KEY (id),
        UNIQUE KEY webhooks_name (name),
        KEY webhooks_owner (owner),
        KEY webhooks_lease (lease_until)
      ) ${END}`,
    );
    await runner.query(
      `CREATE TABLE IF NOT EXISTS webhook_letters (
        id ${ID} NOT NULL,
        webhook_id ${ID} NOT NULL,
        subject JSON NOT NULL,
        attempts INT NOT NULL,
        last_status INT NULL,
        last_error VARCHAR(1024) NULL,
        requested_at DATETIME(6) NULL,
        created_at DATETIME(6) NOT NULL,
        PRIMARY KEY (id),
        KEY webhook_letters_webhook (webhook_id, id),
        KEY webhook_letters_created (created_at),
        CONSTRAINT webhook_letters_webhook_fk FOREIGN KEY (webhook_id) REFERENCES webhooks (id) ON DELETE CASCADE
      ) ${END}`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['webhook_letters', 'webhooks']) await runner.query(`DROP TABLE IF EXISTS ${table}`);
  }
}
