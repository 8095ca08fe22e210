/**
 * The one way to change anything about a node.
 *
 * Every such transaction begins by locking the node's row in `node_locks`. From that follow, for free: all changes of
 * a node are in one order; its events are counted without a gap; the epoch is checked once for everything the
 * transaction writes; and two transactions about one node cannot deadlock, because both take the same row first. One
 * about many nodes takes their rows in the order of their ids.
 */
import type { DataSource, EntityManager } from 'typeorm';
import type { Change, EventType } from '../domain/events.ts';
import { ProblemError } from '../domain/problems.ts';
import type { NodeLockEntity } from '../entities/node-lock.ts';
import { inPortions, inTransaction } from '../entities/transaction.ts';
import { appendEvents, type Appended, type NewEvent } from '../events/append.ts';
import type { Bell } from '../events/bell.ts';

/** The right to write for a job: the node lock's epoch (EXCLUSIVE), or the job's own claim (SHARED). */
export interface Fence {
  readonly jobId: string;
  readonly conductorId: string;
  readonly attempt: number;
  /** Null for SHARED jobs. */
  readonly epoch: number | null;
}

/** The fence's name in front of machines, which know no epochs: see `CallContext.authority`. */
export const authorityOf = ({ jobId, attempt, epoch }: Fence): string => `${jobId}/${attempt}/${epoch ?? 'shared'}`;

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
  /** Who causes its events. */
  readonly actor: string;
  readonly lock: LockRow;
  /** Says that a job of this node may be claimed once this is committed. */
  jobIsReady(): void;
  /** Appended to the log when the transaction commits, in this order. */
  emit(type: EventType, changes?: readonly Change[], jobId?: string | null): void;
}

interface TxOptions {
  readonly db: DataSource;
  readonly bell: Bell;
  /** Who causes the events: a user's name or `conductor:<id>`. */
  readonly actor: string;
  /**
   * For who must keep the number of the last event in the same transaction. Until the commit that number is a gap for
   * the log's readers, so this is one short statement.
   */
  readonly afterEvents?: (tx: EntityManager, appended: Appended) => Promise<void>;
}

export interface NodeTxOptions extends TxOptions {
  readonly nodeId: string;
  /** Given by whoever writes under a lock; the transaction is refused when it is no longer valid. */
  readonly fence?: Fence;
  /** Runs first, for the one transaction that has no row to lock yet: it creates the node. */
  readonly create?: (tx: EntityManager) => Promise<void>;
}

export interface NodesTxOptions extends TxOptions {
  /** In any order; one that comes twice is one. */
  readonly nodeIds: readonly string[];
}

export interface Committed<T> {
  readonly result: T;
  /** Its events, or null when the transaction emitted none. */
  readonly appended: Appended | null;
  /** A conductor has something to claim. */
  readonly hasReadyJob: boolean;
}

/**
 * @throws {ProblemError} NOT_FOUND when there is no such node
 * @throws {LeaseLostError} when the fence no longer holds
 */
export function inNodeTransaction<T>(
  { nodeId, fence, create, ...options }: NodeTxOptions,
  work: (node: NodeTx) => Promise<T>,
): Promise<Committed<T>> {
  return inLoggedTransaction(options, async (tx, log) => {
    await create?.(tx);
    const lock = (await lockRows(tx, [nodeId])).get(nodeId);
    if (lock === undefined)
      throw new ProblemError({ code: 'NOT_FOUND', type: 'node', id: nodeId, path: ['input', 'nodeId'] });
    if (fence !== undefined) await checkFence(tx, lock, fence);
    return work(log.nodeTx(nodeId, lock, fence?.jobId ?? null));
  });
}

/** Several nodes, locked together. */
export interface NodesTx {
  readonly tx: EntityManager;
  /** By id, in the order in which they were asked for; what is not here does not exist. */
  readonly nodes: ReadonlyMap<string, NodeTx>;
  /** An event about none of them: of a thing of its own. */
  emit(type: EventType, changes?: readonly Change[]): void;
}

/**
 * One transaction about many nodes: all of it is committed, or none.
 *
 * It costs what its statements cost, and every writer of any of these nodes waits until it ends. So the work reads and
 * writes for all nodes in one statement each, never node by node (a thousand nodes and three statements for each would
 * come near MAX_TRANSACTION_MS).
 *
 * The work may refuse some nodes and accept the others; it says so in what it returns. What it has written or emitted
 * for a node by then cannot be taken back alone, because throwing takes everything back. So all checks of a node come
 * before the first write for it.
 *
 * Cannot deadlock with other transactions about nodes, of one or of many: each locks its rows in the order of their
 * ids and before anything else.
 */
