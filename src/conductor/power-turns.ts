/**
 * Who reads the power of which node, and when: rows of `power_syncs`, that any conductor of the node's group may take.
 *
 * A turn is taken by one conditional UPDATE that also moves the moment at which the next one is due: of two conductors
 * that try at once one changes the row. That moment lies beyond the time that a reading may last, so whoever dies with a
 * turn has lost it by then, and nobody else takes it before. Nodes that share a BMC are read one after the other: the
 * BMC stands in the row while it is being asked, and is unique there.
 */
import type { DataSource } from 'typeorm';
import { v7 as newId } from 'uuid';
import type { PowerState } from '../domain/power.ts';
import { affectedRows, duplicateKey } from '../entities/transaction.ts';
import type { LiveContext } from './context.ts';
import { firstTurn, nextTurn, type TurnEnd } from './power-schedule.ts';

/** A reading may last so long, in milliseconds: a BMC that is there answers within seconds; this covers its retries. */
export const READING_MS = 75_000;
/** And its turn so long: the reading, and a database that is slow to take what it found. */
const TURN_SECONDS = 120;
const NEW_AT_ONCE = 1_000;
/** For each that is wanted so many are looked at, and some of them picked at random: conductors seldom want the same. */
const WINDOW = 4;

export interface Turn {
  readonly id: string;
  readonly nodeId: string;
  readonly intervalSeconds: number;
  readonly failures: number;
  /** The power that was told of as a drift; null while there is none. */
  readonly told: PowerState | null;
}

/** What a turn leaves behind for the next one. */
export interface TurnResult {
  readonly end: TurnEnd;
  readonly failures: number;
  readonly told: PowerState | null;
}

type Candidate = Omit<Turn, 'id'> & { readonly bmc: string | null };

/** Takes the turns of nodes that are due, as many as are wanted at most. */
export async function takeTurns(ctx: LiveContext, wanted: number): Promise<readonly Turn[]> {
  const turns: Turn[] = [];
  for (const { bmc, ...candidate } of await findDue(ctx, wanted * WINDOW)) {
    if (turns.length === wanted) break;
    const id = newId();
    if (await take(ctx.db, id, candidate.nodeId, bmc)) turns.push({ id, ...candidate });
  }
  return turns;
}

async function findDue({ db, settings }: LiveContext, atMost: number): Promise<readonly Candidate[]> {
  // Whose reader died: its BMC is not being asked any more.
  await db.query(
    'UPDATE power_syncs SET claim_id = NULL, bmc = NULL WHERE claim_id IS NOT NULL AND due_at <= UTC_TIMESTAMP(6)',
  );
  // Columns as this query names them.
  const rows = await db.query<Candidate[]>(
    `SELECT s.node_id AS nodeId, s.interval_seconds AS intervalSeconds, s.failures, s.told, n.bmc
       FROM power_syncs s JOIN nodes n ON n.id = s.node_id
      WHERE s.due_at <= UTC_TIMESTAMP(6) AND s.claim_id IS NULL AND n.conductor_group = ?
        AND NOT EXISTS (SELECT 1 FROM power_syncs asked WHERE asked.bmc = n.bmc)
      ORDER BY s.due_at LIMIT ?`,
    [settings.conductorGroup, atMost],
  );
  const lots = rows.map((row) => ({ row, lot: Math.random() }));
  return lots.sort((a, b) => a.lot - b.lot).map(({ row }) => row);
}

async function take(db: DataSource, id: string, nodeId: string, bmc: string | null): Promise<boolean> {
  try {
    const result: unknown = await db.query(
      `UPDATE power_syncs SET claim_id = ?, bmc = ?, due_at = UTC_TIMESTAMP(6) + INTERVAL ${TURN_SECONDS} SECOND
        WHERE node_id = ? AND claim_id IS NULL AND due_at <= UTC_TIMESTAMP(6)`,
      [id, bmc, nodeId],
    );
    return affectedRows(result) === 1;
  } catch (error) {
    if (duplicateKey(error) === 'power_syncs_bmc') return false; // somebody is asking that BMC about another node
    throw error;
  }
}

/** Says when the node is due next. Nothing happens when the turn was lost meanwhile. */
export async function endTurn(ctx: LiveContext, turn: Turn, { end, failures, told }: TurnResult): Promise<void> {
  const { intervalSeconds, delaySeconds } = nextTurn(end, turn, ctx.settings);
  await ctx.db.query(
    `UPDATE power_syncs SET claim_id = NULL, bmc = NULL, failures = ?, told = ?, interval_seconds = ?,
                            due_at = UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND
      WHERE node_id = ? AND claim_id = ?`,
    [failures, told, intervalSeconds, Math.round(delaySeconds * 1_000_000), turn.nodeId, turn.id],
  );
}

/** Gives a turn back as if it had not been taken: this process stops. */
export async function giveTurnBack({ db }: LiveContext, turn: Turn): Promise<void> {
  await db.query(
    'UPDATE power_syncs SET claim_id = NULL, bmc = NULL, due_at = UTC_TIMESTAMP(6) WHERE node_id = ? AND claim_id = ?',
    [turn.nodeId, turn.id],
  );
}

/** Gives nodes that have none yet their place in the interval. */
export async function addNewNodes({ db, settings }: LiveContext): Promise<void> {
  // One column, as this query names it.
  const rows = await db.query<{ id: string }[]>(
    `SELECT n.id FROM nodes n LEFT JOIN power_syncs s ON s.node_id = n.id
      WHERE s.node_id IS NULL AND n.conductor_group = ? LIMIT ${NEW_AT_ONCE}`,
    [settings.conductorGroup],
  );
  if (rows.length === 0) return;
  const row = '(?, UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND, ?)';
  // IGNORE: another conductor was faster, or the node has been deleted since.
  await db.query(
    `INSERT IGNORE INTO power_syncs (node_id, due_at, interval_seconds) VALUES ${rows.map(() => row).join(', ')}`,
    rows.flatMap(({ id }) => {
      const { delaySeconds, intervalSeconds } = firstTurn(id, settings);
      return [id, Math.round(delaySeconds * 1_000_000), intervalSeconds];
    }),
  );
}
