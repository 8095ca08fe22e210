/**
 * Looking for a node, one round: by the process that accepted the request, right after it has committed it, and by a
 * conductor (`periodic/finish-allocations.ts`) when that process has died or only busy nodes were left.
 *
 * Any number may look for the same allocation at once: what decides is the transaction on the node, in which both the
 * node and the allocation are asked again. Nobody ever waits for a job; a node that is busy is passed over.
 */
import type { DataSource } from 'typeorm';
import { explain, type AllocationExplanation, type WantedNode } from '../../domain/allocation.ts';
import { ProblemError } from '../../domain/problems.ts';
import { affectedRows, inTransaction } from '../../entities/transaction.ts';
import type { Bell } from '../../events/bell.ts';
import { inNodeTransaction, type NodeTx } from '../node-transaction.ts';
import { explainSearch, fits } from './constraints.ts';
import { appendAllocationEvent, giveNode } from './record.ts';

/** Rounds, a second apart, as long as nodes fit that are only busy: a VIF or a power command is done by then. */
export const MAX_TRIES = 10;
export const NEXT_TRY_MS = 1_000;

/** Nodes taken from the database at a time. */
const AT_ONCE = 20;
/** A search that finds nodes and gets none of them has lost each to somebody else: it cannot go on like that for ever. */
const MAX_SEARCHES = 50;

export interface Allocator {
  readonly db: DataSource;
  readonly bell: Bell;
  /** Who causes the events. */
  readonly actor: string;
}

interface Pending extends WantedNode {
  readonly id: string;
  readonly name: string | null;
  readonly tries: number;
}

/** Gives the allocation a node, or says why there is none; leaves it as it is when it is not waiting for one. */
export async function allocate(by: Allocator, allocationId: string): Promise<void> {
  const pending = await loadPending(by.db, allocationId);
  if (pending === null) return;
  for (let search = 0; search < MAX_SEARCHES; search += 1) {
    const nodes = await findFitting(by.db, pending);
    if (nodes.length === 0) break;
    for (const nodeId of nodes) if ((await claim(by, pending, nodeId)) !== 'LOST') return;
  }
  const explanation = await explainSearch(by.db, pending);
  if (hasOnlyBusy(explanation) && pending.tries < MAX_TRIES) return tryLater(by.db, pending.id, explanation);
  return fail(by, pending.id, explanation);
}

async function loadPending(db: DataSource, id: string): Promise<Pending | null> {
  type Row = Omit<Pending, 'traits' | 'candidateNodes'> & {
    readonly wanted: Pick<WantedNode, 'traits' | 'candidateNodes'>;
  };
  // Columns as this query names them.
  const [row] = await db.query<Row[]>(
    `SELECT id, name, tries, resource_class AS resourceClass, owner, wanted FROM allocations WHERE id = ? AND state = 'ALLOCATING'`,
    [id],
  );
  if (row === undefined) return null;
  const { wanted, ...rest } = row;
  return { ...rest, ...wanted };
}

/** Not always the same ones first, or many who look at once would all fight for them; but its namesake before all. */
async function findFitting(db: DataSource, pending: Pending): Promise<readonly string[]> {
  const { sql, params } = fits(pending);
  // One column, as this query names it.
  const rows = await db.query<{ id: string }[]>(
    `SELECT t.id FROM nodes t WHERE ${sql} ORDER BY t.name = ? DESC, RAND() LIMIT ${AT_ONCE}`,
    [...params, pending.name],
  );
  return rows.map(({ id }) => id);
}

/** TAKEN: the node is its. OVER: the allocation has a node, or is gone. LOST: the node fits no more. */
async function claim(by: Allocator, pending: Pending, nodeId: string): Promise<'TAKEN' | 'OVER' | 'LOST'> {
  try {
    const { result } = await inNodeTransaction({ ...by, nodeId }, async (node) => {
      if (!(await stillFits(node, pending))) return 'LOST';
      const won: unknown = await node.tx.query(
        `UPDATE allocations SET state = 'ACTIVE', node_id = ?, last_error = NULL, explanation = NULL, next_try_at = NULL,
                                version = version + 1, updated_at = UTC_TIMESTAMP(6)
          WHERE id = ? AND state = 'ALLOCATING'`,
        [nodeId, pending.id],
      );
      if (affectedRows(won) !== 1) return 'OVER';
      await giveNode(node, pending.id, pending.traits);
      return 'TAKEN';
    });
    return result;
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'NOT_FOUND') return 'LOST'; // deleted meanwhile
    throw error;
  }
}

async function stillFits(node: NodeTx, wanted: WantedNode): Promise<boolean> {
  const { sql, params } = fits(wanted);
  const rows: unknown[] = await node.tx.query(`SELECT t.id FROM nodes t WHERE t.id = ? AND ${sql}`, [
    node.nodeId,
    ...params,
  ]);
  return rows.length === 1;
}

/** The last constraint is that no job is at work: did any node fail by that alone? */
function hasOnlyBusy({ constraints }: AllocationExplanation): boolean {
  return (constraints.at(-2)?.left ?? 0) > 0;
}

async function tryLater(db: DataSource, id: string, explanation: AllocationExplanation): Promise<void> {
  await db.query(
    `UPDATE allocations SET next_try_at = UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND, explanation = ?
      WHERE id = ? AND state = 'ALLOCATING'`,
    [NEXT_TRY_MS * 1_000, JSON.stringify(explanation), id],
  );
}

async function fail({ db, bell, actor }: Allocator, id: string, explanation: AllocationExplanation): Promise<void> {
  const lastError = hasOnlyBusy(explanation)
    ? `Every node that fits was busy: ${explain(explanation)}.`
    : `No node fits: ${explain(explanation)}.`;
  const isFailed = await inTransaction(db, async (tx) => {
    const failed: unknown = await tx.query(
      `UPDATE allocations SET state = 'ERROR', last_error = ?, explanation = ?, next_try_at = NULL,
                              version = version + 1, updated_at = UTC_TIMESTAMP(6)
        WHERE id = ? AND state = 'ALLOCATING'`,
      [lastError.slice(0, 4096), JSON.stringify(explanation), id],
    );
    if (affectedRows(failed) !== 1) return false;
    await appendAllocationEvent(tx, actor, 'ALLOCATION_FAILED', id);
    return true;
  });
  if (isFailed) bell.ring('events');
}
