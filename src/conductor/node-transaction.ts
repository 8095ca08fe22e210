/**
 * The one way to change anything about a node.
 *
 * Every such transaction begins by locking the node's row in `node_locks`. From that follow, for free: all changes of
 * a node are in one order; its events are counted without a gap; the epoch is checked once for everything the
 * transaction writes; and two transactions about one node cannot deadlock, because both take the same row first.
 */
import type { DataSource, EntityManager } from 'typeorm';
import type { Change, EventType } from '../domain/events.ts';
import { ProblemError } from '../domain/problems.ts';
import type { NodeLockEntity } from '../entities/node-lock.ts';
import { inTransaction } from '../entities/transaction.ts';
import { appendEvents, type NewEvent } from '../events/append.ts';
import type { Bell } from '../events/bell.ts';

/** The right to write for a job: the node lock's epoch (EXCLUSIVE), or the job's own claim (SHARED). */
export interface Fence {
  readonly jobId: string;
  readonly conductorId: string;
  readonly attempt: number;
  /** Null for SHARED jobs. */
  readonly epoch: number | null;
}

/** The writer is no longer the one who may write. Nothing was changed; whoever sees this stops at once. */
export class LeaseLostError extends Error {
  constructor(fence: Fence) {
    super(`Job ${fence.jobId} is no longer ours (epoch ${fence.epoch ?? 'none'}, attempt ${fence.attempt}).`);
    this.name = 'LeaseLostError';
  }
}

/** What a transaction sees of the node's lock row; kept up to date by `node-lock.ts`. */
export type LockRow = { -readonly [K in keyof Omit<NodeLockEntity, 'nodeId'>]: NodeLockEntity[K] };

export interface NodeTx {
  readonly tx: EntityManager;
  readonly nodeId: string;
  readonly lock: LockRow;
  /** Says that a job of this node may be claimed once this is committed. */
  jobIsReady(): void;
  /** Appended to the log when the transaction commits, in this order. */
  emit(type: EventType, changes?: readonly Change[], jobId?: string | null): void;
}

export interface NodeTxOptions {
  readonly db: DataSource;
  readonly bell: Bell;
  readonly nodeId: string;
  /** Who causes the events: a user's name or `conductor:<id>`. */
  readonly actor: string;
  /** Given by whoever writes under a lock; the transaction is refused when it is no longer valid. */
  readonly fence?: Fence;
  /** Runs first, for the one transaction that has no row to lock yet: it creates the node. */
  readonly create?: (tx: EntityManager) => Promise<void>;
}

export interface Committed<T> {
  readonly result: T;
  /** Number of the last event, or null when the transaction emitted none. */
  readonly lastEventId: number | null;
  /** A conductor has something to claim. */
  readonly hasReadyJob: boolean;
}

/**
 * @throws {ProblemError} NOT_FOUND when there is no such node
 * @throws {LeaseLostError} when the fence no longer holds
 */
export async function inNodeTransaction<T>(
  { db, bell, nodeId, actor, fence, create }: NodeTxOptions,
  work: (node: NodeTx) => Promise<T>,
): Promise<Committed<T>> {
  const committed = await inTransaction(db, async (tx) => {
    await create?.(tx);
    const lock = await lockRow(tx, nodeId);
    if (lock === null)
      throw new ProblemError({ code: 'NOT_FOUND', type: 'node', id: nodeId, path: ['input', 'nodeId'] });
    if (fence !== undefined) await checkFence(tx, lock, fence);

    const events: NewEvent[] = [];
    let hasReadyJob = false;
    const result = await work({
      tx,
      nodeId,
      lock,
      jobIsReady() {
        hasReadyJob = true;
      },
      emit(type, changes = [], jobId = fence?.jobId ?? null) {
        lock.eventSequence += 1;
        events.push({ type, actor, nodeId, nodeSequence: lock.eventSequence, jobId, changes });
      },
    });
    if (events.length === 0) return { result, lastEventId: null, hasReadyJob };
    await tx.query('UPDATE node_locks SET event_sequence = ? WHERE node_id = ?', [lock.eventSequence, nodeId]);
    return { result, lastEventId: await appendEvents(tx, events), hasReadyJob };
  });
  if (committed.lastEventId !== null) bell.ring('events');
  if (committed.hasReadyJob) bell.ring('jobs');
  return committed;
}

/** Creates the row of a new node; its first event is the caller's to emit, as number 1. */
export async function createLockRow(tx: EntityManager, nodeId: string): Promise<void> {
  await tx.query('INSERT INTO node_locks (node_id, epoch, event_sequence) VALUES (?, 0, 0)', [nodeId]);
}

async function lockRow(tx: EntityManager, nodeId: string): Promise<LockRow | null> {
  // One row, columns as this query names them.
  const rows = await tx.query<LockRow[]>(
    `SELECT epoch, holder_job_id AS holderJobId, holder_conductor_id AS holderConductorId, purpose, since,
            event_sequence AS eventSequence
       FROM node_locks WHERE node_id = ? FOR UPDATE`,
    [nodeId],
  );
  return rows[0] ?? null;
}

async function checkFence(tx: EntityManager, lock: LockRow, fence: Fence): Promise<void> {
  if (fence.epoch !== null) {
    if (lock.epoch !== fence.epoch || lock.holderJobId !== fence.jobId) throw new LeaseLostError(fence);
    return;
  }
  const rows: unknown[] = await tx.query(
    `SELECT id FROM jobs WHERE id = ? AND state = 'RUNNING' AND claimed_by = ? AND attempt = ? FOR UPDATE`,
    [fence.jobId, fence.conductorId, fence.attempt],
  );
  if (rows.length === 0) throw new LeaseLostError(fence);
}
