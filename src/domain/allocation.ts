/** Words of allocations: a request for any machine that fits, and the machine it got. */

export const ALLOCATION_STATES = ['ALLOCATING', 'ACTIVE', 'ERROR'] as const;
export type AllocationState = (typeof ALLOCATION_STATES)[number];

/** What a node must meet, in the order in which an explanation counts. The same words in `schema.graphql`. */
export const ALLOCATION_CONSTRAINTS = [
  'CANDIDATE',
  'RESOURCE_CLASS',
  'AVAILABLE',
  'NO_INSTANCE',
  'POWER_KNOWN',
  'NOT_IN_MAINTENANCE',
  'NOT_RETIRED',
  'NOT_A_CHILD',
  'TRAITS',
  'IDLE',
] as const;
export type AllocationConstraint = (typeof ALLOCATION_CONSTRAINTS)[number];

/** Which machine is wanted. */
export interface WantedNode {
  readonly resourceClass: string;
  readonly traits: readonly string[];
  /** Ids; empty: any node. */
  readonly candidateNodes: readonly string[];
  /** Only nodes that this project owns or leases; null: any. */
  readonly owner: string | null;
}

/** Why nothing, or what, fits: how many nodes are left after each constraint, and who came near. */
export interface AllocationExplanation {
  /** Nodes that were looked at: the owner's, or all. */
  readonly considered: number;
  readonly constraints: readonly {
    readonly constraint: AllocationConstraint;
    /** What was asked for, in words. */
    readonly wanted: string;
    readonly left: number;
  }[];
  readonly nearestMisses: readonly {
    readonly nodeId: string;
    readonly failed: readonly AllocationConstraint[];
  }[];
}

/** The explanation in one line: `RESOURCE_CLASS baremetal: 40 → AVAILABLE: 12 → TRAITS CUSTOM_GPU: 0`. */
export function explain({ considered, constraints }: AllocationExplanation): string {
  const steps = constraints.map(({ constraint, wanted, left }) =>
    wanted === '' ? `${constraint}: ${left}` : `${constraint} ${wanted}: ${left}`,
  );
  return [`nodes: ${considered}`, ...steps].join(' → ');
}
