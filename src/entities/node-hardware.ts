import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { HardwareAspect } from '../domain/hardware-aspects.ts';
import { NodeEntity } from './node.ts';

/** One thing that was observed on a machine, and when. What its driver cannot observe has no row. */
@Entity('node_hardware')
export class NodeHardwareEntity {
  @ForeignKey(() => NodeEntity, { onDelete: 'CASCADE' })
  @PrimaryColumn({ type: 'char', length: 36, name: 'node_id' })
  nodeId!: string;

  @PrimaryColumn({ type: 'varchar', length: 32 })
  aspect!: HardwareAspect;

  /** `{ "is": … }`, so that JSON's null is a value: the BMC was asked and does not say. */
  @Column({ type: 'json' })
  value!: { readonly is: unknown };

  @Column({ type: 'datetime', precision: 6, name: 'observed_at' })
  observedAt!: string;
}
