import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { JsonObject } from './json.ts';
import { NodeEntity } from './node.ts';

/** What one inspection found in a machine. The last few of each node are kept. */
@Entity('node_inventories')
@Index('node_inventories_number', ['nodeId', 'number'], { unique: true })
export class NodeInventoryEntity {
  @PrimaryColumn({ type: 'char', length: 36 })
  id!: string;

  @ForeignKey(() => NodeEntity, { onDelete: 'CASCADE' })
  @Column({ type: 'char', length: 36, name: 'node_id' })
  nodeId!: string;

  /** 1 for the node's first, without gaps. */
  @Column({ type: 'int' })
  number!: number;

  @Column({ type: 'json' })
  inventory!: JsonObject;

  /** Whatever else was found, and what inspection rules have put there. */
  @Column({ type: 'json', name: 'plugin_data' })
  pluginData!: JsonObject;

  @Column({ type: 'char', length: 36, name: 'job_id', nullable: true })
  jobId!: string | null;

  @Column({ type: 'datetime', precision: 6, name: 'collected_at' })
  collectedAt!: string;
}
