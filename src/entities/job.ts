import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { JobState, LimitClass, LockMode, Signal } from '../domain/job.ts';
import type { Problem } from '../domain/problems.ts';
import type { JsonObject } from './json.ts';
import { NodeEntity } from './node.ts';

/**
 * A piece of work that survives its worker.
 *
 * `ready` is the whole secret of cheap claiming: it is 1 on the rows that a conductor may take right now (the head
 * of a free node's queue, or a SHARED job) and nowhere else. Whoever changes a node's queue holds the node's lock
 * row and keeps `ready` right in the same transaction, so a claim reads one index and never looks at the thousands
 * that wait.
 */
@Entity('jobs')
@Index('jobs_ready', ['ready', 'conductorGroup', 'limitClass', 'priority', 'id'])
@Index('jobs_limited', ['limitedBy', 'conductorGroup'])
@Index('jobs_node_queue', ['nodeId', 'state', 'priority', 'queueNumber'])
@Index('jobs_claimed', ['claimedBy', 'state'])
@Index('jobs_state', ['state', 'waitUntil'])
export class JobEntity {
  @PrimaryColumn({ type: 'char', length: 36 })
  id!: string;

  @Column({ type: 'varchar', length: 64 })
  type!: string;

  @Column({ type: 'varchar', length: 255 })
  purpose!: string;

  @ForeignKey(() => NodeEntity, { onDelete: 'SET NULL' })
  @Column({ type: 'char', length: 36, name: 'node_id', nullable: true })
  nodeId!: string | null;

  @Column({ type: 'varchar', length: 16, name: 'lock_mode' })
  lockMode!: LockMode;

  @Column({ type: 'varchar', length: 16 })
  state!: JobState;

  @Column({ type: 'boolean' })
  ready!: boolean;

  /** May run while a flow of the same node waits for its signal. */
  @Column({ type: 'boolean', name: 'runs_between' })
  runsBetween!: boolean;

  /** The limit in whose line it stands; empty when it stands in none, or has its place already. */
  @Column({ type: 'varchar', length: 16, name: 'limit_class' })
  limitClass!: LimitClass | '';

  /** The limit under which it has a place, from its first start to its end. */
  @Column({ type: 'varchar', length: 16, name: 'limited_by', nullable: true })
  limitedBy!: LimitClass | null;

  /** It talks to the node's BMC: with other jobs that talk to the same one, it takes turns. */
  @Column({ type: 'boolean', name: 'uses_bmc' })
  usesBmc!: boolean;

  /** A value of PRIORITY_CLASS; smaller runs first. */
  @Column({ type: 'tinyint', unsigned: true })
  priority!: number;

  /** Place within the class on this node: the node's event sequence at the time of queueing. */
  @Column({ type: 'bigint', name: 'queue_number' })
  queueNumber!: number;

  @Column({ type: 'json' })
  args!: JsonObject;

  /** What its steps need and nobody may see: never read by the API, gone once the job has settled (design, P9). */
  @Column({ type: 'json', nullable: true })
  secrets!: JsonObject | null;

  @Column({ type: 'varchar', length: 255, name: 'requested_by' })
  requestedBy!: string;

  @Column({ type: 'varchar', length: 255, name: 'conductor_group' })
  conductorGroup!: string;

  @Column({ type: 'int' })
  attempt!: number;

  @Column({ type: 'datetime', precision: 6, name: 'run_after' })
  runAfter!: string;

  /**
   * The conductor instance that runs it. No foreign key: each claim would then take a shared lock on the
   * conductor's row and hold up the renewal of its lease.
   */
  @Column({ type: 'char', length: 36, name: 'claimed_by', nullable: true })
  claimedBy!: string | null;

  /** Epoch of the node's lock under which it runs or last ran. */
  @Column({ type: 'bigint', nullable: true })
  epoch!: number | null;

  /** Index of the step to run next. */
  @Column({ type: 'int', name: 'next_step' })
  nextStep!: number;

  /** Counts its workers' commits: tells one whose connection broke at COMMIT whether that went through. */
  @Column({ type: 'int' })
  commits!: number;

  /** How often its conductor was lost since it last got a step further. */
  @Column({ type: 'int', default: 0 })
  interruptions!: number;

  @Column({ type: 'varchar', length: 32, name: 'wait_for', nullable: true })
  waitFor!: Signal | null;

  @Column({ type: 'datetime', precision: 6, name: 'wait_until', nullable: true })
  waitUntil!: string | null;

  /** When the step at work, or the signal it waits for, must be over; null before it starts and after it ended. */
  @Index('jobs_deadline')
  @Column({ type: 'datetime', precision: 6, name: 'deadline_at', nullable: true })
  deadlineAt!: string | null;

  /** Since when somebody has noticed that the deadline is over. */
  @Column({ type: 'datetime', precision: 6, name: 'overdue_since', nullable: true })
  overdueSince!: string | null;

  @Column({ type: 'datetime', precision: 6, name: 'cancel_requested_at', nullable: true })
  cancelRequestedAt!: string | null;

  @Column({ type: 'varchar', length: 1024, name: 'cancel_reason', nullable: true })
  cancelReason!: string | null;

  @Column({ type: 'json', nullable: true })
  error!: Problem | null;

  /** What it answers, for the few that are asked something. */
  @Column({ type: 'json', nullable: true })
  result!: JsonObject | null;

  @Column({ type: 'int' })
  version!: number;

  @Column({ type: 'datetime', precision: 6, name: 'created_at' })
  createdAt!: string;

  @Column({ type: 'datetime', precision: 6, name: 'started_at', nullable: true })
  startedAt!: string | null;

  @Index('jobs_finished')
  @Column({ type: 'datetime', precision: 6, name: 'finished_at', nullable: true })
  finishedAt!: string | null;
}
