/** What each subscriber was told, against what the log says it had to be told. */
import { covers, decodePosition } from '../../../src/domain/cursor.ts';
import type { EventType } from '../../../src/domain/events.ts';
import type { LoggedEvent } from '../history.ts';
import type { Delivery, NodeState, SubscriberRecord } from './subscriber.ts';

export interface Judgement {
  readonly name: string;
  /** How much was looked at: a subscriber that was told nothing proves nothing. */
  readonly counted: string;
  readonly violations: readonly string[];
}

const SETTLING: ReadonlySet<EventType> = new Set(['JOB_SUCCEEDED', 'JOB_FAILED', 'JOB_CANCELLED']);

/**
 * @param happened what had happened when everybody was given time to be told of it
 * @param log all of it: more may have happened since
 * @param nodes as a query answers when nothing moves any more
 */
export function judgeSubscriber(
  record: SubscriberRecord,
  happened: readonly LoggedEvent[],
  log: readonly LoggedEvent[],
  nodes: readonly NodeState[],
): Judgement {
  const { wish, begun, deliveries, complaints, connections, isComplete } = record;
  const from = begun === null ? null : decodePosition(begun);
  const wanted = from === null ? [] : happened.filter((event) => !covers(from, event.id) && wish.fits(event));
  // A job's stream ends with the event that settles it; that its lock is free comes after.
  const settling = wish.field === 'jobEvents' ? wanted.find(({ type }) => SETTLING.has(type)) : undefined;
  const due = settling === undefined ? wanted : wanted.filter(({ id }) => id <= settling.id);
  const times = new Map<number, number>();
  for (const { eventId } of deliveries) times.set(eventId, (times.get(eventId) ?? 0) + 1);
  const again = deliveries.length - times.size;
  return {
    name: wish.name,
    counted: `${times.size} of ${due.length} events over ${connections} connections, ${again} again after a break`,
    violations: [
      ...(from === null ? ['it was never told where it stood'] : []),
      ...complaints,
      ...(wish.field === 'jobEvents' && !isComplete ? ['it did not end although its job is settled'] : []),
      ...foreign(deliveries, log, wish.fits),
      ...(wish.tells === 'all' ? missing(due, times) : []),
      ...repeatedInOneConnection(deliveries),
      ...disorder(deliveries),
      ...(wish.tells === 'latest' ? uncounted(deliveries, due) : []),
      ...(wish.keepsState === true ? differences(record.nodes, nodes) : []),
    ],
  };
}

const missing = (due: readonly LoggedEvent[], times: ReadonlyMap<number, number>): string[] =>
  due.flatMap(({ id, type, nodeId, sequence }) =>
    times.has(id) ? [] : [`event ${id}, ${type} #${sequence} of ${nodeId}, was never delivered`],
  );

/** What came after it was begun and is not in the log, or was not asked for. */
function foreign(
  deliveries: readonly Delivery[],
  log: readonly LoggedEvent[],
  fits: (event: LoggedEvent) => boolean,
): string[] {
  const known = new Map(log.map((event) => [event.id, event]));
  return deliveries.flatMap(({ eventId }) => {
    const event = known.get(eventId);
    if (event === undefined) return [`event ${eventId} was delivered and is not in the log`];
    return fits(event) ? [] : [`event ${eventId}, ${event.type} of ${event.nodeId}, was delivered and not asked for`];
  });
}

/** After a break an event may come again under its own id; within a connection it may not. */
function repeatedInOneConnection(deliveries: readonly Delivery[]): string[] {
  const seen = new Set<string>();
  return deliveries.flatMap(({ connection, eventId }) => {
    const key = `${connection} ${eventId}`;
    if (seen.has(key)) return [`event ${eventId} was delivered twice on connection ${connection}`];
    seen.add(key);
    return [];
  });
}

function disorder(deliveries: readonly Delivery[]): string[] {
  const last = new Map<string, number>();
  return deliveries.flatMap(({ connection, nodeId, sequence, eventId }) => {
    if (nodeId === null || sequence === null) return [];
    const key = `${connection} ${nodeId}`;
    const before = last.get(key) ?? 0;
    last.set(key, Math.max(sequence, before));
    if (sequence > before) return [];
    return [`#${sequence} of ${nodeId} (event ${eventId}) came after #${before} on connection ${connection}`];
  });
}

/** Of each node the newest event must come, and whatever did not come is counted by the one that came instead. */
function uncounted(deliveries: readonly Delivery[], due: readonly LoggedEvent[]): string[] {
  const reached = new Map<string, number>();
  for (const { nodeId, sequence } of due) {
    if (nodeId === null || sequence === null) continue;
    reached.set(nodeId, Math.min(reached.get(nodeId) ?? Infinity, sequence - 1));
  }
  const violations: string[] = [];
  for (const { nodeId, sequence, skipped, eventId, connection } of deliveries) {
    if (nodeId === null || sequence === null) continue;
    const before = reached.get(nodeId) ?? 0;
    if (sequence - skipped > before + 1) {
      violations.push(
        `#${sequence} of ${nodeId} (event ${eventId}, connection ${connection}) says that it stands for ${skipped} others, but #${before} was the last one told`,
      );
    }
    reached.set(nodeId, Math.max(before, sequence));
  }
  const newest = new Map<string, number>();
  for (const { nodeId, sequence } of due)
    if (nodeId !== null) newest.set(nodeId, Math.max(newest.get(nodeId) ?? 0, sequence ?? 0));
  for (const [nodeId, sequence] of newest) {
    if ((reached.get(nodeId) ?? 0) < sequence)
      violations.push(`the last that was told of ${nodeId} is #${reached.get(nodeId)}, and #${sequence} is its newest`);
  }
  return violations;
}

function differences(kept: ReadonlyMap<string, NodeState>, nodes: readonly NodeState[]): string[] {
  return nodes.flatMap((node) => {
    const own = kept.get(node.id);
    const [had, is] = [own, node].map((state) =>
      JSON.stringify([state?.provisionState, state?.powerState, state?.maintenance]),
    );
    return had === is ? [] : [`it keeps ${node.id} as ${had}, and a query says ${is}`];
  });
}
