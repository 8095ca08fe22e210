import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

export type ConductorState = 'ALIVE' | 'DRAINING' | 'STOPPED' | 'DEAD';

/** A process that runs jobs, from its start to its end: a new row each time. Its lease is its right to live. */
@Entity('conductors')
export class ConductorEntity {
  @PrimaryColumn({ type: 'char', length: 36 })
  id!: string;

  @Column({ type: 'varchar', length: 255 })
  host!: string;

  @Column({ type: 'int' })
  pid!: number;

  /** Tells a neighbour on the same machine whether this very process still exists; null where nobody can tell. */
  @Column({ type: 'varchar', length: 255, name: 'process_identity', nullable: true })
  processIdentity!: string | null;

  @Column({ type: 'varchar', length: 255, name: 'conductor_group' })
  conductorGroup!: string;

  @Column({ type: 'json' })
  drivers!: { readonly list: readonly string[] };

  @Index('conductors_state')
  @Column({ type: 'varchar', length: 16 })
  state!: ConductorState;

  /** How often a node was taken from it by an administrator. */
  @Column({ type: 'int' })
  revocations!: number;

  /** Somebody asked it to hand over its work and end. */
  @Column({ type: 'datetime', precision: 6, name: 'drain_requested_at', nullable: true })
  drainRequestedAt!: string | null;

  @Column({ type: 'datetime', precision: 6, name: 'started_at' })
  startedAt!: string;

  @Column({ type: 'datetime', precision: 6, name: 'heartbeat_at' })
  heartbeatAt!: string;

  @Column({ type: 'datetime', precision: 6, name: 'lease_expires_at' })
  leaseExpiresAt!: string;
}
