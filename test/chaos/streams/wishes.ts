/** What the subscribers of a run ask for, and what of the log each of them must be told. */
import type { EventType } from '../../../src/domain/events.ts';
import type { LoggedEvent } from '../history.ts';
import type { Random } from '../random.ts';

export interface Wish {
  /** For reports: who. */
  readonly name: string;
  readonly field: 'nodeEvents' | 'events' | 'jobEvents';
  readonly variables: Readonly<Record<string, unknown>>;
  /**
   * all: every event that fits, once. some: only such, because what a node is changes meanwhile. latest: the newest of
   * each node, and how many it stands for.
   */
  readonly tells: 'all' | 'some' | 'latest';
  readonly fits: (event: LoggedEvent) => boolean;
  /** It keeps the nodes as it is told of them, from a snapshot on. */
  readonly keepsState?: boolean;
  /** It reads slowly at times, so that it falls behind what is kept for it. */
  readonly isSlow?: boolean;
}

export interface KnownNode {
  readonly id: string;
  readonly resourceClass: string;
}

export const RESOURCE_CLASSES = ['odd', 'even'] as const;
const STATES = ['AVAILABLE', 'CLEANING', 'MANAGEABLE'] as const;
const TYPES: readonly (readonly EventType[])[] = [
  ['NODE_MAINTENANCE_CHANGED'],
  ['NODE_PROVISION_STATE_CHANGED', 'NODE_POWER_STATE_CHANGED'],
  ['JOB_QUEUED', 'JOB_STARTED', 'JOB_SUCCEEDED'],
];

const EVENT = 'event { id nodeSequence }';
export const DOCUMENTS: Readonly<Record<Wish['field'], string>> = {
  nodeEvents: `subscription ($after: Cursor, $snapshot: Boolean! = false, $filter: NodeFilter, $types: [EventType!], $conflateMs: Int) {
    nodeEvents(after: $after, snapshot: $snapshot, filter: $filter, types: $types, conflateMs: $conflateMs) {
      cursor kind nodeId skipped ${EVENT} gap { reason } node { id provisionState powerState maintenance } } }`,
  events: `subscription ($after: Cursor, $types: [EventType!]) {
    events(after: $after, types: $types) { cursor kind nodeId ${EVENT} gap { reason } } }`,
  jobEvents: `subscription ($jobId: ID!, $after: Cursor) {
    jobEvents(jobId: $jobId, after: $after) { cursor kind ${EVENT} gap { reason } } }`,
};

/** As many wishes, of all sorts, some of them the same as others'. */
export function drawWishes(nodes: readonly KnownNode[], count: number, random: Random): Wish[] {
  const ofNodes = (event: LoggedEvent): boolean => event.nodeId !== null;
  const sorts: readonly (() => Wish)[] = [
    () => ({ name: 'all nodes', field: 'nodeEvents', variables: {}, tells: 'all', fits: ofNodes }),
    () => ({
      name: 'all nodes, slowly',
      field: 'nodeEvents',
      variables: {},
      tells: 'all',
      fits: ofNodes,
      isSlow: true,
    }),
    () => {
      const variables = { snapshot: true };
      return {
        name: 'all nodes, kept',
        field: 'nodeEvents',
        variables,
        tells: 'some',
        fits: ofNodes,
        keepsState: true,
      };
    },
    () => {
      const chosen = new Set(
        random
          .shuffled(nodes)
          .slice(0, random.between(1, 3))
          .map(({ id }) => id),
      );
      const variables = { filter: { id: { in: [...chosen] } } };
      const name = `${chosen.size} nodes`;
      return { name, field: 'nodeEvents', variables, tells: 'all', fits: ({ nodeId }) => chosen.has(nodeId ?? '') };
    },
    () => {
      const types = random.pick(TYPES) ?? [];
      const fits = ({ type, nodeId }: LoggedEvent): boolean => nodeId !== null && types.includes(type);
      return { name: types.join('+'), field: 'nodeEvents', variables: { types }, tells: 'all', fits };
    },
    () => {
      const resourceClass = random.pick(RESOURCE_CLASSES);
      const own = new Set(nodes.filter((node) => node.resourceClass === resourceClass).map(({ id }) => id));
      const variables = { filter: { resourceClass: { eq: resourceClass } } };
      return {
        name: resourceClass,
        field: 'nodeEvents',
        variables,
        tells: 'all',
        fits: ({ nodeId }) => own.has(nodeId ?? ''),
      };
    },
    () => {
      const state = random.pick(STATES);
      const variables = { filter: { provisionState: { eq: state } } };
      return { name: `nodes that are ${state}`, field: 'nodeEvents', variables, tells: 'some', fits: ofNodes };
    },
    () => {
      const conflateMs = random.pick([50, 300] as const);
      return {
        name: `conflated ${conflateMs}`,
        field: 'nodeEvents',
        variables: { conflateMs },
        tells: 'latest',
        fits: ofNodes,
      };
    },
    () => ({ name: 'everything', field: 'events', variables: {}, tells: 'all', fits: () => true }),
    () => {
      const types = random.pick(TYPES) ?? [];
      return {
        name: `everything ${types.join('+')}`,
        field: 'events',
        variables: { types },
        tells: 'all',
        fits: ({ type }) => types.includes(type),
      };
    },
  ];
  return Array.from({ length: count }, (_, at) => {
    const wish = (sorts[at % sorts.length] as () => Wish)(); // the remainder is a place of the list
    return { ...wish, name: `${wish.name} #${at}` };
  });
}

/** For one job, from its mutation's cursor to its end. */
export const wishForJob = (jobId: string, after: string, at: number): Wish => ({
  name: `job ${at}`,
  field: 'jobEvents',
  variables: { jobId, after },
  tells: 'all',
  fits: (event) => event.jobId === jobId,
});
