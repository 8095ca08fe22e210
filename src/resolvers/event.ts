import { cursorOf, findEvents } from '../services/read/log.ts';
import { shownChanges } from '../services/stream/rights.ts';
import { asText } from './as-text.ts';
import { nodeColumns } from './columns.ts';
import type { Resolvers } from './generated.ts';

export const eventResolvers: Resolvers = {
  Query: { events: (_root, args, { services, viewer }) => findEvents(services, viewer, args) },
  Event: {
    id: ({ event }) => String(event.id),
    cursor: cursorOf,
    type: ({ event }) => event.type,
    at: ({ event }) => event.at,
    node: ({ event }, _args, { loaders }, info) =>
      event.nodeId === null ? null : loaders.node(nodeColumns(info, 'object')).load(event.nodeId),
    nodeId: ({ event }) => event.nodeId,
    nodeSequence: ({ event }) => event.nodeSequence,
    job: ({ event }, _args, { loaders }) => (event.jobId === null ? null : loaders.job.load(event.jobId)),
    jobId: ({ event }) => event.jobId,
    actor: ({ event }) => event.actor,
    changes: ({ event }, _args, { viewer }) => shownChanges(viewer, event),
  },
  Change: {
    before: ({ before }) => asText(before),
    after: ({ after }) => asText(after),
  },
  EventConnection: {
    nodes: (page) => page.entries,
    edges: (page) => page.entries.map((node) => ({ node, cursor: cursorOf(node) })),
    pageInfo: ({ entries, hasNextPage }) => {
      const [first] = entries;
      const last = entries.at(-1);
      return {
        hasNextPage,
        hasPreviousPage: false,
        startCursor: first === undefined ? null : cursorOf(first),
        endCursor: last === undefined ? null : cursorOf(last),
      };
    },
  },
};