export function inNodesTransaction<T>(
  { nodeIds, ...options }: NodesTxOptions,
  work: (nodes: NodesTx) => Promise<T>,
): Promise<Committed<T>> {
  return inLoggedTransaction(options, async (tx, log) => {
    const locks = await lockRows(tx, nodeIds);
    const nodes = new Map<string, NodeTx>();
    for (const nodeId of nodeIds) {
      const lock = locks.get(nodeId);
      if (lock !== undefined && !nodes.has(nodeId)) nodes.set(nodeId, log.nodeTx(nodeId, lock, null));
    }
    return work({ tx, nodes, emit: log.emit });
  });
}

interface TransactionLog {
  /** `aboutJobId`: the job that this node's events are about unless they say otherwise. */
  nodeTx(nodeId: string, lock: LockRow, aboutJobId: string | null): NodeTx;
  emit: NodesTx['emit'];
}

/** Collects what the work emits, and writes it as the last thing before the commit. */
async function inLoggedTransaction<T>(
  { db, bell, actor, afterEvents }: TxOptions,
  work: (tx: EntityManager, log: TransactionLog) => Promise<T>,
): Promise<Committed<T>> {
  const committed = await inTransaction(db, async (tx) => {
    const events: NewEvent[] = [];
    const emitted = new Map<string, number>();
    let hasReadyJob = false;
    const result = await work(tx, {
      nodeTx(nodeId, lock, aboutJobId) {
        return {
          tx,
          nodeId,
          actor,
          lock,
          jobIsReady() {
            hasReadyJob = true;
          },
          emit(type, changes = [], jobId = aboutJobId) {
            lock.eventSequence += 1;
            emitted.set(nodeId, (emitted.get(nodeId) ?? 0) + 1);
            events.push({ type, actor, nodeId, nodeSequence: lock.eventSequence, jobId, changes });
          },
        };
      },
      emit(type, changes = []) {
        events.push({ type, actor, nodeId: null, nodeSequence: null, jobId: null, changes });
      },
    });
    if (events.length === 0) return { result, appended: null, hasReadyJob };
    if (emitted.size > 0) await writeSequences(tx, emitted);
    const appended = await appendEvents(tx, events);
    await afterEvents?.(tx, appended);
    return { result, appended, hasReadyJob };
  });
  if (committed.appended !== null) bell.ring('events');
  if (committed.hasReadyJob) bell.ring('jobs');
  return committed;
}

/** The same transaction, with events that are about this job: for a writer who has no fence that would say so. */
export const aboutJob = (jobId: string, node: NodeTx): NodeTx => ({
  ...node,
  emit: (type, changes, about = jobId) => node.emit(type, changes, about),
});

/** Creates the row of a new node; its first event is the caller's to emit, as number 1. */
export async function createLockRow(tx: EntityManager, nodeId: string): Promise<void> {
  await tx.query('INSERT INTO node_locks (node_id, epoch, event_sequence) VALUES (?, 0, 0)', [nodeId]);
}

/** The locks of those that exist, taken in the order of the ids. */
async function lockRows(tx: EntityManager, nodeIds: readonly string[]): Promise<Map<string, LockRow>> {
  const locks = new Map<string, LockRow>();
  for (const portion of inPortions([...new Set(nodeIds)].sort())) {
    // Columns as this query names them.
    const rows = await tx.query<({ nodeId: string } & LockRow)[]>(
      `SELECT node_id AS nodeId, epoch, holder_job_id AS holderJobId, holder_conductor_id AS holderConductorId, purpose,
              since, free_from AS freeFrom, event_sequence AS eventSequence
         FROM node_locks FORCE INDEX (PRIMARY) WHERE node_id IN (?) ORDER BY node_id FOR UPDATE`,
      [portion],
    );
    for (const { nodeId, ...lock } of rows) locks.set(nodeId, lock);
  }
  return locks;
}

/**
 * One statement, whatever the number of nodes: in a transaction about many, most have emitted the same number of
 * events. An UPDATE, because the row of a node that was deleted is gone by now.
 */
async function writeSequences(tx: EntityManager, emitted: ReadonlyMap<string, number>): Promise<void> {
  const nodesByCount = new Map<number, string[]>();
  for (const [nodeId, count] of emitted) {
    const nodes = nodesByCount.get(count);
    if (nodes === undefined) nodesByCount.set(count, [nodeId]);
    else nodes.push(nodeId);
  }
  const cases = [...nodesByCount];
  await tx.query(
    `UPDATE node_locks SET event_sequence = event_sequence + CASE ${cases.map(() => 'WHEN node_id IN (?) THEN ?').join(' ')} END
      WHERE node_id IN (?)`,
    [...cases.flatMap(([count, nodes]) => [nodes, count]), [...emitted.keys()]],
  );
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
