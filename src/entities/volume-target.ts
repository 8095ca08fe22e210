import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { JsonObject } from './json.ts';
import { NodeEntity } from './node.ts';

/** A volume that a node uses, and in which place it boots from it. */
@Entity('volume_targets')
@Index('volume_targets_boot_index', ['nodeId', 'bootIndex'], { unique: true })
@Index('volume_targets_node', ['nodeId', 'id'])
export class VolumeTargetEntity {
  @PrimaryColumn({ type: 'char', length: 36 })
  id!: string;

  @ForeignKey(() => NodeEntity, { onDelete: 'CASCADE' })
  @Column({ type: 'char', length: 36, name: 'node_id' })
  nodeId!: string;

  /** How it is reached: `iscsi`, `fibre_channel`. */
  @Column({ type: 'varchar', length: 64, name: 'volume_type' })
  volumeType!: string;

  /** As its storage service calls it. */
  @Column({ type: 'varchar', length: 36, name: 'volume_id' })
  volumeId!: string;

  /** 0 is booted from; unique in the node. */
  @Column({ type: 'int', name: 'boot_index' })
  bootIndex!: number;

  /** How to reach it; may hold credentials: shown to administrators only. */
  @Column({ type: 'json' })
  properties!: JsonObject;

  @Column({ type: 'json' })
  extra!: JsonObject;

  @Column({ type: 'int' })
  version!: number;

  @Column({ type: 'datetime', precision: 6, name: 'created_at' })
  createdAt!: string;

  @Column({ type: 'datetime', precision: 6, name: 'updated_at' })
  updatedAt!: string;
}
