import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { NodeEntity } from './node.ts';
import { PortGroupEntity } from './port-group.ts';
import { PortEntity } from './port.ts';

export const VIF_PURPOSES = ['TENANT', 'CLEANING', 'PROVISIONING', 'RESCUING', 'INSPECTION', 'SERVICING'] as const;
export type VifPurpose = (typeof VIF_PURPOSES)[number];

export type VifAttachmentState = 'ATTACHING' | 'ATTACHED' | 'DETACHING' | 'ERROR';

/**
 * A network's end attached to a port, or to a port group, for one purpose. A row of its own, so that a tenant's VIF and a cleaning VIF
 * cannot overwrite one another (design §4: upstream kept both in one JSON column, and they raced).
 */
@Entity('vif_attachments')
@Index('vif_attachments_port_purpose', ['portId', 'purpose'], { unique: true })
@Index('vif_attachments_port_group_purpose', ['portGroupId', 'purpose'], { unique: true })
export class VifAttachmentEntity {
  @PrimaryColumn({ type: 'char', length: 36 })
  id!: string;

  @ForeignKey(() => NodeEntity, { onDelete: 'CASCADE' })
  @Column({ type: 'char', length: 36, name: 'node_id' })
  nodeId!: string;

  /** Null when it is on a port group, and while nothing is chosen for it yet. */
  @ForeignKey(() => PortEntity, { onDelete: 'CASCADE' })
  @Column({ type: 'char', length: 36, name: 'port_id', nullable: true })
  portId!: string | null;

  /** Null when it is on a port, and while nothing is chosen for it yet. */
  @ForeignKey(() => PortGroupEntity, { onDelete: 'CASCADE' })
  @Column({ type: 'char', length: 36, name: 'port_group_id', nullable: true })
  portGroupId!: string | null;

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
