import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, addForeignKey, addIndex } from './add-column.ts';

const ID = 'CHAR(36) CHARACTER SET ascii COLLATE ascii_bin';
const TABLE = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin';
const VERSION_AND_TIMES = `version INT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL`;

/** Steps written down ahead of time, what nodes are grouped and found by, and the volumes that they use. */
export class Resources1700000000009 implements MigrationInterface {
  name = 'Resources1700000000009';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of [DEPLOY_TEMPLATES, RUNBOOKS, NODE_TRAITS, CHASSIS, VOLUME_CONNECTORS, VOLUME_TARGETS]) {
      await runner.query(table);
    }
    await addColumn(runner, 'nodes', 'chassis_id', `${ID} NULL`);
    await addIndex(runner, 'nodes', 'nodes_chassis', { kind: 'KEY', columns: 'chassis_id' });
    await addForeignKey(runner, 'nodes', 'nodes_chassis_fk', 'FOREIGN KEY (chassis_id) REFERENCES chassis (id)');
    await addColumn(runner, 'nodes', 'shard', 'VARCHAR(255) NULL');
    await addIndex(runner, 'nodes', 'nodes_shard', { kind: 'KEY', columns: 'shard' });
    await addColumn(runner, 'nodes', 'instance_name', 'VARCHAR(255) NULL');
    await addColumn(runner, 'nodes', 'network_data', 'JSON NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE nodes DROP FOREIGN KEY nodes_chassis_fk');
    for (const column of ['chassis_id', 'shard', 'instance_name', 'network_data']) {
      await runner.query(`ALTER TABLE nodes DROP COLUMN ${column}`);
    }
    for (const table of [
      'deploy_templates',
      'runbooks',
      'node_traits',
      'chassis',
      'volume_connectors',
      'volume_targets',
    ]) {
      await runner.query(`DROP TABLE IF EXISTS ${table}`);
    }
  }
}

const DEPLOY_TEMPLATES = `CREATE TABLE IF NOT EXISTS deploy_templates (
    id ${ID} NOT NULL,
    name VARCHAR(255) NOT NULL,
    steps JSON NOT NULL,
    extra JSON NOT NULL,
    ${VERSION_AND_TIMES},
    PRIMARY KEY (id),
    UNIQUE KEY deploy_templates_name (name)
  ) ${TABLE}`;

const RUNBOOKS = `CREATE TABLE IF NOT EXISTS runbooks (
    id ${ID} NOT NULL,
    name VARCHAR(255) NOT NULL,
    description VARCHAR(255) NULL,
    steps JSON NOT NULL,
    traits JSON NOT NULL,
    is_public TINYINT(1) NOT NULL,
    owner VARCHAR(255) NULL,
    disable_ramdisk TINYINT(1) NOT NULL,
    extra JSON NOT NULL,
    ${VERSION_AND_TIMES},
    PRIMARY KEY (id),
    UNIQUE KEY runbooks_name (name),
    KEY runbooks_owner (owner)
  ) ${TABLE}`;

const NODE_TRAITS = `CREATE TABLE IF NOT EXISTS node_traits (
    node_id ${ID} NOT NULL,
    trait VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (node_id, trait),
    KEY node_traits_trait (trait, node_id),
    CONSTRAINT node_traits_node_fk FOREIGN KEY (node_id) REFERENCES nodes (id) ON DELETE CASCADE
  ) ${TABLE}`;

const CHASSIS = `CREATE TABLE IF NOT EXISTS chassis (
    id ${ID} NOT NULL,
    description VARCHAR(255) NULL,
    extra JSON NOT NULL,
    ${VERSION_AND_TIMES},
    PRIMARY KEY (id)
  ) ${TABLE}`;

const VOLUME_CONNECTORS = `CREATE TABLE IF NOT EXISTS volume_connectors (
    id ${ID} NOT NULL,
    node_id ${ID} NOT NULL,
    type VARCHAR(32) NOT NULL,
    connector_id VARCHAR(255) NOT NULL,
    extra JSON NOT NULL,
    ${VERSION_AND_TIMES},
    PRIMARY KEY (id),
    UNIQUE KEY volume_connectors_initiator (type, connector_id),
    KEY volume_connectors_node (node_id, id),
    CONSTRAINT volume_connectors_node_fk FOREIGN KEY (node_id) REFERENCES nodes (id) ON DELETE CASCADE
  ) ${TABLE}`;

const VOLUME_TARGETS = `CREATE TABLE IF NOT EXISTS volume_targets (
    id ${ID} NOT NULL,
    node_id ${ID} NOT NULL,
    volume_type VARCHAR(64) NOT NULL,
    volume_id VARCHAR(36) NOT NULL,
    boot_index INT NOT NULL,
    properties JSON NOT NULL,
    extra JSON NOT NULL,
    ${VERSION_AND_TIMES},
    PRIMARY KEY (id),
    UNIQUE KEY volume_targets_boot_index (node_id, boot_index),
    KEY volume_targets_node (node_id, id),
    CONSTRAINT volume_targets_node_fk FOREIGN KEY (node_id) REFERENCES nodes (id) ON DELETE CASCADE
  ) ${TABLE}`;
