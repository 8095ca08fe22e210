/** What the subscribers of a run ask for, and what of the log each of them must be told. */
import type { EventType } from '../../../src/domain/events.ts';
import type { LoggedEvent } from '../history.ts';
import type { Random } from '../random.ts';
import { NODE } from './view.ts';

export interface Wish {
  /** For reports: who. */
  readonly name: string;
  readonly field: 'nodeEvents' | 'events' | 'jobEvents' | 'jobGroupEvents' | 'nodesLive' | 'fleetSummary';
  readonly variables: Readonly<Record<string, unknown>>;
  /**
   * all: every event that fits, once. some: only such, because what a node is changes meanwhile. latest: the newest of
   * each node, and how many it stands for. none: it is told of no events.
   */
  readonly tells: 'all' | 'some' | 'latest' | 'none';
  readonly fits: (event: LoggedEvent) => boolean;
  /** It keeps what it is shown, from a snapshot on, and must have in the end what a query answers. */
  readonly keepsView?: boolean;
  /** It reads slowly at times, so that it falls behind what is kept for it. */
  readonly isSlow?: boolean;
}

export interface KnownNode {
  readonly id: string;
  readonly resourceClass: string;
}

/** Of these two classes nodes stay; all others are in one of the two places, and move. */
export const RESOURCE_CLASSES = ['odd', 'even'] as const;
export const PLACES = ['here', 'there'] as const;
const STATES = ['AVAILABLE', 'CLEANING', 'MANAGEABLE'] as const;
const TYPES: readonly (readonly EventType[])[] = [
  ['NODE_MAINTENANCE_CHANGED'],
  ['NODE_PROVISION_STATE_CHANGED', 'NODE_POWER_STATE_CHANGED'],
  ['JOB_QUEUED', 'JOB_STARTED', 'JOB_SUCCEEDED'],
];

const EVENT = 'event { id nodeId nodeSequence }';
export const DOCUMENTS: Readonly<Record<Wish['field'], string>> = {
  nodeEvents: `subscription ($after: Cursor, $snapshot: Boolean! = false, $filter: NodeFilter, $types: [EventType!], $conflateMs: Int) {
    nodeEvents(after: $after, snapshot: $snapshot, filter: $filter, types: $types, conflateMs: $conflateMs) {
      cursor kind nodeId skipped ${EVENT} gap { reason } node { ${NODE} } } }`,
  events: `subscription ($after: Cursor, $types: [EventType!]) {
    events(after: $after, types: $types) { cursor kind nodeId ${EVENT} gap { reason } } }`,
  jobEvents: `subscription ($jobId: ID!, $after: Cursor) {
    jobEvents(jobId: $jobId, after: $after) { cursor kind ${EVENT} gap { reason } } }`,
  jobGroupEvents: `subscription ($jobGroupId: ID!, $after: Cursor) {
    jobGroupEvents(jobGroupId: $jobGroupId, after: $after) { cursor kind ${EVENT} gap { reason } } }`,
  nodesLive: `subscription ($after: Cursor, $filter: NodeFilter, $orderBy: [NodeOrder!], $conflateMs: Int) {
    nodesLive(after: $after, filter: $filter, orderBy: $orderBy, conflateMs: $conflateMs) {
      cursor kind nodeId skipped ${EVENT} gap { reason } node { ${NODE} } } }`,
  fleetSummary: `subscription ($groupBy: [FleetDimension!]!, $filter: NodeFilter) {
    fleetSummary(groupBy: $groupBy, filter: $filter) {
      cursor kind total buckets { key { value } count } changed { key { value } count delta } } }`,
};

const ofNodes = ({ nodeId }: LoggedEvent): boolean => nodeId !== null;
/** That a node is gone is told whatever the filter. */
export const isGone = ({ type }: LoggedEvent): boolean => type === 'NODE_DELETED';

export const ALL_NODES: Wish = { name: 'all nodes', field: 'nodeEvents', variables: {}, tells: 'all', fits: ofNodes };
export const EVERYTHING: Wish = { name: 'everything', field: 'events', variables: {}, tells: 'all', fits: () => true };

const list = (name: string, variables: Wish['variables']): Wish => ({
  name: `list of ${name}`,
  field: 'nodesLive',
  variables,
  tells: 'some',
  fits: ofNodes,
  keepsView: true,
});
const counts = (name: string, variables: Wish['variables']): Wish => ({
  name: `counts by ${name}`,
  field: 'fleetSummary',
  variables,
  tells: 'none',
  fits: () => false,
  keepsView: true,
});

/** Lists and counts of which nodes are a part at times. */
export const VIEWS: readonly Wish[] = [
  list('those in maintenance', { filter: { maintenance: { eq: true } } }),
  list('AVAILABLE ones', { filter: { provisionState: { eq: 'AVAILABLE' } } }),
  list('those that are here', {
    filter: { resourceClass: { eq: 'here' } },
    orderBy: [{ field: 'NAME', direction: 'DESC' }],
  }),
  list('all, conflated', { conflateMs: 200 }),
  counts('state and maintenance', { groupBy: ['PROVISION_STATE', 'MAINTENANCE'] }),
  counts('class, in maintenance', { groupBy: ['RESOURCE_CLASS'], filter: { maintenance: { eq: true } } }),
];

/** As many wishes, of all sorts, some of them the same as others'. */
export function drawWishes(nodes: readonly KnownNode[], count: number, random: Random): Wish[] {
  const sorts: readonly (() => Wish)[] = [
    () => ALL_NODES,
    () => ({ ...ALL_NODES, name: 'all nodes, slowly', isSlow: true }),
    () => ({ ...ALL_NODES, name: 'all nodes, kept', variables: { snapshot: true }, tells: 'some', keepsView: true }),
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
        fits: (event) => own.has(event.nodeId ?? '') || isGone(event),
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
    () => EVERYTHING,
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
    ...VIEWS.map((view) => () => view),
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

/** For the jobs of a bulk mutation, from its cursor until the last of them has ended. */
export function wishForGroup(jobGroupId: string, jobIds: readonly string[], after: string, at: number): Wish {
  const own = new Set(jobIds);
  return {
    name: `group ${at} of ${own.size} jobs`,
    field: 'jobGroupEvents',
    variables: { jobGroupId, after },
    tells: 'all',
    fits: ({ jobId }) => own.has(jobId ?? ''),
  };
}

/** These streams end by themselves. */
export const hasEnd = ({ field }: Wish): boolean => field === 'jobEvents' || field === 'jobGroupEvents';
