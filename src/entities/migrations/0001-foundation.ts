import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The first tables. Plain SQL that MariaDB 10.6+ and MySQL 8.0.16+ both take; `IF NOT EXISTS` everywhere, because DDL
 * commits by itself and a migration that died half-way is run again.
 */
export class Foundation1700000000001 implements MigrationInterface {
  name = 'Foundation1700000000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of TABLES) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('The first migration has nothing to go back to: drop the database instead.');
  }
}

// Binary collation: names and ids are compared as they are written. `ascii` ids keep the indexes a quarter the size.
const TABLE_OPTIONS = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin';
const ID = 'CHAR(36) CHARACTER SET ascii COLLATE ascii_bin';

const TABLES = [
  `CREATE TABLE IF NOT EXISTS nodes (
    id ${ID} NOT NULL,
    name VARCHAR(255) NULL,
    description TEXT NULL,
    driver VARCHAR(80) NOT NULL,
    interfaces JSON NOT NULL,
    driver_info JSON NOT NULL,
    properties JSON NOT NULL,
    extra JSON NOT NULL,
    instance_info JSON NOT NULL,
    instance_id ${ID} NULL,
    provision_state VARCHAR(32) NOT NULL,
    target_provision_state VARCHAR(32) NULL,
    provision_updated_at DATETIME(6) NOT NULL,
    power_state VARCHAR(8) NULL,
    desired_power_state VARCHAR(8) NULL,
    maintenance TINYINT(1) NOT NULL,
    maintenance_reason TEXT NULL,
    fault VARCHAR(255) NULL,
    last_error TEXT NULL,
    resource_class VARCHAR(80) NULL,
    conductor_group VARCHAR(255) NOT NULL,
    owner VARCHAR(255) NULL,
    lessee VARCHAR(255) NULL,
    automated_clean TINYINT(1) NULL,
    protected TINYINT(1) NOT NULL,
    protected_reason TEXT NULL,
    retired TINYINT(1) NOT NULL,
    retired_reason TEXT NULL,
    last_cleaned_at DATETIME(6) NULL,
    version INT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY nodes_name (name),
    UNIQUE KEY nodes_instance (instance_id),
    KEY nodes_provision_state (provision_state),
    KEY nodes_resource_class (resource_class)
  ) ${TABLE_OPTIONS} ROW_FORMAT=DYNAMIC`,
  `CREATE TABLE IF NOT EXISTS ports (
    id ${ID} NOT NULL,
    node_id ${ID} NOT NULL,
    address CHAR(17) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    name VARCHAR(255) NULL,
    description VARCHAR(255) NULL,
    pxe_enabled TINYINT(1) NOT NULL,
    local_link_connection JSON NOT NULL,
    physical_network VARCHAR(64) NULL,
    extra JSON NOT NULL,
    version INT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY ports_address (address),
    UNIQUE KEY ports_name (name),
    KEY ports_node (node_id, id),
    CONSTRAINT ports_node_fk FOREIGN KEY (node_id) REFERENCES nodes (id) ON DELETE CASCADE
  ) ${TABLE_OPTIONS}`,
  `CREATE TABLE IF NOT EXISTS vif_attachments (
    id ${ID} NOT NULL,
    node_id ${ID} NOT NULL,
    port_id ${ID} NOT NULL,
    vif_id VARCHAR(255) NOT NULL,
    purpose VARCHAR(16) NOT NULL,
    state VARCHAR(16) NOT NULL,
    error TEXT NULL,
    version INT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY vif_attachments_port_purpose (port_id, purpose),
    UNIQUE KEY vif_attachments_vif (vif_id),
    KEY vif_attachments_node (node_id, id),
    CONSTRAINT vif_attachments_node_fk FOREIGN KEY (node_id) REFERENCES nodes (id) ON DELETE CASCADE,
    CONSTRAINT vif_attachments_port_fk FOREIGN KEY (port_id) REFERENCES ports (id) ON DELETE CASCADE
  ) ${TABLE_OPTIONS}`,
  `CREATE TABLE IF NOT EXISTS node_locks (
    node_id ${ID} NOT NULL,
    epoch BIGINT NOT NULL,
    holder_job_id ${ID} NULL,
    holder_conductor_id ${ID} NULL,
    purpose VARCHAR(255) NULL,
    since DATETIME(6) NULL,
    event_sequence BIGINT NOT NULL,
    PRIMARY KEY (node_id),
    CONSTRAINT node_locks_node_fk FOREIGN KEY (node_id) REFERENCES nodes (id) ON DELETE CASCADE
  ) ${TABLE_OPTIONS}`,
  `CREATE TABLE IF NOT EXISTS jobs (
    id ${ID} NOT NULL,
    type VARCHAR(64) NOT NULL,
    purpose VARCHAR(255) NOT NULL,
    node_id ${ID} NULL,
    lock_mode VARCHAR(16) NOT NULL,
    state VARCHAR(16) NOT NULL,
    ready TINYINT(1) NOT NULL,
    runs_between TINYINT(1) NOT NULL,
    priority TINYINT UNSIGNED NOT NULL,
    queue_number BIGINT NOT NULL,
    args JSON NOT NULL,
    requested_by VARCHAR(255) NOT NULL,
    conductor_group VARCHAR(255) NOT NULL,
    attempt INT NOT NULL,
    run_after DATETIME(6) NOT NULL,
    claimed_by ${ID} NULL,
    epoch BIGINT NULL,
    next_step INT NOT NULL,
    commits INT NOT NULL DEFAULT 0,
    wait_for VARCHAR(32) NULL,
    wait_until DATETIME(6) NULL,
    cancel_requested_at DATETIME(6) NULL,
    cancel_reason VARCHAR(1024) NULL,
    error JSON NULL,
    version INT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    started_at DATETIME(6) NULL,
    finished_at DATETIME(6) NULL,
    PRIMARY KEY (id),
    KEY jobs_claim (ready, conductor_group, priority, id),
    KEY jobs_node_queue (node_id, state, priority, queue_number),
    KEY jobs_claimed (claimed_by, state),
    KEY jobs_state (state, wait_until),
    CONSTRAINT jobs_node_fk FOREIGN KEY (node_id) REFERENCES nodes (id) ON DELETE SET NULL
  ) ${TABLE_OPTIONS}`,
  `CREATE TABLE IF NOT EXISTS job_steps (
    id ${ID} NOT NULL,
    job_id ${ID} NOT NULL,
    position INT NOT NULL,
    name VARCHAR(255) NOT NULL,
    interface VARCHAR(32) NULL,
    flow VARCHAR(16) NULL,
    enters VARCHAR(16) NULL,
    description VARCHAR(255) NOT NULL,
    state VARCHAR(16) NOT NULL,
    attempt INT NOT NULL,
    percent INT NOT NULL,
    message VARCHAR(1024) NULL,
    abortable TINYINT(1) NOT NULL,
    repeat_mode VARCHAR(16) NOT NULL,
    args JSON NOT NULL,
    error JSON NULL,
    started_at DATETIME(6) NULL,
    finished_at DATETIME(6) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY job_steps_job (job_id, position),
    CONSTRAINT job_steps_job_fk FOREIGN KEY (job_id) REFERENCES jobs (id) ON DELETE CASCADE
  ) ${TABLE_OPTIONS}`,
  `CREATE TABLE IF NOT EXISTS events (
    id BIGINT NOT NULL AUTO_INCREMENT,
    type VARCHAR(64) NOT NULL,
    node_id ${ID} NULL,
    node_sequence BIGINT NULL,
    job_id ${ID} NULL,
    actor VARCHAR(255) NOT NULL,
    changes JSON NOT NULL,
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY events_node (node_id, node_sequence),
    KEY events_job (job_id, id),
    KEY events_created (created_at)
  ) ${TABLE_OPTIONS}`,
  `CREATE TABLE IF NOT EXISTS event_log_state (
    id TINYINT NOT NULL,
    purged_through BIGINT NOT NULL,
    PRIMARY KEY (id)
  ) ${TABLE_OPTIONS}`,
  `INSERT IGNORE INTO event_log_state (id, purged_through) VALUES (1, 0)`,
  `CREATE TABLE IF NOT EXISTS conductors (
    id ${ID} NOT NULL,
    host VARCHAR(255) NOT NULL,
    pid INT NOT NULL,
    process_identity VARCHAR(255) NULL,
    conductor_group VARCHAR(255) NOT NULL,
    drivers JSON NOT NULL,
    state VARCHAR(16) NOT NULL,
    started_at DATETIME(6) NOT NULL,
    heartbeat_at DATETIME(6) NOT NULL,
    lease_expires_at DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    KEY conductors_state (state)
  ) ${TABLE_OPTIONS}`,
  `CREATE TABLE IF NOT EXISTS idempotency_keys (
    actor VARCHAR(255) NOT NULL,
    mutation VARCHAR(64) NOT NULL,
    idempotency_key VARCHAR(255) NOT NULL,
    input_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    result JSON NOT NULL,
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (actor, mutation, idempotency_key),
    KEY idempotency_keys_created (created_at)
  ) ${TABLE_OPTIONS}`,
];
