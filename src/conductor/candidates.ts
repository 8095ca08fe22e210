/**
 * Which jobs a conductor tries to take next.
 *
 * It reads the first of each line that has room, so that a thousand deployments in front of a full house hide nobody who
 * stands in no line. Higher classes come first. Within a class it picks at random from a window: conductors that all
 * took the head would mostly take it from each other (stack note 3.1). Only where a place is scarce, in a line and at a
 * BMC, first come is first served, because that is the order that everybody sees.
 */
import { FREE_PLACES_IN_LINE, HAS_ROOM_AT_BMC, LINES, type Line } from './limits.ts';
import type { LiveContext } from './context.ts';

export interface Candidate {
  readonly id: string;
  readonly nodeId: string;
}

interface Row extends Candidate {
  readonly priority: number;
  readonly line: Line;
  /** Places that are free in its line; null when it stands in none. */
  readonly places: number | null;
  /** The BMC at which it has to take turns; null when it need not. */
  readonly bmc: string | null;
}

const WINDOW = 32;

/** @param avoid jobs that could not be taken a moment ago: at the head of their line they would hold up the others */
export async function findCandidates(
  { db, settings, jobTypes }: LiveContext,
  count: number,
  avoid: ReadonlySet<string>,
): Promise<readonly Candidate[]> {
  // Columns as the queries below name them.
  const rows = await db.query<Row[]>(
    QUERY,
    // What another release has queued is left to one that knows it.
    LINES.flatMap((line) => [settings.conductorGroup, line, [...jobTypes.keys()]]),
  );
  return inOrder(firstComeFirstServed(rows.filter(({ id }) => !avoid.has(id)))).slice(0, count);
}

const QUERY = LINES.map(
  (line) =>
    `(SELECT j.id, j.node_id AS nodeId, j.priority, j.limit_class AS line, IF(j.uses_bmc = 1, n.bmc, NULL) AS bmc,
             ${line === '' ? 'NULL' : FREE_PLACES_IN_LINE} AS places
        FROM jobs j JOIN nodes n ON n.id = j.node_id
       WHERE j.ready = 1 AND j.conductor_group = ? AND j.limit_class = ? AND j.type IN (?) AND j.run_after <= UTC_TIMESTAMP(6)
         AND ${HAS_ROOM_AT_BMC}${line === '' ? '' : ` AND ${FREE_PLACES_IN_LINE} > 0`}
       ORDER BY j.priority, j.id LIMIT ${WINDOW})`,
).join(' UNION ALL ');

/** Leaves out those behind others that want the same scarce place. The rows of a line come in its order. */
function firstComeFirstServed(rows: readonly Row[]): readonly Row[] {
  const taken = new Map<Line, number>();
  const bmcs = new Set<string>();
  return rows.filter(({ line, places, bmc }) => {
    const before = taken.get(line) ?? 0;
    if ((places !== null && before >= places) || (bmc !== null && bmcs.has(bmc))) return false;
    taken.set(line, before + 1);
    if (bmc !== null) bmcs.add(bmc);
    return true;
  });
}

function inOrder(rows: readonly Row[]): readonly Row[] {
  return rows
    .map((row) => ({ row, lot: Math.random() }))
    .sort((a, b) => a.row.priority - b.row.priority || a.lot - b.lot)
    .map(({ row }) => row);
}
