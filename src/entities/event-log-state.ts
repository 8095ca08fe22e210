import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One row about the event log itself: where retention has cut it. */
@Entity('event_log_state')
export class EventLogStateEntity {
  @PrimaryColumn({ type: 'tinyint' })
  id!: number;

  /** Events up to this id may be gone; an older cursor gets a GAP. */
  @Column({ type: 'bigint', name: 'purged_through' })
  purgedThrough!: number;
}
