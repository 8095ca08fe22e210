import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, addForeignKey, addIndex } from './add-column.ts';

const ID = 'CHAR(36) CHARACTER SET ascii COLLATE ascii_bin';

/** Ports may be bonded, or be smart NICs, and a VIF may be attached to the bond, or wait for its port to be chosen. */
export class PortGroups1700000000002 implements MigrationInterface {
  name = 'PortGroups1700000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PORT_GROUPS);

    // SET NULL and not RESTRICT, although only an empty group may be deleted: a node that goes takes its groups before
    // its ports, because the server follows foreign keys in the order of their names.
    await addColumn(runner, 'ports', 'port_group_id', `${ID} NULL`);
    await addIndex(runner, 'ports', 'ports_port_group', { kind: 'KEY', columns: 'port_group_id' });
    await addForeignKey(
      runner,
      'ports',
      'ports_port_group_fk',
      'FOREIGN KEY (port_group_id) REFERENCES port_groups (id) ON DELETE SET NULL',
    );

    await addColumn(runner, 'ports', 'is_smart_nic', 'TINYINT(1) NOT NULL DEFAULT 0');

    // What is NULL already stays so: MODIFY can run twice.
    await runner.query(`ALTER TABLE vif_attachments MODIFY COLUMN port_id ${ID} NULL`);
    await addColumn(runner, 'vif_attachments', 'port_group_id', `${ID} NULL`);
    await addIndex(runner, 'vif_attachments', 'vif_attachments_port_group_purpose', {
      kind: 'UNIQUE KEY',
      columns: 'port_group_id, purpose',
    });
    await addForeignKey(
      runner,
      'vif_attachments',
      'vif_attachments_port_group_fk',
      'FOREIGN KEY (port_group_id) REFERENCES port_groups (id) ON DELETE CASCADE',
    );
  }

  async down(): Promise<void> {
    throw new Error(
      'Attachments of port groups have no place in the tables before this one: restore a backup instead.',
    );
  }
}

const PORT_GROUPS = `CREATE TABLE IF NOT EXISTS port_groups (
    id ${ID} NOT NULL,
    node_id ${ID} NOT NULL,
    name VARCHAR(255) NULL,
    address CHAR(17) CHARACTER SET ascii COLLATE ascii_bin NULL,
    mode VARCHAR(64) NOT NULL,
    properties JSON NOT NULL,
    standalone_ports_supported TINYINT(1) NOT NULL,
    physical_network VARCHAR(64) NULL,
    extra JSON NOT NULL,
    version INT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY port_groups_name (name),
    UNIQUE KEY port_groups_address (address),
    KEY port_groups_node (node_id, id),
    CONSTRAINT port_groups_node_fk FOREIGN KEY (node_id) REFERENCES nodes (id) ON DELETE CASCADE
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`;
