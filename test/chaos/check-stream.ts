/** A subscriber that comes back with its cursor has seen everything, each node's events in their order. */
import type { Check, Delivery, Violation } from './history.ts';

export const subscriberSawEverything: Check = {
  name: 'a subscriber saw every event once, in order',
  promise: 'P5',
  run({ events, stream: { deliveries, gaps } }) {
    const expected = events.filter(({ nodeId }) => nodeId !== null);
    const seen = new Set(deliveries.map(({ eventId }) => eventId));
    const logged = new Set(expected.map(({ id }) => id));
    const connections = new Set(deliveries.map(({ connection }) => connection)).size;
    const again = deliveries.length - seen.size;
    return {
      counted: `${seen.size} of ${expected.length} over ${connections} connections, ${again} again after a break`,
      violations: [
        ...gaps.map((reason) => ({ nodeId: null, at: null, what: `the stream said GAP: ${reason}` })),
        ...expected.flatMap(({ id, nodeId, at, type, sequence }) =>
          seen.has(id) ? [] : [{ nodeId, at, what: `${type} #${sequence} (event ${id}) was never delivered` }],
        ),
        ...deliveries.flatMap(({ eventId, nodeId }) =>
          logged.has(eventId)
            ? []
            : [{ nodeId, at: null, what: `event ${eventId} was delivered and is not in the log` }],
        ),
        ...disorder(deliveries),
      ],
    };
  },
};

/** After a break an event may come again under its own id (docs/subscribing.md); within a connection it may not. */
function disorder(deliveries: readonly Delivery[]): Violation[] {
  const last = new Map<string, number>();
  return deliveries.flatMap(({ connection, nodeId, sequence, eventId }) => {
    const key = `${connection} ${nodeId}`;
    const before = last.get(key);
    last.set(key, Math.max(sequence, before ?? 0));
    if (before === undefined || sequence > before) return [];
    return [
      {
        nodeId,
        at: null,
        what: `#${sequence} (event ${eventId}) was delivered after #${before} on connection ${connection}`,
      },
    ];
  });
}
