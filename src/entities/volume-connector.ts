import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { JsonObject } from './json.ts';
import { NodeEntity } from './node.ts';

/** As which initiator a node reaches its volumes. */
@Entity('volume_connectors')
@Index('volume_connectors_initiator', ['type', 'connectorId'], { unique: true })
@Index('volume_connectors_node', ['nodeId', 'id'])
export class VolumeConnectorEntity {
  @PrimaryColumn({ type: 'char', length: 36 })
  id!: string;

  @ForeignKey(() => NodeEntity, { onDelete: 'CASCADE' })
  @Column({ type: 'char', length: 36, name: 'node_id' })
  nodeId!: string;

  /** What kind of name the initiator has: `iqn`, `wwpn`. */
  @Column({ type: 'varchar', length: 32, name: 'type' })
  type!: string;

  @Column({ type: 'varchar', length: 255, name: 'connector_id' })
  connectorId!: string;

  @Column({ type: 'json' })
  extra!: JsonObject;

  @Column({ type: 'int' })
  version!: number;

  @Column({ type: 'datetime', precision: 6, name: 'created_at' })
  createdAt!: string;

  @Column({ type: 'datetime', precision: 6, name: 'updated_at' })
  updatedAt!: string;
}
