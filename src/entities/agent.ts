import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { NodeEntity } from './node.ts';

/**
 * The agent in a node's ramdisk. The row is made, without a token, before the machine is turned on into the ramdisk, and is
 * gone when the flow is over: what an earlier ramdisk knows is worth nothing then.
 */
@Entity('agents')
export class AgentEntity {
  @ForeignKey(() => NodeEntity, { onDelete: 'CASCADE' })
  @PrimaryColumn({ type: 'char', length: 36, name: 'node_id' })
  nodeId!: string;

  /** Given out once, to the first that looks the node up; null until then. A secret. */
  @Column({ type: 'varchar', length: 64, nullable: true })
  token!: string | null;

  /** Null until it calls for the first time; then it cannot change. */
  @Column({ type: 'varchar', length: 255, name: 'callback_url', nullable: true })
  callbackUrl!: string | null;

  /** The certificate it serves, PEM. */
  @Column({ type: 'text', name: 'verify_ca', nullable: true })
  verifyCa!: string | null;

  @Column({ type: 'varchar', length: 64, nullable: true })
  version!: string | null;

  /** Of the hardware managers whose steps were asked for last. */
  @Column({ type: 'json', name: 'step_versions', nullable: true })
  stepVersions!: Readonly<Record<string, string>> | null;

  /** What it said of itself last: `start`, `end`, `error`. */
  @Column({ type: 'varchar', length: 16, nullable: true })
  status!: string | null;

  @Column({ type: 'varchar', length: 1024, name: 'status_message', nullable: true })
  statusMessage!: string | null;

  @Column({ type: 'datetime', precision: 6, name: 'heartbeat_at', nullable: true })
  heartbeatAt!: string | null;

  /** It has called, and no job has looked yet: whoever is about to wait for a call looks first. */
  @Column({ type: 'tinyint', name: 'has_called' })
  hasCalled!: number;
}
