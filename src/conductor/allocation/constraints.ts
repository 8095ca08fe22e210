/** What a node must meet to be allocated, as SQL over `nodes t`: a row for each constraint, in the order of an explanation. */
import {
  ALLOCATION_CONSTRAINTS,
  type AllocationConstraint,
  type AllocationExplanation,
  type WantedNode,
} from '../../domain/allocation.ts';
import type { DataSource, EntityManager } from 'typeorm';

interface Condition {
  readonly sql: string;
  readonly params: readonly unknown[];
}

interface Row {
  /** What is asked for, in words; null: this request does not ask for it. */
  wanted(wanted: WantedNode): string | null;
  /** Never NULL: what is unknown does not fit. */
  condition(wanted: WantedNode): Condition;
}

const always = (sql: string): Row => ({ wanted: () => '', condition: () => ({ sql, params: [] }) });

const CONSTRAINTS: Readonly<Record<AllocationConstraint, Row>> = {
  CANDIDATE: {
    wanted: ({ candidateNodes }) => (candidateNodes.length === 0 ? null : `one of ${candidateNodes.length}`),
    condition: ({ candidateNodes }) => ({ sql: 't.id IN (?)', params: [candidateNodes] }),
  },
  RESOURCE_CLASS: {
    wanted: ({ resourceClass }) => resourceClass,
    condition: ({ resourceClass }) => ({ sql: 't.resource_class <=> ?', params: [resourceClass] }),
  },
  AVAILABLE: always(`t.provision_state = 'AVAILABLE'`),
  NO_INSTANCE: always('t.instance_id IS NULL'),
  // A machine whose BMC nobody could read yet may be anything: the reference leaves it out as well.
  POWER_KNOWN: always('t.power_state IS NOT NULL'),
  NOT_IN_MAINTENANCE: always('t.maintenance = 0'),
  // The reference believes that a retired node is never AVAILABLE (quirk Q6); asking costs nothing.
  NOT_RETIRED: always('t.retired = 0'),
  // A DPU belongs to its server, and is not given away alone (quirk Q9).
  NOT_A_CHILD: always('t.parent_node_id IS NULL'),
  TRAITS: {
    wanted: ({ traits }) => (traits.length === 0 ? null : traits.join(', ')),
    condition: ({ traits }) => ({
      sql: '(SELECT COUNT(*) FROM node_traits r WHERE r.node_id = t.id AND r.trait IN (?)) = ?',
      params: [traits, traits.length],
    }),
  },
  // Whatever the job is, it may lead the node away: a deployment that was asked for directly has come first.
  IDLE: always(
    `NOT EXISTS (SELECT 1 FROM jobs j WHERE j.node_id = t.id AND j.state IN ('QUEUED', 'RUNNING', 'WAITING'))`,
  ),
};

/** All of them together. */
export function fits(wanted: WantedNode): Condition {
  const conditions = [ofOwner(wanted), ...askedFor(wanted).map((name) => CONSTRAINTS[name].condition(wanted))];
  return {
    sql: conditions.map(({ sql }) => `(${sql})`).join(' AND '),
    params: conditions.flatMap(({ params }) => params),
  };
}

/** So many nodes are named that nearly fit. */
const NEAREST = 5;

/**
 * How many nodes are left after each constraint, and which ones fail the fewest; of those that fail as many, the ones
 * that get furthest: a busy node of the right class is nearer than a free one of another. Only the owner's nodes are looked at
 * when there is one: an explanation tells nobody of machines that are not his to see.
 */
export async function explainSearch(
  db: DataSource | EntityManager,
  wanted: WantedNode,
): Promise<AllocationExplanation> {
  const names = askedFor(wanted);
  const conditions = names.map((name) => CONSTRAINTS[name].condition(wanted));
  const base = ofOwner(wanted);
  const judged = `SELECT t.id, ${conditions.map(({ sql }, index) => `(${sql}) AS c${index}`).join(', ')} FROM nodes t WHERE ${base.sql}`;
  const params = [...conditions.flatMap((condition) => condition.params), ...base.params];
  const upTo = (last: number): string =>
    conditions
      .slice(0, last + 1)
      .map((_, index) => `c${index}`)
      .join(' AND ');
  // Columns as these queries name them; a SUM is text, and NULL of no rows.
  const [counts] = await db.query<Record<string, string | number | null>[]>(
    `SELECT COUNT(*) AS considered, ${conditions.map((_, index) => `SUM(${upTo(index)}) AS left${index}`).join(', ')} FROM (${judged}) judged`,
    params,
  );
  const failed = conditions.map((_, index) => `(NOT c${index})`).join(' + ');
  const near = await db.query<({ id: string } & Record<string, number | string>)[]>(
    `SELECT judged.* FROM (${judged}) judged WHERE ${failed} > 0
      ORDER BY ${failed}, ${conditions.map((_, index) => `c${index} DESC`).join(', ')}, id LIMIT ${NEAREST}`,
    params,
  );
  return {
    considered: Number(counts?.['considered'] ?? 0),
    constraints: names.map((constraint, index) => ({
      constraint,
      wanted: CONSTRAINTS[constraint].wanted(wanted) ?? '',
      left: Number(counts?.[`left${index}`] ?? 0),
    })),
    nearestMisses: near.map((row) => ({
      nodeId: row.id,
      failed: names.filter((_, index) => Number(row[`c${index}`]) === 0),
    })),
  };
}

const askedFor = (wanted: WantedNode): readonly AllocationConstraint[] =>
  ALLOCATION_CONSTRAINTS.filter((name) => CONSTRAINTS[name].wanted(wanted) !== null);

const ofOwner = ({ owner }: WantedNode): Condition =>
  owner === null ? { sql: 'TRUE', params: [] } : { sql: '(t.owner <=> ? OR t.lessee <=> ?)', params: [owner, owner] };
