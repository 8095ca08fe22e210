/** Goes on with allocations that wait for a busy node, or whose API process died right after it had accepted them. */
import { affectedRows } from '../../entities/transaction.ts';
import { allocate, NEXT_TRY_MS } from '../allocation/allocate.ts';
import { conductorActor, type LiveContext } from '../context.ts';

const AT_ONCE = 50;

export async function finishAllocations({ db, bell, conductorId }: LiveContext): Promise<void> {
  // Columns as this query names them.
  const due = await db.query<{ id: string; tries: number }[]>(
    `SELECT id, tries FROM allocations WHERE next_try_at <= UTC_TIMESTAMP(6) ORDER BY next_try_at LIMIT ${AT_ONCE}`,
  );
  for (const { id, tries } of due) {
    // Of several conductors one looks: `tries` tells their rounds apart.
    const mine: unknown = await db.query(
      `UPDATE allocations SET tries = tries + 1, next_try_at = UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND
        WHERE id = ? AND state = 'ALLOCATING' AND tries = ?`,
      [NEXT_TRY_MS * 1_000, id, tries],
    );
    if (affectedRows(mine) === 1) await allocate({ db, bell, actor: conductorActor(conductorId) }, id);
  }
}
