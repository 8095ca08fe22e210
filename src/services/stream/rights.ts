/**
 * What an event says about who may see its node. Whether a node is the viewer's is asked of the database each time; but
 * of one that is not (any more), only the event itself can tell that it was: by whose the node was before and after it.
 */
import type { Change } from '../../domain/events.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { LogEvent } from '../../events/log-rows.ts';
import type { LogEntry } from '../../events/tail.ts';

export interface Rights {
  /** The event takes the node out of the viewer's sight, unless another right is left to it. */
  readonly takes: boolean;
  /** The event brings it into the viewer's sight, unless it was there by another right. */
  readonly gives: boolean;
}

const NEITHER: Rights = { takes: false, gives: false };

/** Owner and lessee are looked at one by one: the other one may hold the right all the time. */
export function rightsIn({ scope }: Viewer, { changes }: Pick<LogEvent, 'changes'>): Rights {
  if (scope.kind === 'all') return NEITHER;
  const isOurs = (project: unknown): boolean => typeof project === 'string' && scope.projects.includes(project);
  const moved = changes.filter(isAboutRights);
  return {
    takes: moved.some(({ before, after }) => isOurs(before) && !isOurs(after)),
    gives: moved.some(({ before, after }) => isOurs(after) && !isOurs(before)),
  };
}

/** Of each event what it says itself. */
export const rightsByEvent =
  (viewer: Viewer) =>
  ({ event }: LogEntry): Rights =>
    rightsIn(viewer, event);

/** Where one event stands for others of its node, what any of them says. */
export function rightsByNode(viewer: Viewer, entries: readonly LogEntry[]): (entry: LogEntry) => Rights {
  const ofNode = new Map<string | null, Rights>();
  for (const { event } of entries) {
    const before = ofNode.get(event.nodeId) ?? NEITHER;
    const { takes, gives } = rightsIn(viewer, event);
    ofNode.set(event.nodeId, { takes: takes || before.takes, gives: gives || before.gives });
  }
  return ({ event }) => ofNode.get(event.nodeId) ?? NEITHER;
}

/** May the viewer be told the id of this node that it does not see now? */
export function couldKnow(viewer: Viewer, event: Pick<LogEvent, 'changes'>): boolean {
  if (viewer.scope.kind === 'all') return true;
  const { takes, gives } = rightsIn(viewer, event);
  return takes || gives;
}

/** The changes of an event as the viewer may read them: not whose the node was or became, if that is somebody else. */
export function shownChanges({ scope }: Viewer, { changes }: Pick<LogEvent, 'changes'>): readonly Change[] {
  if (scope.kind === 'all') return changes;
  const own = (project: unknown): unknown =>
    typeof project === 'string' && scope.projects.includes(project) ? project : null;
  return changes.map((change) =>
    isAboutRights(change) ? { field: change.field, before: own(change.before), after: own(change.after) } : change,
  );
}

const isAboutRights = ({ field }: Change): boolean => field === 'owner' || field === 'lessee';
