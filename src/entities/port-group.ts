import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { JsonObject } from './json.ts';
import { NodeEntity } from './node.ts';

/** Ports of a machine that are bonded: to networks they are one. Which ports, stands on the ports. */
@Entity('port_groups')
export class PortGroupEntity {
  @PrimaryColumn({ type: 'char', length: 36 })
  id!: string;

  @ForeignKey(() => NodeEntity, { onDelete: 'CASCADE' })
  @Column({ type: 'char', length: 36, name: 'node_id' })
  nodeId!: string;

  @Index('port_groups_name', { unique: true })
  @Column({ type: 'varchar', length: 255, nullable: true })
  name!: string | null;

  /** The bond's own hardware address, as ports write theirs; null where it takes that of a member. */
  @Index('port_groups_address', { unique: true })
  @Column({ type: 'char', length: 17, nullable: true })
  address!: string | null;

  /** As the operating system calls it: `active-backup`, `802.3ad`. */
  @Column({ type: 'varchar', length: 64 })
  mode!: string;

  /** Settings of the bond, for the operating system: `miimon`, `xmit_hash_policy`. */
  @Column({ type: 'json' })
  properties!: JsonObject;

  /** May a member be used alone, before the bond is made: to boot over the network, or for a VIF of its own? */
  @Column({ type: 'boolean', name: 'standalone_ports_supported' })
  standalonePortsSupported!: boolean;

  /** Where the group is plugged in; its members are plugged in there too. */
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
