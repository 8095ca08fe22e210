import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Events that were read, and then lost by the server: who stood between the two numbers may have been told of one. */
@Entity('event_log_losses')
export class EventLogLossEntity {
  /** The EVENTS_LOST event that tells of it: positions from there on know. */
  @PrimaryColumn({ type: 'bigint', name: 'known_from' })
  knownFrom!: number;

  @Column({ type: 'bigint', name: 'first_lost' })
  firstLost!: number;
}
