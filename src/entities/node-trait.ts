import { Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { NodeEntity } from './node.ts';

/** A word for what a node is or can do. The node's version counts its changes. */
@Entity('node_traits')
@Index('node_traits_trait', ['trait', 'nodeId'])
export class NodeTraitEntity {
  @ForeignKey(() => NodeEntity, { onDelete: 'CASCADE' })
  @PrimaryColumn({ type: 'char', length: 36, name: 'node_id' })
  nodeId!: string;

  @PrimaryColumn({ type: 'varchar', length: 255 })
  trait!: string;
}
