import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { JsonObject } from './json.ts';
import { NodeEntity } from './node.ts';
import { PortGroupEntity } from './port-group.ts';

/** A network interface of a machine. */
@Entity('ports')
export class PortEntity {
  @PrimaryColumn({ type: 'char', length: 36 })
  id!: string;

  @ForeignKey(() => NodeEntity, { onDelete: 'CASCADE' })
  @Column({ type: 'char', length: 36, name: 'node_id' })
  nodeId!: string;

  /** The bond that it is a member of. */
  @ForeignKey(() => PortGroupEntity, { onDelete: 'SET NULL' })
  @Column({ type: 'char', length: 36, name: 'port_group_id', nullable: true })
  portGroupId!: string | null;

  /** Lower case with colons; unique over all ports, as in the reference. */
  @Index('ports_address', { unique: true })
  @Column({ type: 'char', length: 17 })
  address!: string;

  @Index('ports_name', { unique: true })
  @Column({ type: 'varchar', length: 255, nullable: true })
  name!: string | null;

  @Column({ type: 'varchar', length: 255, nullable: true })
  description!: string | null;

  @Column({ type: 'boolean', name: 'pxe_enabled' })
  pxeEnabled!: boolean;

  @Column({ type: 'json', name: 'local_link_connection' })
  localLinkConnection!: JsonObject;

  /** Plugged into its own host, which switches for it; its link says which. */
  @Column({ type: 'boolean', name: 'is_smart_nic' })
  isSmartNic!: boolean;

  @Column({ type: 'varchar', length: 64, name: 'physical_network', nullable: true })
  physicalNetwork!: string | null;

  @Column({ type: 'json' })
  extra!: JsonObject;

  @Column({ type: 'int' })
  version!: number;

  @Column({ type: 'datetime', precision: 6, name: 'created_at' })
  createdAt!: string;

  @Column({ type: 'datetime', precision: 6, name: 'updated_at' })
  updatedAt!: string;
}
