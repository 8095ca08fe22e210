/** What everybody was told, against what the log says they had to be told. */
import { covers, decodePosition } from '../../../src/domain/cursor.ts';
import type { EventType } from '../../../src/domain/events.ts';
import type { Delivery as Request, ReceivedEvent } from '../../support/webhook-receiver.ts';
import type { LoggedEvent } from '../history.ts';
import type { Delivery, SubscriberRecord } from './record.ts';
import type { View } from './view.ts';
import type { Truth } from './watcher.ts';
import { hasEnd, type Wish } from './wishes.ts';

export interface Judgement {
  readonly name: string;
  /** How much was looked at: a subscriber that was told nothing proves nothing. */
  readonly counted: string;
  readonly violations: readonly string[];
}

const SETTLING: ReadonlySet<EventType> = new Set(['JOB_SUCCEEDED', 'JOB_FAILED', 'JOB_CANCELLED']);

export function judgeSubscriber(record: SubscriberRecord, { happened, log, viewFor }: Truth): Judgement {
  const { wish, begun, deliveries, complaints, connections, isComplete } = record;
  const from = begun === null ? null : decodePosition(begun);
  const wanted = from === null ? [] : happened.filter((event) => !covers(from, event.id) && wish.fits(event));
  const due = hasEnd(wish) ? untilSettled(wanted) : wanted;
  const times = new Map<number, number>();
  for (const { eventId } of deliveries) times.set(eventId, (times.get(eventId) ?? 0) + 1);
  const again = deliveries.length - times.size;
  return {
    name: wish.name,
    counted: `${countedView(wish, record.view)}${times.size} of ${due.length} events over ${connections} connections, ${again} again after a break`,
    violations: [
      ...(from === null ? ['it was never told where it stood'] : []),
      ...complaints,
      ...(hasEnd(wish) && !isComplete ? ['it did not end although all jobs are settled'] : []),
      ...(!hasEnd(wish) && isComplete ? ['it ended by itself'] : []),
      ...foreign(deliveries, log, wish.fits),
      ...(wish.tells === 'all' ? missing(due, times) : []),
      ...repeatedInOneConnection(deliveries),
      ...disorder(deliveries),
      ...(wish.tells === 'latest' ? uncounted(deliveries, due) : []),
      ...(wish.keepsView === true ? differences(record.view, viewFor(wish)) : []),
    ],
  };
}

/** A stream of jobs ends with the event that settles the last; that a lock is free comes after. */
function untilSettled(events: readonly LoggedEvent[]): readonly LoggedEvent[] {
  const settledBy = new Map(events.filter(({ type }) => SETTLING.has(type)).map(({ jobId, id }) => [jobId, id]));
  return events.filter(({ jobId, id }) => id <= (settledBy.get(jobId) ?? Infinity));
}

/** A view of which nothing is known but what it shows. */
export function judgeView(
  wish: Wish,
  shown: {
    readonly view: View;
    readonly isComplete: boolean;
    readonly error: Error | null;
    readonly connections: number;
  },
  asked: View,
): Judgement {
  return {
    name: wish.name,
    counted: `${countedView(wish, shown.view)}over ${shown.connections} connections`,
    violations: [
      ...(shown.error === null ? [] : [`it gave up: ${shown.error.message}`]),
      ...(shown.isComplete ? [] : ['it never had all of a snapshot']),
      ...differences(shown.view, asked),
      ...(wish.variables['orderBy'] === undefined ? [] : disarray(shown.view, asked)),
    ],
  };
}

export interface WebhookRecord extends Pick<Wish, 'name' | 'fits'> {
  /** The cursor behind which it begins. */
  readonly begun: string;
  /** All, whatever they were answered. */
  readonly requests: readonly Pick<Request, 'id' | 'events'>[];
  /** What was said yes to, also where the sender was dead before it heard so. */
  readonly accepted: readonly ReceivedEvent[];
}

/** Every event that fits at least once, those of a node in their order; what comes again is the same. */
export function judgeWebhook(record: WebhookRecord, { happened, log }: Truth): Judgement {
  const { name, requests, accepted, fits } = record;
  const deliveries = accepted.map(({ id, data }): Delivery => {
    const { nodeId = null, nodeSequence: sequence = null } = data?.event ?? {};
    return { connection: 1, eventId: Number(id), nodeId, sequence, skipped: 0 };
  });
  const firsts = [...new Map(deliveries.toReversed().map((one) => [one.eventId, one])).values()].toReversed();
  const senders = new Set(requests.flatMap(({ events }) => events.map(({ source }) => source)));
  return {
    name,
    counted: `${firsts.length} of ${dueOf(record, happened).length} events in ${requests.length} requests of ${senders.size} processes, ${deliveries.length - firsts.length} again`,
    violations: [
      ...missingOf(record, happened),
      ...foreign(deliveries, log, fits),
      ...disorder(firsts),
      ...sameNameForOthers(requests),
    ],
  };
}

export function missingOf(record: WebhookRecord, happened: readonly LoggedEvent[]): string[] {
  const ids = new Set(record.accepted.map(({ id }) => Number(id)));
  return missing(dueOf(record, happened), ids);
}

function dueOf({ begun, fits }: WebhookRecord, happened: readonly LoggedEvent[]): readonly LoggedEvent[] {
  const from = decodePosition(begun);
  return happened.filter((event) => (from === null || !covers(from, event.id)) && fits(event));
}

/** A receiver leaves out what it has had by its id: two things that have one id would be one to it. */
function sameNameForOthers(requests: WebhookRecord['requests']): string[] {
  const known = new Map<string, string>();
  const differs = (name: string, what: string): boolean => {
    const before = known.get(name) ?? what;
    known.set(name, before);
    return before !== what;
  };
  return requests.flatMap(({ id, events }) => [
    ...(differs(`request ${id}`, events.map((event) => event.id).join())
      ? [`request ${id} came with other events`]
      : []),
    ...events.flatMap(({ id: eventId, type, subject, sequence, time }) =>
      differs(`event ${eventId}`, JSON.stringify([type, subject, sequence, time]))
        ? [`event ${eventId} came as another one`]
        : [],
    ),
  ]);
}

const countedView = (wish: Wish, view: View): string => (wish.keepsView === true ? `${view.size} shown; ` : '');

const missing = (due: readonly LoggedEvent[], had: { has(eventId: number): boolean }): string[] =>
  due.flatMap(({ id, type, nodeId, sequence }) =>
    had.has(id) ? [] : [`event ${id}, ${type} #${sequence} of ${nodeId}, was never delivered`],
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

function differences(kept: View, asked: View): string[] {
  const names = new Set([...asked.keys(), ...kept.keys()]);
  return [...names].flatMap((name) => {
    const [had, is] = [kept.get(name), asked.get(name)];
    return had === is ? [] : [`it keeps ${name} as ${had}, and a query says ${is}`];
  });
}

function disarray(kept: View, asked: View): string[] {
  const [had, is] = [kept, asked].map((view) => [...view.keys()].join());
  return had === is ? [] : [`it is in the order ${had}, and a query in ${is}`];
}
