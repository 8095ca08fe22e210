import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { NodeEntity } from './node.ts';
import { PortEntity } from './port.ts';

export const VIF_PURPOSES = ['TENANT', 'CLEANING', 'PROVISIONING', 'RESCUING', 'INSPECTION', 'SERVICING'] as const;
export type VifPurpose = (typeof VIF_PURPOSES)[number];

export type VifAttachmentState = 'ATTACHING' | 'ATTACHED' | 'DETACHING' | 'ERROR';

/**
 * A network's end attached to a port for one purpose. A row of its own, so that a tenant's VIF and a cleaning VIF
 * cannot overwrite one another (design §4: upstream kept both in one JSON column, and they raced).
 */
@Entity('vif_attachments')
@Index('vif_attachments_port_purpose', ['portId', 'purpose'], { unique: true })
export class VifAttachmentEntity {
  @PrimaryColumn({ type: 'char', length: 36 })
  id!: string;

  @ForeignKey(() => NodeEntity, { onDelete: 'CASCADE' })
  @Column({ type: 'char', length: 36, name: 'node_id' })
  nodeId!: string;

  @ForeignKey(() => PortEntity, { onDelete: 'CASCADE' })
  @Column({ type: 'char', length: 36, name: 'port_id' })
  portId!: string;

  @Index('vif_attachments_vif', { unique: true })
  @Column({ type: 'varchar', length: 255, name: 'vif_id' })
  vifId!: string;

  @Column({ type: 'varchar', length: 16 })
  purpose!: VifPurpose;

  @Column({ type: 'varchar', length: 16 })
  state!: VifAttachmentState;

  @Column({ type: 'text', nullable: true })
  error!: string | null;

  @Column({ type: 'int' })
  version!: number;

  @Column({ type: 'datetime', precision: 6, name: 'created_at' })
  createdAt!: string;

  @Column({ type: 'datetime', precision: 6, name: 'updated_at' })
  updatedAt!: string;
}
